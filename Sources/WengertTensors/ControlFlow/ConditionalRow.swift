// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// One of two programs, which work on the operands behind the first, by whether that is true.
struct Conditional: TupleRow {
  static var name: String { "cond" }
  var then: TensorProgram
  var otherwise: TensorProgram
  var operation: TupleOperation { .conditional(self) }

  mutating func visitAttributes(_ visit: inout AttributeVisitor) {
    visit("then", &then)
    visit("else", &otherwise)
  }

  func types(of operands: [ArrayType]) -> [ArrayType] { then.outputTypes }

  func evaluate(_ operands: [NDArray]) -> [NDArray] {
    let program = operands[0].double(at: 0) != 0 ? then : otherwise
    return program.evaluate(Array(operands.dropFirst()))
  }

  /// The same choice between the derivatives.
  func pushforward(_ line: AppliedTuple, _ tangents: [Tensor?]) -> [Tensor?] {
    let isActive = tangents.dropFirst().map { $0 != nil }
    let row = Conditional(then: then.tangents(isActive), otherwise: otherwise.tangents(isActive))
    let results = Tensor.apply(
      row.operation, line.operands + tangents.dropFirst().compactMap { $0 })
    return zip(results, then.outputTypes.areReal).map { $1 ? $0 : nil }
  }

  func pullback(_ line: AppliedTuple, _ cotangents: [Tensor?], _ isNeeded: [Bool]) -> [Tensor?] {
    let isActive = zip(isNeeded.dropFirst(), then.inputTypes.areReal).map { $0 && $1 }
    let row = Conditional(
      then: then.pullback(isActive).simplified(),
      otherwise: otherwise.pullback(isActive).simplified())
    let given = cotangents.filled(then.outputTypes, where: cotangents.map { _ in true })
    let parts = Tensor.apply(row.operation, line.operands + given)
    return [nil] + [Tensor?](parts, where: isActive)
  }

  /// A condition of each example asks for both branches, and a choice between their results.
  func batched(_ operands: [Tensor], _ isBatched: [Bool], size: Int) -> [Tensor] {
    let given = Array(operands.dropFirst())
    let flags = Array(isBatched.dropFirst())
    let batches = [then, otherwise].map { $0.batched(flags, size: size) }
    guard isBatched[0] else {
      let row = Conditional(then: batches[0], otherwise: batches[1])
      return Tensor.apply(row.operation, operands)
    }
    return zip(batches[0](given), batches[1](given)).map { x, y in
      .select(operands[0].aligned(with: x), x, y)
    }
  }
}
