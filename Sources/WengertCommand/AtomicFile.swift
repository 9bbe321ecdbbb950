// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation

/// Files that are either written as a whole or left as they were.
enum AtomicFile {
  /// Writes a new file beside the one at `path` and then puts it in its place.
  ///
  /// Devices and pipes, which have no contents to lose, are written to directly. A link is
  /// followed, and the permissions of a file that is replaced are kept.
  static func write(_ text: String, to path: String) throws {
    if path.isEmpty { throw failure(path, "the name is empty") }
    var information = stat()
    let exists = stat(path, &information) == 0
    let kind = information.st_mode & S_IFMT
    if exists, kind == S_IFDIR { throw failure(path, "it is a directory") }
    if exists, kind != S_IFREG {
      let file = open(path, O_WRONLY)
      if file < 0 { throw failure(path) }
      return try fill(file, text, path)
    }
    if exists, access(path, W_OK) != 0 { throw failure(path) }

    let target = exists ? URL(fileURLWithPath: path).resolvingSymlinksInPath().path : path
    var template = Array((target + ".XXXXXX").utf8CString)
    let file = mkstemp(&template)
    if file < 0 { throw failure(path) }
    // The mode of a new file is the one that the user's mask leaves.
    let mask = umask(0)
    umask(mask)
    fchmod(file, exists ? information.st_mode & 0o7777 : 0o666 & ~mask)
    do {
      try fill(file, text, path)
      if rename(template, target) != 0 { throw failure(path) }
    } catch {
      unlink(template)
      throw error
    }
  }

  private static func fill(_ file: Int32, _ text: String, _ path: String) throws {
    defer { close(file) }
    if !writeAll(text, to: file) { throw failure(path) }
  }

  private static func failure(_ path: String, _ reason: String? = nil) -> Failure {
    let reason = reason ?? String(cString: strerror(errno))
    return Failure(status: .cannotCreate, message: "cannot write `\(path)`: \(reason)")
  }
}
