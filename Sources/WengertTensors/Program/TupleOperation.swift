// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// The closed set of operations with several results.
enum TupleOperation: Hashable, Sendable {
  case conditional(Conditional)
  case scan(Scan)
  case loop(Loop)
  case reverseLoop(ReverseLoop)
  case custom(CustomDerivative)
  case lu(LUFactorization)
  case qr(QRFactorization)
  case symmetricEigen(SymmetricEigen)
  case singularValues(SingularValues)

  /// Calls `visitor` with the row: the one place where cases meet rows.
  func accept<V: TupleVisitor>(_ visitor: V) -> V.Output {
    switch self {
    case .conditional(let row): visitor.visit(row)
    case .scan(let row): visitor.visit(row)
    case .loop(let row): visitor.visit(row)
    case .reverseLoop(let row): visitor.visit(row)
    case .custom(let row): visitor.visit(row)
    case .lu(let row): visitor.visit(row)
    case .qr(let row): visitor.visit(row)
    case .symmetricEigen(let row): visitor.visit(row)
    case .singularValues(let row): visitor.visit(row)
    }
  }
}

/// Something to do with a row that has several results.
protocol TupleVisitor {
  associatedtype Output
  func visit<R: TupleRow>(_ row: R) -> Output
}

extension TupleOperation {
  var name: String { accept(NameVisitor()) }
  private struct NameVisitor: TupleVisitor {
    func visit<R: TupleRow>(_ row: R) -> String { R.name }
  }

  func types(of operands: [ArrayType]) -> [ArrayType] { accept(TypesVisitor(operands: operands)) }
  private struct TypesVisitor: TupleVisitor {
    let operands: [ArrayType]
    func visit<R: TupleRow>(_ row: R) -> [ArrayType] { row.types(of: operands) }
  }

  func evaluate(_ operands: [NDArray]) -> [NDArray] { accept(EvaluationVisitor(operands: operands)) }
  private struct EvaluationVisitor: TupleVisitor {
    let operands: [NDArray]
    func visit<R: TupleRow>(_ row: R) -> [NDArray] { row.evaluate(operands) }
  }

  func pushforward(_ line: AppliedTuple, _ tangents: [Tensor?]) -> [Tensor?] {
    accept(PushforwardVisitor(line: line, tangents: tangents))
  }
  private struct PushforwardVisitor: TupleVisitor {
    let line: AppliedTuple
    let tangents: [Tensor?]
    func visit<R: TupleRow>(_ row: R) -> [Tensor?] { row.pushforward(line, tangents) }
  }

  func pullback(_ line: AppliedTuple, _ cotangents: [Tensor?], _ isNeeded: [Bool]) -> [Tensor?] {
    accept(PullbackVisitor(line: line, cotangents: cotangents, isNeeded: isNeeded))
  }
  private struct PullbackVisitor: TupleVisitor {
    let line: AppliedTuple
    let cotangents: [Tensor?]
    let isNeeded: [Bool]
    func visit<R: TupleRow>(_ row: R) -> [Tensor?] { row.pullback(line, cotangents, isNeeded) }
  }

  func batched(_ operands: [Tensor], _ isBatched: [Bool], size: Int) -> [Tensor] {
    accept(BatchingVisitor(operands: operands, isBatched: isBatched, size: size))
  }
  private struct BatchingVisitor: TupleVisitor {
    let operands: [Tensor]
    let isBatched: [Bool]
    let size: Int
    func visit<R: TupleRow>(_ row: R) -> [Tensor] { row.batched(operands, isBatched, size: size) }
  }
}

/// The line of an operation with several results. The passes over a list take such a line together
/// with the projections behind it.
struct TupleLine: DiscreteRow {
  static var name: String { "tuple" }
  var tuple: TupleOperation
  var operation: Operation { .tuple(self) }
  mutating func visitAttributes(_ visit: inout AttributeVisitor) { tuple.visitAttributes(&visit) }

  func type(of operands: [ArrayType]) -> ArrayType { tuple.types(of: operands)[0] }
  func evaluate(_ operands: [NDArray]) -> NDArray { tuple.evaluate(operands)[0] }
  func batched(_ operands: [Tensor], _ isBatched: [Bool], size: Int) -> Tensor {
    tuple.batched(operands, isBatched, size: size)[0]
  }
}

/// One of the results of the operand, a line with several.
struct Projection: DiscreteRow {
  static var name: String { "result" }
  var index: Int
  var operation: Operation { .projection(self) }
  mutating func visitAttributes(_ visit: inout AttributeVisitor) { visit("", &index) }

  func type(of operands: [ArrayType]) -> ArrayType {
    preconditionFailure("A projection is recorded with the line that it belongs to.")
  }
  func evaluate(_ operands: [NDArray]) -> NDArray {
    preconditionFailure("A projection is evaluated with the line that it belongs to.")
  }
  func batched(_ operands: [Tensor], _ isBatched: [Bool], size: Int) -> Tensor {
    preconditionFailure("A projection is batched with the line that it belongs to.")
  }
}
