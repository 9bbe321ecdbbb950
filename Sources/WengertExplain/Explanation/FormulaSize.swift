// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars

/// How large a formula is: as a tree, which is what is written, and as a list with sharing.
struct FormulaSize {
  /// The number of names and numbers of the tree, at least 1; at most ``Worksheet/tooLong``.
  let size: Int
  /// The number of operations of the list.
  let operations: Int

  init(_ expression: Expression) {
    guard let graph = expression.graph else {
      size = 1
      operations = 0
      return
    }
    let list = graph.instructions[...Int(expression.index)]
    var isNeeded = [Bool](repeating: false, count: list.count)
    isNeeded[isNeeded.count - 1] = true
    var operations = 0
    for i in list.indices.reversed() where isNeeded[i] {
      if list[i].function != nil { operations += 1 }
      for operand in list[i].operands { isNeeded[operand] = true }
    }
    var sizes = ContiguousArray<Int>()
    sizes.reserveCapacity(list.count)
    for instruction in list {
      let size = instruction.operands.reduce(0) { $0 + sizes[$1] }
      sizes.append(max(1, min(Worksheet.tooLong, size)))
    }
    size = sizes[sizes.count - 1]
    self.operations = operations
  }
}

extension Expression {
  /// The formula simplified if it has few lines, else as it is; and as it is too where simplifying
  /// it would cost digits at the point.
  ///
  /// - Complexity: constant, however long the list is that the expression is on.
  func simplifiedIfShort(at point: [Double]) -> Expression {
    guard let graph else { return self }
    let limit = 100
    var lines: Set = [Int(index)]
    var waiting = [Int(index)]
    while let line = waiting.popLast() {
      for operand in graph.instructions[line].operands where lines.insert(operand).inserted {
        waiting.append(operand)
      }
      if lines.count > limit { return self }
    }
    let target = ExpressionGraph()
    var copies: [Int: Expression] = [:]
    for line in lines.sorted() {
      let instruction = graph.instructions[line]
      let operands = instruction.operands.compactMap { copies[$0] }
      copies[line] =
        switch instruction.operation {
        case .input: target.input(graph.inputNames[Int(instruction.parameter)])
        case .constant(let value): Expression(value)
        case .pi: .pi
        case .function(let function):
          function(
            Int(instruction.parameter), operands[0], operands.count > 1 ? operands[1] : operands[0],
            operands.count > 2 ? operands[2] : operands[0])
        }
    }
    guard let copy = copies[Int(index)] else { return self }
    // The copy has the inputs that it needs only.
    let numbers = lines.sorted().compactMap { line -> Double? in
      let instruction = graph.instructions[line]
      return instruction.operation == .input ? point[Int(instruction.parameter)] : nil
    }
    let simple = copy.simplified()
    let (original, value) = (copy.value(at: numbers), simple.value(at: numbers))
    let isComparable = original.isFinite && value.isFinite
    return !isComparable || simple.isFaithful(to: copy, at: numbers) ? simple : self
  }
}
