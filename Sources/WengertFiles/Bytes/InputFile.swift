// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation

/// Files that are read as a whole, through a map of memory where that is possible.
enum InputFile {
  /// Calls `body` with the bytes of a file.
  static func read<Result>(
    _ url: URL, _ body: (ByteReader) throws(FileError) -> Result
  ) throws(FileError) -> Result {
    try ByteReader.read(contents(of: url), path: url.path, body)
  }

  private static func contents(of url: URL) throws(FileError) -> Data {
    func failure(_ reason: String) -> FileError { .unreadable(path: url.path, reason: reason) }
    guard url.isFileURL else {
      throw .unreadable(path: url.absoluteString, reason: "only URLs of files can be read")
    }
    var information = stat()
    guard stat(url.path, &information) == 0, access(url.path, R_OK) == 0 else {
      throw failure(String(cString: strerror(errno)))
    }
    // A pipe or a device may never end.
    switch information.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw failure("it is a directory")
    default: throw failure("it is not a regular file")
    }
    do {
      return try Data(contentsOf: url, options: .mappedIfSafe)
    } catch {
      throw failure(error.localizedDescription)
    }
  }
}
