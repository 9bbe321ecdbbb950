// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Wengert

/// A chain of multiplications, additions and sines: each operation needs the one before it.
@inline(never)
func chain<T: Scalar>(_ x: T, _ a: T, operations: Int) -> T {
  var y = x
  for _ in 0..<operations / 3 {
    let s = T.sin(y)
    let t = s * a
    y = y + t
  }
  return y
}

/// The same without the sines, whose value alone takes longer than all the rest.
@inline(never)
func arithmeticChain<T: Scalar>(_ x: T, _ a: T, operations: Int) -> T {
  var y = x
  for _ in 0..<operations / 2 {
    let t = y * a
    y = t + x
  }
  return y
}

/// Dual numbers as one would write them by hand for these two chains.
struct HandWritten {
  var value: Double
  var derivative: Double

  @inline(__always) static func + (x: Self, y: Self) -> Self {
    Self(value: x.value + y.value, derivative: x.derivative + y.derivative)
  }
  @inline(__always) static func * (x: Self, y: Self) -> Self {
    Self(
      value: x.value * y.value, derivative: x.derivative * y.value + y.derivative * x.value)
  }
  @inline(__always) static func sin(_ x: Self) -> Self {
    Self(value: Double.sin(x.value), derivative: Double.cos(x.value) * x.derivative)
  }
}

@inline(never)
func handWrittenChain(_ x: HandWritten, _ a: HandWritten, operations: Int) -> HandWritten {
  var y = x
  for _ in 0..<operations / 3 {
    let s = HandWritten.sin(y)
    let t = s * a
    y = y + t
  }
  return y
}

@inline(never)
func handWrittenArithmeticChain(
  _ x: HandWritten, _ a: HandWritten, operations: Int
) -> HandWritten {
  var y = x
  for _ in 0..<operations / 2 {
    let t = y * a
    y = t + x
  }
  return y
}
