// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// The sum of two vectors, the second of which is at most about a place of the first: numbers of
/// twice the precision.
///
/// T. J. Dekker, "A floating-point technique for extending the available precision", Numerische
/// Mathematik 18 (1971), with multiply-add for the products.
struct VectorPair {
  var high: VectorValue
  var low: VectorValue

  /// `x + y` without an error, where `x` is zero or not below `y` in magnitude.
  static func sum(_ x: VectorValue, _ y: VectorValue) -> VectorPair {
    let high = x + y
    return VectorPair(high: high, low: y - (high - x))
  }

  /// `x y` without an error.
  static func product(_ x: VectorValue, _ y: VectorValue) -> VectorPair {
    let high = x * y
    return VectorPair(high: high, low: x.multiplied(by: y, subtracting: high))
  }

  /// The parts of a quotient: its high part, and the remainder that times `inverse` is the low one.
  private static func divided(
    _ x: VectorValue, _ y: VectorPair
  ) -> (high: VectorValue, remainder: VectorValue, inverse: VectorValue) {
    let inverse = 1 / y.high
    let high = x * inverse
    let remainder = x.subtractingProduct(high, y.high).subtractingProduct(high, y.low)
    return (high, remainder, inverse)
  }

  static func / (x: VectorValue, y: VectorPair) -> VectorPair {
    let parts = divided(x, y)
    return VectorPair(high: parts.high, low: parts.remainder * parts.inverse)
  }

  /// `x / y`, at most half a place off, and a little.
  static func quotient(_ x: VectorValue, _ y: VectorPair) -> VectorValue {
    let parts = divided(x, y)
    return parts.remainder.multiplied(by: parts.inverse, adding: parts.high)
  }

  static func quotient(_ x: VectorPair, _ y: VectorPair) -> VectorValue {
    let parts = divided(x.high, y)
    return (parts.remainder + x.low).multiplied(by: parts.inverse, adding: parts.high)
  }

  /// `x + y`, where `x` is zero or not below `y` in magnitude.
  static func + (x: VectorValue, y: VectorPair) -> VectorPair {
    let sum = sum(x, y.high)
    return VectorPair(high: sum.high, low: sum.low + y.low)
  }

  static func + (x: VectorPair, y: VectorPair) -> VectorPair {
    let sum = sum(x.high, y.high)
    return VectorPair(high: sum.high, low: sum.low + (x.low + y.low))
  }

  static func * (x: VectorPair, y: VectorValue) -> VectorPair {
    let product = product(x.high, y)
    return VectorPair(high: product.high, low: x.low.multiplied(by: y, adding: product.low))
  }

  static func * (x: VectorValue, y: VectorPair) -> VectorPair { y * x }

  static func * (x: VectorPair, y: VectorPair) -> VectorPair {
    let product = x * y.high
    return VectorPair(high: product.high, low: x.high.multiplied(by: y.low, adding: product.low))
  }
}

extension VectorBuilder {
  /// A number in twice the precision of the lanes, by its parts for float64 and float32.
  func constant(
    _ double: (high: Double, low: Double), _ float: (high: Double, low: Double)
  ) -> VectorPair {
    let parts = isDouble ? double : float
    return VectorPair(high: constant(parts.high), low: constant(parts.low))
  }
}
