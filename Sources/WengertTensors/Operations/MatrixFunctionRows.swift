// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
import WengertScalars

/// `exp A = 1 + A + A²/2 + …` of matrices `[count, n, n]`.
struct MatrixExponential: TangentRow, StackedRow {
  static var name: String { "expm" }
  var operation: Operation { .matrixExponential(self) }

  func type(of operands: [ArrayType]) -> ArrayType { operands[0] }

  /// The Padé approximant of degree 13 of `A / 2ˢ`, squared `s` times, where `s` makes the norm at
  /// most 5.37 (Higham, *The scaling and squaring method for the matrix exponential revisited*,
  /// 2005).
  func evaluate(_ operands: [NDArray]) -> NDArray {
    let a = Tensor(operands[0])
    guard a.count > 0 else { return operands[0] }
    let norms = Tensor.abs(a).sum(axes: [1]).max(axes: [1]).value
    let squarings = (0..<norms.count).map { item -> Int in
      let ratio = norms.double(at: item) / 5.37
      return ratio > 1 && ratio.isFinite ? Int(ratio.exponent) + 1 : 0
    }
    let scales = squarings.map { Double(sign: .plus, exponent: -$0, significand: 1) }
    var result = MatrixExponential.approximant(
      a * Tensor(scales, shape: [scales.count, 1, 1]).converted(to: a.dtype))
    for step in 0..<(squarings.max() ?? 0) {
      let isDone = Tensor(squarings.map { $0 <= step }, shape: [scales.count, 1, 1])
      result = .select(isDone, result, .product(result, result))
    }
    return result.value
  }

  /// `p(A) / p(−A)`; with `p(±A) = v ± u` it is `1 + 2 (v − u)⁻¹ u`, which rounds less.
  private static func approximant(_ a: Tensor) -> Tensor {
    let identity = Tensor.identity(a.shape[2], dtype: a.dtype)
    let a2 = Tensor.product(a, a)
    let a4 = Tensor.product(a2, a2)
    let a6 = Tensor.product(a2, a4)
    func polynomial(_ c: [Double]) -> Tensor {
      let high = a6 * Tensor(c[6]) + a4 * Tensor(c[5]) + a2 * Tensor(c[4])
      let low = a6 * Tensor(c[3]) + a4 * Tensor(c[2]) + a2 * Tensor(c[1])
      return Tensor.product(a6, high) + low + identity * Tensor(c[0])
    }
    let odd: [Double] = [
      32_382_376_266_240_000, 1_187_353_796_428_800, 10_559_470_521_600, 33_522_128_640,
      40_840_800, 16380, 1,
    ]
    let even: [Double] = [
      64_764_752_532_480_000, 7_771_770_303_897_600, 129_060_195_264_000, 670_442_572_800,
      1_323_241_920, 960_960, 182,
    ]
    let u = Tensor.product(a, polynomial(odd))
    return identity + 2 * Tensor.linearSolve(polynomial(even) - u, u)
  }

  func pushforward(_ line: AppliedLine, _ tangents: [Tensor?]) -> Tensor? {
    tangents[0].map { derivative(line.operands[0], $0) }
  }

  /// The derivative at `A` is the transpose of that at `Aᵀ`.
  func pullback(_ line: AppliedLine, _ cotangent: Tensor, to k: Int) -> Tensor? {
    derivative(line.operands[0].matrixTransposed, cotangent)
  }

  /// The derivative along `E` is the upper right block of `exp [A E; 0 A]` (Mathias, *A chain rule
  /// for matrix functions*, 1996).
  ///
  /// `E` is scaled to norm 1, so that its size does not make the approximation worse.
  private func derivative(_ a: Tensor, _ e: Tensor) -> Tensor {
    let order = a.shape[2]
    guard a.count > 0 else { return e }
    let norm = Tensor.abs(e.withoutDerivative).sum(axes: [1]).max(axes: [1]).reshaped([-1, 1, 1])
    let scale = Tensor.select(norm .== 0, 1, norm)
    let top = concatenate([a, e / scale], axis: 2)
    let bottom = concatenate([Tensor(zeros: a.shape, dtype: a.dtype), a], axis: 2)
    let block = Tensor.apply(operation, [concatenate([top, bottom], axis: 1)])
    return block.sliced(axis: 1, from: 0, count: order)
      .sliced(axis: 2, from: order, count: order) * scale
  }
}

/// The pseudo-inverses `[count, n, m]` of matrices `[count, m, n]`; singular values up to a
/// tolerance times the greatest one count as zero.
struct PseudoInverse: TangentRow, StackedRow {
  static var name: String { "pinv" }
  var tolerance: Double
  var operation: Operation { .pseudoInverse(self) }
  mutating func visitAttributes(_ visit: inout AttributeVisitor) { visit("tolerance", &tolerance) }

  func type(of operands: [ArrayType]) -> ArrayType {
    let shape = operands[0].shape
    return ArrayType([shape[0], shape[2], shape[1]], operands[0].dtype)
  }

  func evaluate(_ operands: [NDArray]) -> NDArray {
    let a = Tensor(operands[0])
    guard a.count > 0 else { return a.matrixTransposed.value }
    let factors = Tensor.apply(SingularValues().operation, [a])
    let (u, s, v) = (factors[0], factors[1], factors[2])
    let isZero = s .<= s.max(axes: [1], keepingAxes: true) * Tensor(tolerance)
    let inverses = Tensor.select(isZero, 0, 1 / s)
    return Tensor.matrixProduct(v * inverses.addingAxis(-1), true, u, true).value
  }

  /// The tangent where the rank does not change (Golub and Pereyra, *The differentiation of
  /// pseudo-inverses*, 1973): with `B` the pseudo-inverse,
  /// `Ḃ = −B Ȧ B + B Bᵀ Ȧᵀ (1 − A B) + (1 − B A) Ȧᵀ Bᵀ B`.
  func pushforward(_ line: AppliedLine, _ tangents: [Tensor?]) -> Tensor? {
    guard let tangent = tangents[0] else { return nil }
    let (a, b) = (line.operands[0], line.result)
    let left = Tensor.matrixProduct(b, true, b, false)
    let right = Tensor.product(b, transposed: b)
    let rows = Tensor.product(right, tangent.matrixTransposed)
    let columns = Tensor.product(transposed: tangent, left)
    return rows - Tensor.product(Tensor.product(rows, a), b) + columns
      - Tensor.product(b, Tensor.product(a, columns))
      - Tensor.product(b, Tensor.product(tangent, b))
  }
}
