// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars

extension Explanation {
  /// Something to know about the point: a value or a derivative that does not exist there.
  public struct Warning: Sendable, Equatable {
    public enum Kind: UInt8, Sendable {
      /// An operand is outside of the function's domain.
      case domain
      /// A finite result is too large for a double.
      case overflow
      /// The derivative is infinite or not a number, though the value is finite.
      case infiniteDerivative
      /// The function has a corner or a jump, and a convention decides the derivative.
      case kink

      /// The name in JSON.
      public var name: String {
        switch self {
        case .domain: "domain"
        case .overflow: "overflow"
        case .infiniteDerivative: "infiniteDerivative"
        case .kink: "kink"
        }
      }
    }

    public let kind: Kind
    /// What the step is called.
    public let step: String
    /// One sentence.
    public let message: String
  }
}

extension Worksheet {
  private static let warningLimit = 20

  func warnings() -> Excerpt<Explanation.Warning> {
    var shown: [Explanation.Warning] = []
    var total = 0
    for line in steps {
      guard let (kind, message) = warning(line) else { continue }
      total += 1
      if shown.count < Self.warningLimit {
        shown.append(.init(kind: kind, step: names[line], message: message))
      }
    }
    return Excerpt(shown, of: total)
  }

  private func warning(_ line: Int) -> (Explanation.Warning.Kind, String)? {
    guard let function = list[line].function else { return nil }
    let operands = operands(line)
    let x = operands.map { values[$0] }
    // A problem is reported where it begins.
    guard x.allSatisfy({ $0.isFinite }) else { return nil }
    let value = values[line]
    let call = Formula.line(list[line], operandNames: x.map { $0.brief })
    if !value.isFinite {
      if function.domain.isEmpty {
        return (.overflow, "\(call) is too large for a double; the result is \(value.brief).")
      }
      let isOverflow = value.isInfinite && !isOnBoundary(function, x)
      return isOverflow
        ? (.overflow, "\(call) is too large for a double; the result is \(value.brief).")
        : (
          .domain,
          "\(call): \(subject(function)) needs \(function.domain); the result is \(value.brief)."
        )
    }
    if let corner = corner(function, x) { return (.kink, "\(call): \(corner).") }
    let partials = zip(operands, partials(line)).filter { !isNumber($0.0) }
    for (operand, partial) in partials where !partial.isFinite {
      return (
        .infiniteDerivative,
        "\(call): the value exists, but the derivative with respect to \(names[operand]) is "
          + "\(partial.isNaN ? "not a number" : partial < 0 ? "−∞" : "∞")."
      )
    }
    return nil
  }

  /// Whether an infinite result comes from a pole, and not from a number that is too large.
  private func isOnBoundary(_ function: ElementaryFunction, _ x: [Double]) -> Bool {
    switch function {
    case .divide: x[1].isZero
    case .power, .integerPower, .reciprocal, .log, .log2, .log10: x[0].isZero
    case .xLogY: x[1].isZero
    case .logOnePlus: x[0] == -1
    case .arcHyperbolicTangent: x[0].magnitude == 1
    case .gamma, .logGamma, .digamma, .polygamma: x[0] <= 0
    default: false
    }
  }

  private func subject(_ function: ElementaryFunction) -> String {
    switch function {
    case .divide: "a quotient x / y"
    case .power: "a power x^y"
    case .integerPower: "a power xⁿ"
    case .root: "root(n, x)"
    default: function.notation.name
    }
  }

  /// What convention decides the derivative, if the function has a corner or a jump here.
  private func corner(_ function: ElementaryFunction, _ x: [Double]) -> String? {
    switch function {
    case .absoluteValue where x[0].isZero:
      "|x| has a corner at 0 and no derivative there; 0 is used"
    case .rectifier where x[0].isZero:
      "relu has a corner at 0 and no derivative there; 0 is used"
    case .maximum where x[0] == x[1], .minimum where x[0] == x[1]:
      "the operands are equal and there is no derivative; each gets one half"
    case .hypotenuse where x[0].isZero && x[1].isZero:
      "the norm has a corner at the origin and no derivative there; 0 is used"
    case .sign where x[0].isZero, .copySign where x[1].isZero:
      "there is a jump at 0; the derivative 0 on both sides is used"
    case .floor where isWhole(x[0]), .ceiling where isWhole(x[0]), .truncate where isWhole(x[0]),
      .round where isWhole(x[0] + 0.5):
      "there is a jump here; the derivative 0 on both sides is used"
    case .less where x[0] == x[1], .lessOrEqual where x[0] == x[1], .equal where x[0] == x[1]:
      "the operands are equal, where the answer jumps; the derivative 0 is used"
    default: nil
    }
  }

  private func isWhole(_ x: Double) -> Bool { x.rounded(.towardZero) == x }
}
