// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation
import Testing

@Suite struct StudioCommandTests {
  /// Runs the command in a folder that has a page, with a browser that writes down what it opens.
  private func studio(_ arguments: String, hasBrowser: Bool = true) throws -> (
    run: Run, opened: String, folder: URL
  ) {
    try withFolder { folder in
      try "page".write(to: folder.appendingPathComponent("studio.html"), atomically: true, encoding: .utf8)
      let inner = folder.appendingPathComponent("a/b")
      try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
      let browser = folder.appendingPathComponent("xdg-open")
      try "#!/bin/sh\n\(hasBrowser ? "cat \"$1\" >\"\(folder.path)/opened\"" : "exit 3")\n"
        .write(to: browser, atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: browser.path)
      let run = try shell(
        "PATH=\"\(folder.path):$PATH\" TMPDIR=\"\(folder.path)\" wengert studio \(arguments)", in: inner)
      let opened = try? String(contentsOf: folder.appendingPathComponent("opened"), encoding: .utf8)
      return (run, opened ?? "", folder)
    }
  }

  @Test func address() throws {
    let (run, opened, folder) = try studio("'(x+y)*(x+2*y)' x=2 y=-1/4 --print")
    #expect(run.status == 0)
    #expect(run.output.hasPrefix("file://"))
    #expect(run.output.contains(folder.lastPathComponent + "/studio.html#explain?f="))
    #expect(run.output.hasSuffix("f=%28x%2By%29%2A%28x%2B2%2Ay%29&v.x=2&v.y=%2D0%2E25\n"))
    #expect(opened.isEmpty)
  }

  @Test func opens() throws {
    let (run, opened, _) = try studio("--page train")
    #expect(run.status == 0)
    #expect(run.output.isEmpty)
    #expect(opened.contains("studio.html#train\""))
  }

  @Test func withoutBrowser() throws {
    let (run, _, _) = try studio("", hasBrowser: false)
    #expect(run.status == 74)
    #expect(run.errors.hasPrefix("wengert: no program here opens pages; open this address: file://"))
  }

  @Test func withoutFile() throws {
    let run = try wengert("studio", "--file", "/nowhere/studio.html")
    #expect(run.status == 66)
    #expect(run.errors == "wengert: there is no file /nowhere/studio.html\n")
  }

  @Test func mistake() throws {
    let (run, _, _) = try studio("'2*sine(x)' --print")
    #expect(run.status == 65)
    #expect(run.errors.contains("did you mean `sin`?"))
  }
}
