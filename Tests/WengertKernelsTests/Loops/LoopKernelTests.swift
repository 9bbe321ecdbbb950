// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import Testing
import WengertScalars

@testable import WengertKernels

/// Machine code and interpreter mean the same: random loops of exact operations, bit for bit.
@Suite struct LoopKernelTests {
  /// Functions whose results are the same bits wherever they are computed.
  static let exact: [Elementwise] =
    [
      ElementaryFunction.add, .subtract, .multiply, .divide, .ratio, .negate, .reciprocal, .square,
      .oneMinusSquare, .absoluteValue, .sign, .squareRoot, .rectifier, .maximum, .minimum, .copySign,
      .floor, .ceiling, .round, .truncate, .less, .lessOrEqual, .equal, .precedes, .select,
    ].map { .function($0, parameter: 0) }
    + [.contribution, .less, .lessOrEqual, .equal, .select, .not]
    + [-1, 0, 1, 2, 3].map { .function(.integerPower, parameter: $0) }

  /// A loop of up to `size` steps that reads rows, uniform numbers and constants.
  static func randomBody(
    _ numbers: inout SeededNumbers, _ dtype: DType, size: Int
  ) -> LoopBody {
    var body = LoopBody(dtype: dtype)
    let rowCount = Int.random(in: 1...(size > 100 ? 12 : 4), using: &numbers)
    let uniformCount = Int.random(in: 0...3, using: &numbers)
    for base in 0..<rowCount { body.inputs.append(.init(base: base, isUniform: false)) }
    for k in 0..<uniformCount {
      body.inputs.append(.init(base: rowCount, offset: k, isUniform: true))
    }
    body.baseCount = rowCount + (uniformCount > 0 ? 1 : 0)
    for _ in 0..<Int.random(in: 0...3, using: &numbers) {
      let value = Double.random(in: -2...2, using: &numbers)
      body.constants.append(
        dtype == .float64 ? value.bitPattern : UInt64(Float(value).bitPattern))
    }
    let first = body.inputs.count + body.constants.count
    for i in 0..<Int.random(in: 1...size, using: &numbers) {
      let function = exact.randomElement(using: &numbers)!
      let operands = (0..<3).map { k -> Int32 in
        k < function.arity ? Int32.random(in: 0..<Int32(first + i), using: &numbers) : -1
      }
      body.steps.append(.init(function, operands[0], operands[1], operands[2]))
    }
    let last = Int32(first + body.steps.count)
    body.outputs = [.init(last - 1, .store)]
    for _ in 0..<Int.random(in: 0...3, using: &numbers) {
      let reduction = [Reduction.maximum, .minimum].randomElement(using: &numbers)!
      let destinations: [LoopBody.Destination] = [
        .store, .combine(.sum), .combine(reduction), .reduceRow(reduction),
      ]
      body.outputs.append(
        .init(
          Int32.random(in: 0..<last, using: &numbers),
          destinations.randomElement(using: &numbers)!))
    }
    return body
  }

  /// Numbers among which are zeros, infinities and nan.
  static func special<T: KernelScalar>(_ numbers: inout SeededNumbers, _ type: T.Type) -> T {
    switch Int.random(in: 0..<24, using: &numbers) {
    case 0: 0
    case 1: -0.0
    case 2: .infinity
    case 3: .nan
    case 4: .leastNonzeroMagnitude
    default: T(Double.random(in: -4...4, using: &numbers))
    }
  }

  static func disagreements<T: KernelScalar>(
    _ body: LoopBody, _ numbers: inout SeededNumbers, _ backEnd: LoopBackEnd, _ type: T.Type
  ) -> Int {
    let count = Int.random(in: 1...100, using: &numbers)
    let rows = Int.random(in: 1...3, using: &numbers)
    var inputs: [[[T]]] = []
    for base in 0..<body.baseCount {
      let isUniform = body.inputs.contains { Int($0.base) == base && $0.isUniform }
      let repeats = Bool.random(using: &numbers)
      inputs.append(
        (0..<(repeats ? 1 : rows)).map { _ in
          (0..<(isUniform ? 3 : count)).map { _ in special(&numbers, T.self) }
        })
    }
    let outputs: [[[T]]] = body.outputs.map { output in
      switch output.destination {
      case .store: Array(repeating: Array(repeating: 7, count: count), count: rows)
      case .combine(let reduction):
        [Array(repeating: T(reduction.identity), count: count)]
      case .reduceRow: Array(repeating: [7], count: rows)
      }
    }
    // All rows must be there for the number of rows to be known.
    if inputs.isEmpty { return 0 }
    let expected = LoopKernel(body, level: nil).run(count: count, inputs: inputs, outputs: outputs)
    let kernel = LoopKernel(body, level: backEnd.level)
    #expect(kernel.isCompiled)
    let found = kernel.run(count: count, inputs: inputs, outputs: outputs)
    return body.outputs.indices.reduce(0) { total, number in
      // Of a positive and a negative zero, a reduction finds the one that comes first.
      var isOrdered = true
      if case .reduceRow = body.outputs[number].destination { isOrdered = false }
      return total
        + zip(expected[number].joined(), found[number].joined()).count { x, y in
          !(x.isNaN && y.isNaN) && !(x == y && (x.sign == y.sign || !isOrdered))
        }
    }
  }

  @Test(arguments: LoopBackEnd.compiled, [DType.float32, .float64])
  func randomLoops(_ backEnd: LoopBackEnd, _ dtype: DType) {
    for seed in 0..<2500 {
      var numbers = SeededNumbers(state: UInt64(seed))
      let body = Self.randomBody(&numbers, dtype, size: seed % 50 == 0 ? 400 : 24)
      let count =
        dtype == .float64
        ? Self.disagreements(body, &numbers, backEnd, Double.self)
        : Self.disagreements(body, &numbers, backEnd, Float.self)
      #expect(count == 0, "seed \(seed)")
    }
  }

  /// More values at once than there are registers, and calls among them.
  @Test(arguments: LoopBackEnd.available)
  func manyLiveValues(_ backEnd: LoopBackEnd) {
    var body = LoopBody(dtype: .float64)
    body.inputs = [.init(base: 0, isUniform: false)]
    body.constants = [(1.5).bitPattern]
    body.baseCount = 1
    // v₀ = x, vᵢ = vᵢ₋₁ + 1.5; then all are added, from the last to the first, with Γ in between.
    for i in 0..<100 { body.steps.append(.init(.function(.add, parameter: 0), i == 0 ? 0 : Int32(i + 1), 1)) }
    body.steps.append(.init(.function(.gamma, parameter: 0), 2))
    var sum: Int32 = 102
    for i in (0..<100).reversed() {
      body.steps.append(.init(.function(.add, parameter: 0), sum, Int32(i + 2)))
      sum = Int32(body.steps.count + 1)
    }
    body.outputs = [.init(sum, .store)]
    let x = [0.5, 1.0, 2.5, 3.0, 4.0, -0.25, 0.125, 7.0, 1.0]
    let result = LoopKernel(body, level: backEnd.level)
      .run(count: x.count, inputs: [[x]], outputs: [[[Double](repeating: 0, count: x.count)]])[0][0]
    for (x, y) in zip(x, result) {
      var expected = Double.gamma(x + 1.5)
      for i in (0..<100).reversed() { expected += x + 1.5 * Double(i + 1) }
      #expect(abs(y - expected) <= 2e-15 * abs(expected))
    }
  }

  /// Sums of a long row are those of parts added in pairs.
  @Test(arguments: LoopBackEnd.available)
  func longSum(_ backEnd: LoopBackEnd) {
    var body = LoopBody(dtype: .float32)
    body.inputs = [.init(base: 0, isUniform: false)]
    body.baseCount = 1
    body.outputs = [.init(0, .reduceRow(.sum)), .init(0, .reduceRow(.maximum))]
    let count = 1_000_003
    let x = (0..<count).map { i in Float(i % 1000) * 0.001 }
    let result = LoopKernel(body, level: backEnd.level).run(
      count: count, inputs: [[x]], outputs: [[[0]], [[0]]])
    let expected = x.reduce(0.0) { $0 + Double($1) }
    #expect(abs(Double(result[0][0][0]) - expected) <= 1e-6 * expected)
    #expect(result[1][0][0] == 999 * 0.001)
  }
}
