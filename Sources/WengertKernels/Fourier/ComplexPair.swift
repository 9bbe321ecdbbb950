// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule

/// A complex number as it lies in memory: the real part, then the imaginary part.
struct ComplexPair<T: KernelScalar> {
  var real, imaginary: T

  @inline(__always)
  init(_ real: T, _ imaginary: T) {
    self.real = real
    self.imaginary = imaginary
  }

  /// `exp(−2π i numerator / denominator)`, for `0 ≤ numerator < denominator`.
  ///
  /// The angle is brought into an eighth of a turn by whole numbers first: it is rounded once, and
  /// whole quarter turns are exact.
  init(root numerator: Int, of denominator: Int) {
    let eighths = 8 * numerator / denominator
    // The distance from the next multiple of a quarter turn, over eight times the denominator.
    let quarters = (eighths + 1) / 2
    let rest = 4 * numerator - quarters * denominator
    let angle = Double.pi / 2 * Double(rest) / Double(denominator)
    let (cosine, sine) = (Double.cos(angle), Double.sin(angle))
    switch quarters % 4 {
    case 0: self.init(T(cosine), T(-sine))
    case 1: self.init(T(-sine), T(-cosine))
    case 2: self.init(T(-cosine), T(sine))
    default: self.init(T(sine), T(cosine))
    }
  }

  @inline(__always) var conjugate: ComplexPair { ComplexPair(real, -imaginary) }

  /// The parts exchanged: conjugation, and then a quarter turn.
  @inline(__always) var exchanged: ComplexPair { ComplexPair(imaginary, real) }

  /// The product with `−i`.
  @inline(__always) var timesMinusI: ComplexPair { ComplexPair(imaginary, -real) }

  @inline(__always)
  static func + (x: ComplexPair, y: ComplexPair) -> ComplexPair {
    ComplexPair(x.real + y.real, x.imaginary + y.imaginary)
  }

  @inline(__always)
  static func - (x: ComplexPair, y: ComplexPair) -> ComplexPair {
    ComplexPair(x.real - y.real, x.imaginary - y.imaginary)
  }

  @inline(__always)
  static func * (x: ComplexPair, y: ComplexPair) -> ComplexPair {
    ComplexPair(
      x.real * y.real - x.imaginary * y.imaginary, x.real * y.imaginary + x.imaginary * y.real)
  }

  @inline(__always)
  static func * (x: T, y: ComplexPair) -> ComplexPair {
    ComplexPair(x * y.real, x * y.imaginary)
  }
}
