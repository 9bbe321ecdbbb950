// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// Powers: 2^(y log₂ |x|), the logarithm and the product in pairs of numbers, and the signs and
// special values of C's `pow`.

extension VectorBuilder {
  func power(_ x: VectorValue, _ y: VectorValue) -> VectorValue {
    let one = constant(1)
    // A finite factor, lest ∞ · log 1 be nan.
    let bound = isDouble ? 0x1p1000 : 0x1p120
    let size = exponential2(binaryLogarithm(x.magnitude) * clamped(y, -bound, bound))
    // An odd integer is none when halved.
    let half = y * 0.5
    let signed = half.selecting(.equal, half.rounded(.towardZero), size, else: size | x.sign)
    // Of negative finite numbers there are integer powers alone.
    let least = constant(isDouble ? -.greatestFiniteMagnitude : -Double(Float.greatestFiniteMagnitude))
    let ofNegative = x.selecting(.less, least, size, else: constant(.nan))
    let fractional = x.selecting(.less, constant(0), ofNegative, else: size)
    let result = y.selecting(.equal, y.rounded(.towardZero), signed, else: fractional)
    let ofOne = x.selecting(.equal, one, one, else: result)
    return y.selecting(.equal, constant(0), one, else: ofOne)
  }

  /// `xⁿ`: products of pairs, which come out within half a place and a little.
  func power(_ x: VectorValue, _ n: Int) -> VectorValue {
    // Losses of more factors would add up, and of an inverse the power may be infinite.
    guard 2...16 ~= n else { return power(x, constant(Double(n))) }
    let result = product(x, n)
    // The low part of infinity is no number; that of −0 is +0.
    let sum = (result.high + result.low) | result.high.sign
    return result.high.magnitude.selecting(.less, constant(.infinity), sum, else: result.high)
  }

  /// `xⁿ` for `n ≥ 2`, by halves.
  private func product(_ x: VectorValue, _ n: Int) -> VectorPair {
    if n == 2 { return VectorPair.product(x, x) }
    if n % 2 == 1 { return product(x, n - 1) * x }
    let root = product(x, n / 2)
    return root * root
  }

  /// `∛x = M z²` with `x = 2³ᵏ M` and `z` about the inverse of the root of `M`, which a polynomial
  /// begins and a step of third order improves; then one of Newton's steps with the cube as a pair.
  func cubeRoot(_ x: VectorValue) -> VectorValue {
    let begin = [
      1.8380807015902974, -1.7212305570536663, 1.3608513041243384, -0.5771952636737716,
      0.09945621423907339,
    ]
    let (exponent, significand) = decomposedPositive(x.magnitude)
    let k = (exponent * (1.0 / 3)).rounded(.nearest)
    let rest = exponent.subtractingProduct(k, constant(3))
    // 2^(−rest / 3)
    let factor = rest.selecting(
      .equal, constant(0), constant(1),
      else: rest.selecting(
        .less, constant(0), constant(1.2599210498948732), else: constant(0.7937005259840998)))
    let m = scaled(significand, by: rest)
    var z = polynomial(significand, begin) * factor
    let error = constant(1).subtractingProduct(m * z, z * z)
    z = (z * error).multiplied(
      by: error.multiplied(by: constant(2.0 / 9), adding: constant(1.0 / 3)), adding: z)
    let square = z * z
    let y = m * square
    let cube = VectorPair.product(y, y)
    let remainder = m.subtractingProduct(cube.high, y).subtractingProduct(cube.low, y)
    let root = (remainder * square).multiplied(by: constant(1.0 / 3), adding: y)
    let result = scaled(root, by: k) | x.sign
    let finite = x.magnitude.selecting(.less, constant(.infinity), result, else: x)
    return x.selecting(.equal, constant(0), x, else: finite)
  }
}
