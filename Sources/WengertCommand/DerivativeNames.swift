// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// What derivatives are called.
enum DerivativeNames {
  /// `df/dx` of a function of one variable, `∂f/∂x` of several, `∂³f/∂x³` of a higher order.
  static func text(
    _ function: String, by variable: String, order: Int = 1, of count: Int
  ) -> String {
    let d = count > 1 ? "∂" : "d"
    let power = order > 1 ? superscript(order) : ""
    return "\(d)\(power)\(function)/\(d)\(variable)\(power)"
  }

  static func latex(
    _ function: String, by variable: String, order: Int, of count: Int
  ) -> String {
    let d = count > 1 ? "\\partial" : "d"
    let power = order > 1 ? "^{\(order)}" : ""
    return "\\frac{\(d)\(power) \(function)}{\(d) \(variable)\(power)}"
  }

  /// The contents of a `<math>` element.
  static func mathML(
    _ function: String, by variable: String, order: Int, of count: Int
  ) -> String {
    let d = "<mo>\(count > 1 ? "∂" : "d")</mo>"
    func power(_ base: String) -> String {
      order > 1 ? "<msup>\(base)<mn>\(order)</mn></msup>" : base
    }
    return "<mfrac><mrow>\(power(d))\(function)</mrow><mrow>\(d)\(power(variable))</mrow></mfrac>"
  }

  private static func superscript(_ number: Int) -> String {
    let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    return String(String(number).compactMap { $0.wholeNumberValue.map { digits[$0] } })
  }
}
