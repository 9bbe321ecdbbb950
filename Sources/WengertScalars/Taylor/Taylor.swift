// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule

/// A truncated power series `c₀ + c₁ t + … + cₙ tⁿ`: a value with its derivatives to any order.
///
/// ```swift
/// let x = Taylor(variable: 0.7, order: 10)
/// (Taylor.sin(x) * .exp(x)).derivatives       // f, f′, …, f⁽¹⁰⁾ at 0.7
/// ```
///
/// A constant has only its first coefficient, and adapts to the order of what it meets.
///
/// - Complexity: an operation of order n takes O(n²) operations on coefficients; real powers and
///   polygamma functions, whose derivatives are ever new functions, take O(n³), and depth n.
///
/// A. Griewank, A. Walther, "Evaluating Derivatives" (2008), chapter 13.
public struct Taylor<Base: Scalar> {
  /// The coefficients, from the constant one up.
  public internal(set) var coefficients: [Base]

  /// The series with these coefficients.
  ///
  /// - Precondition: There is at least one.
  public init(coefficients: [Base]) {
    precondition(!coefficients.isEmpty, "A Taylor series has at least its constant coefficient.")
    self.coefficients = coefficients
  }

  /// The series `value + direction · t`, to be carried to `order`.
  public init(variable value: Base, direction: Base = 1, order: Int) {
    precondition(order >= 0, "The order of a Taylor series is not negative; found \(order).")
    coefficients = [Base](repeating: 0, count: order + 1)
    coefficients[0] = value
    if order > 0 { coefficients[1] = direction }
  }

  /// The constant series `value`.
  public init(constant value: Base) { coefficients = [value] }

  /// The highest power of `t` that is carried.
  public var order: Int { coefficients.count - 1 }

  /// The coefficient of `tᵏ`.
  public subscript(k: Int) -> Base { k < coefficients.count ? coefficients[k] : 0 }

  /// The derivatives at `t = 0`, of order 0, 1, …: `k! · cₖ`.
  public var derivatives: [Base] {
    var factorial = 1.0
    return coefficients.enumerated().map { k, coefficient in
      if k > 1 { factorial *= Double(k) }
      return coefficient.contribution(Base(factorial))
    }
  }
}

extension Taylor: Sendable where Base: Sendable {}

extension Taylor: DerivedScalar {
  public typealias Lanes = Self
  public typealias Coefficient = Self
  public typealias Magnitude = Self

  public init(_ value: Double) { self.init(constant: Base(value)) }
  public static var pi: Self { Self(constant: .pi) }
  public var double: Double { coefficients[0].double }

  public static func apply<F: UnaryFunction>(_ function: F.Type, _ x: Self) -> Self {
    switch F.function {
    case .negate: Self(coefficients: x.coefficients.map { -$0 })
    case .square: product(x, x)
    case .oneMinusSquare: product(1 - x, 1 + x)
    case .reciprocal: quotient(1, x)
    default: solve(order: x.order) { F.self.series($0(x)) }
    }
  }

  public static func apply<F: BinaryFunction>(_ function: F.Type, _ x: Self, _ y: Self) -> Self {
    let order = max(x.order, y.order)
    return switch F.function {
    case .add: Self(coefficients: (0...order).map { x[$0] + y[$0] })
    case .subtract: Self(coefficients: (0...order).map { x[$0] - y[$0] })
    case .multiply: product(x, y)
    case .divide: quotient(x, y)
    case .ratio where !y[0].double.isZero:
      Self(coefficients: [.ratio(x[0], y[0])] + quotient(x, y).coefficients.dropFirst())
    default: solve(order: order) { F.self.series($0(x), $0(y)) }
    }
  }

  public static func apply<F: IndexedFunction>(_ function: F.Type, _ n: Int, _ x: Self) -> Self {
    if F.function == .integerPower { return power(x, n) }
    return solve(order: x.order) { F.self.series(n, $0(x)) }
  }

  public static func select(_ condition: Self, _ x: Self, _ y: Self) -> Self {
    Self(
      coefficients: (0...max(x.order, y.order)).map { .select(condition[0], x[$0], y[$0]) })
  }

  public static func < (x: Self, y: Self) -> Bool { x.coefficients[0] < y.coefficients[0] }
  public static func == (x: Self, y: Self) -> Bool { x.coefficients[0] == y.coefficients[0] }

  public var hasNaN: Bool { coefficients.contains { $0.hasNaN } }
  public var isZero: Bool { coefficients.allSatisfy { $0.isZero } }

  public func absorbing(_ partial: Self) -> Self {
    isZero || partial.isZero ? 0 : Self.product(self, partial)
  }
}

/// The arithmetic of power series.
extension Taylor {
  static func product(_ x: Self, _ y: Self) -> Self {
    var product = [x[0] * y[0]]
    for k in stride(from: 1, through: max(x.order, y.order), by: 1) {
      var sum: Base = 0
      for j in stride(from: max(0, k - y.order), through: min(k, x.order), by: 1) {
        sum += x[j].contribution(y[k - j])
      }
      product.append(sum)
    }
    return Self(coefficients: product)
  }

  static func quotient(_ x: Self, _ y: Self) -> Self {
    let order = max(x.order, y.order)
    var result = [Base]()
    for k in 0...order {
      var rest = x[k]
      for j in 0..<k { rest -= y[j + 1].contribution(result[k - j - 1]) }
      result.append(k == 0 ? rest / y[0] : .ratio(rest, y[0]))
    }
    return Self(coefficients: result)
  }

  /// `xⁿ` by squaring, which is right at `x = 0` as well.
  static func power(_ x: Self, _ n: Int) -> Self {
    var result = Self(1.0)
    var square = x
    var rest = n.magnitude
    while rest > 0 {
      if rest & 1 == 1 { result = product(result, square) }
      rest >>= 1
      if rest > 0 { square = product(square, square) }
    }
    if n < 0 { result = quotient(1, result) }
    result.coefficients[0] = .apply(ElementaryFunction.IntegerPower.self, n, x[0])
    return result
  }
}
