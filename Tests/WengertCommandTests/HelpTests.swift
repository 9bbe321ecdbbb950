// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation
import Testing

@Suite struct HelpTests {
  static let commands = [
    "explain", "derive", "gradient", "jacobian", "hessian", "check", "graph", "emit", "plot",
    "program", "studio",
  ]

  @Test func version() throws {
    #expect(try wengert("--version").output == "0.1.0\n")
  }

  @Test func help() throws {
    let run = try wengert("--help")
    #expect(run.status == 0)
    for command in Self.commands { #expect(run.output.contains("  \(command) ")) }
  }

  /// Every example runs as it is printed.
  @Test(arguments: [""] + commands)
  func examples(command: String) throws {
    let help = try shell("wengert \(command) --help")
    #expect(help.status == 0)
    let lines = help.output.split(separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(lines.firstIndex { $0.hasSuffix("EXAMPLES:") })
    let examples = lines[(start + 1)...].prefix { $0.hasPrefix("  wengert ") }
    #expect(2...4 ~= examples.count)
    let hasCompiler = try shell("command -v cc").status == 0
    try withFolder { folder in
      // What `wengert studio` looks for.
      try Data().write(to: folder.appendingPathComponent("studio.html"))
      for example in examples where hasCompiler || !example.contains("cc ") {
        let run = try shell(String(example), in: folder)
        #expect(run.status == 0, "\(example): \(run.errors)")
        #expect(run.errors.isEmpty, "\(example)")
      }
    }
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func completion(shell name: String) throws {
    let run = try wengert("--generate-completion-script", name)
    #expect(run.status == 0)
    #expect(run.output.contains("jacobian"))
  }
}
