// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

package import Foundation

/// Files that are either written as a whole or left as they were.
package enum OutputFile {
  /// Writes pieces, one after the other, to a new file beside the one at `url`, and then puts it in
  /// its place.
  ///
  /// Devices and pipes, which have no contents to lose, are written to directly. A link is
  /// followed, and the permissions of a file that is replaced are kept.
  package static func save(_ pieces: [[UInt8]], to url: URL) throws(FileError) {
    guard url.isFileURL else {
      throw .unwritable(path: url.absoluteString, reason: "only URLs of files can be written")
    }
    let path = url.path
    var information = stat()
    let exists = stat(path, &information) == 0
    let kind = information.st_mode & S_IFMT
    if exists, kind == S_IFDIR { throw .unwritable(path: path, reason: "it is a directory") }
    if exists, access(path, W_OK) != 0 { throw systemFailure(path) }
    if exists, kind != S_IFREG {
      let file = open(path, O_WRONLY | O_CLOEXEC)
      if file < 0 { throw systemFailure(path) }
      return try fill(file, pieces, path)
    }

    let target = exists ? url.resolvingSymlinksInPath() : url
    // A short name of its own: the target's may be as long as names can be.
    let name = ".wengert-" + String(UInt64.random(in: .min ... .max), radix: 36)
    let temporary = target.deletingLastPathComponent().appendingPathComponent(name).path
    let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    if file < 0 { throw systemFailure(path) }
    do throws(FileError) {
      if exists { fchmod(file, information.st_mode & 0o7777) }
      try fill(file, pieces, path, isDurable: true)
      if rename(temporary, target.path) != 0 { throw systemFailure(path) }
    } catch {
      unlink(temporary)
      throw error
    }
  }

  private static func fill(
    _ file: Int32, _ pieces: [[UInt8]], _ path: String, isDurable: Bool = false
  ) throws(FileError) {
    defer { close(file) }
    let succeeds =
      pieces.allSatisfy { writeAll($0, to: file) } && (!isDurable || fsync(file) == 0)
    if !succeeds { throw systemFailure(path) }
  }

  private static func writeAll(_ bytes: [UInt8], to file: Int32) -> Bool {
    bytes.withUnsafeBytes { bytes in
      var written = 0
      while written < bytes.count {
        let count = write(file, bytes.baseAddress! + written, bytes.count - written)
        if count >= 0 {
          written += count
        } else if errno != EINTR {
          return false
        }
      }
      return true
    }
  }

  private static func systemFailure(_ path: String) -> FileError {
    .unwritable(path: path, reason: String(cString: strerror(errno)))
  }
}
