// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Why a command cannot do what it was asked to.
struct Failure: Error {
  /// The statuses of `sysexits.h`.
  enum Status: Int32 {
    case usage = 64
    case data = 65
    case noInput = 66
    case cannotCreate = 73
    case inputOutput = 74
  }

  let status: Status

  /// One sentence, without a capital letter and a period; for parse errors, two lines that show
  /// the place follow.
  let message: String

  static func usage(_ message: String) -> Failure { Failure(status: .usage, message: message) }

  static func data(_ message: String) -> Failure { Failure(status: .data, message: message) }
}
