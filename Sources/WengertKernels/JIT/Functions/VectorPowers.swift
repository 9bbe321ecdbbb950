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
    let isEven = half.rounded(.towardZero)
    let signed = half.selecting(.equal, isEven, size, else: size | x.sign)
    // Of negative finite numbers there are integer powers alone.
    let least = constant(isDouble ? -.greatestFiniteMagnitude : -Double(Float.greatestFiniteMagnitude))
    let ofNegative = x.selecting(.less, least, size, else: constant(.nan))
    let fractional = x.selecting(.less, constant(0), ofNegative, else: size)
    let result = y.selecting(.equal, y.rounded(.towardZero), signed, else: fractional)
    let ofOne = x.selecting(.equal, one, one, else: result)
    return y.selecting(.equal, constant(0), one, else: ofOne)
  }
}
