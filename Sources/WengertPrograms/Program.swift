// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import WengertScalars

/// A Wengert list: straight-line code in which every line names one operation and earlier lines.
///
/// A program is recorded from a function, and everything else is a function of the program: its
/// value on any scalars, its derivative (again a program), a simpler program, a listing, a graph,
/// C source.
///
/// ```swift
/// let f = Program(inputs: ["x", "y"]) { v in (v[0] + v[1]) * (v[0] + 2 * v[1]) }
/// print(f)
/// // x, y ->
/// //   v2 = x + y
/// //   v3 = 2
/// //   v4 = v3 * y
/// //   v5 = x + v4
/// //   v6 = v2 * v5
/// //   return v6
/// f([2.0, 3.0])                        // [40]
/// f.pullback().simplified()            // the program of the gradient
/// ```
///
/// Lines are in the order of computation and nothing is linked, so a program of millions of lines
/// is built, differentiated, printed and released in linear time and constant stack.
///
/// R. E. Wengert, "A simple automatic derivative evaluation program", CACM 7 (1964).
public struct Program: Sendable {
  /// The names of the inputs, in order.
  public private(set) var inputs: [String]

  /// The lines; the operands of a line come before it.
  public private(set) var instructions: ContiguousArray<Instruction>

  /// The lines that are the results, in order.
  public private(set) var outputs: [Int32]

  /// What a reader calls some of the lines: `k` in `k = 2*y; x + k`.
  public var lineNames: [Int32: String]

  /// The program of some expressions of one recording: the lines that they need, in order.
  ///
  /// - Parameters:
  ///   - names: Names of lines of the recording.
  ///   - inputs: The inputs, where the expressions may all be numbers, which know of none.
  public init(
    _ expressions: [Expression], inputs: [String]? = nil, names: [Int32: String] = [:]
  ) {
    let graph = expressions.lazy.compactMap { $0.graph }.first
    let home = graph ?? ExpressionGraph()
    let places = expressions.map { home.adopt($0) }
    self.init(
      inputs: home.inputNames.isEmpty ? inputs ?? [] : home.inputNames, instructions: home.instructions,
      outputs: places, lineNames: names)
  }

  /// The part of a list that `outputs` need. The inputs come first and are all kept.
  init(
    inputs: [String], instructions list: ContiguousArray<Instruction>, outputs: [Int32],
    lineNames: [Int32: String]
  ) {
    var isNeeded = [Bool](repeating: false, count: list.count)
    for output in outputs { isNeeded[Int(output)] = true }
    for i in list.indices.reversed() where isNeeded[i] {
      for k in 0..<list[i].operandCount { isNeeded[Int(list[i][operand: k])] = true }
    }
    var map = [Int32](repeating: -1, count: list.count)
    var lines = ContiguousArray<Instruction>()
    for number in inputs.indices { lines.append(Instruction(.input, parameter: Int32(number))) }
    for i in list.indices {
      var instruction = list[i]
      if case .input = instruction.operation {
        map[i] = instruction.parameter
      } else if isNeeded[i] {
        for k in 0..<instruction.operandCount {
          instruction[operand: k] = map[Int(instruction[operand: k])]
        }
        map[i] = Int32(lines.count)
        lines.append(instruction)
      }
    }
    self.inputs = inputs
    self.instructions = lines
    self.outputs = outputs.map { map[Int($0)] }
    self.lineNames = [:]
    for (line, name) in lineNames where map.indices.contains(Int(line)) && map[Int(line)] >= 0 {
      self.lineNames[map[Int(line)]] = name
    }
  }

  /// The program of one of the outputs: the lines that it needs, by the same names.
  public func taking(output number: Int) -> Program {
    precondition(
      outputs.indices.contains(number),
      "The program has \(outputs.count) outputs; found number \(number).")
    return Program(
      inputs: inputs, instructions: instructions, outputs: [outputs[number]], lineNames: lineNames)
  }

  /// The program of the first outputs: the lines that they need.
  func taking(first count: Int) -> Program {
    Program(
      inputs: inputs, instructions: instructions, outputs: Array(outputs.prefix(count)),
      lineNames: lineNames)
  }

  /// Records a function.
  ///
  /// The program is what the function does, line by line; only equal lines are shared.
  ///
  /// - Parameters:
  ///   - names: The names of the inputs.
  ///   - point: Values of the inputs, for functions that compare numbers: the program is then that
  ///     of the branches taken at this point.
  // Two overloads that take closures make these slow to type-check (half a second for a sum of
  // products) unless the compiler knows which to try first.
  @_disfavoredOverload
  public init<E: Error>(
    inputs names: [String], at point: [Double]? = nil,
    recording f: ([Expression]) throws(E) -> [Expression]
  ) throws(E) {
    precondition(
      point == nil || point?.count == names.count,
      "A program of \(names.count) inputs is recorded at a point of as many numbers; found \(point?.count ?? 0)."
    )
    let graph = ExpressionGraph(simplifying: false, point: point)
    self.init(try f(names.map { graph.input($0) }), inputs: names)
  }

  /// Records a function with one result.
  public init<E: Error>(
    inputs names: [String], at point: [Double]? = nil,
    recording f: ([Expression]) throws(E) -> Expression
  ) throws(E) {
    try self.init(inputs: names, at: point) { x throws(E) in [try f(x)] }
  }

  /// Records a function of `count` numbers, called `x0`, `x1`, ….
  @_disfavoredOverload
  public init<E: Error>(
    inputs count: Int, at point: [Double]? = nil,
    recording f: ([Expression]) throws(E) -> [Expression]
  ) throws(E) {
    try self.init(inputs: (0..<count).map { "x\($0)" }, at: point, recording: f)
  }

  /// Records a function of `count` numbers, called `x0`, `x1`, …, with one result.
  public init<E: Error>(
    inputs count: Int, at point: [Double]? = nil,
    recording f: ([Expression]) throws(E) -> Expression
  ) throws(E) {
    try self.init(inputs: count, at: point) { x throws(E) in [try f(x)] }
  }

  /// The values of the outputs, on any scalars: numbers, dual numbers, variables, formulas.
  ///
  /// - Precondition: There are as many `values` as inputs.
  /// - Complexity: one operation a line.
  public func callAsFunction<T: Scalar>(_ values: [T]) -> [T] {
    let lines = lineValues(at: values)
    return outputs.map { lines[Int($0)] }
  }

  /// The values of all lines.
  public func lineValues<T: Scalar>(at values: [T]) -> ContiguousArray<T> {
    precondition(
      values.count == inputs.count,
      "The program has \(inputs.count) inputs (\(inputs.joined(separator: ", "))); found \(values.count) values."
    )
    return instructions.values(at: values)
  }

  /// The outputs as formulas in the inputs, on a new recording.
  public func expressions(simplifying simplifies: Bool = true) -> [Expression] {
    let graph = ExpressionGraph(simplifying: simplifies)
    return self(inputs.map { graph.input($0) })
  }
}
