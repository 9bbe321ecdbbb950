// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// Inverse hyperbolic functions: logarithms of 1 + y with y as a pair, so that nothing is lost where
// y is small (W. Kahan, "Branch cuts for complex elementary functions", 1987).

extension VectorBuilder {
  /// Where `1 + x²` is `x²`, and far below where that overflows.
  private var great: Double { isDouble ? 0x1p60 : 0x1p30 }

  /// `log(1 + y)`, where `x` is great `log(2 x)`.
  private func logarithmOnePlus(_ y: VectorPair, orOfTwice x: VectorValue) -> VectorValue {
    let isGreat = { (a: VectorValue, b: VectorValue) in
      x.selecting(.less, self.constant(self.great), b, else: a)
    }
    let result = logarithmOnePlus(
      VectorPair(high: isGreat(x, y.high), low: isGreat(constant(0), y.low)))
    return result + isGreat(constant(logTwo.high), constant(0))
  }

  /// `log(1 + |x| + x² / (1 + √(1 + x²)))` with the sign of `x`.
  func arcHyperbolicSine(_ x: VectorValue) -> VectorValue {
    let size = x.magnitude
    let square = size * size
    let rest = square / ((square + 1).squareRoot + 1)
    return logarithmOnePlus(VectorPair.sum(size, rest), orOfTwice: size) | x.sign
  }

  /// `log(1 + t + √(t (t + 2)))` with `t = x − 1`.
  func arcHyperbolicCosine(_ x: VectorValue) -> VectorValue {
    let t = x - 1
    let root = (t * (t + 2)).squareRoot
    let result = logarithmOnePlus(VectorPair.sum(root, t), orOfTwice: x)
    return x.selecting(.less, constant(1), constant(.nan), else: result)
  }

  /// `½ log(1 + 2 |x| / (1 − |x|))` with the sign of `x`.
  func arcHyperbolicTangent(_ x: VectorValue) -> VectorValue {
    let size = x.magnitude
    let quotient = (size + size) / VectorPair.sum(constant(1), -size)
    return (logarithmOnePlus(quotient) * 0.5) | x.sign
  }
}
