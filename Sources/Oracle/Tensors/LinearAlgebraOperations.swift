// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
import WengertScalars
import WengertTensors

/// Products, systems and factorizations of matrices.
enum LinearAlgebraOperations {
  static let core: [String: TensorOperation] = [
    "matmul": { [matmul($0[0], $0[1])] },
    "dot": { [dot($0[0], $0[1])] },
    "outer": { [outer($0[0], $0[1])] },
    "kron": { [kron($0[0], $0[1])] },
    "linear": { [linear($0[0], weight: $0[1], bias: $0[2])] },
    "einsum": { [einsum($0.string(nil, "equation") ?? "", $0.inputs)] },
    "rnn_5_steps": { [recurrentNetwork($0.inputs)] },

    "solve": { [solve($0[0], $0[1])] },
    "solve_vec": { [solve($0[0], $0[1])] },
    "solve_triangular": { [triangularSolve($0, $0[0], $0[1])] },
    "inverse": { [$0[0].inverse()] },
    "lstsq": { [lstsq($0[0], $0[1])] },

    "cholesky": { [$0[0].cholesky()] },
    "qr_positive_diagonal": {
      let (q, r) = $0[0].qr()
      return [q, r]
    },
    "eigvalsh": { [$0[0].symmetricEigenvalues()] },
    "eigh_matrix_function": {
      let (values, vectors) = $0[0].symmetricEigen()
      return [einsum("...ij,...j,...kj->...ik", vectors, .sin(values), vectors)]
    },
    "svdvals": { [$0[0].singularValues()] },
    "svd_matrix_function": {
      let (u, s, v) = $0[0].singularValueDecomposition()
      return [einsum("...ij,...j,...jk->...ik", u, .tanh(s), v)]
    },

    "det": { [$0[0].determinant()] },
    "logabsdet": { [$0[0].signedLogDeterminant().logarithm] },
    "logdet_spd": { [symmetric($0[0] / 2).logDeterminant()] },
    "slogdet_sign": { [$0[0].signedLogDeterminant().sign] },

    "matrix_exp": { [$0[0].matrixExponential()] },
    "matrix_power": { [$0[0].matrixPower($0.int(nil, "p") ?? 1)] },
    "pinv": { [$0[0].pseudoInverse()] },
    "nuclear_norm": { [$0[0].matrixNorm(.nuclear)] },
  ]

  static let pyTorch: [String: TensorOperation] = products.merging(matrices) { first, _ in first }

  private static let products: [String: TensorOperation] = [
    "matmul": { [matmul($0[0], $0[1])] },
    "mm": { [matmul($0[0], $0[1])] },
    "mv": { [matmul($0[0], $0[1])] },
    "dot": { [dot($0[0], $0[1])] },
    "inner": { [inner($0[0], $0[1])] },
    "outer": { [outer($0[0], $0[1])] },
    "linalg.vecdot": { [vecdot($0[0], $0[1], axis: $0.int(nil, "dim") ?? -1)] },
    "linalg.multi_dot": { [multiDot($0.tensors(0, "tensors"))] },
    "tensordot": { call in
      let axes = call.json(nil, "dims").matrix ?? []
      return [tensordot(call[0], call[1], axes: (axes[0].map { Int($0) }, axes[1].map { Int($0) }))]
    },
    "einsum": { [einsum($0.string(1, "equation") ?? "", $0.tensors(0, "operands"))] },
    "cross": { [cross($0[0], $0[1], axis: $0.int(nil, "dim") ?? -1)] },
    "linalg.cross": { [cross($0[0], $0[1], axis: $0.int(nil, "dim") ?? -1)] },
    "addmm": { [sum($0, matmul($0[1], $0[2]))] },
    "addmv": { [sum($0, matmul($0[1], $0[2]))] },
    "addr": { [sum($0, outer($0[1], $0[2]))] },
    "baddbmm": { [sum($0, matmul($0[1], $0[2]))] },
    "addbmm": { [sum($0, matmul($0[1], $0[2]).sum(axes: [0]))] },
    "nn.functional.linear": { call in
      [linear(call[0], weight: call[1], bias: call.inputs.count > 2 ? call[2] : nil)]
    },
    "nn.functional.bilinear": { call in
      let form = einsum("...i,oij,...j->...o", call[0], call[2], call[1])
      return [call.inputs.count > 3 ? form + call[3] : form]
    },
  ]

  private static let matrices: [String: TensorOperation] = [
    "linalg.solve": { [system($0)] },
    "linalg.inv": { [$0[0].inverse()] },
    "linalg.tensorsolve": { [tensorsolve($0[0], $0[1], axes: $0.ints(nil, "dims") ?? [])] },
    "linalg.lstsq": { leastSquares($0) },
    "linalg.lu_solve": { [factoredSystem($0)] },
    "linalg.solve_triangular": { [triangularSolve($0, $0[0], $0[1])] },
    "triangular_solve": {
      let lower = triangle($0[1], .lower)
      return [solveTriangular(lower, $0[0]), lower]
    },
    "cholesky_solve": { [choleskySolve($0[1], $0[0], upperOrLower($0))] },
    "cholesky_inverse": { call in
      let identity = Tensor.identity(call[0].shape[call[0].rank - 1])
      let factor = triangle(call[0] * (1 - identity) + identity, upperOrLower(call))
      return [factor.choleskyInverse(upperOrLower(call))]
    },

    "linalg.cholesky": { [symmetric($0[0]).cholesky(upperOrLower($0))] },
    "linalg.eigvalsh": { [symmetric($0[0]).symmetricEigenvalues()] },
    "linalg.svdvals": { [$0[0].singularValues()] },
    "linalg.householder_product": { [$0[0].householderProduct(factors: $0[1])] },

    "linalg.det": { [$0[0].determinant()] },
    "logdet": { [$0[0].logDeterminant()] },
    "linalg.slogdet": {
      let (sign, logarithm) = $0[0].signedLogDeterminant()
      return [sign, logarithm]
    },

    "matrix_exp": { [$0[0].matrixExponential()] },
    "linalg.matrix_power": { [$0[0].matrixPower($0.int(1, "n") ?? 1)] },
    "linalg.pinv": { [$0[0].pseudoInverse(tolerance: $0.number(nil, "rtol"))] },
    "linalg.norm": { [$0[0].norm($0.number(1, "ord") ?? 2)] },
    "linalg.matrix_norm": { call in
      let axes = call.ints(2, "dim") ?? [-2, -1]
      return [
        call[0].matrixNorm(
          norm(call.json(1, "ord")), axes: (axes[0], axes[1]),
          keepingAxes: call.bool(3, "keepdim") ?? false)
      ]
    },
  ]

  /// `β y + α z` where `y` is the first input, which does not count if `β` is zero.
  private static func sum(_ call: OperationCall, _ product: Tensor) -> Tensor {
    let alpha = call.number(nil, "alpha") ?? 1
    let beta = call.number(nil, "beta") ?? 1
    if beta == 0 { return product * Tensor(alpha) }
    return call[0] * Tensor(beta) + product * Tensor(alpha)
  }

  private static func recurrentNetwork(_ inputs: [Tensor]) -> Tensor {
    let (x, wx, wh, b) = (inputs[0], inputs[2], inputs[3], inputs[4])
    var h = inputs[1]
    for step in 0..<5 {
      let selector = Tensor((0..<5).map { $0 == step ? 1.0 : 0 })
      h = .tanh(matmul(einsum("tij,t->ij", x, selector), wx) + matmul(h, wh) + b)
    }
    return (h * h).sum()
  }

  private static func symmetric(_ x: Tensor) -> Tensor { x + x.matrixTransposed }

  private static func upperOrLower(_ call: OperationCall) -> Triangle {
    call.bool(nil, "upper") ?? false ? .upper : .lower
  }

  private static func triangle(_ x: Tensor, _ triangle: Triangle) -> Tensor {
    triangle == .lower ? x.lowerTriangle() : x.upperTriangle()
  }

  /// PyTorch's right-hand sides are vectors, too, where their shape is that of the matrices without
  /// the last axis.
  private static func system(_ call: OperationCall) -> Tensor {
    let (a, b) = (call[0], call[1])
    guard b.rank > 1, b.shape.dimensions == a.shape.dimensions.dropLast() else {
      return solve(a, b)
    }
    return solve(a, b.reshaped(Shape(b.shape.dimensions + [1]))).reshaped(b.shape)
  }

  private static func triangularSolve(_ call: OperationCall, _ a: Tensor, _ b: Tensor) -> Tensor {
    let isUnit = call.bool(nil, "unitriangular") ?? false
    let triangle = upperOrLower(call)
    if call.bool(nil, "left") ?? true { return solveTriangular(a, b, triangle, isUnit: isUnit) }
    return solveTriangular(a, b.matrixTransposed, triangle, isUnit: isUnit, isTransposed: true)
      .matrixTransposed
  }

  /// LAPACK's pivots say which row each row was exchanged with in turn, counting from 1.
  private static func factoredSystem(_ call: OperationCall) -> Tensor {
    var permutation = (0..<call[1].count).map { Int64($0) }
    for (row, pivot) in call[1].doubles.enumerated() { permutation.swapAt(row, Int(pivot) - 1) }
    let isTransposed = call.bool(nil, "adjoint") ?? false
    let isLeft = call.bool(nil, "left") ?? true
    let solution = luSolve(
      call[0], permutation: Tensor(permutation), isLeft ? call[2] : call[2].matrixTransposed,
      isTransposed: isTransposed == isLeft)
    return isLeft ? solution : solution.matrixTransposed
  }

  /// The solution, and what PyTorch returns with it: residuals, rank and singular values.
  private static func leastSquares(_ call: OperationCall) -> [Tensor] {
    let (a, b) = (call[0], call[1])
    let x = lstsq(a, b)
    let (rows, columns) = (a.shape[a.rank - 2], a.shape[a.rank - 1])
    let driver = call.string(nil, "driver")
    let none = Tensor(zeros: [0])
    let rest = matmul(a, x) - b
    let hasResiduals = rows > columns && driver != "gelsy"
    let rank = Tensor([Int64(min(rows, columns))], shape: [])
    return [
      x, hasResiduals ? (rest * rest).sum(axes: [a.rank - 2]) : none,
      driver == "gels" ? Tensor(zeros: [0], dtype: .int64) : rank,
      driver == "gelss" || driver == "gelsd" ? a.singularValues() : none,
    ]
  }

  private static func norm(_ order: JSON) -> MatrixNorm {
    switch (order.string, order.number) {
    case ("nuc", _): .nuclear
    case (_, 2): .spectral
    case (_, -2): .leastSingularValue
    case (_, 1): .greatestColumnSum
    case (_, -1): .leastColumnSum
    case (_, Double.infinity): .greatestRowSum
    case (_, -Double.infinity): .leastRowSum
    default: .frobenius
    }
  }
}
