// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// A program with a rule for its tangent.
///
/// The operands are those of ``value``. The rule takes them, followed by the results, followed by
/// tangents of the operands that ``isDifferentiable`` says, to the tangents of the results. Reverse
/// mode is its transpose; derivatives of higher order are those of the rule.
struct CustomDerivative: TupleRow {
  static var name: String { "custom" }
  var value: TensorProgram
  var tangent: TensorProgram
  var isDifferentiable: [Bool]
  var operation: TupleOperation { .custom(self) }

  mutating func visitAttributes(_ visit: inout AttributeVisitor) {
    visit("value", &value)
    visit("tangent", &tangent)
    visit("in", &isDifferentiable)
  }

  func types(of operands: [ArrayType]) -> [ArrayType] { value.outputTypes }
  func evaluate(_ operands: [NDArray]) -> [NDArray] { value.evaluate(operands) }

  func pushforward(_ line: AppliedTuple, _ tangents: [Tensor?]) -> [Tensor?] {
    check(tangents.map { $0 != nil })
    let directions = tangents.filled(line.operands.types, where: isDifferentiable)
    let results = tangent(line.operands + line.results + directions)
    return zip(results, value.outputTypes.areReal).map { $1 ? $0 : nil }
  }

  /// The rule backward at the direction zero: being linear it is the same at all of them.
  func pullback(_ line: AppliedTuple, _ cotangents: [Tensor?], _ isNeeded: [Bool]) -> [Tensor?] {
    check(isNeeded)
    let isDirection = zip(isNeeded, isDifferentiable).filter { $0.1 }.map { $0.0 }
    let given = line.operands + line.results
    let reverse = tangent.pullback(given.map { _ in false } + isDirection)
    let zeros = zip(line.operands, isDifferentiable).filter { $0.1 }.map { Tensor(zeros: $0.0.type) }
    let types = value.outputTypes
    let parts = reverse(given + zeros + cotangents.filled(types, where: types.map { _ in true }))
    return [Tensor?](parts, where: isNeeded)
  }

  /// Stops if a derivative is asked for with respect to what has none.
  private func check(_ isActive: [Bool]) {
    for (isActive, isDifferentiable) in zip(isActive, isDifferentiable) {
      precondition(
        !isActive || isDifferentiable,
        """
        customDerivative: the functions capture a tensor that a derivative is taken with respect \
        to; pass it as part of x.
        """)
    }
  }

  func batched(_ operands: [Tensor], _ isBatched: [Bool], size: Int) -> [Tensor] {
    let directions = zip(isBatched, isDifferentiable).filter { $0.1 }.map { $0.0 }
    let row = CustomDerivative(
      value: value.batched(isBatched, size: size).simplified(),
      tangent: tangent.batched(
        isBatched + value.outputs.map { _ in true } + directions, size: size
      ).simplified(), isDifferentiable: isDifferentiable)
    return Tensor.apply(row.operation, operands)
  }
}
