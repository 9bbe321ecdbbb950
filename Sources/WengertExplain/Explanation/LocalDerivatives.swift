// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars

/// The partial derivatives of one operation with respect to its operands, read from its row of the
/// table: numbers at numbers, formulas at formulas.
struct LocalDerivatives<T: Scalar>: RowVisitor {
  let instruction: Instruction
  let operands: [T]

  /// One derivative for each operand.
  ///
  /// - Complexity: constant.
  static func of(_ instruction: Instruction, at operands: [T]) -> [T] {
    guard let function = instruction.function else { return [] }
    return function.accept(Self(instruction: instruction, operands: operands))
  }

  func visit<F: UnaryFunction>(_ row: F.Type) -> [T] {
    [F.derivative(operands[0], .apply(row, operands[0]))]
  }

  func visit<F: BinaryFunction>(_ row: F.Type) -> [T] {
    let (x, y) = (operands[0], operands[1])
    let z = T.apply(row, x, y)
    return [F.partialX(x, y, z), F.partialY(x, y, z)]
  }

  func visit<F: IndexedFunction>(_ row: F.Type) -> [T] {
    let n = Int(instruction.parameter)
    return [F.derivative(n, operands[0], .apply(row, n, operands[0]))]
  }

  func visitSelect() -> [T] {
    [0, .select(operands[0], 1, 0), .select(operands[0], 0, 1)]
  }
}
