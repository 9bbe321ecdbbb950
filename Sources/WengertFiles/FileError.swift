// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Why a file could not be read or written.
///
/// The description is one sentence that names the file, the place in it and what was found there:
/// `weights.npy, byte 128: the elements take 32 bytes, and 16 follow.` The place in a member of an
/// archive, `weights.npz(bias.npy)`, counts from the start of that member.
public enum FileError: Error, Hashable, Sendable {
  /// The operating system does not let the file be read.
  case unreadable(path: String, reason: String)

  /// The file was not written; what was there before is still there.
  case unwritable(path: String, reason: String)

  /// The bytes are not what the format asks for.
  case malformed(path: String, offset: Int, finding: String)

  /// The file may be fine, but holds something that has no place in a tensor.
  case unsupported(path: String, offset: Int, finding: String)

  /// The file claims to hold more bytes, once decompressed, than the caller allows.
  case tooLarge(path: String, byteCount: Int, maximum: Int)

  /// A tensor that was asked for is not in the file.
  case missingTensor(path: String, name: String)

  /// A tensor of the file has another shape or element type than the one it was asked for.
  case wrongTensor(path: String, name: String, expected: String, found: String)

  /// A cell of a CSV file cannot be read; lines and columns count from 1.
  case invalidCell(path: String, line: Int, column: Int, finding: String)
}

extension FileError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unreadable(let path, let reason): "\(path) cannot be read: \(reason)."
    case .unwritable(let path, let reason): "\(path) cannot be written: \(reason)."
    case .malformed(let path, let offset, let finding),
      .unsupported(let path, let offset, let finding):
      "\(path), byte \(offset): \(finding)."
    case .tooLarge(let path, let byteCount, let maximum):
      "\(path) decompresses to \(byteCount) bytes or more, and at most \(maximum) are allowed."
    case .missingTensor(let path, let name):
      "\(path) has no tensor called `\(name.excerpt)`."
    case .wrongTensor(let path, let name, let expected, let found):
      "\(path): \(name.excerpt): expected \(expected), found \(found)."
    case .invalidCell(let path, let line, let column, let finding):
      "\(path), line \(line), column \(column): \(finding)."
    }
  }
}

extension StringProtocol {
  /// The text as one sentence can quote it: at most 40 characters, none of them a control.
  var excerpt: String {
    var result = ""
    for scalar in prefix(40).unicodeScalars {
      let isControl = scalar.properties.generalCategory == .control
      result += isControl ? scalar.escaped(asASCII: true) : String(scalar)
    }
    return count > 40 ? result + "…" : result
  }
}
