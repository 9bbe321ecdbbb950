// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation
import Testing

@Suite struct ExplainCommandTests {
  @Test func isTheDefaultCommand() throws {
    let run = try wengert("(x+y)*(x+2*y)", "x=2", "y=3")
    #expect(run.status == 0)
    #expect(run.errors.isEmpty)
    #expect(run.output == (try wengert("explain", "(x+y)*(x+2*y)", "x=2", "y=3").output))
    for part in ["L = 40", "∂L/∂x = 13", "∂L/∂y = 18", "2x + 3y", "(40.013001 - 40)/0.001"] {
      #expect(run.output.contains(part), "\(part)")
    }
  }

  @Test(arguments: [
    ("text", "Reverse mode\n────"), ("markdown", "\n## Reverse mode\n"),
    ("latex", "\\begin{document}"), ("html", "<!DOCTYPE html>"),
  ])
  func formats(format: String, part: String) throws {
    let run = try wengert("k = 2*y; (x+y)*(x+k)", "x=2", "y=3", "--format", format)
    #expect(run.status == 0)
    #expect(run.output.contains(part))
  }

  @Test func json() throws {
    let run = try wengert(
      "w2*log(w1)+sqrt(w2*log(w1))", "w1=2", "w2=3", "--format", "json")
    let json = try run.json()
    let value = 3 * log(2) + sqrt(3 * log(2))
    #expect(abs((json["value"] as? Double ?? .nan) - value) < 1e-14)
    let result = try #require(json["result"] as? [String: Any])
    #expect(result["isReferenceExact"] as? Bool == true)
  }

  @Test func variablesInTheOrderOfTheirValues() throws {
    let json = try wengert("w2*log(w1)", "w1=2", "w2=3", "--format", "json").json()
    let inputs = try #require(json["inputs"] as? [String: Any])
    let items = try #require(inputs["items"] as? [[String: Any]])
    #expect(items.map { $0["name"] as? String } == ["w1", "w2"])
    #expect(try wengert("w2*log(w1)", "w1=2", "w2=3").output.contains("L(w1, w2)"))
  }

  @Test func sections() throws {
    let run = try wengert("x*y", "x=2", "y=3", "--section", "tape", "--section", "cost")
    #expect(run.output.contains("The tape"))
    #expect(run.output.contains("What it costs"))
    #expect(!run.output.contains("Reverse mode\n"))
    #expect(!run.output.contains("Finite differences\n"))
  }

  @Test func steps() throws {
    let run = try wengert(
      "x^2", "x=3", "--step", "2^-3", "--step", "0.5", "--section", "numerical")
    #expect(run.output.contains("(9.765625 - 9)/0.125 = 6.125"))
    #expect(run.output.contains("(12.25 - 9)/0.5 = 6.5"))
    #expect(!run.output.contains("/0.001"))
  }

  @Test func severalOutputs() throws {
    let run = try wengert("x*y, x/y", "x=1", "y=2", "--format", "json")
    let json = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [[String: Any]]
    #expect(json?.map { $0["value"] as? Double } == [2, 0.5])
    let page = try wengert("x*y, x/y", "x=1", "y=2", "--format", "html").output
    #expect(page.components(separatedBy: "<!DOCTYPE").count == 2)
  }

  @Test(arguments: [60, 80])
  func width(columns: Int) throws {
    let run = try wengert(
      "(x+y)*(x+2*y)", "x=2", "y=3", "--section", "reverse", "--section", "cost",
      environment: ["COLUMNS": "\(columns)"])
    let widest = run.output.split(separator: "\n").map(\.unicodeScalars.count).max() ?? 0
    #expect(widest <= columns)
    #expect(widest > columns - 12)
  }
}
