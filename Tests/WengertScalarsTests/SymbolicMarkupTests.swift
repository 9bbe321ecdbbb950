// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import Testing
import WengertScalars

@Suite("Formulas in LaTeX and MathML")
struct SymbolicMarkupTests {
  private func checkLaTeX(
    _ expression: Expression, _ text: String, at location: SourceLocation = #_sourceLocation
  ) {
    #expect(expression.formatted(.latex) == text, sourceLocation: location)
  }

  private func checkMathML(
    _ expression: Expression, _ text: String, at location: SourceLocation = #_sourceLocation
  ) {
    #expect(expression.formatted(.mathMLContent) == text, sourceLocation: location)
    #expect(expression.formatted(.mathML) == "<math>\(text)</math>", sourceLocation: location)
    #expect(
      expression.formatted(.displayMathML) == "<math display=\"block\">\(text)</math>",
      sourceLocation: location)
  }

  @Test("LaTeX")
  func latex() {
    let graph = ExpressionGraph(simplifying: false)
    let (x, y) = (graph.input("x"), graph.input("y"))
    checkLaTeX(2 * x / .sqrt(y), "\\frac{2x}{\\sqrt{y}}")
    checkLaTeX(.pow(x, 2) + 1, "x^{2} + 1")
    checkLaTeX(.pow(x, -1), "x^{-1}")
    checkLaTeX(.pow(x + y, 2), "\\left(x + y\\right)^{2}")
    checkLaTeX(.pow(x / y, 2), "\\left(\\frac{x}{y}\\right)^{2}")
    checkLaTeX(x * y, "x \\, y")
    checkLaTeX(x * 2, "x \\cdot 2")
    checkLaTeX(graph.constant(2) * graph.constant(3), "2 \\cdot 3")
    checkLaTeX(2 * (x / y), "2 \\cdot \\frac{x}{y}")
    checkLaTeX(2 * (x + y), "2\\left(x + y\\right)")
    checkLaTeX(.sin(x), "\\sin\\left(x\\right)")
    checkLaTeX(.log(x * y), "\\log\\left(x \\, y\\right)")
    checkLaTeX(.erf(x), "\\operatorname{erf}\\left(x\\right)")
    checkLaTeX(.abs(x - y), "\\left|x - y\\right|")
    checkLaTeX(.root(x, 3), "\\sqrt[3]{x}")
    checkLaTeX(.polygamma(2, x), "\\psi_{2}\\left(x\\right)")
    checkLaTeX(.lessOrEqual(x, y), "x \\le y")
    checkLaTeX(x - (-y), "x - \\left(-y\\right)")
    checkLaTeX(graph.constant(.pi) * x, "\\pi \\, x")
    checkLaTeX(graph.constant(1.5e-9) * x, "1.5 \\cdot 10^{-9} \\, x")
    checkLaTeX(.exp(-.square(x)), "\\exp\\left(-x^{2}\\right)")
  }

  @Test(
    "Names in LaTeX",
    arguments: [
      ("x", "x"), ("w1", "w_{1}"), ("alpha", "\\alpha"), ("alpha2", "\\alpha_{2}"),
      ("rate", "\\mathit{rate}"), ("x_max", "x_{\\mathit{max}}"), ("w_1_2", "w_{\\mathit{1\\_2}}"),
      ("_a", "\\mathit{\\_a}"), ("Omega", "\\Omega"), ("σ", "σ"), ("w10", "w_{10}"),
      ("a^b", "\\mathit{a\\char94 b}"), ("x_", "\\mathit{x\\_}"),
    ])
  func latexNames(name: String, text: String) {
    #expect(Expression.variable(name).formatted(.latex) == text)
  }

  @Test("MathML")
  func mathML() {
    let graph = ExpressionGraph(simplifying: false)
    let (x, y) = (graph.input("x"), graph.input("y"))
    checkMathML(2 * x, "<mn>2</mn><mo>\u{2062}</mo><mi>x</mi>")
    checkMathML(graph.constant(2) * graph.constant(3), "<mn>2</mn><mo>⋅</mo><mn>3</mn>")
    checkMathML(x / y, "<mfrac><mi>x</mi><mi>y</mi></mfrac>")
    checkMathML(
      (x + 1) / y,
      "<mfrac><mrow><mi>x</mi><mo>+</mo><mn>1</mn></mrow><mi>y</mi></mfrac>")
    checkMathML(.sqrt(x), "<msqrt><mi>x</mi></msqrt>")
    checkMathML(.pow(x, 2), "<msup><mi>x</mi><mn>2</mn></msup>")
    checkMathML(.pow(x, -2), "<msup><mi>x</mi><mrow><mo>−</mo><mn>2</mn></mrow></msup>")
    checkMathML(
      .pow(x + y, 2),
      """
      <msup><mrow><mo>(</mo><mrow><mi>x</mi><mo>+</mo><mi>y</mi></mrow><mo>)</mo></mrow>\
      <mn>2</mn></msup>
      """)
    checkMathML(
      .sin(x),
      "<mi>sin</mi><mo>\u{2061}</mo><mrow><mo>(</mo><mrow><mi>x</mi></mrow><mo>)</mo></mrow>")
    checkMathML(.less(x, y), "<mi>x</mi><mo>&lt;</mo><mi>y</mi>")
    checkMathML(.root(x, 3), "<mroot><mi>x</mi><mn>3</mn></mroot>")
    checkMathML(-x, "<mo>−</mo><mi>x</mi>")
    checkMathML(x + -y, "<mi>x</mi><mo>−</mo><mi>y</mi>")
  }

  @Test(
    "Names in MathML",
    arguments: [
      ("x", "<mi>x</mi>"), ("w1", "<msub><mi>w</mi><mn>1</mn></msub>"), ("alpha", "<mi>α</mi>"),
      ("a<b&c", "<mi>a&lt;b&amp;c</mi>"), ("x_max", "<msub><mi>x</mi><mi>max</mi></msub>"),
    ])
  func mathMLNames(name: String, text: String) {
    #expect(Expression.variable(name).formatted(.mathMLContent) == text)
  }

  /// The names of the elements of `text` that are open at its end, nil if it is not well-formed.
  private func openElements(_ text: String) -> [Substring]? {
    var open: [Substring] = []
    for part in text.split(separator: "<") {
      guard let end = part.firstIndex(of: ">") else { return nil }
      let name = part[..<end].prefix { $0 != " " }
      if name.first != "/" {
        open.append(name)
      } else if open.popLast() != name.dropFirst() {
        return nil
      }
    }
    return open
  }

  private func count(_ word: String, in text: String) -> Int {
    text.split(separator: word, omittingEmptySubsequences: false).count - 1
  }

  @Test("Markup is well-formed, wherever it is cut", arguments: 0..<60)
  func wellFormed(trial: Int) {
    var random = RandomExpressions(seed: UInt64(trial))
    let expression = random.verbatim(size: 12)
    for limit in [0, 10, 50, 200, 1000, 20_000] {
      #expect(openElements(expression.formatted(.mathML, limit: limit)) == [])
      let latex = expression.formatted(.latex, limit: limit)
      let braces = latex.reduce(into: 0) { $0 += $1 == "{" ? 1 : $1 == "}" ? -1 : 0 }
      #expect(braces == 0)
      #expect(count("\\left", in: latex) == count("\\right", in: latex))
    }
  }

  @Test("Every function is written in every style", arguments: ElementaryFunction.allCases)
  func everyFunction(function: ElementaryFunction) {
    let line = Instruction(
      .function(function), parameter: 2, x: 0, y: function.arity > 1 ? 1 : -1,
      z: function.arity > 2 ? 2 : -1)
    for style in [FormulaText.Style.plain, .latex, .mathML] {
      let text = FormulaText.line(line, operandNames: ["a", "b", "c"], style)
      #expect(text.contains("a"))
      #expect(function.arity < 2 || text.contains("b"))
      #expect(openElements(style == .mathML ? text : "") == [])
    }
  }
}
