// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
import WengertScalars

extension Operation {
  /// Whether the operation can be applied to operands of these types: what the functions that make
  /// lines check, once more for lines that come from a file.
  ///
  /// - Parameter result: The type that the file names; its shape is of a sensible size.
  func accepts(_ operands: [ArrayType], result: ArrayType) -> Bool {
    let shapes = operands.map { $0.shape }
    guard let first = shapes.first else {
      if case .constant = self { return true } else { return false }
    }
    let rank = first.rank
    let isOne = operands.count == 1
    let isFloat = operands[0].dtype.isFloatingPoint
    func isAxis(_ axis: Int) -> Bool { axis >= 0 && axis < rank }
    func areAxes(_ axes: [Int]) -> Bool {
      axes.allSatisfy(isAxis) && zip(axes, axes.dropFirst()).allSatisfy { $0 < $1 }
    }
    /// Operands that are stacks `[count, m, n]` of matrices of one type.
    func areMatrices(_ count: Int) -> Bool {
      operands.count == count && isFloat && first.rank == 3
        && operands.allSatisfy { $0.dtype == operands[0].dtype && $0.shape.rank == 3 }
        && shapes.allSatisfy { $0[0] == first[0] }
    }
    func isSquare(_ shape: Shape) -> Bool { shape[1] == shape[2] }

    switch self {
    case .input, .constant, .projection: return false
    case .identity: return isOne
    case .elementwise(let row): return row.function.accepts(operands)
    case .reshape(let row):
      return isOne && row.shape == result.shape && row.shape.elementCount == first.elementCount
    case .transpose(let row): return isOne && row.axes.sorted() == Array(0..<rank)
    case .broadcast(let row):
      return isOne && row.shape == result.shape && Shape.broadcast(first, row.shape) == row.shape
    case .slice(let row):
      return isOne && row.counts == result.shape.dimensions
        && first.contains(row.starts, row.counts, row.steps)
    case .place(let row):
      return isOne && row.shape == result.shape
        && row.shape.contains(row.starts, first.dimensions, row.steps)
    case .window(let row):
      return isOne && row.batchRank >= 0 && row.batchRank <= rank
        && row.shape.dimensions == Array(result.shape.dimensions.dropFirst(row.batchRank))
        && first.rest(row.batchRank).contains(row.shape, row.strides, row.offset)
    case .windowSum(let row):
      return isOne && row.batchRank >= 0 && row.batchRank <= rank
        && row.shape.dimensions == Array(result.shape.dimensions.dropFirst(row.batchRank))
        && row.shape.contains(first.rest(row.batchRank), row.strides, row.offset)
    case .concatenate(let row):
      guard isAxis(row.axis), result.shape.rank == rank else { return false }
      var rest = result.shape[row.axis]
      for operand in operands {
        guard operand.dtype == operands[0].dtype, operand.shape.rank == rank else { return false }
        rest -= operand.shape[row.axis]
        let isAligned = first.indices.allSatisfy {
          $0 == row.axis || operand.shape[$0] == first[$0]
        }
        if rest < 0 || !isAligned { return false }
      }
      return rest == 0
    case .sum(let row): return isOne && areAxes(row.axes) && operands[0].dtype != .bool
    case .extreme(let row):
      return isOne && areAxes(row.axes) && row.axes.allSatisfy { first[$0] > 0 }
    case .product: return isOne && rank > 0 && operands[0].dtype != .bool
    case .argument: return isOne && rank > 0 && first[rank - 1] > 0
    case .sortingOrder: return isOne && rank > 0
    case .cumulativeSum(let row): return isOne && isAxis(row.axis)
    case .cumulativeArgument(let row): return isOne && isAxis(row.axis)
    case .cumulativeLogSumExp(let row): return isOne && isAxis(row.axis) && isFloat
    case .recurrence(let row):
      return operands.count == 2 && operands[0] == operands[1] && isAxis(row.axis) && isFloat
    case .matrixProduct(let row):
      return areMatrices(2)
        && first[row.isFirstTransposed ? 1 : 2] == shapes[1][row.isSecondTransposed ? 2 : 1]
    case .cholesky, .determinant, .matrixExponential: return areMatrices(1) && isSquare(first)
    case .cofactors:
      return (areMatrices(1) || areMatrices(2)) && shapes.allSatisfy { $0 == first && isSquare($0) }
    case .triangularSolve:
      return areMatrices(2) && isSquare(first) && shapes[1][1] == first[1]
    case .linearSolve:
      return operands.count == 4 && operands[2] == ArrayType([first[0], first[rank - 1]], .int64)
        && Operation.triangularSolve(
          TriangularSolveRow(isLower: true, isUnit: true, isTransposed: false)
        ).accepts([operands[0], operands[3]], result: result) && operands[1] == operands[0]
    case .pseudoInverse: return areMatrices(1)
    case .fourier: return isOne && isFloat && rank == 4 && first[3] == 2
    case .convolution(let row):
      return isFloat && operands.allSatisfy { $0.dtype == operands[0].dtype }
        && row.accepts(operands, result)
    case .gather(let row):
      return operands.count == 2 && operands[1].dtype == .int64 && row.batchRank >= 0
        && rank > row.batchRank && shapes[1].rank >= row.batchRank
        && first.prefix(row.batchRank).elementsEqual(shapes[1].prefix(row.batchRank))
    case .scatter(let row):
      return acceptsPlaces(operands, into: row.shape, row.batchRank) && row.shape == result.shape
    case .scatterExtreme(let row):
      return acceptsPlaces(operands, into: row.shape, row.batchRank) && row.shape == result.shape
    case .tuple(let row):
      switch row.tuple {
      case .conditional, .scan, .loop, .reverseLoop, .custom:
        return row.tuple.acceptsPrograms(operands)
      case .lu, .symmetricEigen: return areMatrices(1) && isSquare(first)
      case .qr: return areMatrices(1) && first[1] >= first[2]
      case .singularValues: return areMatrices(1)
      }
    }
  }

  /// Whether parts of the first operand can be sent to the places that the second names.
  private func acceptsPlaces(_ operands: [ArrayType], into shape: Shape, _ batchRank: Int) -> Bool {
    guard operands.count == 2, operands[1].dtype == .int64, batchRank >= 0 else { return false }
    let (values, places) = (operands[0].shape, operands[1].shape)
    return shape.rank > batchRank && places.rank >= batchRank
      && shape.prefix(batchRank).elementsEqual(places.prefix(batchRank))
      && values.dimensions == places.dimensions + shape.dropFirst(batchRank + 1)
  }
}

extension Elementwise {
  fileprivate func accepts(_ operands: [ArrayType]) -> Bool {
    guard operands.count == arity, let last = operands.last else { return false }
    var shape = last.shape
    for operand in operands {
      guard let common = Shape.broadcast(shape, operand.shape) else { return false }
      shape = common
    }
    let dtype = last.dtype
    let isCondition = { (operand: ArrayType) in operand.dtype == .bool }
    if case .select = self {
      return isCondition(operands[0]) && operands[1].dtype == dtype
    }
    guard operands.allSatisfy({ $0.dtype == dtype }) else { return false }
    switch self {
    case .and, .or, .exclusiveOr, .not: return dtype == .bool
    case .contribution: return dtype.isFloatingPoint
    case .less, .lessOrEqual, .equal, .convert, .select: return true
    case .function(let function, let parameter):
      if dtype.isFloatingPoint { return true }
      if function == .integerPower { return dtype.isInteger && parameter >= 0 }
      return dtype.isInteger && function.keepsIntegers
    }
  }
}

extension Shape {
  /// The shape without its first axes.
  fileprivate func rest(_ count: Int) -> Shape { Shape(Array(dimensions.dropFirst(count))) }

  /// Whether `counts` elements from `starts` on, every `steps`-th, are inside along each axis.
  fileprivate func contains(_ starts: [Int], _ counts: [Int], _ steps: [Int]) -> Bool {
    guard starts.count == rank, counts.count == rank, steps.count == rank else { return false }
    return indices.allSatisfy { axis in
      Shape([self[axis]]).contains(Shape([counts[axis]]), [steps[axis]], starts[axis])
    }
  }

  /// Whether the elements at `offset + Σ index[k] strides[k]`, for all indices in `shape`, are among
  /// those of this shape in row-major order.
  fileprivate func contains(_ shape: Shape, _ strides: [Int], _ offset: Int) -> Bool {
    guard shape.rank == strides.count, shape.allSatisfy({ $0 >= 0 }) else { return false }
    if shape.elementCount == 0 { return true }
    var (least, greatest) = (offset, offset)
    for (length, stride) in zip(shape, strides) {
      let (span, isTooFar) = stride.multipliedReportingOverflow(by: length - 1)
      let (sum, isOutside) = (span < 0 ? least : greatest).addingReportingOverflow(span)
      if isTooFar || isOutside { return false }
      if span < 0 { least = sum } else { greatest = sum }
    }
    return least >= 0 && greatest < elementCount
  }
}
