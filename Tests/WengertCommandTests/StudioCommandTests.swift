// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation
import Testing

@Suite struct StudioCommandTests {
  /// Runs the command in a folder that has a page, with a browser that writes down what it opens.
  /// The user's folders are in it, too.
  private func studio(
    _ arguments: String, hasBrowser: Bool = true, environment: String = "XDG_CACHE_HOME=\"$HOME/caches\""
  ) throws -> (run: Run, opened: String, folder: URL) {
    try withFolder { folder in
      try "page".write(to: folder.appendingPathComponent("studio.html"), atomically: true, encoding: .utf8)
      let inner = folder.appendingPathComponent("a/b")
      try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
      let browser = folder.appendingPathComponent("xdg-open")
      try "#!/bin/sh\n\(hasBrowser ? "echo \"$1\" | cat - \"$1\" >\"\(folder.path)/opened\"" : "exit 3")\n"
        .write(to: browser, atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: browser.path)
      let run = try shell(
        "export PATH=\"\(folder.path):$PATH\" HOME=\"\(folder.path)\"; \(environment) wengert studio \(arguments)",
        in: inner)
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
    let (run, opened, folder) = try studio("--page train")
    #expect(run.status == 0)
    #expect(run.output.isEmpty)
    #expect(opened.contains("studio.html#train\""))
    #expect(opened.hasPrefix(folder.path + "/caches/wengert/studio.html\n"))
  }

  /// The page that leads to the address is the user's own, so that users do not get into each other's way.
  @Test func usualCacheFolder() throws {
    let (run, opened, folder) = try studio("", environment: "XDG_CACHE_HOME=")
    #expect(run.status == 0)
    #expect(opened.hasPrefix(folder.path + "/.cache/wengert/studio.html\n"))
  }

  @Test func withoutCacheFolder() throws {
    let (run, opened, folder) = try studio("", environment: "XDG_CACHE_HOME=\"$HOME/studio.html\"")
    #expect(run.status == 73)
    let page = folder.path + "/studio.html/wengert/studio.html"
    #expect(run.errors == "wengert: cannot write `\(page)`: Not a directory\n")
    #expect(opened.isEmpty)
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
