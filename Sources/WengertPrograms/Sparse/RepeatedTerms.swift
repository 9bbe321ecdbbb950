// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars

/// Results of a program that are one function of different inputs and numbers, the function once.
///
/// The residuals of a fit and the rows of a discretised equation are such results: what differs are the
/// inputs, and numbers such as data. Their derivatives are then those of a small program at many points.
struct RepeatedTerms: Sendable {
  /// The function: of the inputs, and behind them of the numbers that differ.
  private(set) var program: Program

  /// How many inputs a term has.
  private(set) var inputCount: Int

  /// Which of the results have this form.
  private(set) var terms: [Int]

  /// The inputs of the terms: the first of all of them, the second of all of them, ….
  private(set) var inputs: [Int]

  /// The numbers that differ, in the same order.
  private(set) var numbers: [Double]

  /// The input with a number of each term.
  func inputs(_ number: Int) -> ArraySlice<Int> {
    inputs[number * terms.count..<(number + 1) * terms.count]
  }

  /// The points at which the function is evaluated, in columns.
  func columns(at x: [Double]) -> [Double] {
    [Double](unsafeUninitializedCapacity: inputs.count + numbers.count) { buffer, count in
      for (place, input) in inputs.enumerated() { buffer[place] = x[input] }
      for (place, number) in numbers.enumerated() { buffer[inputs.count + place] = number }
      count = inputs.count + numbers.count
    }
  }

  /// The terms of each form; nil where that is not worth it, because terms share most of their lines, or
  /// because few are alike.
  static func forms(of outputs: [Int32], _ program: Program) -> [RepeatedTerms]? {
    var walk = TermWalk(program)
    var numbers: [ContiguousArray<Instruction>: Int] = [:]
    var forms: [(shape: ContiguousArray<Instruction>, terms: [Int], inputs: [Int], numbers: [Double])] = []
    var current = -1
    var (lineCount, formLineCount) = (0, 0)
    for (term, output) in outputs.enumerated() {
      walk.visit(output)
      lineCount += walk.shape.count
      if lineCount > 3 * program.instructions.count + 64 { return nil }
      // Neighbours are often alike.
      if current < 0 || forms[current].shape != walk.shape {
        current = numbers[walk.shape] ?? forms.count
        if current == forms.count {
          numbers[walk.shape] = current
          forms.append((walk.shape, [], [], []))
          formLineCount += walk.shape.count
        }
      }
      forms[current].terms.append(term)
      forms[current].inputs += walk.inputs
      forms[current].numbers += walk.numbers
    }
    if 4 * formLineCount > lineCount { return nil }
    return forms.map { RepeatedTerms($0.shape, $0.terms, $0.inputs, $0.numbers) }
  }

  private init(
    _ shape: ContiguousArray<Instruction>, _ terms: [Int], _ inputs: [Int], _ numbers: [Double]
  ) {
    let count = terms.count
    func columns<T>(_ rows: [T]) -> [[T]] {
      let width = rows.count / count
      return (0..<width).map { column in (0..<count).map { rows[$0 * width + column] } }
    }
    let ofInputs = columns(inputs)
    var ofNumbers: [[Double]] = []
    // What a number of the shape becomes: itself where all terms have the same, else a further input.
    let lines = columns(numbers).map { column in
      if column.allSatisfy({ $0.bitPattern == column[0].bitPattern }) {
        return Instruction(.constant(column[0]))
      }
      ofNumbers.append(column)
      return Instruction(.input, parameter: Int32(ofInputs.count + ofNumbers.count - 1))
    }
    var instructions = shape
    for i in shape.indices where shape[i].operation == .input && shape[i].parameter < 0 {
      instructions[i] = lines[Int(-1 - shape[i].parameter)]
    }
    self.terms = terms
    self.inputs = ofInputs.flatMap { $0 }
    self.numbers = ofNumbers.flatMap { $0 }
    inputCount = ofInputs.count
    program = Program(
      inputs: (0..<ofInputs.count + ofNumbers.count).map { "x\($0)" }, instructions: instructions,
      outputs: [Int32(instructions.count - 1)], lineNames: [:])
  }
}

/// A walk over the lines that lead to a result, which writes them down without saying which inputs and
/// numbers they have: input 0, 1, … as they are met, and number −1, −2, ….
private struct TermWalk {
  private(set) var shape: ContiguousArray<Instruction> = []
  private(set) var inputs: [Int] = []
  private(set) var numbers: [Double] = []

  private let lines: ContiguousArray<Instruction>
  /// Where a line is in the shape, if it was come by in this walk.
  private var places: ContiguousArray<Int32>
  private var visits: ContiguousArray<Int32>
  private var number: Int32 = 0
  private var waiting: ContiguousArray<(line: Int32, isComplete: Bool)> = []

  init(_ program: Program) {
    lines = program.instructions
    places = ContiguousArray(repeating: 0, count: lines.count)
    visits = places
  }

  mutating func visit(_ output: Int32) {
    shape.removeAll(keepingCapacity: true)
    inputs.removeAll(keepingCapacity: true)
    numbers.removeAll(keepingCapacity: true)
    number += 1
    waiting.append((output, false))
    while let (index, isComplete) = waiting.popLast() {
      let i = Int(index)
      if visits[i] == number { continue }
      var line = lines[i]
      if !isComplete && line.operandCount > 0 {
        waiting.append((index, true))
        for k in (0..<line.operandCount).reversed() { waiting.append((line[operand: k], false)) }
        continue
      }
      switch line.operation {
      case .input:
        inputs.append(i)
        line.parameter = Int32(inputs.count - 1)
      case .constant(let value):
        numbers.append(value)
        line = Instruction(.input, parameter: Int32(-numbers.count))
      default:
        for k in 0..<line.operandCount { line[operand: k] = places[Int(line[operand: k])] }
      }
      visits[i] = number
      places[i] = Int32(shape.count)
      shape.append(line)
    }
  }
}
