// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation

/// The file of Wengert Studio, and how to open it.
struct StudioPage {
  let url: URL

  /// Finds the file: where the user says, or in the folders around this one and around the program.
  init(file: String?) throws {
    if let file {
      guard FileManager.default.isReadableFile(atPath: file) else {
        throw Failure(status: .noInput, message: "there is no file \(file)")
      }
      url = URL(fileURLWithPath: file).absoluteURL
      return
    }
    let program = Bundle.main.executableURL?.resolvingSymlinksInPath().deletingLastPathComponent()
    let here = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
    guard let found = [here, program].compactMap({ $0 }).lazy.compactMap(Self.page(around:)).first else {
      throw Failure(
        status: .noInput,
        message:
          "studio.html is not there; build it with `make studio` in Wengert's folder, or name it with --file")
    }
    url = found
  }

  private static func page(around folder: URL) -> URL? {
    var folder = folder.standardizedFileURL
    while true {
      let page = folder.appendingPathComponent("studio.html")
      if FileManager.default.isReadableFile(atPath: page.path) { return page }
      if folder.path == "/" { return nil }
      folder.deleteLastPathComponent()
    }
  }

  /// Opens an address in the user's browser.
  ///
  /// Desktops tend to lose what comes after `#` in the address of a file, so what is opened is a small
  /// page that leads there.
  func open(_ address: String) throws {
    let page = FileManager.default.temporaryDirectory.appendingPathComponent("wengert-studio.html")
    let escaped = address.replacingOccurrences(of: "&", with: "&amp;")
    try AtomicFile.write(
      "<!doctype html><meta charset=utf-8><title>Wengert Studio</title>"
        + "<meta http-equiv=refresh content=\"0;url=\(escaped)\"><a href=\"\(escaped)\">Wengert Studio</a>\n",
      to: page.path)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    #if os(macOS)
      process.arguments = ["open", page.path]
    #else
      process.arguments = ["xdg-open", page.path]
    #endif
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    if process.terminationStatus != 0 {
      throw Failure(status: .inputOutput, message: "the browser cannot be started")
    }
  }
}
