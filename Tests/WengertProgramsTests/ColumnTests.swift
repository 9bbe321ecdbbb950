// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import Testing
import WengertPrograms
import WengertScalars

@Suite("Programs at many points")
struct ColumnTests {
  /// The same bits, or both not a number.
  static func isSame(_ x: Double, _ y: Double) -> Bool {
    x.bitPattern == y.bitPattern || (x.isNaN && y.isNaN)
  }

  /// Compares all outputs at all points with the program's.
  static func expectSame(
    _ program: Program, _ isColumn: [Bool], _ values: [[Double]], count: Int,
    _ location: SourceLocation = #_sourceLocation
  ) {
    let evaluator = ColumnEvaluator(program, columns: isColumn)
    let uniforms = values.indices.filter { !isColumn[$0] }.map { values[$0].first ?? 1 }
    let columns = values.indices.filter { isColumn[$0] }.flatMap { values[$0].prefix(count) }
    var result: [Double] = []
    evaluator.values(uniforms: uniforms, columns: columns, count: count, into: &result)
    #expect(result.count == count * program.outputs.count, sourceLocation: location)
    var sums = [Double](repeating: 0, count: program.outputs.count)
    var magnitudes = sums
    for point in 0..<count {
      let expected = program(
        values.indices.map { isColumn[$0] ? values[$0][point] : values[$0].first ?? 1 })
      for (output, value) in expected.enumerated() {
        #expect(
          isSame(result[output * count + point], value),
          "output \(output) at point \(point) of \(count)", sourceLocation: location)
        sums[output] += value
        magnitudes[output] += value.magnitude
      }
    }
    var found: [Double] = []
    evaluator.sums(uniforms: uniforms, columns: columns, count: count, into: &found)
    #expect(found.count == sums.count)
    for ((sum, found), magnitude) in zip(zip(sums, found), magnitudes) {
      // Sums in another order differ by one rounding an addition.
      let bound = Double(count) * magnitude * .ulpOfOne
      #expect(
        isSame(sum, found) || (sum.isNaN && found.isNaN) || (sum - found).magnitude <= bound,
        sourceLocation: location)
    }
  }

  @Test("Random programs, each input a column or uniform", arguments: 0..<60)
  func random(seed: UInt64) {
    var random = SeededGenerator(state: seed)
    let program = Program.random(seed: seed, inputs: 4, outputs: 3, steps: 30)
    let subject = seed.isMultiple(of: 3) ? program.pullback().simplified() : program
    let count = [0, 1, 2, 63, 64, 127, 128, 129, 300, 1000][Int(seed % 10)]
    Self.expectSame(
      subject, subject.inputs.map { _ in Bool.random(using: &random) },
      subject.inputs.map { _ in random.numbers(max(1, count)) }, count: count)
  }

  /// The rows of groups have the numbers of the columns.
  @Test(arguments: [false, true], [0, 1, 7, 8, 9, 150, 1000, 4001])
  func rows(isCompiled: Bool, count: Int) {
    let program = Program(inputs: ["x", "w", "y"]) { v in
      [v[0] * v[1], v[1], .sin(v[0]) + v[2], 2, v[0], .exp(v[1]) * v[2]]
    }
    let evaluator = ColumnEvaluator(
      program, columns: [true, false, true], isCompiled: isCompiled)
    let columns = (0..<2 * count).map { Double($0 * 7 % 23) / 23 }
    var values: [Double] = []
    evaluator.values(uniforms: [0.75], columns: columns, count: count, into: &values)
    let groups = [0..<2, 1..<6, 3..<3, 5..<6]
    // What is there already, in too many parts and of other sizes, does not matter.
    var results: [[Double]] = [[1], [2, 3], [], [], [4]]
    for _ in 0..<2 {
      evaluator.rows(of: groups, uniforms: [0.75], columns: columns, count: count, into: &results)
      #expect(results.count == groups.count)
      for (group, rows) in zip(groups, results) {
        let expected = (0..<count).flatMap { point in group.map { values[$0 * count + point] } }
        #expect(rows == expected)
      }
    }
  }

  /// Every function on every pair of special numbers, with each operand a column and uniform.
  @Test(arguments: ElementaryFunction.allCases)
  func specialNumbers(function: ElementaryFunction) {
    let numbers = [
      0, -0.0, 1, -1, 0.5, 2, 3, -3, 1e-300, 1e300, .infinity, -.infinity, .nan, 25.5, -0.25,
    ]
    let program = Program(inputs: ["x", "y", "z"]) { v in function(2, v[0], v[1], v[2]) }
    let pairs = numbers.flatMap { x in numbers.map { (x, $0) } }
    let columns = [pairs.map(\.0), pairs.map(\.1), pairs.map { $0.0 + 1 }]
    Self.expectSame(program, [true, true, true], columns, count: pairs.count)
    for number in numbers {
      let uniform = [Double](repeating: number, count: numbers.count)
      Self.expectSame(program, [true, false, true], [numbers, uniform, numbers], count: numbers.count)
      Self.expectSame(program, [false, true, true], [uniform, numbers, numbers], count: numbers.count)
      Self.expectSame(program, [false, false, false], [uniform, uniform, uniform], count: 3)
    }
  }

  /// Outputs that are inputs, constants, equal to others, or used further.
  @Test(arguments: [0, 1, 5, 200])
  func outputsOfEveryKind(count: Int) {
    let program = Program(inputs: ["x", "w", "unused"]) { v in
      let product = v[0] * v[1]
      return [v[0], v[1], 3, product, product, product - v[0], .exp(v[1]), .pi]
    }
    let numbers = (0..<max(1, count)).map { Double($0) / 7 - 3 }
    Self.expectSame(program, [true, false, false], [numbers, [1.5], [2]], count: count)
    Self.expectSame(program, [true, false, true], [numbers, [1.5], numbers], count: count)
    Self.expectSame(program, [false, false, true], [[2], [1.5], numbers], count: count)
    let none = Program(inputs: ["x"]) { _ -> [Expression] in [] }
    Self.expectSame(none, [true], [numbers], count: count)
  }

  @Test func uniformLinesAreComputedOnce() {
    let program = Program(inputs: ["x", "w"]) { v in v[0] * (.exp(v[1]) + .sin(v[1])) + 1 }
    let evaluator = ColumnEvaluator(program, columns: [true, false])
    #expect(evaluator.columnLineCount == 2)
    #expect(evaluator.columnCount == 1 && evaluator.uniformCount == 1)
  }

  /// A chain of a hundred thousand lines lives in a few slots, whatever its length.
  @Test func slotsAreUsedAgain() {
    let program = Program(inputs: ["x", "w"]) { v in
      var value = v[0]
      for _ in 0..<50_000 { value = .sin(value) * v[1] }
      return value
    }
    let evaluator = ColumnEvaluator(program, columns: [true, false])
    #expect(evaluator.blockSize == 128)
    var result: [Double] = []
    evaluator.values(uniforms: [1.25], columns: [0.5, 0.75], count: 2, into: &result)
    #expect(result == [program([0.5, 1.25])[0], program([0.75, 1.25])[0]])
  }

  /// Machine code gives each function to two units in the last place, special numbers included.
  @Test(arguments: ElementaryFunction.allCases)
  func compiledFunctions(function: ElementaryFunction) {
    let numbers = [
      0, -0.0, 1, -1, 0.5, 2, 3, -3, 1e-300, 1e300, .infinity, -.infinity, .nan, 25.5, -0.25,
    ]
    let program = Program(inputs: ["x", "y", "z"]) { v in function(2, v[0], v[1], v[2]) }
    let pairs = numbers.flatMap { x in numbers.map { (x, $0) } }
    let columns = [pairs.map(\.0), pairs.map(\.1), pairs.map { $0.0 + 1 }]
    for isColumn in [[true, true, true], [true, false, true], [false, true, true]] {
      let evaluator = ColumnEvaluator(program, columns: isColumn, isCompiled: true)
      var result: [Double] = []
      evaluator.values(
        uniforms: isColumn.contains(false) ? [1.5] : [],
        columns: columns.indices.filter { isColumn[$0] }.flatMap { columns[$0] },
        count: pairs.count, into: &result)
      for point in pairs.indices {
        let expected = program(columns.indices.map { isColumn[$0] ? columns[$0][point] : 1.5 })[0]
        let found = result[point]
        #expect(
          Self.isSame(found, expected) || (found - expected).magnitude <= 2 * expected.ulp,
          "\(found) in place of \(expected) at \(pairs[point])")
      }
    }
  }

  /// The gradient of a sum over points, compiled: outputs of all kinds, wanted ones, sums.
  @Test(arguments: [0, 1, 7, 8, 1000, 3001])
  func compiledGradient(count: Int) {
    let loss = Program(inputs: ["x", "t", "a", "b"]) { v in
      .square(.tanh(v[2] * v[0] + v[3]) - v[1]) + .exp(v[3])
    }
    let gradient = loss.gradient().simplified()
    var random = SeededGenerator(state: 9)
    let columns = random.numbers(max(1, count)).prefix(count) + random.numbers(max(1, count)).prefix(count)
    let exact = ColumnEvaluator(gradient, columns: [true, true, false, false])
    let compiled = ColumnEvaluator(gradient, columns: [true, true, false, false], isCompiled: true)
    var (expected, found): ([Double], [Double]) = ([], [])
    exact.values(uniforms: [0.5, -0.25], columns: Array(columns), count: count, into: &expected)
    compiled.values(uniforms: [0.5, -0.25], columns: Array(columns), count: count, into: &found)
    #expect(isClose(found, expected, 1e-14))
    exact.sums(uniforms: [0.5, -0.25], columns: Array(columns), count: count, into: &expected)
    compiled.sums(uniforms: [0.5, -0.25], columns: Array(columns), count: count, into: &found)
    #expect(isClose(found, expected, 1e-12))
    exact.values(uniforms: [2, 1], columns: Array(columns), count: count, outputs: [4, 0], into: &expected)
    compiled.values(uniforms: [2, 1], columns: Array(columns), count: count, outputs: [4, 0], into: &found)
    #expect(isClose(found, expected, 1e-14))
  }

  /// Many lines that uniform inputs decide are compiled too: some are read by columns, some are
  /// outputs, some are constants.
  @Test(arguments: [0, 1, 9, 300])
  func compiledUniformLines(count: Int) {
    let program = Program(inputs: ["a", "x", "b"]) { v in
      var chain = [v[0]]
      for k in 0..<200 { chain.append(.sin(chain[k]) * v[2] + Expression(Double(k) / 200)) }
      return [v[1] * chain[200] + chain[100], chain[150], 3, .exp(2), v[1], v[1] * 7, v[2]]
    }
    let numbers = (0..<count).map { Double($0) / 7 - 3 }
    let exact = ColumnEvaluator(program, columns: [false, true, false])
    let compiled = ColumnEvaluator(program, columns: [false, true, false], isCompiled: true)
    var (expected, found): ([Double], [Double]) = ([], [])
    for uniforms in [[0.5, 0.75], [-2, 0.25]] {
      exact.values(uniforms: uniforms, columns: numbers, count: count, into: &expected)
      compiled.values(uniforms: uniforms, columns: numbers, count: count, into: &found)
      #expect(isClose(found, expected, 1e-14))
      exact.sums(uniforms: uniforms, columns: numbers, count: count, into: &expected)
      compiled.sums(uniforms: uniforms, columns: numbers, count: count, into: &found)
      #expect(isClose(found, expected, 1e-12))
    }
  }

  @Test func wantedOutputs() {
    let program = Program(inputs: ["x", "w"]) { v in [v[0] + v[1], v[0] * v[1], v[1]] }
    let evaluator = ColumnEvaluator(program, columns: [true, false])
    var result: [Double] = []
    evaluator.values(uniforms: [3], columns: [1, 2], count: 2, outputs: [2, 0], into: &result)
    #expect(result == [3, 3, 4, 5])
    evaluator.values(uniforms: [3], columns: [1, 2], count: 2, outputs: [], into: &result)
    #expect(result.isEmpty)
  }

  /// The gradient of a sum is the sum of the gradients.
  @Test func gradientOfASum() {
    let count = 37
    var random = SeededGenerator(state: 5)
    let (x, t) = (random.numbers(count), random.numbers(count))
    let loss = Program(inputs: ["x", "t", "a", "b"]) { v in
      .square(.tanh(v[2] * v[0] + v[3]) - v[1])
    }
    let whole = Program(inputs: ["a", "b"]) { w in
      (0..<count).reduce(Expression(0)) { $0 + loss([Expression(x[$1]), Expression(t[$1])] + w)[0] }
    }
    let evaluator = ColumnEvaluator(loss.gradient().simplified(), columns: [true, true, false, false])
    var sums: [Double] = []
    evaluator.sums(uniforms: [0.5, -0.25], columns: x + t, count: count, into: &sums)
    let expected = whole.gradient()([0.5, -0.25])
    #expect(isClose([sums[0], sums[3], sums[4]], expected, 1e-14))
  }

  @Test func wrongCounts() async {
    var result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = ColumnEvaluator(RecordingTests.example, columns: [true])
    }
    var message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("A program of 2 inputs was given 1 kinds of columns."))
    result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var result: [Double] = []
      ColumnEvaluator(RecordingTests.example, columns: [true, false])
        .values(uniforms: [], columns: [1], count: 1, into: &result)
    }
    message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("The program has 1 uniform inputs; found 0 numbers."))
    result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var result: [Double] = []
      ColumnEvaluator(RecordingTests.example, columns: [true, false])
        .sums(uniforms: [1], columns: [1], count: 2, into: &result)
    }
    message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("1 columns of 2 points are 2 numbers; found 1."))
  }
}
