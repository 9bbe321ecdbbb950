// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Lets expressions begin with a minus sign: `wengert gradient -x^2 x=1`.
///
/// The argument parser takes `-x^2` for options. A space in front, which expressions, numbers and
/// names of files do not mind or lose again, makes it an ordinary argument.
enum ExpressionProtection {
  static func protected(_ arguments: [String]) -> [String] {
    // Completion scripts talk to the argument parser in a language of their own.
    if arguments.first?.hasPrefix("---") ?? false { return arguments }
    let end = arguments.firstIndex(of: "--") ?? arguments.endIndex
    var result = arguments
    for i in arguments.indices[..<end] where !isOption(arguments[i]) {
      result[i] = " " + arguments[i]
    }
    return result
  }

  /// Whether the argument is an option, or does not look like one.
  private static func isOption(_ argument: String) -> Bool {
    guard argument.hasPrefix("-"), argument != "-" else { return true }
    if argument.hasPrefix("--") {
      let name = argument.dropFirst(2).prefix { $0 != "=" }
      return name.allSatisfy { ($0.isASCII && $0.isLetter) || $0 == "-" } && name.first != "-"
    }
    return argument == "-o" || argument == "-h" || argument.hasPrefix("-o=")
  }
}
