// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertKernels
import WengertScalars
import WengertTensors

/// A function of tensors with a point to differentiate it at.
struct LinearAlgebraCase: Sendable, CustomTestStringConvertible {
  let name: String
  let shapes: [Shape]
  let function: @Sendable ([Tensor]) -> Tensor

  var testDescription: String { name }

  init(_ name: String, _ shapes: Shape..., function: @escaping @Sendable ([Tensor]) -> Tensor) {
    self.name = name
    self.shapes = shapes
    self.function = function
  }

  /// Random tensors of the shapes, `batch` axes in front.
  func point(_ seed: UInt64, batch: [Int] = [], dtype: DType = .float64) -> [Tensor] {
    shapes.enumerated().map { k, shape in
      .random(Shape(batch + shape.dimensions), seed: 10 * seed + UInt64(k), dtype: dtype)
    }
  }

  func jvp(_ x: [Tensor], _ v: [Tensor]) -> Tensor {
    pushforward(at: x, along: v) { function($0) }.derivative
  }

  func vjp(_ x: [Tensor], _ u: Tensor) -> [Tensor] {
    pullback(at: x) { function($0) }.pullback(u)
  }

  static let products: [LinearAlgebraCase] = [
    .init("matmul", [2, 3], [3, 4]) { matmul($0[0], $0[1]) },
    .init("matmul of vectors", [3], [3]) { matmul($0[0], $0[1]) },
    .init("matmul vector by matrices", [3], [2, 3, 4]) { matmul($0[0], $0[1]) },
    .init("matmul matrices by vector", [2, 4, 3], [3]) { matmul($0[0], $0[1]) },
    .init("matmul one by many", [2, 3], [4, 3, 2]) { matmul($0[0], $0[1]) },
    .init("matmul many by one", [4, 2, 3], [1, 3, 2]) { matmul($0[0], $0[1]) },
    .init("matmul broadcast", [2, 1, 2, 3], [4, 3, 2]) { matmul($0[0], $0[1]) },
    .init("linear", [2, 3, 4], [5, 4], [5]) { linear($0[0], weight: $0[1], bias: $0[2]) },
    .init("einsum", [2, 3, 2], [3, 4], [4, 2]) { einsum("iji,jk,ki->jk", $0) },
    .init("einsum with transposes", [4, 3, 2], [5, 4, 3]) { einsum("bki,nbk->bin", $0) },
    .init("tensordot", [2, 3, 4], [4, 5, 2]) { tensordot($0[0], $0[1], axes: ([2, 0], [0, 2])) },
    .init("kron", [2, 3], [3, 2]) { kron($0[0], $0[1]) },
    .init("cross", [2, 3], [3]) { cross($0[0], $0[1]) },
    .init("multiDot", [2, 5], [5, 1], [1, 4], [4]) { multiDot($0) },
  ]

  static let systems: [LinearAlgebraCase] = [
    .init("solve", [3, 3], [3, 2]) { solve($0[0], $0[1]) },
    .init("solve for vectors", [2, 3, 3], [3]) { solve($0[0], $0[1]) },
    .init("solve with one matrix", [3, 3], [2, 3, 2]) { solve($0[0], $0[1]) },
    .init("solveTriangular", [3, 3], [3, 2]) { solveTriangular($0[0], $0[1]) },
    .init("solveTriangular upper", [2, 3, 3], [2, 3, 2]) {
      solveTriangular($0[0], $0[1], .upper, isTransposed: true)
    },
    .init("solveTriangular unit", [3, 3], [2, 3, 1]) {
      solveTriangular($0[0], $0[1], .upper, isUnit: true)
    },
    .init("choleskySolve", [3, 3], [3, 2]) { choleskySolve($0[0], $0[1]) },
    .init("lstsq", [4, 2], [4, 2]) { lstsq($0[0], $0[1]) },
    .init("lstsq of least norm", [2, 4], [2]) { lstsq($0[0], $0[1]) },
    .init("tensorsolve", [2, 2, 4], [2, 2]) { tensorsolve($0[0], $0[1]) },
    .init("inverse", [2, 3, 3]) { $0[0].inverse() },
    .init("lu", [3, 3]) { $0[0].lu().factors },
    .init("luSolve", [3, 3], [3, 2]) {
      let (factors, permutation) = $0[0].lu()
      return luSolve(factors, permutation: permutation, $0[1], isTransposed: true)
    },
    .init("luSolve of batches", [2, 3, 3], [4, 1, 3, 2]) {
      let (factors, permutation) = $0[0].lu()
      return luSolve(factors, permutation: permutation, $0[1])
    },
  ]

  static let factorizations: [LinearAlgebraCase] = [
    .init("cholesky", [3, 3]) { (positive($0[0])).cholesky() },
    .init("cholesky upper", [2, 2, 2]) { (positive($0[0])).cholesky(.upper) },
    .init("q", [4, 3]) { $0[0].qr().q },
    .init("r", [2, 4, 3]) { $0[0].qr().r },
    .init("q of a wide matrix", [2, 4]) { $0[0].qr().q },
    .init("r of a wide matrix", [2, 4]) { $0[0].qr().r },
    .init("eigenvalues", [4, 4]) { $0[0].symmetricEigenvalues() },
    .init("function of a symmetric matrix", [2, 3, 3]) {
      let (values, vectors) = $0[0].symmetricEigen()
      return einsum("...ij,...j,...kj->...ik", vectors, .exp(values), vectors)
    },
    .init("singularValues", [2, 4, 3]) { $0[0].singularValues() },
    .init("function of singular values, tall", [4, 2]) { singularFunction($0[0]) },
    .init("function of singular values, wide", [2, 4]) { singularFunction($0[0]) },
    .init("householderProduct", [4, 3], [2]) { $0[0].householderProduct(factors: $0[1]) },
    .init("determinant", [2, 3, 3]) { $0[0].determinant() },
    .init("signedLogDeterminant", [3, 3]) { $0[0].signedLogDeterminant().logarithm },
    .init("logDeterminant", [3, 3]) { positive($0[0]).logDeterminant() },
    .init("matrixExponential", [2, 3, 3]) { $0[0].matrixExponential() },
    .init("matrixPower", [3, 3]) { $0[0].matrixPower(5) },
    .init("matrixPower, negative", [3, 3]) { $0[0].matrixPower(-2) },
    .init("pseudoInverse, tall", [4, 2]) { $0[0].pseudoInverse() },
    .init("pseudoInverse, wide", [2, 2, 3]) { $0[0].pseudoInverse() },
    .init("matrixNorm", [2, 2, 3]) { $0[0].matrixNorm() },
    .init("matrixNorm nuclear", [3, 2]) { $0[0].matrixNorm(.nuclear) },
    .init("matrixNorm spectral", [3, 2]) { $0[0].matrixNorm(.spectral, keepingAxes: true) },
    .init("matrixNorm columns", [3, 2, 4]) { $0[0].matrixNorm(.greatestColumnSum, axes: (2, 0)) },
  ]

  static let fourier: [LinearAlgebraCase] = [
    .init("fft", [5, 2]) { fft($0[0]) },
    .init("fft in the middle", [2, 6, 3, 2]) { fft($0[0], count: 4, axis: 1) },
    .init("ifft", [3, 4, 2]) { ifft($0[0], axis: 0, normalization: .orthonormal) },
    .init("rfft", [2, 7]) { rfft($0[0], normalization: .forward) },
    .init("irfft", [4, 2]) { irfft($0[0]) },
    .init("irfft odd", [4, 2]) { irfft($0[0], count: 7) },
    .init("hfft", [4, 2]) { hfft($0[0]) },
    .init("ihfft", [2, 6]) { ihfft($0[0]) },
    .init("fftn", [3, 4, 2]) { fftn($0[0]) },
    .init("irfftn", [3, 4, 2]) { irfftn($0[0], counts: [4, 5]) },
    .init("fftshift", [3, 4]) { fftshift($0[0]) },
  ]
}

/// A symmetric positive definite matrix.
private func positive(_ x: Tensor) -> Tensor {
  matmul(x, x.matrixTransposed) + .identity(x.shape[x.rank - 1], dtype: x.dtype)
}

private func singularFunction(_ x: Tensor) -> Tensor {
  let (u, s, v) = x.singularValueDecomposition()
  return einsum("...ij,...j,...jk->...ik", u, .tanh(s), v)
}
