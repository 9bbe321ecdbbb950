// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation

/// Where results go.
enum StandardOutput {
  /// Writes all of `text`.
  static func write(_ text: String) throws {
    if writeAll(text, to: STDOUT_FILENO) { return }
    if errno == EPIPE { exit(0) }
    throw Failure(
      status: .inputOutput,
      message: "cannot write to standard output: \(String(cString: strerror(errno)))")
  }
}

/// Writes all of `text` to an open file.
///
/// - Returns: Whether that worked; `errno` says why if not.
func writeAll(_ text: String, to file: Int32) -> Bool {
  Array(text.utf8).withUnsafeBytes { bytes in
    var rest = bytes[...]
    while !rest.isEmpty {
      let part = UnsafeRawBufferPointer(rebasing: rest)
      let count = Foundation.write(file, part.baseAddress, part.count)
      if count < 0, errno == EINTR { continue }
      if count < 0 { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }
}

/// Where everything that is not the result goes.
enum StandardError {
  static func write(_ line: String, terminator: String = "\n") {
    FileHandle.standardError.write(Data((line + terminator).utf8))
  }
}

/// Where the expression `-` is read from.
enum StandardInput {
  /// All bytes, or somewhat more than `limit` of them.
  static func read(limit: Int) throws -> [UInt8] {
    if Terminal.isInput {
      StandardError.write("Type an expression; end it with a new line and Ctrl-D.")
    }
    var bytes: [UInt8] = []
    do {
      while bytes.count <= limit,
        let part = try FileHandle.standardInput.read(upToCount: 1 << 16), !part.isEmpty
      {
        bytes += part
      }
    } catch {
      throw Failure(status: .noInput, message: "cannot read standard input")
    }
    return bytes
  }
}
