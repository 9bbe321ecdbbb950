// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertKernels
import WengertScalars

@testable import WengertTensors

/// Numbers from a seed.
private struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    let x = (state ^ (state >> 33)) &* 0xff51_afd7_ed55_8ccd
    return x ^ (x >> 29)
  }
}

/// A plan computes what its lines do one by one.
@Suite("Plans") struct PlanTests {
  /// Line by line, each operation by its own row.
  static func reference(_ program: TensorProgram, _ inputs: [NDArray]) -> [NDArray] {
    var values = [Int32: NDArray](uniqueKeysWithValues: zip(program.inputs, inputs))
    values.merge(program.constants) { a, _ in a }
    for i in program.lines.indices where values[Int32(i)] == nil {
      let line = program.lines[i]
      values[Int32(i)] = line.operation.evaluate(line.operands.map { values[$0]! })
    }
    return program.outputs.map { values[$0]! }
  }

  /// A random program of elementwise functions, broadcasts, views, reductions and choices.
  static func random(_ seed: Int, _ dtype: DType) -> (program: TensorProgram, inputs: [NDArray]) {
    var numbers = SeededGenerator(state: UInt64(seed))
    let shapes: [Shape] = [[3, 4, 5], [4, 5], [5], [3, 1, 5], [], [4, 1], [60]]
    let types = shapes.map { ArrayType($0, dtype) }
    let program = TensorProgram(inputs: types) { inputs in
      var pool = inputs
      func any() -> Tensor { pool[Int.random(in: 0..<pool.count, using: &numbers)] }
      func pair() -> (Tensor, Tensor) {
        for _ in 0..<20 {
          let (x, y) = (any(), any())
          if Shape.broadcast(x.shape, y.shape) != nil { return (x, y) }
        }
        return (pool[0], pool[0])
      }
      for _ in 0..<Int.random(in: 5...40, using: &numbers) {
        let x = any()
        switch Int.random(in: 0..<18, using: &numbers) {
        case 0, 1:
          let (a, b) = pair()
          pool.append(a + b)
        case 2, 3:
          let (a, b) = pair()
          pool.append(a * b)
        case 4: pool.append(.sqrt(abs(x)))
        case 5: pool.append(seed % 2 == 0 ? tanh(x) : pow(x, 1))
        case 6:
          let (a, b) = pair()
          pool.append(.select(a .< b, a, b - 1))
        case 7:
          let (a, b) = pair()
          pool.append((a .== b).converted(to: dtype) * 2 - a)
        case 8 where x.rank > 0: pool.append(x.sum(axes: [Int.random(in: 0..<x.rank, using: &numbers)]))
        case 9 where x.rank > 0: pool.append(x.max(axes: [0], keepingAxes: true))
        case 10: pool.append(x.sum())
        case 11 where x.rank > 1: pool.append(x.swappingAxes(0, x.rank - 1))
        case 12 where x.rank > 0 && x.shape[0] > 1: pool.append(x[1...])
        case 13: pool.append(x.reshaped([x.count]))
        case 14 where x.rank == 1: pool.append(concatenate([x, x * 0.5]))
        case 15 where x.rank > 0:
          let axis = Int.random(in: 0..<x.rank, using: &numbers)
          guard x.shape[axis] > 1 else { continue }
          let cut = Int.random(in: 0..<x.shape[axis], using: &numbers)
          let ends = [
            x.sliced(axis: axis, from: cut, count: x.shape[axis] - cut),
            x.sliced(axis: axis, from: 0, count: cut),
          ]
          pool.append(concatenate(ends, axis: axis))
        case 16, 17:
          guard x.rank > 0 else { continue }
          // What a gradient makes of slices.
          let axis = Int.random(in: 0..<x.rank, using: &numbers)
          let start = Int.random(in: 0...2, using: &numbers)
          var shape = x.shape.dimensions
          var starts = shape.map { _ in 0 }
          shape[axis] += start + Int.random(in: 0...2, using: &numbers)
          starts[axis] = start
          let row = Place(shape: Shape(shape), starts: starts, steps: starts.map { _ in 1 })
          let padded = Tensor.apply(row.operation, [x])
          pool.append(padded + padded * 0.5)
        default: pool.append(exp(-abs(x)))
        }
        // Sizes stay small.
        if pool[pool.count - 1].count > 4000 { pool.removeLast() }
      }
      let last = pool.suffix(3)
      return last + [any(), any()]
    }
    let inputs = types.map { type -> NDArray in
      let elements = (0..<type.shape.elementCount).map { _ in Double.random(in: -2...2, using: &numbers) }
      return NDArray(elements, shape: type.shape).converted(to: dtype)
    }
    return (program, inputs)
  }

  /// The results of a plan whose loops pass on so many bytes at a time, and whose values keep their memory or
  /// take that of others.
  static func run(
    _ program: TensorProgram, _ inputs: [NDArray], tileBytes: Int, keepsValues: Bool = true
  ) -> [NDArray] {
    let constants = program.constantLines
    var builder = PlanBuilder(
      program.lines, given: program.inputs + constants, outputs: program.outputs)
    builder.tileBytes = tileBytes
    if !keepsValues { builder.keptBytes = 0 }
    return builder.plan(program.outputs).run(inputs + constants.map { program.constants[$0]! })
  }

  @Test(arguments: [DType.float32, .float64], [0, 64, 400])
  func randomPrograms(_ dtype: DType, tileBytes: Int) {
    for seed in 0..<300 {
      let (program, inputs) = Self.random(seed, dtype)
      let expected = Self.reference(program, inputs)
      let found = Self.run(program, inputs, tileBytes: tileBytes, keepsValues: seed % 3 == 0)
      for (x, y) in zip(expected, found) {
        #expect(x.shape == y.shape && x.dtype == y.dtype, "seed \(seed)")
        let scale = x.bytes == y.bytes ? 0 : 1.0
        if scale == 0 { continue }
        let tolerance = dtype == .float64 ? 1e-13 : 2e-5
        for i in 0..<x.count {
          let (a, b) = (x.double(at: i), y.double(at: i))
          #expect(
            a == b || (a.isNaN && b.isNaN) || abs(a - b) <= tolerance * max(1, abs(a)),
            "seed \(seed): \(b) in place of \(a)")
        }
      }
    }
  }

  /// Shifts forward, backward and both: tiles in order, in reverse order, and no tiles; what is passed
  /// on and what is kept have the same numbers as whole arrays.
  @Test(arguments: [-1, 1, -40, 40, 0])
  func shiftedTiles(_ shift: Int) {
    let n = 1000
    func shifted(_ x: Tensor, _ shift: Int) -> Tensor {
      if shift == 0 { return x * 1.5 }
      let rest = Tensor(zeros: [abs(shift)])
      return shift > 0
        ? concatenate([x[shift...], rest]) : concatenate([rest, x[..<(n + shift)]])
    }
    let program = TensorProgram(inputs: [ArrayType([n], .float64)]) { v in
      let a = v[0] * 2 + 1
      let b = a * shifted(a, shift)
      let c = b + shifted(b, shift) * 0.5
      let d = c * c - shifted(c, -shift)
      return [d * a, shifted(d, shift)]
    }
    let inputs = [NDArray((0..<n).map { Double($0 * 37 % 101) / 50 - 1 }, shape: [n])]
    let expected = Self.reference(program, inputs)
    for tileBytes in [0, 100, 1000, 5000, 1 << 14] {
      let found = Self.run(program, inputs, tileBytes: tileBytes)
      for (x, y) in zip(expected, found) {
        #expect(x.elements(Double.self) == y.elements(Double.self), "\(tileBytes) bytes")
      }
    }
  }

  /// Segments of one array in different sequences: the array is then there in full for both.
  @Test(arguments: [0, 400, 2000, 20_000])
  func segmentsInSeveralSequences(tileBytes: Int) {
    let program = TensorProgram(inputs: [ArrayType([500, 8], .float64)]) { v in
      let y = v[0] * 2 + 1
      let zero = Tensor(zeros: [1, 8])
      let z = y + concatenate([y[1...], zero]) + concatenate([zero, y[..<499]])
      let rolled = concatenate([z[1...], z[..<1]]) + z
      return [
        z - z.sum(axes: [1], keepingAxes: true), rolled / rolled.sum(axes: [1], keepingAxes: true),
      ]
    }
    let x = NDArray((0..<4000).map { Double($0 * 37 % 101) / 50 - 1 }, shape: [500, 8])
    let expected = Self.reference(program, [x])
    let found = Self.run(program, [x], tileBytes: tileBytes)
    for (x, y) in zip(expected, found) {
      #expect(x.elements(Double.self) == y.elements(Double.self))
    }
  }

  /// Slices backward along an axis that they keep whole: the gradient puts them back backward.
  @Test func paddingOfReversedSlices() {
    let w = NDArray((0..<6).map { Double($0 + 1) }, shape: [3, 2])
    let x = NDArray((0..<9).map { Double($0) / 4 }, shape: [3, 3])
    let program = TensorProgram(inputs: [ArrayType([3, 3], .float64), ArrayType([3, 2], .float64)]) {
      v in
      [gradient(at: v[0]) { x in ((x * x)[.stride(by: -1), 1...] * v[1]).sum() }]
    }
    let found = program.evaluate([x, w])[0]
    for row in 0..<3 {
      for column in 0..<3 {
        let factor = column == 0 ? 0 : w.double(at: (2 - row) * 2 + column - 1)
        #expect(found.double(at: row * 3 + column) == 2 * factor * x.double(at: row * 3 + column))
      }
    }
  }

  /// Loops over the rows of a matrix pass them on; what only they read is not made in full.
  @Test func rowsArePassedOn() {
    let program = TensorProgram(inputs: [ArrayType([2000, 300], .float32)]) { v in
      [softmax(v[0] * 2, axis: 1)]
    }
    let sequences = program.plan.steps.compactMap { step -> LoopSequence? in
      if case .sequence(let sequence) = step.work { sequence } else { nil }
    }
    #expect(program.plan.steps.count == 1)
    #expect(sequences.count == 1 && sequences[0].isIndependent)
    #expect(sequences[0].results == program.plan.outputs.map { $0.value })
  }

  /// Products of matrices run tile by tile with the loops around them: some rows of one, or matrices of a
  /// stack.
  @Test(arguments: [0, 2000, 20_000, 1 << 18], [false, true])
  func productsInTiles(_ tileBytes: Int, keepsValues: Bool) {
    let shapes: [Shape] = [[160, 6], [6, 50], [40, 3, 5], [40, 5, 7], [5, 7], [40, 4, 3], [0, 6]]
    let program = TensorProgram(inputs: shapes.map { ArrayType($0, .float64) }) { v in
      let y = tanh(matmul(v[0] * 0.5, v[1]))
      let stacked = y.reshaped([40, 4, 50]) * 2 - y.reshaped([40, 4, 50])
      let products = tanh(matmul(tanh(v[2]), v[3]))
      let shared = tanh(matmul(v[2] + 1, v[4]))
      let more = matmul(v[5], products + shared) * 2
      let transposed = matmul(tanh(v[2]), (v[3] * 0.5).swappingAxes(1, 2).swappingAxes(1, 2))
      return [
        y * y, stacked.sum(axes: [2]), more.sum(axes: [1]), products, matmul(v[0], v[1]).sum(axes: [1]),
        transposed - products, exp(matmul(v[6], v[1])) * 2, matmul(y, y.swappingAxes(0, 1)),
      ]
    }
    let inputs = shapes.map { shape in
      NDArray((0..<shape.elementCount).map { Double($0 * 29 % 37) / 18 - 1 }, shape: shape)
    }
    let expected = Self.reference(program, inputs)
    for _ in 0..<2 {
      let found = Self.run(program, inputs, tileBytes: tileBytes, keepsValues: keepsValues)
      for (x, y) in zip(expected, found) {
        #expect(x.shape == y.shape)
        for i in 0..<x.count {
          #expect(abs(x.double(at: i) - y.double(at: i)) <= 1e-12 * max(1, abs(x.double(at: i))))
        }
      }
    }
  }

  /// A step that gives its operand is no copy: the memory of that operand is taken only when nothing reads
  /// it through the step any more.
  @Test func stepsThatChangeNothing() {
    let types = [ArrayType([64, 64], .float64), ArrayType([64, 64], .float64)]
    let program = TensorProgram(inputs: types) { v in
      let d = matmul(v[0], v[1])
      let same = pow(d, 1)
      let a = Tensor.sin(v[0])
      return [a, same + a]
    }
    let x = NDArray((0..<4096).map { Double($0 % 13) / 13 }, shape: [64, 64])
    let found = Self.run(program, [x, x], tileBytes: 0, keepsValues: false)
    for (x, y) in zip(Self.reference(program, [x, x]), found) {
      #expect(zip(x.elements(Double.self), y.elements(Double.self)).allSatisfy { abs($0 - $1) < 1e-12 })
    }
  }

  /// A product whose result only a loop reads is not made in full.
  @Test func productsArePassedOn() {
    let types = [ArrayType([4000, 8], .float64), ArrayType([8, 100], .float64)]
    let program = TensorProgram(inputs: types) { v in [tanh(matmul(v[0], v[1])).sum(axes: [1])] }
    #expect(program.plan.steps.count == 1)
    if case .sequence(let sequence) = program.plan.steps[0].work {
      #expect(sequence.results == program.plan.outputs.map { $0.value })
    } else {
      Issue.record("The product does not run with its loop.")
    }
  }

  /// Long axes are summed in halves, several of one loop too, and beside what threads share.
  @Test(arguments: [[300, 280, 4], [600, 700, 1], [1000, 3000], [2, 513, 300], [1, 5000]])
  func sumsAlongEveryAxis(_ dimensions: [Int]) {
    let shape = Shape(dimensions)
    let x = NDArray((0..<shape.elementCount).map { Double($0 % 97) }, shape: shape)
    let program = TensorProgram(inputs: [ArrayType(shape, .float64)]) { v in
      let y = v[0] * 2
      return shape.indices.map { y.sum(axes: [$0]) } + [y.max(axes: [0]), y.sum()]
    }
    // Sums of integers are exact, in whatever order.
    let twice = NDArray((0..<shape.elementCount).map { Double($0 % 97) * 2 }, shape: shape)
    let found = program.evaluate([x])
    for axis in shape.indices {
      let rows = twice.transposed(shape.indices.filter { $0 != axis } + [axis])
      let elements = rows.elements(Double.self)
      let sums = stride(from: 0, to: elements.count, by: shape[axis]).map {
        elements[$0..<($0 + shape[axis])].reduce(0, +)
      }
      #expect(found[axis].elements(Double.self) == sums, "axis \(axis)")
    }
    #expect(found[shape.rank + 1].double(at: 0) == twice.elements(Double.self).reduce(0, +))
  }

  /// Elementwise lines of one shape, and the reduction of the last, are one loop.
  @Test func whatIsFused() {
    let types = [ArrayType([100, 16], .float32), ArrayType([16], .float32)]
    let program = TensorProgram(inputs: types) { v in [(tanh(v[0] + v[1]) * 2 - 1).sum(axes: [0])] }
    #expect(program.plan.steps.count == 1)
    // Softmax: the greatest of a row, whether it is finite, exponentials and their sum, the quotient.
    let softmaxProgram = TensorProgram(inputs: [ArrayType([8, 9], .float64)]) { v in
      [softmax(v[0], axis: 1)]
    }
    #expect(softmaxProgram.plan.steps.count == 4)
  }

  /// Shifted arrays are read where they are: two segments of one loop, and no copies.
  @Test func shiftsAreNoWork() {
    let types = [ArrayType([100], .float64), ArrayType([1], .float64)]
    let program = TensorProgram(inputs: types) { v in
      let shifted = concatenate([v[1], v[0][..<99]])
      // The transpose of a slice.
      let back = Tensor.apply(Place(shape: [100], starts: [1], steps: [1]).operation, [v[0][1...]])
      return [v[0] * shifted, back + shifted]
    }
    #expect(program.plan.steps.count == 2)
    let x = (0..<100).map { Double($0) }
    let found = program.evaluate([NDArray(x, shape: [100]), NDArray([7.0], shape: [1])])
    for i in 0..<100 {
      let before = i == 0 ? 7 : x[i - 1]
      #expect(found[0].double(at: i) == x[i] * before)
      #expect(found[1].double(at: i) == x[i] + before)
    }
  }

  /// Too many seams for one group: the arrays are put together first.
  @Test func manySeams() {
    let program = TensorProgram(inputs: [ArrayType([12], .float64)]) { v in
      let parts = (0..<12).map { v[0][$0..<($0 + 1)] }
      return [v[0] + concatenate(parts.reversed())]
    }
    let found = program.evaluate([NDArray((0..<12).map { Double($0) }, shape: [12])])
    #expect(found[0].elements(Double.self) == Array(repeating: 11, count: 12))
  }

  /// A sum along the axis of a seam is one of the whole array, however its parts come together.
  @Test(arguments: [0, 1])
  func sumsAcrossSeams(_ axis: Int) {
    let types = [ArrayType([700, 3], .float32), ArrayType([5, 3], .float32)]
    let program = TensorProgram(inputs: types) { v in
      let whole = concatenate([v[1], v[0]])
      return [(whole * 2).sum(axes: [axis]), (whole * 2)]
    }
    let inputs = types.map { type -> NDArray in
      let elements = (0..<type.shape.elementCount).map { Double($0 * 37 % 101) - 50.5 }
      return NDArray(elements, shape: type.shape).converted(to: .float32)
    }
    let found = program.evaluate(inputs)
    #expect(found[0].elements(Float.self) == Tensor(found[1]).sum(axes: [axis]).elements(Float.self))
  }

  /// The derivative of a scan needs the states of all steps, and its value the results: both come from
  /// one run.
  @Test func scansRunOnce() {
    let program = TensorProgram(inputs: [ArrayType([4], .float64)]) { v in
      let (value, slope) = valueWithGradient(at: v[0]) { x in
        scan(over: x, from: Tensor(1.0)) { s, x in
          let next = sin(s * x)
          return (next, next * next)
        }.results.sum()
      }
      return [value, slope]
    }
    let scans = program.plan.steps.filter { if case .tuple = $0.work { true } else { false } }
    #expect(scans.count == 2)
    let x = [0.3, 1.1, -0.7, 2]
    let found = program.evaluate([NDArray(x, shape: [4])])
    let (value, slope) = Reverse.valueWithGradient(at: x) { x in
      var (state, sum): (Variable<Double>, Variable<Double>) = (1, 0)
      for x in x {
        state = .sin(state * x)
        sum += state * state
      }
      return sum
    }
    #expect(abs(found[0].double(at: 0) - value) < 1e-15)
    for k in x.indices { #expect(abs(found[1].double(at: k) - slope[k]) < 1e-15) }
  }

  /// A scan that is recorded again is the program of the last time, and so are its derivatives, unless its
  /// numbers differ.
  @Test func scansAreKnownAgain() {
    func program(_ factor: Double) -> TensorProgram {
      TensorProgram(inputs: [ArrayType([4], .float64)]) { v in
        [
          gradient(at: v[0]) { x in
            scan(over: x, from: Tensor(1.0)) { s, x in (sin(s * x) * Tensor(factor), s) }.results.sum()
          }
        ]
      }
    }
    let steps = [2.0, 2, 3].map { factor in
      program(factor).lines.compactMap { line -> Step? in
        guard case .tuple(let row) = line.operation, case .scan(let scan) = row.tuple
        else { return nil }
        return scan.step
      }
    }
    #expect(steps[0].count > 1)
    #expect(steps[0] == steps[1])
    #expect(steps[0] != steps[2])
    let x = [NDArray([0.3, 1.1, -0.7, 2], shape: [4])]
    #expect(program(2).evaluate(x)[0].bytes != program(3).evaluate(x)[0].bytes)
  }

  /// A chain of 10⁵ lines is planned and run in linear time and constant stack.
  @Test func longChain() {
    let program = TensorProgram(inputs: [ArrayType([3], .float64)]) { v in
      var x = v[0]
      for _ in 0..<50_000 { x = x * 0.5 + 1 }
      return [x]
    }
    #expect(program.evaluate([NDArray([0.0, 1, 2], shape: [3])])[0].elements(Double.self) == [2, 2, 2])
  }

  /// The plan of a list that is recorded again is the one of the last time, whatever its numbers.
  @Test func plansAreKnownAgain() {
    func slope(_ rate: Double) -> Tensor {
      gradient(at: Tensor([1.0, 2, 3])) { x in (Tensor(rate) * x * x).sum() }
    }
    #expect(slope(1).elements(Double.self) == [2, 4, 6])
    #expect(slope(10).elements(Double.self) == [20, 40, 60])
  }

  /// A state that becomes what another one was, and results that are inputs.
  @Test func statesThatChangePlaces() {
    let (last, written) = scan(over: Tensor([1.0, 2, 3, 4]), from: [Tensor(0.0), Tensor(10.0)]) {
      (state: [Tensor], x: Tensor) in ([state[1], state[0] + x], state[0] * 1)
    }
    #expect(last.map { $0.double } == [4, 16])
    #expect(written.elements(Double.self) == [0, 10, 1, 12])
  }
}
