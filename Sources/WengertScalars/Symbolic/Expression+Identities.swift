// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension Expression {
  /// What `function` of these operands is equal to by an identity, nil if it is nothing simpler.
  ///
  /// Only identities that hold for all real numbers, and arithmetic of constants that is exact:
  /// ⅓ stays a quotient, and the logarithm of 2 stays a logarithm.
  static func identity(
    _ function: ElementaryFunction, _ n: Int32, _ x: Expression, _ y: Expression?, _ z: Expression?
  ) -> Expression? {
    if let value = exactValue(function, Int(n), x, y) { return Expression(value) }
    switch function {
    case .add: return y.flatMap { sum(x, $0) }
    case .subtract: return y.flatMap { difference(x, $0) }
    case .multiply: return y.flatMap { product(x, $0) }
    case .divide: return y.flatMap { quotient(x, $0) }
    case .negate:
      if x.isApplication(of: .negate) { return x.operand(0) }
      if x.isApplication(of: .subtract) { return x.operand(1) - x.operand(0) }
      return nil
    case .reciprocal: return 1 / x
    case .square: return .pow(x, 2)
    case .ratio: return y.map { x / $0 }
    case .oneMinusSquare: return 1 - .pow(x, 2)
    case .integerPower: return n == 0 ? 1 : n == 1 ? x : nil
    case .power:
      guard let exponent = y?.constant else { return nil }
      if exponent == 0.5 { return .sqrt(x) }
      // The derivative of a power needs the exponent below it, too.
      return exponent.magnitude < 0x1p31 ? Int(exactly: exponent).map { .pow(x, $0) } : nil
    case .select:
      guard let condition = x.constant else { return nil }
      return condition.isZero ? z : y
    default: return nil
    }
  }

  private static func sum(_ x: Expression, _ y: Expression) -> Expression? {
    if x.isZero { return y }
    if y.isZero { return x }
    if y.isApplication(of: .negate) { return x - y.operand(0) }
    if x.isApplication(of: .negate) { return y - x.operand(0) }
    if let number = y.constant, number < 0 { return x - Expression(-number) }
    return nil
  }

  private static func difference(_ x: Expression, _ y: Expression) -> Expression? {
    if y.isZero { return x }
    if x.isZero { return -y }
    if x.isSame(as: y) { return 0 }
    if y.isApplication(of: .negate) { return x + y.operand(0) }
    if let number = y.constant, number < 0 { return x + Expression(-number) }
    return nil
  }

  private static func product(_ x: Expression, _ y: Expression) -> Expression? {
    if x.isZero || y.isZero { return 0 }
    if let choice = choice(x, { $0 * y }) { return choice }
    if let choice = choice(y, { x * $0 }) { return choice }
    if x.constant == 1 { return y }
    if y.constant == 1 { return x }
    if x.constant == -1 { return -y }
    if y.constant == -1 { return -x }
    if x.isApplication(of: .negate) { return -(x.operand(0) * y) }
    if y.isApplication(of: .negate) { return -(x * y.operand(0)) }
    if x.constant == nil, y.constant != nil { return y * x }
    if let factor = x.constant, y.isApplication(of: .multiply),
      let inner = y.operand(0).constant, let both = exact(factor, *, inner)
    {
      return Expression(both) * y.operand(1)
    }
    return nil
  }

  /// `a · y` inside the branch where a choice between `a` and 0 is `a`: outside, zero absorbs `y`.
  ///
  /// A choice inside the branch is left where it is, so that this never goes deeper.
  private static func choice(_ x: Expression, _ scale: (Expression) -> Expression) -> Expression? {
    guard x.isApplication(of: .select) else { return nil }
    let (condition, a, b) = (x.operand(0), x.operand(1), x.operand(2))
    if b.isZero, !a.isApplication(of: .select) { return .select(condition, scale(a), 0) }
    if a.isZero, !b.isApplication(of: .select) { return .select(condition, 0, scale(b)) }
    return nil
  }

  private static func quotient(_ x: Expression, _ y: Expression) -> Expression? {
    if x.isZero, !y.isZero { return 0 }
    if let choice = choice(x, { $0 / y }) { return choice }
    if y.constant == 1 { return x }
    if y.constant == -1 { return -x }
    if x.isApplication(of: .negate) { return -(x.operand(0) / y) }
    if y.isApplication(of: .negate) { return -(x / y.operand(0)) }
    if let number = x.constant, number < 0 { return -(Expression(-number) / y) }
    return nil
  }

  /// The value of a function of constants, if it has no rounding error.
  private static func exactValue(
    _ function: ElementaryFunction, _ n: Int, _ x: Expression, _ y: Expression?
  ) -> Double? {
    guard let a = x.constant else { return nil }
    switch (function, y?.constant) {
    case (.negate, _): return -a
    case (.add, let b?): return exact(a, +, b)
    case (.subtract, let b?): return exact(a, -, b)
    case (.multiply, let b?): return exact(a, *, b)
    case (.divide, let b?): return exact(a, /, b)
    case (.less, let b?): return a < b ? 1 : 0
    case (.lessOrEqual, let b?): return a <= b ? 1 : 0
    case (.equal, let b?): return a == b ? 1 : 0
    case (.precedes, let b?): return a < b ? 1 : a == b ? 0.5 : 0
    case (.maximum, let b?) where !a.isNaN && !b.isNaN: return max(a, b)
    case (.minimum, let b?) where !a.isNaN && !b.isNaN: return min(a, b)
    case (.floor, _), (.ceiling, _), (.round, _), (.truncate, _), (.absoluteValue, _), (.sign, _):
      return function(n, a, 0, 0)
    case (.integerPower, _), (.squareRoot, _), (.cubeRoot, _):
      let value = function(n, a, 0, 0)
      return isInteger(a) && isInteger(value) ? value : nil
    default:
      // f(0), f(1) and f(−1) of the other functions are integers only if they are so exactly.
      guard y == nil, a == 0 || a.magnitude == 1 else { return nil }
      let value = function(n, a, 0, 0)
      return isInteger(value) ? value : nil
    }
  }

  /// The result of an arithmetic operation on integers, or on fractions of few bits such as 0.5,
  /// if it is exact.
  private static func exact(
    _ a: Double, _ operation: (Double, Double) -> Double, _ b: Double
  ) -> Double? {
    let value = operation(a, b)
    if isInteger(a), isInteger(b), isInteger(value) { return value }
    return isShort(a) && isShort(b) && isShort(value) ? value : nil
  }

  /// Whether `value` is a multiple of 2⁻¹⁰ below 2¹⁶: sums and products of such numbers are exact,
  /// and a quotient that is one again is exact too.
  private static func isShort(_ value: Double) -> Bool {
    value.magnitude < 0x1p16 && isInteger(value * 0x1p10)
  }

  private static func isInteger(_ value: Double) -> Bool {
    value.magnitude < 0x1p53 && value.rounded(.towardZero) == value
  }

  func isApplication(of function: ElementaryFunction) -> Bool { instruction.function == function }

  /// Whether both are the same line, or the same number.
  func isSame(as other: Expression) -> Bool {
    if let a = constant, let b = other.constant { return a.bitPattern == b.bitPattern }
    return graph === other.graph && index == other.index
  }
}
