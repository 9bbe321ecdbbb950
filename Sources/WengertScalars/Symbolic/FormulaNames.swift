// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// How the names of variables are set: `w1` with a subscript, `alpha` as a Greek letter.
enum FormulaNames {
  /// A name of one letter, of several, or Greek; and the subscript that ends it, if one does.
  ///
  /// The subscript is what follows the first underscore, or the digits at the end.
  private static func parts(_ name: String) -> (base: String, index: String?) {
    let bytes = Array(name.utf8)
    var split = bytes.count
    while split > 0, isDigit(bytes[split - 1]) { split -= 1 }
    var rest = split
    if let underscore = bytes.firstIndex(of: UInt8(ascii: "_")), underscore < bytes.count - 1 {
      (split, rest) = (underscore, underscore + 1)
    }
    guard split > 0, rest < bytes.count else { return (name, nil) }
    return (
      String(decoding: bytes[..<split], as: UTF8.self),
      String(decoding: bytes[rest...], as: UTF8.self)
    )
  }

  /// The name in LaTeX: `w_{1}`, `\alpha`, `\mathit{rate}`.
  static func latex(_ name: String) -> String {
    let (base, index) = parts(name)
    return index.map { "\(latexWord(base))_{\(latexWord($0))}" } ?? latexWord(base)
  }

  private static func latexWord(_ word: String) -> String {
    if greek(word) != nil { return "\\\(word)" }
    var text = ""
    for scalar in word.unicodeScalars {
      switch scalar {
      case "_", "#", "$", "%", "&", "{", "}": text += "\\\(scalar)"
      // These have no form with a backslash in mathematics.
      case "\\", "^", "~": text += "\\char\(scalar.value) "
      default: text.unicodeScalars.append(scalar)
      }
    }
    return isShort(word) ? text : "\\mathit{\(text)}"
  }

  /// The name in MathML: `<msub><mi>w</mi><mn>1</mn></msub>`, `<mi>α</mi>`.
  static func mathML(_ name: String) -> String {
    let (base, index) = parts(name)
    return index.map { "<msub>\(mathMLWord(base))\(mathMLWord($0))</msub>" } ?? mathMLWord(base)
  }

  private static func mathMLWord(_ word: String) -> String {
    if let letter = greek(word) { return "<mi>\(letter)</mi>" }
    let element = isDigits(word) ? "mn" : "mi"
    return "<\(element)>\(escaped(word))</\(element)>"
  }

  /// Text as the contents of an XML element.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Whether a text is a number rather than a name.
  static func isNumber(_ text: String) -> Bool { text.utf8.first.map(isDigit) ?? false }

  private static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  private static func isDigits(_ word: String) -> Bool { word.utf8.allSatisfy(isDigit) }

  /// Whether a word is one letter or a number, and is not to be set as a word.
  private static func isShort(_ word: String) -> Bool {
    word.unicodeScalars.count == 1 || isDigits(word)
  }

  /// The letters that have a name of their own in LaTeX, in the order of the alphabet with gaps.
  private static let letters: [(name: StaticString, code: UInt32)] = [
    ("alpha", 0x3B1), ("beta", 0x3B2), ("gamma", 0x3B3), ("delta", 0x3B4), ("epsilon", 0x3B5),
    ("zeta", 0x3B6), ("eta", 0x3B7), ("theta", 0x3B8), ("iota", 0x3B9), ("kappa", 0x3BA),
    ("lambda", 0x3BB), ("mu", 0x3BC), ("nu", 0x3BD), ("xi", 0x3BE), ("pi", 0x3C0), ("rho", 0x3C1),
    ("sigma", 0x3C3), ("tau", 0x3C4), ("upsilon", 0x3C5), ("phi", 0x3C6), ("chi", 0x3C7),
    ("psi", 0x3C8), ("omega", 0x3C9), ("Gamma", 0x393), ("Delta", 0x394), ("Theta", 0x398),
    ("Lambda", 0x39B), ("Xi", 0x39E), ("Pi", 0x3A0), ("Sigma", 0x3A3), ("Upsilon", 0x3A5),
    ("Phi", 0x3A6), ("Psi", 0x3A8), ("Omega", 0x3A9),
  ]

  /// The Greek letter that a word names, if it names one.
  private static func greek(_ word: String) -> Unicode.Scalar? {
    for letter in letters where letter.name.utf8CodeUnitCount == word.utf8.count {
      let isSame = letter.name.withUTF8Buffer { $0.elementsEqual(word.utf8) }
      if isSame { return Unicode.Scalar(letter.code) }
    }
    return nil
  }
}
