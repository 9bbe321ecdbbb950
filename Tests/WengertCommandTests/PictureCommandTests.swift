// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct PictureCommandTests {
  @Test func graphAsSVG() throws {
    let run = try wengert("graph", "(x+y)*(x+2*y)", "x=2", "y=3")
    #expect(run.status == 0)
    #expect(run.output.hasPrefix("<svg "))
    #expect(run.output.contains(">adjoint<"))
    #expect(XMLParser(data: Data(run.output.utf8)).parse())
    #expect(!(try wengert("graph", "(x+y)*(x+2*y)").output.contains(">adjoint<")))
  }

  @Test func graphAsDOT() throws {
    let run = try wengert("graph", "k = 2*y; (x+y)*(x+k)", "x=2", "y=3", "--format", "dot")
    #expect(run.output.hasPrefix("digraph"))
    #expect(run.output.contains("k = 2 * y\\nvalue 6, adjoint 5"))
    #expect(run.output.contains("g = x + y\\nvalue 5, adjoint 8"))
    // The local derivatives of the product, but not those by numbers.
    let edges = run.output.split(separator: "\n").filter { $0.contains("->") }
    #expect(edges.count == 8)
    #expect(edges.filter { $0.contains("[label=\"8\"]") }.count == 1)
    #expect(edges.filter { $0.contains("[label=\"5\"]") }.count == 1)
    #expect(edges.filter { !$0.contains("label") }.count == 1)
    #expect(!(try wengert("graph", "x*y", "--format", "dot").output.contains("> n2 [")))
  }

  @Test func graphAsJSON() throws {
    let json = try wengert("graph", "x*y", "x=2", "y=3", "--format", "json").json()
    let nodes = try #require(json["nodes"] as? [[String: Any]])
    #expect(nodes.map { $0["adjoint"] as? Double } == [3, 2, 1])
    let edges = try #require(json["edges"] as? [[String: Any]])
    #expect(edges.map { $0["derivative"] as? Double } == [3, 2])
  }

  @Test func formatByName() throws {
    try withFolder { folder in
      for (name, start) in [("a.svg", "<svg"), ("a.dot", "digraph"), ("a.json", "{")] {
        let file = folder.appendingPathComponent(name)
        let run = try wengert("graph", "x*y", "-o", file.path)
        #expect(run.status == 0)
        #expect(run.output.isEmpty)
        #expect(try String(contentsOf: file, encoding: .utf8).hasPrefix(start))
      }
    }
  }

  @Test func plotInTheTerminal() throws {
    let run = try wengert("plot", "sin(x)/x", "--from", "-20", "--to", "20")
    #expect(run.status == 0)
    #expect(run.output.contains("−20"))
    #expect(run.output.split(separator: "\n").count == 24)
    #expect(!run.output.contains("\u{1B}"))
    let tangent = try wengert("plot", "x^2*y", "x=1", "y=2")
    #expect(tangent.output.contains("tangent at x = 1: slope 4"))
  }

  @Test func plotAsSVG() throws {
    for options in [[], ["--errors"]] as [[String]] {
      let run = try shell(
        "wengert plot 'exp(x)' x=1 --format svg \(options.joined(separator: " "))")
      #expect(run.status == 0)
      #expect(XMLParser(data: Data(run.output.utf8)).parse())
    }
  }

  @Test func plotAsJSON() throws {
    let json = try wengert("plot", "exp(x)", "x=1", "--errors", "--format", "json").json()
    let series = try #require(json["series"] as? [[String: Any]])
    #expect(series.count == 2)
    #expect((series[0]["points"] as? [Any])?.count == 31)
  }
}
