// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// The vocabulary of one style: what is written around, before and between the parts of a formula.
///
/// The grammar (what is a part of what, and where parentheses go) is the same for all styles, and
/// lives in ``FormulaWriter``.
struct FormulaMarkup {
  /// What stands before, between and after the operands of a construction.
  struct Frame {
    let open: String
    let separator: String
    let close: String

    init(_ open: String, _ separator: String, _ close: String) {
      self.open = open
      self.separator = separator
      self.close = close
    }
  }

  let style: Formula.Style
  /// Around the whole formula.
  var document = Frame("", "", "")
  /// Around what gets parentheses, and around the arguments of a call.
  let group: Frame
  /// Around what has to be a single element.
  var row: Frame?
  var power = Frame("", "^", "")
  /// Nil for `/`, as the next ones are for a call by name.
  var fraction: Frame?
  var squareRoot: Frame?
  var root: Frame?
  var absolute: Frame?
  /// Between the name of a function and its arguments.
  var application = ""
  /// Around the name of a function and its index; nil where the index is the first argument.
  var subscripted: Frame?
  let minus: String
  /// Between a coefficient and what it multiplies, between other factors, and between numbers.
  let times: (coefficient: String, factor: String, number: String)
  let ellipsis: String

  var isPlain: Bool { style == .plain }

  init(_ style: Formula.Style) {
    self.style = style
    switch style {
    case .plain:
      group = Frame("(", ", ", ")")
      minus = "-"
      times = ("", "*", "*")
      ellipsis = "…"
    case .latex:
      group = Frame("\\left(", ", ", "\\right)")
      power = Frame("", "^{", "}")
      fraction = Frame("\\frac{", "}{", "}")
      squareRoot = Frame("\\sqrt{", "", "}")
      root = Frame("\\sqrt[", "]{", "}")
      absolute = Frame("\\left|", "", "\\right|")
      subscripted = Frame("", "_{", "}")
      minus = "-"
      times = ("", " \\, ", " \\cdot ")
      ellipsis = "\\dots"
    case .mathML, .displayMathML, .mathMLContent:
      group = Frame(
        "<mrow><mo>(</mo><mrow>", "<mo>,</mo>", "</mrow><mo>)</mo></mrow>")
      row = Frame("<mrow>", "", "</mrow>")
      power = Frame("<msup>", "", "</msup>")
      fraction = Frame("<mfrac>", "", "</mfrac>")
      squareRoot = Frame("<msqrt>", "", "</msqrt>")
      root = Frame("<mroot>", "", "</mroot>")
      absolute = Frame("<mrow><mo>|</mo><mrow>", "", "</mrow><mo>|</mo></mrow>")
      application = "<mo>\u{2061}</mo>"
      subscripted = Frame("<msub>", "", "</msub>")
      minus = "<mo>−</mo>"
      times = ("<mo>\u{2062}</mo>", "<mo>\u{2062}</mo>", "<mo>⋅</mo>")
      ellipsis = "<mo>…</mo>"
      if style != .mathMLContent {
        let attribute = style == .displayMathML ? " display=\"block\"" : ""
        document = Frame("<math\(attribute)>", "", "</math>")
      }
    }
  }

  /// Around a part that stands for the line called `name`; nil where the style has no such thing.
  func tagged(_ name: String) -> Frame? {
    switch style {
    case .plain, .latex: nil
    default: Frame("<mrow data-node=\"\(FormulaNames.escaped(name))\">", "", "</mrow>")
    }
  }

  /// The sign of an operator between two operands.
  func infix(_ notation: Notation) -> String {
    switch style {
    case .plain: " \(notation.name) "
    case .latex: " \(notation.latex) "
    default: "<mo>\(FormulaNames.escaped(notation.mathML))</mo>"
    }
  }

  /// The name of a function.
  func functionName(_ notation: Notation) -> String {
    switch style {
    case .plain: notation.name
    case .latex: notation.latex
    default: "<mi>\(FormulaNames.escaped(notation.mathML))</mi>"
    }
  }

  /// The name of a variable, or a number that is given as text.
  func variable(_ name: String) -> String {
    let isNumber = FormulaNames.isNumber(name)
    switch style {
    case .plain: return name
    case .latex: return isNumber ? name : FormulaNames.latex(name)
    default:
      return isNumber ? "<mn>\(FormulaNames.escaped(name))</mn>" : FormulaNames.mathML(name)
    }
  }

  /// The digits or the name of a number that is not negative.
  func number(_ number: FormulaNumber) -> String {
    switch (style, number.name, number.exponent) {
    case (.plain, _, _): return number.plain
    case (.latex, .infinity?, _): return "\\infty"
    case (.latex, .nan?, _): return "\\mathrm{NaN}"
    case (.latex, .pi?, _): return "\\pi"
    case (.latex, .e?, _): return "e"
    case (.latex, nil, nil): return number.mantissa
    case (.latex, nil, let exponent?):
      return "\(number.mantissa) \\cdot 10^{\(exponent)}"
    case (_, .infinity?, _): return "<mi>∞</mi>"
    case (_, .nan?, _): return "<mi>NaN</mi>"
    case (_, .pi?, _): return "<mi>π</mi>"
    case (_, .e?, _): return "<mi>e</mi>"
    case (_, nil, nil): return "<mn>\(number.mantissa)</mn>"
    case (_, nil, let exponent?):
      let sign = exponent < 0 ? minus : ""
      return """
        <mn>\(number.mantissa)</mn>\(times.number)<msup><mn>10</mn><mrow>\(sign)\
        <mn>\(exponent.magnitude)</mn></mrow></msup>
        """
    }
  }
}
