// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// The QR factorization by reflections (Golub and Van Loan, *Matrix Computations*, 5.2).
enum HouseholderQR {
  /// Overwrites `a`, whose entries are at most near one. The signs of the diagonal of `R` are as
  /// they come.
  ///
  /// Reflection `j` is `1 − τ v vᵀ` with `vⱼ = 1`; the rest of `v` replaces column `j` below the
  /// diagonal.
  static func factor<T: KernelScalar>(
    _ a: UnsafeMutablePointer<T>, q: UnsafeMutablePointer<T>, r: UnsafeMutablePointer<T>,
    rows: Int, columns: Int
  ) {
    let rank = min(rows, columns)
    withUnsafeTemporaryAllocation(of: T.self, capacity: rank + columns) { room in
      let factors = room.baseAddress!
      let products = factors + rank
      room.initialize(repeating: 0)
      for step in 0..<rank {
        factors[step] = makeReflection(a, step, rows: rows, columns: columns)
        reflect(
          a + step + 1, width: columns, count: columns - step - 1, by: a + step, columns,
          factors[step], step..<rows, products)
      }
      for row in 0..<rank {
        for column in 0..<columns {
          r[row * columns + column] = column < row ? 0 : a[row * columns + column]
        }
      }
      // The first columns of the product of all reflections, from the last to the first.
      q.update(repeating: 0, count: rows * rank)
      for index in 0..<rank { q[index * rank + index] = 1 }
      for step in (0..<rank).reversed() {
        reflect(
          q + step, width: rank, count: rank - step, by: a + step, columns,
          factors[step], step..<rows, products)
      }
    }
  }

  /// Makes the reflection that takes column `step` to a multiple of a unit vector, puts both in its
  /// place, and returns `τ`.
  private static func makeReflection<T: KernelScalar>(
    _ a: UnsafeMutablePointer<T>, _ step: Int, rows: Int, columns: Int
  ) -> T {
    let first = a[step * columns + step]
    var tail: T = 0
    for row in step + 1..<max(step + 1, rows) {
      tail += a[row * columns + step] * a[row * columns + step]
    }
    if tail.isZero { return 0 }
    let norm = (first * first + tail).squareRoot()
    let image = first.sign == .minus ? norm : -norm
    for row in step + 1..<rows { a[row * columns + step] /= first - image }
    a[step * columns + step] = image
    return (image - first) / image
  }

  /// Applies the reflection along `v`, a column with rows `vWidth` apart whose entry in the first
  /// of `range` is taken to be one, to `count` columns of a matrix with rows `width` apart.
  private static func reflect<T: KernelScalar>(
    _ matrix: UnsafeMutablePointer<T>, width: Int, count: Int,
    by v: UnsafePointer<T>, _ vWidth: Int, _ factor: T, _ range: Range<Int>,
    _ products: UnsafeMutablePointer<T>
  ) {
    if factor.isZero || count == 0 { return }
    func entry(_ row: Int) -> T { row == range.lowerBound ? 1 : v[row * vWidth] }
    products.update(repeating: 0, count: count)
    for row in range {
      VectorKernels.add(entry(row), times: matrix + row * width, to: products, count: count)
    }
    for row in range {
      VectorKernels.add(
        -factor * entry(row), times: products, to: matrix + row * width, count: count)
    }
  }
}
