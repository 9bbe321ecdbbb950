// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation
import Testing

@Suite struct StreamTests {
  @Test func expressionFromStandardInput() throws {
    let run = try wengert("gradient", "-", "x=2", "y=3", input: "k = 2*y\n(x + y)*(x + k)\n")
    #expect(run.output.contains("∂f/∂x = 13"))
  }

  @Test func aMillionParentheses() throws {
    let open = String(repeating: "(", count: 500_000)
    let close = String(repeating: ")", count: 500_000)
    let right = try wengert("gradient", "-", "x=1", input: open + "x" + close)
    #expect(right.output == "f     = 1\ndf/dx = 1\n")
    let wrong = try wengert("gradient", "-", "x=1", input: open + open)
    #expect(wrong.status == 65)
    #expect(wrong.errors.utf8.count < 500)
    let argument = try wengert("gradient", String(open.prefix(100_000)), "x=1")
    #expect(argument.status == 65)
  }

  @Test func deepExpressions() throws {
    let depth = 20_000
    let deep =
      String(repeating: "sin(", count: depth) + "x" + String(repeating: ")", count: depth)
    for command in ["gradient", "hessian", "derive"] {
      let run = try wengert(command, "-", "x=0.5", input: deep)
      #expect(run.status == 0, "\(command)")
    }
    #expect(try wengert("emit", "-", input: deep).status == 0)
    #expect(try wengert("graph", "-", "--format", "dot", input: deep).status == 0)
    #expect(try wengert("graph", "-", input: deep).status == 65)
  }

  @Test func anyBytes() throws {
    let run = try shell("printf 'x\\377\\000' | wengert gradient - x=1")
    #expect(run.status == 65)
    #expect(run.errors.contains("not valid UTF-8"))
  }

  @Test(arguments: ["", "trap '' PIPE; "])
  func brokenPipe(prefix: String) throws {
    let run = try shell(prefix + "wengert '(x+y)*(x+2*y)' x=2 y=3 | head -1")
    #expect(run.output.split(separator: "\n").count == 1)
    #expect(run.errors.isEmpty)
  }

  @Test func fullDevice() throws {
    guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
    let output = try shell("wengert gradient x x=1 > /dev/full")
    #expect(output.status == 74)
    let file = try wengert("gradient", "x", "x=1", "-o", "/dev/full")
    #expect(file.status == 73)
  }

  @Test func colors() throws {
    let escape = "\u{1B}["
    let plain = try wengert("check", "x", "x=1")
    #expect(!plain.output.contains(escape))
    for command in ["explain", "check", "gradient", "derive", "plot"] {
      let run = try wengert(command, "x^2", "x=1", "--color", "always")
      #expect(run.output.contains(escape), "\(command)")
      let never = try wengert(command, "x^2", "x=1", "--color", "never")
      #expect(!never.output.contains(escape), "\(command)")
    }
  }

  @Test func files() throws {
    try withFolder { folder in
      let file = folder.appendingPathComponent("result.json")
      #expect(try wengert("gradient", "x^2", "x=3", "-o", file.path).status == 0)
      let first = try Data(contentsOf: file)
      let json = try JSONSerialization.jsonObject(with: first) as? [String: Any]
      #expect(json?["gradient"] as? [Double] == [6])

      // A failure leaves the old file alone, and nothing else behind.
      #expect(try wengert("gradient", "x^2", "-o", file.path).status == 64)
      #expect(try Data(contentsOf: file) == first)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["result.json"])

      // A name without an ending has the usual format, and an option decides in any case.
      let other = folder.appendingPathComponent("result")
      #expect(try wengert("gradient", "x^2", "x=3", "-o", other.path).status == 0)
      #expect(try String(contentsOf: other, encoding: .utf8) == "f     = 9\ndf/dx = 6\n")
      let any = other.path + ".any"
      #expect(try wengert("gradient", "x", "x=3", "-o", any, "--format", "json").status == 0)

      // A link stays one, and a file keeps its permissions.
      let link = folder.appendingPathComponent("link.json")
      try FileManager.default.createSymbolicLink(at: link, withDestinationURL: file)
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
      #expect(try wengert("gradient", "x^2", "x=4", "-o", link.path).status == 0)
      let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
      #expect(attributes[.posixPermissions] as? Int == 0o600)
      #expect(try Data(contentsOf: file) != first)
      let kind = try FileManager.default.attributesOfItem(atPath: link.path)[.type]
      #expect(kind as? FileAttributeType == .typeSymbolicLink)
    }
  }
}
