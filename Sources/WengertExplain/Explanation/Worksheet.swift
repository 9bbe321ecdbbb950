// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertPrograms
import WengertScalars

/// What all sections of an explanation are computed from.
struct Worksheet {
  let program: Program
  let point: [Double]
  let options: Explanation.Options
  /// The line of the result.
  let output: Int
  /// The operations that the result needs, in the order of computation.
  let steps: [Int]
  /// The value of each line.
  let values: ContiguousArray<Double>
  /// Whether each line depends on an input.
  let isVariable: ContiguousArray<Bool>
  /// What each line is called in formulas; numbers are called by their digits.
  let names: ContiguousArray<String>
  /// What the whole function is called.
  let function: String
  /// Each line as a formula of the inputs, as it was written.
  let formulas: ContiguousArray<Expression>
  /// How many names and numbers the formula of each line has; at most ``tooLong``.
  let sizes: ContiguousArray<Int>
  /// The derivatives of the result with respect to the shown inputs, as formulas.
  let gradientFormulas: [Expression]

  /// Three of these still fit an `Int` of 32 bits.
  static let tooLong = 1 << 28

  init(_ program: Program, output number: Int, at point: [Double], options: Explanation.Options) {
    self.program = program
    self.point = point
    self.options = options
    output = Int(program.outputs[number])
    values = program.lineValues(at: point)
    let list = program.instructions
    var isNeeded = [Bool](repeating: false, count: list.count)
    isNeeded[output] = true
    for i in list.indices.reversed() where isNeeded[i] {
      for k in 0..<list[i].operandCount { isNeeded[Int(list[i][operand: k])] = true }
    }
    steps = list.indices.filter { isNeeded[$0] && list[$0].function != nil }
    let stepNames = StepNames.names(of: steps, output: output, in: program)
    names = ContiguousArray(
      list.indices.map { i in
        switch list[i].operation {
        case .input: program.inputs[Int(list[i].parameter)]
        case .constant(let value): value.rounded(toDigits: 17)
        case .pi: "pi"
        case .function: stepNames[i] ?? "v\(i)"
        }
      })
    function = StepNames.functionName(of: output, in: program, stepNames)
    isVariable = program.variableLines
    let graph = ExpressionGraph(simplifying: false)
    formulas = program.lineValues(at: program.inputs.map { graph.input($0) })
    var sizes = ContiguousArray<Int>(repeating: 1, count: list.count)
    for i in list.indices where list[i].operandCount > 0 {
      let operands = list[i].operands.reduce(0) { $0 + sizes[$1] }
      sizes[i] = min(Self.tooLong, operands)
    }
    self.sizes = sizes
    let gradient = formulas[output].gradient()
    gradientFormulas = program.inputs.indices.prefix(options.inputLimit).map {
      $0 < gradient.count ? gradient[$0] : 0
    }
  }

  var list: ContiguousArray<Instruction> { program.instructions }

  var inputNames: [String] { program.inputs }

  /// The inputs that are explained one by one.
  var shownInputs: Range<Int> { 0..<min(program.inputs.count, options.inputLimit) }

  /// The first operations, as many as are shown.
  var shownSteps: ArraySlice<Int> { steps.prefix(options.lineLimit) }

  /// The operands of a line.
  func operands(_ line: Int) -> [Int] { list[line].operands }

  /// Whether a line is a number, whatever the inputs are called.
  func isNumber(_ line: Int) -> Bool {
    switch list[line].operation {
    case .constant, .pi: true
    default: false
    }
  }

  /// The partial derivatives of a line with respect to its operands, at the point: without a value
  /// there is no derivative, whatever its formula gives.
  func partials(_ line: Int) -> [Double] {
    if values[line].isNaN { return operands(line).map { _ in .nan } }
    return LocalDerivatives.of(list[line], at: operands(line).map { values[$0] })
  }

  /// The partial derivatives of a line as formulas in the names of its operands.
  func partialFormulas(_ line: Int) -> [Expression] {
    let graph = ExpressionGraph()
    var variables: [Int: Expression] = [:]
    let operands = operands(line).map { operand in
      if let number = list[operand].constant { return Expression(number) }
      if let variable = variables[operand] { return variable }
      let variable = graph.input(names[operand])
      variables[operand] = variable
      return variable
    }
    return LocalDerivatives.of(list[line], at: operands).map { $0.simplified() }
  }

  /// Whether each line depends on input number `input`.
  func dependence(on input: Int) -> ContiguousArray<Bool> {
    var depends = ContiguousArray<Bool>(repeating: false, count: list.count)
    for i in list.indices {
      depends[i] =
        list[i].operation == .input
        ? Int(list[i].parameter) == input : list[i].operands.contains { depends[$0] }
    }
    return depends
  }

  /// The formula of a line in the inputs if it is short, else its name.
  func formula(_ line: Int) -> MathText {
    sizes[line] <= options.formulaSize ? MathText(formulas[line]) : .name(names[line])
  }

  /// The operation of a line on other operands, as it stands.
  func operation(_ line: Int, _ operands: [Expression]) -> Expression {
    guard let function = list[line].function, let x = operands.first else {
      return formulas[line]
    }
    let y = operands.count > 1 ? operands[1] : x
    let z = operands.count > 2 ? operands[2] : x
    return function(Int(list[line].parameter), x, y, z)
  }

  /// The operation of a line on the names of its operands: `x + k`.
  func namedOperation(_ line: Int) -> MathText {
    let graph = ExpressionGraph(simplifying: false)
    return MathText(
      operation(
        line,
        operands(line).map { operand in
          list[operand].constant.map { graph.constant($0) } ?? graph.input(names[operand])
        }))
  }

  /// The operation of a line on numbers: `2 + 6`.
  func numericOperation(_ line: Int) -> MathText {
    let graph = ExpressionGraph(simplifying: false)
    return MathText(
      operation(line, operands(line).map { graph.constant(values[$0].rounded(toDigits: 6)) }))
  }

  /// The formula of a line with the inputs replaced, if it is short.
  ///
  /// - Parameter inputs: The numbers, or formulas, for the inputs on a new recording.
  func formula(_ line: Int, _ inputs: (ExpressionGraph) -> [Expression]) -> Expression? {
    guard sizes[line] <= options.formulaSize else { return nil }
    let graph = ExpressionGraph(simplifying: false)
    let inputs = inputs(graph)
    return list[...line].values(at: inputs)[line]
  }

  /// The formula of a line with numbers for its inputs, if it is short.
  func formula(_ line: Int, at point: [Double]) -> Expression? {
    formula(line) { graph in point.map { graph.constant($0.rounded(toDigits: 10)) } }
  }
}

extension Program {
  /// Whether each line is an input, or depends on one.
  var variableLines: ContiguousArray<Bool> {
    var isVariable = ContiguousArray<Bool>(repeating: false, count: instructions.count)
    for (i, line) in instructions.enumerated() {
      isVariable[i] = line.operation == .input || line.operands.contains { isVariable[$0] }
    }
    return isVariable
  }
}

extension Instruction {
  /// The lines that this one works on.
  var operands: [Int] { (0..<operandCount).map { Int(self[operand: $0]) } }
}
