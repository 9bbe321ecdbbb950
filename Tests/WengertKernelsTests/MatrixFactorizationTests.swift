// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertKernels
import WengertScalars

/// Each routine is tested by LAPACK, where there is one, and by the portable code.
@Suite("Matrix factorizations")
struct MatrixFactorizationTests {
  static let methods: [MatrixFactorization.Method] = [.portable, .fastest]
  static let shapes =
    [0, 1, 2, 3, 5, 8, 17, 33].flatMap { m in [0, 1, 2, 3, 5, 8, 17, 33].map { n in (m, n) } }
    + [(65, 65), (65, 4), (4, 65)]

  func expectOrthonormalColumns<T: KernelScalar>(_ q: Matrix<T>, _ tolerance: Double) {
    #expect((q.transposed * q).distance(to: .identity(q.columns)) <= tolerance)
  }

  func tolerance<T: KernelScalar>(_: T.Type, _ rows: Int, _ columns: Int) -> Double {
    4 * Double(max(rows, columns, 1)) * T.epsilon
  }

  // MARK: QR

  func checkQR<T: KernelScalar>(_ a: Matrix<T>, _ method: MatrixFactorization.Method) {
    let rank = min(a.rows, a.columns)
    var q = Matrix<T>.unset(a.rows, rank), r = Matrix<T>.unset(rank, a.columns)
    MatrixFactorization.qr(
      a.values, q: &q.values, r: &r.values, rows: a.rows, columns: a.columns, method: method)
    let tolerance = tolerance(T.self, a.rows, a.columns)
    expectOrthonormalColumns(q, tolerance)
    #expect((q * r).distance(to: a) <= tolerance * a.largest)
    for row in 0..<rank {
      #expect(r[row, row] >= 0)
      for column in 0..<row { #expect(r[row, column] == 0) }
    }
  }

  @Test(arguments: shapes, methods)
  func `Q R is the matrix`(shape: (Int, Int), method: MatrixFactorization.Method) {
    checkQR(Matrix<Float>.random(shape.0, shape.1), method)
    checkQR(Matrix<Double>.random(shape.0, shape.1), method)
  }

  // MARK: Symmetric eigenvalues

  func eigen<T: KernelScalar>(
    _ a: Matrix<T>, _ method: MatrixFactorization.Method
  ) -> (values: [T], vectors: Matrix<T>) {
    let lowerOnly = Matrix<T>(a.rows, a.rows) { $0 >= $1 ? a[$0, $1] : .nan }
    var values = [T](repeating: .nan, count: a.rows)
    var vectors = Matrix<T>.unset(a.rows, a.rows)
    MatrixFactorization.symmetricEigen(
      lowerOnly.values, values: &values, vectors: &vectors.values, order: a.rows, method: method)
    return (values, vectors)
  }

  func checkEigen<T: KernelScalar>(_ a: Matrix<T>) {
    let unit = tolerance(T.self, a.rows, a.rows)
    let tolerance = unit * a.largest * Double(max(1, a.rows)).squareRoot()
    var all: [[T]] = []
    for method in Self.methods {
      let (values, vectors) = eigen(a, method)
      expectOrthonormalColumns(vectors, unit)
      let scaled = Matrix<T>(a.rows, a.rows) { vectors[$0, $1] * values[$1] }
      #expect((scaled * vectors.transposed).distance(to: a) <= tolerance)
      #expect(values == values.sorted())
      all.append(values)
    }
    for (x, y) in zip(all[0], all[1]) { #expect((x - y).magnitude.double <= tolerance) }
  }

  @Test(arguments: 0...65)
  func `eigenvectors and eigenvalues give the matrix back from its lower triangle`(order: Int) {
    let random = Matrix<Double>.random(order, order, seed: 8)
    checkEigen(Matrix<Float>(order, order) { Float(random[$0, $1] + random[$1, $0]) })
    checkEigen(Matrix<Double>(order, order) { random[$0, $1] + random[$1, $0] })
  }

  @Test func `equal eigenvalues and zero matrices are no trouble`() {
    checkEigen(Matrix<Double>.identity(7))
    checkEigen(Matrix<Double>(9, 9) { _, _ in 1 })
    checkEigen(Matrix<Double>(9, 9) { _, _ in 0 })
    checkEigen(Matrix<Double>(4, 4) { $0 + $1 == 3 ? 1 : 0 })
  }

  @Test(arguments: methods)
  func `eigenvalues of the second difference are known`(method: MatrixFactorization.Method) {
    let order = 20
    let a = Matrix<Double>(order, order) { $0 == $1 ? 2 : abs($0 - $1) == 1 ? -1 : 0 }
    for (index, value) in eigen(a, method).values.enumerated() {
      let half = Double.pi * Double(index + 1) / Double(2 * (order + 1))
      #expect((value - 4 * sine(half) * sine(half)).magnitude <= 1e-14)
    }
  }

  private func sine(_ x: Double) -> Double {
    var term = x, sum = x
    for k in 1..<20 {
      term *= -x * x / Double(2 * k * (2 * k + 1))
      sum += term
    }
    return sum
  }

  // MARK: Singular values

  func checkSingularValues<T: KernelScalar>(_ a: Matrix<T>) {
    let rank = min(a.rows, a.columns)
    let unit = tolerance(T.self, a.rows, a.columns)
    let tolerance = unit * a.largest * Double(max(1, rank)).squareRoot()
    var all: [[T]] = []
    for method in Self.methods {
      var u = Matrix<T>.unset(a.rows, rank), v = Matrix<T>.unset(rank, a.columns)
      var s = [T](repeating: .nan, count: rank)
      MatrixFactorization.singularValues(
        a.values, u: &u.values, s: &s, vTransposed: &v.values, rows: a.rows, columns: a.columns,
        method: method)
      expectOrthonormalColumns(u, unit)
      expectOrthonormalColumns(v.transposed, unit)
      let scaled = Matrix<T>(a.rows, rank) { u[$0, $1] * s[$1] }
      #expect((scaled * v).distance(to: a) <= tolerance)
      #expect(s == s.sorted(by: >) && s.allSatisfy { $0 >= 0 })
      all.append(s)
    }
    for (x, y) in zip(all[0], all[1]) { #expect((x - y).magnitude.double <= tolerance) }
  }

  @Test(arguments: shapes)
  func `singular vectors and values give the matrix back`(shape: (Int, Int)) {
    checkSingularValues(Matrix<Float>.random(shape.0, shape.1))
    checkSingularValues(Matrix<Double>.random(shape.0, shape.1))
  }

  @Test func `a matrix without full rank has complete singular vectors`() {
    let tall = Matrix<Double>.random(12, 3) * Matrix<Double>.random(3, 7)
    checkSingularValues(tall)
    checkSingularValues(tall.transposed)
    checkSingularValues(Matrix<Double>(6, 4) { _, _ in 0 })
    checkSingularValues(Matrix<Double>(5, 5) { row, _ in row == 2 ? 1 : 0 })
  }

  // MARK: Extremes

  @Test(arguments: [1e-300, 1e300])
  func `sizes near the limits of the type do not matter`(scale: Double) {
    let random = Matrix<Double>.random(9, 9)
    let a = Matrix<Double>(9, 9) { scale * (random[$0, $1] + random[$1, $0]) }
    for method in Self.methods { checkQR(a, method) }
    checkEigen(a)
    checkSingularValues(a)
  }

  @Test(arguments: methods, [Double.nan, .infinity])
  func `what is not finite gives nans`(method: MatrixFactorization.Method, entry: Double) {
    var a = Matrix<Double>.random(4, 4)
    a[2, 1] = entry
    var q = [Double](repeating: 0, count: 16), r = q, s = [0.0, 0, 0, 0]
    MatrixFactorization.qr(a.values, q: &q, r: &r, rows: 4, columns: 4, method: method)
    #expect((q + r).allSatisfy { $0.isNaN })
    MatrixFactorization.symmetricEigen(a.values, values: &s, vectors: &q, order: 4, method: method)
    #expect((q + s).allSatisfy { $0.isNaN })
    s = [0, 0, 0, 0]
    (q, r) = (a.values, a.values)
    MatrixFactorization.singularValues(
      a.values, u: &q, s: &s, vTransposed: &r, rows: 4, columns: 4, method: method)
    #expect((q + s + r).allSatisfy { $0.isNaN })
  }
}
