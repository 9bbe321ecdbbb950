// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars

extension MathText {
  /// The line on one line of text: `∂L/∂x = 8 + 5 = 13`.
  public var plain: String {
    var text = ""
    var closers: [String] = []
    for (place, piece) in pieces.enumerated() {
      switch piece {
      case .name(let name): text += name
      case .decimal(let digits): text += digits
      case .plus: text += " + "
      case .minus: text += isSign(place) ? "-" : " - "
      case .times: text += " · "
      case .equals: text += place == 0 ? "= " : " = "
      case .approximately: text += place == 0 ? "≈ " : " ≈ "
      case .comma: text += ", "
      case .open: text += "("
      case .close: text += ")"
      case .partial(let name, let by): text += "∂\(name)/∂\(by)"
      case .derivative(let name): text += "∂/∂\(name) "
      case .formula(let formula): text += formula.plain.typeset
      case .epsilon: text += "ε"
      case .epsilonSquared: text += "ε²"
      case .epsilonCubed: text += "ε³"
      case .beginFraction, .over:
        if piece == .over { text += (closers.popLast() ?? "") + "/" }
        let isSingle = place + 2 < pieces.count && pieces[place + 2].endsPart
        text += isSingle ? "" : "("
        closers.append(isSingle ? "" : ")")
      case .endFraction: text += closers.popLast() ?? ""
      }
    }
    return text
  }

  /// The contents of a formula in LaTeX's math mode.
  public var latex: String { latex(aligned: false) }

  /// - Parameter aligned: Whether an `&` marks the first relation, for an environment that aligns.
  func latex(aligned: Bool) -> String {
    var text = ""
    var isAligned = !aligned
    for piece in pieces {
      switch piece {
      case .equals, .approximately:
        text += (isAligned ? " " : " & ") + (piece == .equals ? "= " : "\\approx ")
        isAligned = true
      case .name(let name): text += Self.name(name, .latex)
      case .decimal(let digits): text += Self.decimal(digits, .latex)
      case .plus: text += " + "
      case .minus: text += " - "
      case .times: text += " \\cdot "
      case .comma: text += ", "
      case .open: text += "\\left("
      case .close: text += "\\right)"
      case .partial(let name, let by):
        text += "\\frac{\\partial \(Self.name(name, .latex))}{\\partial \(Self.name(by, .latex))}"
      case .derivative(let name):
        text += "\\frac{\\partial}{\\partial \(Self.name(name, .latex))} "
      case .formula(let formula): text += formula.latex
      case .epsilon: text += "\\epsilon"
      case .epsilonSquared: text += "\\epsilon^{2}"
      case .epsilonCubed: text += "\\epsilon^{3}"
      case .beginFraction: text += "\\frac{"
      case .over: text += "}{"
      case .endFraction: text += "}"
      }
    }
    return text
  }

  /// The contents of a `<math>` element.
  public var mathML: String {
    var text = ""
    for piece in pieces {
      switch piece {
      case .name(let name): text += Self.name(name, .mathMLContent)
      case .decimal(let digits): text += Self.decimal(digits, .mathMLContent)
      case .plus: text += "<mo>+</mo>"
      case .minus: text += "<mo>−</mo>"
      case .times: text += "<mo>⋅</mo>"
      case .equals: text += "<mo>=</mo>"
      case .approximately: text += "<mo>≈</mo>"
      case .comma: text += "<mo>,</mo>"
      case .open: text += "<mo>(</mo>"
      case .close: text += "<mo>)</mo>"
      case .partial(let name, let by):
        text += Self.quotient(Self.name(name, .mathMLContent), Self.name(by, .mathMLContent))
      case .derivative(let name):
        text += Self.quotient("", Self.name(name, .mathMLContent))
      case .formula(let formula): text += "<mrow>\(formula.mathML)</mrow>"
      case .epsilon: text += "<mi>ε</mi>"
      case .epsilonSquared: text += "<msup><mi>ε</mi><mn>2</mn></msup>"
      case .epsilonCubed: text += "<msup><mi>ε</mi><mn>3</mn></msup>"
      case .beginFraction: text += "<mfrac><mrow>"
      case .over: text += "</mrow><mrow>"
      case .endFraction: text += "</mrow></mfrac>"
      }
    }
    return text
  }

  private static func quotient(_ above: String, _ below: String) -> String {
    "<mfrac><mrow><mo>∂</mo>\(above)</mrow><mrow><mo>∂</mo>\(below)</mrow></mfrac>"
  }

  /// Whether the minus sign at `place` has no left operand.
  private func isSign(_ place: Int) -> Bool {
    guard place > 0 else { return true }
    switch pieces[place - 1] {
    case .plus, .minus, .times, .equals, .approximately, .comma, .open, .beginFraction, .over:
      return true
    default: return false
    }
  }

  private static func name(_ name: String, _ style: Formula.Style) -> String {
    Formula.line(Instruction(.input), operandNames: [], inputNames: [name], style)
  }

  private static func decimal(_ digits: String, _ style: Formula.Style) -> String {
    Formula.line(Instruction(.constant(Double(digits) ?? .nan)), operandNames: [], style)
  }
}

extension String {
  /// A formula with the signs that people write by hand: `3x·y²` for `3x*y^2`.
  fileprivate var typeset: String {
    let scalars = Array(unicodeScalars)
    var text = ""
    var i = 0
    while i < scalars.count {
      let after: Unicode.Scalar = i + 2 < scalars.count ? scalars[i + 2] : " "
      let isDigit = after.value >= 0x30 && after.value <= 0x39 || after == "." || after == "e"
      if scalars[i] == "*" {
        text += "·"
      } else if scalars[i] == "^", !isDigit, i + 1 < scalars.count,
        scalars[i + 1] == "2" || scalars[i + 1] == "3"
      {
        text += scalars[i + 1] == "2" ? "²" : "³"
        i += 1
      } else {
        text.unicodeScalars.append(scalars[i])
      }
      i += 1
    }
    return text
  }
}

extension MathText.Piece {
  fileprivate var endsPart: Bool { self == .over || self == .endFraction }
}
