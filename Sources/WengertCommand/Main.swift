// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import ArgumentParser
import Foundation

/// The program `wengert`.
@main
enum Main {
  static func main() {
    // A reader that has seen enough, such as `head`, ends the program without a word.
    signal(SIGPIPE, SIG_DFL)
    let arguments = Array(CommandLine.arguments.dropFirst())
    do {
      var command = try WengertTool.parseAsRoot(ExpressionProtection.protected(arguments))
      try command.run()
    } catch {
      end(with: error, arguments)
    }
  }

  /// Says what went wrong, in one line wherever possible, and ends with the status for it.
  private static func end(with error: any Error, _ arguments: [String]) -> Never {
    if let failure = error as? Failure {
      StandardError.write("wengert: \(failure.message)")
      exit(failure.status.rawValue)
    }
    let code = WengertTool.exitCode(for: error)
    if code.isSuccess || error is ExitCode {
      let text = WengertTool.fullMessage(for: error)
      if !text.isEmpty { print(text) }
      exit(code.rawValue)
    }
    let message = WengertTool.message(for: error).split(separator: "\n").joined(separator: " ")
    let command = arguments.first.flatMap { WengertTool.commandNames.contains($0) ? $0 : nil }
    let help = ["wengert", command, "--help"].compactMap { $0 }.joined(separator: " ")
    StandardError.write("wengert: \(message.withoutPeriod); see `\(help)`")
    exit(code.rawValue)
  }
}

extension String {
  fileprivate var withoutPeriod: Substring { hasSuffix(".") ? dropLast() : self[...] }
}
