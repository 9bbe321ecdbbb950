// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Wengert

/// What a shell may offer while a command is typed.
enum Completions {
  /// The functions whose name goes on from the last letters of `prefix`: `x*si` becomes `x*sin(`
  /// and `x*sinh(`.
  static func functions(after prefix: String) -> [String] {
    let letters = prefix.reversed().prefix { $0.isASCII && ($0.isLetter || $0.isNumber) }
    let word = String(letters.reversed())
    guard word.first?.isLetter ?? false else { return [] }
    let names = Set(
      ElementaryFunction.allCases.map(\.notation.name)
        + ["ln", "where", "clip", "sinc", "relu6", "leaky", "elu"])
    return names.filter { $0.hasPrefix(word) && $0.allSatisfy(\.isLetterOrDigit) }.sorted()
      .map { prefix.dropLast(word.count) + $0 + "(" }
  }

  /// The variables of the expression among `words` that have no value yet: `y=`.
  static func assignments(after words: [String], _ prefix: String) -> [String] {
    let given = Set(words.compactMap { $0.split(separator: "=").first.map(String.init) })
    for word in words.dropFirst() {
      let text = word.trimmingQuotes
      guard let parsed = try? ExpressionParser.parse(text),
        parsed.graph.instructions.contains(where: { $0.function != nil })
      else { continue }
      return parsed.variables.filter { $0.hasPrefix(prefix) && !given.contains($0) }
        .map { $0 + "=" }
    }
    return []
  }
}

extension Character {
  fileprivate var isLetterOrDigit: Bool { isLetter || isNumber }
}

extension String {
  fileprivate var trimmingQuotes: String {
    guard count > 1, let quote = first, quote == "\"" || quote == "'" else { return self }
    return String(dropFirst().dropLast(last == quote ? 1 : 0))
  }
}
