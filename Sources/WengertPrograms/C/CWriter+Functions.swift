// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars

extension CWriter {
  /// How C writes a function of the table.
  ///
  /// - Parameters:
  ///   - n: The integer of an indexed function.
  ///   - a: The operands: identifiers or numbers, which need no parentheses.
  mutating func expression(_ function: ElementaryFunction, _ n: Int, _ a: [String]) -> String {
    switch function {
    case .add: "\(a[0]) + \(a[1])"
    case .subtract: "\(a[0]) - \(a[1])"
    case .multiply: "\(a[0]) * \(a[1])"
    case .divide: "\(a[0]) / \(a[1])"
    case .ratio: "\(a[0]) == 0 ? \(a[0]) : \(a[0]) / \(a[1])"
    case .negate: "-\(a[0])"
    case .reciprocal: "1 / \(a[0])"
    case .square: "\(a[0]) * \(a[0])"
    case .oneMinusSquare: "(1 - \(a[0])) * (1 + \(a[0]))"
    case .absoluteValue: call("fabs", a)
    case .sign: call(.sign, a)

    case .exp: call("exp", a)
    case .exp2: call("exp2", a)
    case .exp10: call("pow", [precision.literal(10), a[0]])
    case .expMinusOne: call("expm1", a)
    case .log: call("log", a)
    case .log2: call("log2", a)
    case .log10: call("log10", a)
    case .logOnePlus: call("log1p", a)

    case .power: call("pow", a)
    case .integerPower: power(a[0], n)
    case .squareRoot: call("sqrt", a)
    case .cubeRoot: call("cbrt", a)
    case .root: n == 3 ? call("cbrt", a) : call(.root, ["\(n)", a[0]])
    case .hypotenuse: call("hypot", a)

    case .sine: call("sin", a)
    case .cosine: call("cos", a)
    case .tangent: call("tan", a)
    case .arcSine: call("asin", a)
    case .arcCosine: call("acos", a)
    case .arcTangent: call("atan", a)
    case .arcTangent2: call("atan2", a)
    case .hyperbolicSine: call("sinh", a)
    case .hyperbolicCosine: call("cosh", a)
    case .hyperbolicTangent: call("tanh", a)
    case .arcHyperbolicSine: call("asinh", a)
    case .arcHyperbolicCosine: call("acosh", a)
    case .arcHyperbolicTangent: call("atanh", a)

    case .errorFunction: call("erf", a)
    case .complementaryErrorFunction: call("erfc", a)
    case .gamma: call("tgamma", a)
    case .logGamma: call("lgamma", a)
    case .digamma: call(.digamma, a)
    case .polygamma: n == 0 ? call(.digamma, a) : call(.polygamma, ["\(n)", a[0]])
    case .sphericalBessel: call(.sphericalBessel, ["\(n)", a[0]])

    case .sigmoid: call(.sigmoid, a)
    case .softplus: call(.softplus, a)
    case .rectifier: call(.rectifier, a)
    case .xLogY: call(.xLogY, a)
    case .logAddExp: call(.logAddExp, a)

    case .maximum: call(.maximum, a)
    case .minimum: call(.minimum, a)
    case .copySign: call("copysign", a)
    case .modulo: call(.modulo, a)
    case .floor: call("floor", a)
    case .ceiling: call("ceil", a)
    case .round: call("nearbyint", a)
    case .truncate: call("trunc", a)
    case .less: "\(a[0]) < \(a[1]) ? 1 : 0"
    case .lessOrEqual: "\(a[0]) <= \(a[1]) ? 1 : 0"
    case .equal: "\(a[0]) == \(a[1]) ? 1 : 0"
    case .precedes: call(.precedes, a)
    case .select: "\(a[0]) != 0 ? \(a[1]) : \(a[2])"
    }
  }

  /// `xⁿ`: a product where that is as accurate as `pow`, and `pow` elsewhere.
  private func power(_ x: String, _ n: Int) -> String {
    switch n {
    case -1: "1 / \(x)"
    case 1...4: [String](repeating: x, count: n).joined(separator: " * ")
    default:
      // A float has no room for the last bit of a great exponent, which decides on the sign.
      precision == .float && Float(exactly: n) == nil
        ? "(float)pow(\(x), \(CSource.Precision.double.literal(Double(n))))"
        : call("pow", [x, precision.literal(Double(n))])
    }
  }
}
