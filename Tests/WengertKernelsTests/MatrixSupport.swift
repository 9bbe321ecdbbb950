// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
import WengertScalars

/// Sizes around the widths of packs, tiles and blocks.
let sizes = [0, 1, 2, 3, 4, 5, 7, 8, 9, 12, 15, 16, 17, 31, 33, 64, 65]

/// A matrix stored row by row, with the plain definitions that the kernels are held against.
struct Matrix<T: KernelScalar> {
  var rows, columns: Int
  var values: [T]

  init(_ rows: Int, _ columns: Int, _ entry: (Int, Int) -> T) {
    self.rows = rows
    self.columns = columns
    values = []
    values.reserveCapacity(rows * columns)
    for row in 0..<rows { for column in 0..<columns { values.append(entry(row, column)) } }
  }

  /// A matrix to be filled in; what is not filled in is noticed.
  static func unset(_ rows: Int, _ columns: Int) -> Matrix {
    Matrix(rows, columns) { _, _ in .nan }
  }

  static func identity(_ order: Int) -> Matrix { Matrix(order, order) { $0 == $1 ? 1 : 0 } }

  /// Entries in −1 ..< 1.
  static func random(_ rows: Int, _ columns: Int, seed: UInt64 = 1) -> Matrix {
    var generator = SplitMix(state: seed &* 1_000_003 &+ UInt64(rows * 1000 + columns))
    return Matrix(rows, columns) { _, _ in T(generator.nextSigned()) }
  }

  subscript(row: Int, column: Int) -> T {
    get { values[row * columns + column] }
    set { values[row * columns + column] = newValue }
  }

  var transposed: Matrix { Matrix(columns, rows) { self[$1, $0] } }

  var largest: Double { values.reduce(0) { Swift.max($0, $1.magnitude.double) } }

  /// The largest difference, or nan where one is.
  func distance(to other: Matrix) -> Double {
    var largest = 0.0
    for (x, y) in zip(values, other.values) {
      let difference = (x.double - y.double).magnitude
      if difference.isNaN { return .nan }
      largest = Swift.max(largest, difference)
    }
    return values.count == other.values.count ? largest : .nan
  }

  /// Calls `body` with a view of the numbers.
  func withView<R>(_ body: (MatrixView<T>) -> R) -> R {
    withPointer(to: values) { body(MatrixView($0, rows: rows, columns: columns)) }
  }

  static func * (a: Matrix, b: Matrix) -> Matrix {
    Matrix(a.rows, b.columns) { row, column in
      var sum = 0.0
      for index in 0..<a.columns { sum += a[row, index].double * b[index, column].double }
      return T(sum)
    }
  }
}

/// Calls `body` with the numbers of an array, which may be empty.
private func withPointer<T, R>(to numbers: UnsafePointer<T>, _ body: (UnsafePointer<T>) -> R) -> R {
  body(numbers)
}

/// Steele, Lea and Flood's generator: enough for test data.
struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func nextSigned() -> Double { Double(next() >> 11) * 0x1p-52 - 1 }
}

extension KernelScalar {
  /// The unit that errors are stated in.
  static var epsilon: Double { Self.ulpOfOne.double }
}
