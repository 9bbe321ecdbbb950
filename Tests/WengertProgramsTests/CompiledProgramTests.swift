// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import Testing
import WengertPrograms
import WengertScalars

/// From a function to its compiled derivative, one call a step.
@Suite("Compiled programs")
struct CompiledProgramTests {
  static func f<T: Scalar>(_ x: [T]) -> T { x[0] * .sin(x[1]) + .exp(x[2] / 4) }

  @Test func gradient() {
    let gradient = Program(inputs: 3) { x in Self.f(x) }.gradient().simplified().compiled()
    let points = [[2, 0.5, 1], [-1, 3, 0], [0, 0, 8.0]]
    for point in points {
      let (value, slope) = Reverse.valueWithGradient(at: point) { x in Self.f(x) }
      #expect(isClose(gradient(point), [value] + slope, 1e-14))
    }
    #expect(gradient(points) == points.map { gradient($0) })
    #expect(gradient([[Double]]()).isEmpty)
  }

  @Test("Random programs, one point and many", arguments: 0..<20)
  func random(seed: UInt64) {
    var random = SeededGenerator(state: seed)
    let program = Program.random(seed: seed, inputs: 3, outputs: 2, steps: 20)
    let run = program.pullback().simplified().compiled()
    let points = (0..<Int.random(in: 1...20, using: &random)).map { _ in random.numbers(5) }
    for (point, found) in zip(points, run(points)) {
      let (value, cotangent) = Reverse.valueWithPullback(
        at: Array(point.prefix(3)), cotangent: Array(point.suffix(2))
      ) { program($0) }
      #expect(isClose(found, value + cotangent, 1e-11))
      #expect(isClose(run(point), found, 1e-14))
    }
  }

  /// Inputs by number are called as in a list of names, and a function that compares is recorded at a point.
  @Test func numberedInputs() {
    let program = Program(inputs: 12) { x in x[3] * x[11] }
    #expect(program.inputs == (0..<12).map { "x\($0)" })
    #expect(program([0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 5.0]) == [15])
    let branch = Program(inputs: 1, at: [-2]) { x in x[0] < 0 ? -x[0] : x[0] }
    #expect(branch([5.0]) == [-5])
    #expect(Program(inputs: 0) { _ -> [Expression] in [7] }.compiled()([]) == [7])
  }

  /// A program of many lines, compiled as one piece of straight code.
  @Test func manyLines() {
    let gradient = Program(inputs: 2) { x in
      (0..<5000).reduce(x[0]) { y, _ in y + .sin(y) * x[1] }
    }.gradient()
    let run = gradient.compiled()
    #expect(isClose(run([0.5, 1e-4]), gradient([0.5, 1e-4]), 1e-12))
  }

  @Test func messages() async {
    let count = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Program(inputs: 2) { x in x[0] * x[1] }.compiled()([1])
    }
    expectMessage(count, "The program has 2 inputs; found 1 numbers.")
    let uniform = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let program = Program(inputs: 2) { x in x[0] * x[1] }
      _ = ColumnEvaluator(program, columns: [true, false])([1, 2])
    }
    expectMessage(uniform, "called with points where every input is a column; 1 are uniform.")
  }
}
