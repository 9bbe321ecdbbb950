// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import ArgumentParser
import Foundation

/// What is known of the terminal.
enum Terminal {
  static var isInput: Bool { isatty(STDIN_FILENO) == 1 }
  static var isOutput: Bool { isatty(STDOUT_FILENO) == 1 }
  static var isError: Bool { isatty(STDERR_FILENO) == 1 }

  /// The columns of text: those of the terminal, or of `COLUMNS`, or 80.
  static var width: Int {
    if let columns = environment("COLUMNS").flatMap(Int.init), columns > 0 {
      return min(max(columns, 40), 200)
    }
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return min(max(Int(size.ws_col), 40), 200)
  }

  /// The lines of a drawing.
  static var height: Int {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_row > 0 else { return 24 }
    return min(max(Int(size.ws_row) - 2, 12), 40)
  }

  static func environment(_ name: String) -> String? { ProcessInfo.processInfo.environment[name] }
}

/// Whether text has colours.
enum ColorChoice: String, CaseIterable, ExpressibleByArgument {
  case auto, always, never
}

struct ColorOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Colour the text.",
      discussion: "With auto, only in a terminal, and unless NO_COLOR is set.", valueName: "when"))
  var color: ColorChoice = .auto

  /// - Parameter output: The file that the text is for, if it is for one.
  func hasColor(in output: String?) -> Bool {
    switch color {
    case .always: true
    case .never: false
    case .auto:
      output == nil && Terminal.isOutput && (Terminal.environment("NO_COLOR") ?? "").isEmpty
        && Terminal.environment("TERM") != "dumb"
    }
  }
}

/// Emphasis of parts of a text.
struct Pen {
  let hasColor: Bool

  private func colored(_ text: String, _ code: String) -> String {
    hasColor && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }

  func strong(_ text: String) -> String { colored(text, "1") }
  func quiet(_ text: String) -> String { colored(text, "2") }
  func good(_ text: String) -> String { colored(text, "32") }
  func bad(_ text: String) -> String { colored(text, "1;31") }
}
