// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars

/// One step of the computation of a block.
struct ColumnStep {
  /// What the operands of the step are: blocks, or uniform numbers.
  enum Form: UInt8 {
    /// Blocks throughout.
    case blocks
    /// The second operand is uniform, or the first: only for `+ − × ÷`.
    case blockUniform, uniformBlock
    /// The uniform number `x` is repeated through block `result`.
    case spread
    /// Column number `parameter` is copied to block `result`.
    case load
    /// Block `x` is output number `parameter`.
    case deliver
  }

  var form: Form
  var function: ElementaryFunction = .add
  var parameter: Int32 = 0
  /// The number of a slot that is none of the operands.
  var result: Int32 = 0
  /// Numbers of slots, or of uniform values, as the form says.
  var x: Int32
  var y: Int32 = 0
  var z: Int32 = 0
}

/// What a program comes to when some inputs are columns: the lines that are computed once, the
/// steps for each block, and the slots in which blocks live until their last use.
struct ColumnPlan {
  /// The uniform lines, whose operands are numbers of uniform lines; the parameter of an input is
  /// its number among the uniform inputs.
  var uniformLines: ContiguousArray<Instruction> = []

  var steps: ContiguousArray<ColumnStep> = []

  /// Outputs that are uniform, and the number of their uniform lines.
  var uniformOutputs: [(output: Int, line: Int)] = []

  /// The uniform lines that steps and outputs read.
  var readUniformLines: [Int] = []

  var slotCount = 0
  var columnCount = 0
  var columnLineCount = 0

  private var freeSlots: [Int32] = []

  init(_ program: Program, columns: [Bool]) {
    let lines = program.instructions
    var isColumn = [Bool](repeating: false, count: lines.count)
    // The line after which a value is not read any more.
    var lastUse = [Int](repeating: -1, count: lines.count)
    for (i, line) in lines.enumerated() {
      if case .input = line.operation { isColumn[i] = columns[Int(line.parameter)] }
      for k in 0..<line.operandCount {
        let operand = Int(line[operand: k])
        lastUse[operand] = i
        if isColumn[operand] { isColumn[i] = true }
      }
    }
    var outputs = [[Int32]](repeating: [], count: lines.count)
    for (number, line) in program.outputs.enumerated() { outputs[Int(line)].append(Int32(number)) }

    // The number among the columns, or among the uniform inputs, of each input.
    var number: [Int32] = []
    for isColumn in columns {
      number.append(Int32(isColumn ? columnCount : number.count - columnCount))
      if isColumn { columnCount += 1 }
    }

    // Whether a column or an output needs a uniform line.
    var isRead = outputs.map { !$0.isEmpty }
    for (i, line) in lines.enumerated() where isColumn[i] {
      for k in 0..<line.operandCount { isRead[Int(line[operand: k])] = true }
    }

    // The slot of a column, the place of a uniform line.
    var place = [Int32](repeating: -1, count: lines.count)
    // A column is copied before its first use: of many, few are in slots at a time.
    func load(_ i: Int) {
      place[i] = takeSlot()
      steps.append(
        ColumnStep(
          form: .load, parameter: number[Int(lines[i].parameter)], result: place[i], x: 0))
    }
    for (i, line) in lines.enumerated() {
      guard isColumn[i] else {
        place[i] = Int32(uniformLines.count)
        if isRead[i] { readUniformLines.append(uniformLines.count) }
        var uniform = line
        for k in 0..<line.operandCount { uniform[operand: k] = place[Int(line[operand: k])] }
        if case .input = line.operation { uniform.parameter = number[Int(line.parameter)] }
        uniformLines.append(uniform)
        for output in outputs[i] { uniformOutputs.append((Int(output), Int(place[i]))) }
        continue
      }
      guard let function = line.function else {
        if outputs[i].isEmpty { continue }
        load(i)
        deliver(outputs[i], from: place[i])
        if lastUse[i] < 0 { freeSlots.append(place[i]) }
        continue
      }
      columnLineCount += 1
      for k in 0..<line.operandCount {
        let operand = Int(line[operand: k])
        if isColumn[operand] && place[operand] < 0 { load(operand) }
      }
      place[i] = compute(function, line, place, isColumn)
      deliver(outputs[i], from: place[i])
      if lastUse[i] < 0 { freeSlots.append(place[i]) }
      for k in 0..<line.operandCount {
        let operand = Int(line[operand: k])
        let isRepeated = (0..<k).contains { line[operand: $0] == line[operand: k] }
        if isColumn[operand] && lastUse[operand] == i && !isRepeated {
          freeSlots.append(place[operand])
        }
      }
    }
  }

  private mutating func takeSlot() -> Int32 {
    if let slot = freeSlots.popLast() { return slot }
    slotCount += 1
    return Int32(slotCount - 1)
  }

  private mutating func deliver(_ outputs: [Int32], from slot: Int32) {
    for output in outputs { steps.append(ColumnStep(form: .deliver, parameter: output, x: slot)) }
  }

  /// Adds the step of a line, and gives the slot of its result.
  private mutating func compute(
    _ function: ElementaryFunction, _ line: Instruction, _ place: [Int32], _ isColumn: [Bool]
  ) -> Int32 {
    // The result is never in the place of an operand: loops over distinct blocks vectorise.
    let result = takeSlot()
    var step = ColumnStep(
      form: .blocks, function: function, parameter: line.parameter, result: result, x: 0)
    switch function {
    case .add, .subtract, .multiply, .divide:
      step.x = place[Int(line.x)]
      step.y = place[Int(line.y)]
      if !isColumn[Int(line.x)] { step.form = .uniformBlock }
      if !isColumn[Int(line.y)] { step.form = .blockUniform }
      steps.append(step)
    default:
      var spread: [Int32] = []
      func operand(_ line: Int32) -> Int32 {
        if line < 0 || isColumn[Int(line)] { return line < 0 ? 0 : place[Int(line)] }
        return -1
      }
      var slots = [Int32](repeating: 0, count: 3)
      for k in 0..<line.operandCount {
        slots[k] = operand(line[operand: k])
        guard slots[k] < 0 else { continue }
        slots[k] = takeSlot()
        spread.append(slots[k])
        steps.append(
          ColumnStep(form: .spread, result: slots[k], x: place[Int(line[operand: k])]))
      }
      step.x = slots[0]
      step.y = slots[1]
      step.z = slots[2]
      steps.append(step)
      freeSlots += spread
    }
    return result
  }
}
