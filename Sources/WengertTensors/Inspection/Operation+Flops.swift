// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

extension Operation {
  /// About how many floating-point operations a line takes, from the types of its operands and
  /// results: the leading term of the textbook count.
  ///
  /// An elementary function, a comparison and a choice count as one each, whatever they cost; what
  /// only moves numbers counts as none.
  func flops(_ operands: [ArrayType], _ results: [ArrayType]) -> Double {
    let count = Double(results[0].shape.elementCount)
    let source = operands.first?.shape ?? []
    switch self {
    case .input, .constant, .identity, .reshape, .transpose, .broadcast, .slice, .place, .window,
      .concatenate, .gather, .projection:
      return 0
    case .elementwise(let row):
      if case .convert = row.function { return 0 }
      return count
    case .sum, .product, .extreme, .argument, .cumulativeSum, .cumulativeArgument, .windowSum,
      .scatter, .scatterExtreme:
      return Double(source.elementCount)
    case .recurrence: return 2 * count
    // Two additions, an exponential and a logarithm.
    case .cumulativeLogSumExp: return 4 * count
    case .sortingOrder: return count * (source.last ?? 1).binaryDigits
    case .matrixProduct(let row):
      return 2 * count * Double(source[row.isFirstTransposed ? 1 : 2])
    case .cholesky: return source.cube / 3
    case .triangularSolve: return count * Double(source[2])
    case .linearSolve: return 2 * count * Double(source[2])
    case .determinant: return 2 * source.cube / 3
    // Singular values, and three products.
    case .cofactors: return 26 * source.cube
    // The approximant takes six products and a solution; the squarings depend on the numbers.
    case .matrixExponential: return 15 * source.cube
    case .pseudoInverse: return 24 * source.cube
    case .convolution(let row): return 2 * Double(row.multiplications(operands, results[0]))
    case .fourier: return 5 * count / 2 * source[1].binaryDigits
    case .tuple(let row): return row.tuple.flops(operands, results)
    }
  }
}

extension TupleOperation {
  /// The same for an operation with several results.
  fileprivate func flops(_ operands: [ArrayType], _ results: [ArrayType]) -> Double {
    let cube = operands[0].shape.rank > 1 ? operands[0].shape.cube : 0
    switch self {
    case .conditional(let row): return max(row.then.cost.flops, row.otherwise.cost.flops)
    case .scan(let row): return Double(row.length) * row.step.program.cost.flops
    // One round of each.
    case .loop(let row): return row.condition.cost.flops + row.step.program.cost.flops
    case .reverseLoop(let row): return row.step.program.cost.flops + row.reverseStep.cost.flops
    case .custom(let row): return row.value.cost.flops
    case .lu: return 2 * cube / 3
    case .qr: return 4 * cube
    case .symmetricEigen: return 9 * cube
    case .singularValues: return 20 * cube
    }
  }
}

extension Shape {
  /// For stacks of matrices `[count, m, n]`, `count · m · n · min(m, n)`.
  fileprivate var cube: Double {
    Double(elementCount) * Double(Swift.min(self[rank - 2], self[rank - 1]))
  }
}

extension Int {
  /// The number of binary digits: about the logarithm to base 2.
  fileprivate var binaryDigits: Double { Double(bitWidth - leadingZeroBitCount) }
}
