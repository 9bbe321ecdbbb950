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
  /// page that leads there. It lies in the user's own folder: the shared one for temporary files would
  /// have one name for all users, and is another one for browsers that run in a sandbox.
  func open(_ address: String) throws {
    let folder = Self.cacheFolder
    // If this cannot be done, the page cannot be written, which says where.
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let page = folder.appendingPathComponent("studio.html")
    let escaped = address.replacingOccurrences(of: "&", with: "&amp;")
    try AtomicFile.write(
      "<!doctype html><meta charset=utf-8><title>Wengert Studio</title>"
        + "<meta http-equiv=refresh content=\"0;url=\(escaped)\"><a href=\"\(escaped)\">Wengert Studio</a>\n",
      to: page.path)
    guard Self.launch(page) else {
      throw Failure(
        status: .inputOutput, message: "no program here opens pages; open this address: \(address)")
    }
  }

  /// The folder for files that can be made again: `wengert` in `~/.cache` or where XDG_CACHE_HOME says,
  /// on macOS in `~/Library/Caches`.
  private static var cacheFolder: URL {
    let caches =
      FileManager.default.urls(for: .cachesDirectory, in: .userDomainMask).first
      ?? FileManager.default.homeDirectoryForCurrentUser.appendingPathComponent(".cache")
    return caches.appendingPathComponent("wengert")
  }

  /// Whether the desktop has opened a file.
  private static func launch(_ page: URL) -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    #if os(macOS)
      process.arguments = ["open", page.path]
    #else
      process.arguments = ["xdg-open", page.path]
    #endif
    process.standardError = FileHandle.nullDevice
    do {
      try process.run()
    } catch {
      return false
    }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}
