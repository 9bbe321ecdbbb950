// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// The loops over contiguous numbers that the factorizations are made of.
enum VectorKernels {
  /// `Σ xᵢ yᵢ`, in an order that depends on `count` only.
  @inline(__always)
  static func dot<T: KernelScalar>(
    _ x: UnsafePointer<T>, _ y: UnsafePointer<T>, count: Int
  ) -> T {
    var index = 0
    var total: T = 0
    if count >= T.packCount {
      var even = T.zeroPack, odd = T.zeroPack
      while index + 2 * T.packCount <= count {
        let next = index + T.packCount
        even = T.sum(even, T.product(T.load(x + index), T.load(y + index)))
        odd = T.sum(odd, T.product(T.load(x + next), T.load(y + next)))
        index = next + T.packCount
      }
      total = T.total(T.sum(even, odd))
    }
    while index < count {
      total += x[index] * y[index]
      index += 1
    }
    return total
  }

  /// `y += factor x`.
  @inline(__always)
  static func add<T: KernelScalar>(
    _ factor: T, times x: UnsafePointer<T>, to y: UnsafeMutablePointer<T>, count: Int
  ) {
    let factors = T.pack(repeating: factor)
    var index = 0
    while index + T.packCount <= count {
      T.store(T.sum(T.load(y + index), T.product(factors, T.load(x + index))), y + index)
      index += T.packCount
    }
    while index < count {
      y[index] += factor * x[index]
      index += 1
    }
  }

  /// `(x, y) ← (c x − s y, s x + c y)`.
  @inline(__always)
  static func rotate<T: KernelScalar>(
    _ x: UnsafeMutablePointer<T>, _ y: UnsafeMutablePointer<T>, count: Int, cosine: T, sine: T
  ) {
    let c = T.pack(repeating: cosine), s = T.pack(repeating: sine)
    let minusS = T.pack(repeating: -sine)
    var index = 0
    while index + T.packCount <= count {
      let (u, v) = (T.load(x + index), T.load(y + index))
      T.store(T.sum(T.product(c, u), T.product(minusS, v)), x + index)
      T.store(T.sum(T.product(s, u), T.product(c, v)), y + index)
      index += T.packCount
    }
    while index < count {
      (x[index], y[index]) = (
        cosine * x[index] - sine * y[index], sine * x[index] + cosine * y[index]
      )
      index += 1
    }
  }

  /// Whether no entry is infinite or nan.
  @inline(__always)
  static func areFinite<T: KernelScalar>(_ x: UnsafePointer<T>, count: Int) -> Bool {
    for index in 0..<count where !x[index].isFinite { return false }
    return true
  }
}
