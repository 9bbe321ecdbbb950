// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// The closed set of operations that programs are made of.
///
/// Each case holds one row, which knows everything of the operation. To add an operation, write
/// its row in the file of its family and give it a case here and in ``accept(_:)``.
enum Operation: Hashable, Sendable {
  case input(Input)
  case constant(Constant)
  case identity(Identity)
  case elementwise(ElementwiseRow)

  case reshape(Reshape)
  case transpose(Transpose)
  case broadcast(Broadcast)
  case slice(Slice)
  case place(Place)
  case window(Window)
  case windowSum(WindowSum)
  case concatenate(Concatenate)

  case sum(Sum)
  case product(Product)
  case extreme(Extreme)
  case argument(Argument)
  case cumulativeSum(CumulativeSum)
  case cumulativeLogSumExp(CumulativeLogSumExp)
  case cumulativeArgument(CumulativeArgument)
  case recurrence(Recurrence)
  case sortingOrder(SortingOrder)

  case matrixProduct(MatrixProductRow)
  case cholesky(CholeskyRow)
  case triangularSolve(TriangularSolveRow)
  case linearSolve(LinearSolve)
  case determinant(Determinant)
  case cofactors(Cofactors)
  case matrixExponential(MatrixExponential)
  case pseudoInverse(PseudoInverse)
  case fourier(FourierRow)
  case convolution(ConvolutionRow)

  case gather(Gather)
  case scatter(Scatter)
  case scatterExtreme(ScatterExtreme)

  case tuple(TupleLine)
  case projection(Projection)

  /// Calls `visitor` with the row: the one place where cases meet rows.
  func accept<V: OperationVisitor>(_ visitor: V) -> V.Output {
    switch self {
    case .input(let row): visitor.visit(row)
    case .constant(let row): visitor.visit(row)
    case .identity(let row): visitor.visit(row)
    case .elementwise(let row): visitor.visit(row)
    case .reshape(let row): visitor.visit(row)
    case .transpose(let row): visitor.visit(row)
    case .broadcast(let row): visitor.visit(row)
    case .slice(let row): visitor.visit(row)
    case .place(let row): visitor.visit(row)
    case .window(let row): visitor.visit(row)
    case .windowSum(let row): visitor.visit(row)
    case .concatenate(let row): visitor.visit(row)
    case .sum(let row): visitor.visit(row)
    case .product(let row): visitor.visit(row)
    case .extreme(let row): visitor.visit(row)
    case .argument(let row): visitor.visit(row)
    case .cumulativeSum(let row): visitor.visit(row)
    case .cumulativeLogSumExp(let row): visitor.visit(row)
    case .cumulativeArgument(let row): visitor.visit(row)
    case .recurrence(let row): visitor.visit(row)
    case .sortingOrder(let row): visitor.visit(row)
    case .matrixProduct(let row): visitor.visit(row)
    case .cholesky(let row): visitor.visit(row)
    case .triangularSolve(let row): visitor.visit(row)
    case .linearSolve(let row): visitor.visit(row)
    case .determinant(let row): visitor.visit(row)
    case .cofactors(let row): visitor.visit(row)
    case .matrixExponential(let row): visitor.visit(row)
    case .pseudoInverse(let row): visitor.visit(row)
    case .fourier(let row): visitor.visit(row)
    case .convolution(let row): visitor.visit(row)
    case .gather(let row): visitor.visit(row)
    case .scatter(let row): visitor.visit(row)
    case .scatterExtreme(let row): visitor.visit(row)
    case .tuple(let row): visitor.visit(row)
    case .projection(let row): visitor.visit(row)
    }
  }
}

/// Something to do with a row, whichever it is.
protocol OperationVisitor {
  associatedtype Output
  func visit<R: OperationRow>(_ row: R) -> Output
}

extension Operation {
  var name: String { accept(NameVisitor()) }
  private struct NameVisitor: OperationVisitor {
    func visit<R: OperationRow>(_ row: R) -> String { R.name }
  }

  func type(of operands: [ArrayType]) -> ArrayType { accept(TypeVisitor(operands: operands)) }
  private struct TypeVisitor: OperationVisitor {
    let operands: [ArrayType]
    func visit<R: OperationRow>(_ row: R) -> ArrayType { row.type(of: operands) }
  }

  func evaluate(_ operands: [NDArray]) -> NDArray { accept(EvaluationVisitor(operands: operands)) }
  private struct EvaluationVisitor: OperationVisitor {
    let operands: [NDArray]
    func visit<R: OperationRow>(_ row: R) -> NDArray { row.evaluate(operands) }
  }

  func pushforward(_ line: AppliedLine, _ tangents: [Tensor?]) -> Tensor? {
    accept(PushforwardVisitor(line: line, tangents: tangents))
  }
  private struct PushforwardVisitor: OperationVisitor {
    let line: AppliedLine
    let tangents: [Tensor?]
    func visit<R: OperationRow>(_ row: R) -> Tensor? { row.pushforward(line, tangents) }
  }

  func pullback(_ line: AppliedLine, _ cotangent: Tensor, to k: Int) -> Tensor? {
    accept(PullbackVisitor(line: line, cotangent: cotangent, k: k))
  }
  private struct PullbackVisitor: OperationVisitor {
    let line: AppliedLine
    let cotangent: Tensor
    let k: Int
    func visit<R: OperationRow>(_ row: R) -> Tensor? { row.pullback(line, cotangent, to: k) }
  }

  func batched(_ operands: [Tensor], _ isBatched: [Bool], size: Int) -> Tensor {
    accept(BatchingVisitor(operands: operands, isBatched: isBatched, size: size))
  }
  private struct BatchingVisitor: OperationVisitor {
    let operands: [Tensor]
    let isBatched: [Bool]
    let size: Int
    func visit<R: OperationRow>(_ row: R) -> Tensor { row.batched(operands, isBatched, size: size) }
  }
}
