// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import Testing
import WengertPrograms
import WengertScalars

@Suite("Sparse Jacobians")
struct SparseJacobianTests {
  /// Whether no two columns (or rows, for reverse mode) of a colour have an element in the same row.
  static func isValid(_ jacobian: SparseJacobian) -> Bool {
    let pattern = jacobian.mode == .forward ? jacobian.pattern : jacobian.pattern.transposed()
    return jacobian.colors.allSatisfy { (0..<jacobian.colorCount).contains($0) }
      && (0..<pattern.rowCount).allSatisfy { row in
        let colors = pattern.places(inRow: row).map { jacobian.colors[pattern.columns[$0]] }
        return Set(colors).count == colors.count
      }
  }

  /// Both modes give the numbers of the dense Jacobian of that mode, to the bit, and zeros elsewhere.
  static func expectDense(
    _ program: Program, at x: [Double], _ location: SourceLocation = #_sourceLocation
  ) {
    for (mode, dense) in [
      (SparseJacobian.Mode.forward, Forward.valueWithJacobian(at: x) { program($0) }),
      (.reverse, Reverse.valueWithJacobian(at: x) { program($0) }),
    ] {
      let jacobian = SparseJacobian(program, mode: mode)
      #expect(isValid(jacobian), sourceLocation: location)
      let (value, matrix) = jacobian.valueWithJacobian(at: x)
      #expect(isSame(value, dense.value), sourceLocation: location)
      #expect(isSame(matrix, dense.jacobian), "\(mode)", sourceLocation: location)
    }
  }

  /// Whether the elements of a pattern are those of a dense matrix, and the others zeros there, or nan for want
  /// of a value.
  static func isSame(_ matrix: SparseMatrix, _ dense: [[Double]], _ tolerance: Double = 0) -> Bool {
    var difference = 0.0
    var scale = 0.0
    for (row, elements) in dense.enumerated() {
      for (column, expected) in elements.enumerated() {
        guard let place = matrix.pattern.place(row, column) else {
          if expected != 0 && !expected.isNaN { return false }
          continue
        }
        let found = matrix.values[place]
        if found == expected || found.isNaN && expected.isNaN { continue }
        difference = max(difference, (found - expected).magnitude)
        scale = max(scale, expected.magnitude)
        if found.isNaN != expected.isNaN { return false }
      }
    }
    return difference <= tolerance * scale
  }

  /// Equal numbers, or both none.
  static func isSame(_ a: [Double], _ b: [Double]) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) }
  }

  static func sumOfSquares(_ x: [Expression]) -> Expression {
    var sum: Expression = 0
    for x in x { sum += x * x }
    return sum
  }

  @Test("Random programs", arguments: 0..<60)
  func random(seed: UInt64) {
    var random = SeededGenerator(state: seed)
    let inputs = Int.random(in: 1...20, using: &random)
    let outputs = Int.random(in: 1...12, using: &random)
    let program = Program.random(seed: seed, inputs: inputs, outputs: outputs, steps: 30)
    Self.expectDense(program, at: random.numbers(inputs))
  }

  @Test func tridiagonal() {
    let program = Program(inputs: 50) { x in
      var rows = x.map { Expression.sin($0) }
      for i in 1..<50 {
        rows[i] += x[i - 1] * x[i]
        rows[i - 1] += .exp(x[i])
      }
      return rows
    }
    let jacobian = SparseJacobian(program)
    #expect(jacobian.mode == .forward && jacobian.colorCount == 3)
    #expect(jacobian.pattern.nonzeroCount == 148)
    #expect(jacobian.pattern.columns.prefix(5) == [0, 1, 0, 1, 2])
    Self.expectDense(program, at: (0..<50).map { Double($0) / 20 })
  }

  /// A full row makes reverse mode the one of few colours, and a full column forward mode.
  @Test func arrows() {
    let row = Program(inputs: 40) { x in
      [Self.sumOfSquares(x)] + x.dropFirst().map { Expression.cos($0) }
    }
    let byRows = SparseJacobian(row)
    #expect(byRows.mode == .reverse && byRows.colorCount == 2)
    #expect(SparseJacobian(row, mode: .forward).colorCount == 40)
    let column = Program(inputs: 40) { x in x.dropFirst().map { $0 * x[0] } }
    let byColumns = SparseJacobian(column)
    #expect(byColumns.mode == .forward && byColumns.colorCount == 2)
    #expect(SparseJacobian(column, mode: .reverse).colorCount == 39)
    for program in [row, column] { Self.expectDense(program, at: (0..<40).map { Double($0) / 9 - 2 }) }
  }

  @Test("Blocks on the diagonal need as many colours as one block", arguments: [1, 3, 9, 20])
  func blocks(size: Int) {
    let program = Program(inputs: 4 * size) { x in
      var rows: [Expression] = []
      for i in x.indices {
        let block = x[i / size * size..<(i / size + 1) * size]
        rows.append(block.reduce(1, *) + .exp(x[i]))
      }
      return rows
    }
    #expect(SparseJacobian(program, mode: .forward).colorCount == size)
    #expect(SparseJacobian(program).pattern.nonzeroCount == 4 * size * size)
    Self.expectDense(program, at: (0..<4 * size).map { 1 + Double($0 % 5) / 8 })
  }

  /// Two rows an observation: of a camera of six numbers, a point of three and a weight.
  @Test func bundleAdjustment() {
    let (cameras, points, observations) = (4, 12, 40)
    var random = SeededGenerator(state: 3)
    let pairs = (0..<observations).map { k in
      (camera: Int.random(in: 0..<cameras, using: &random), point: k % points)
    }
    let program = Program(inputs: 6 * cameras + 3 * points + observations) { x in
      pairs.enumerated().flatMap { (k, pair) -> [Expression] in
        let camera = Array(x[6 * pair.camera..<6 * pair.camera + 6])
        let point = Array(x[6 * cameras + 3 * pair.point..<6 * cameras + 3 * pair.point + 3])
        let weight = x[6 * cameras + 3 * points + k]
        let depth = 3 + point[2] * .cos(camera[2]) + camera[5]
        let side = point[0] * .cos(camera[0]) - point[1] * .sin(camera[1]) + camera[3]
        let height = point[0] * .sin(camera[0]) + point[1] * .cos(camera[1]) + camera[4]
        return [weight * side / depth, weight * height / depth]
      }
    }
    let jacobian = SparseJacobian(program)
    // A row has 9 elements; greedy colours are rarely more.
    #expect(jacobian.mode == .forward && (9...11).contains(jacobian.colorCount))
    #expect(jacobian.pattern.nonzeroCount == 2 * observations * 9)
    Self.expectDense(program, at: random.numbers(program.inputs.count).map { $0 / 8 })
  }

  @Test func emptyRowsAndConstants() {
    let program = Program(inputs: 3) { x in [3, x[1], .floor(x[0]) + .sign(x[2]), x[0] - x[2], x[1], .pi] }
    let pattern = program.jacobianPattern()
    #expect(pattern.rowOffsets == [0, 0, 1, 1, 3, 4, 4])
    #expect(pattern.columns == [1, 0, 2, 1])
    Self.expectDense(program, at: [0.5, -1, 2])
    let nothing = Program(inputs: 3) { _ -> [Expression] in [] }
    #expect(SparseJacobian(nothing)(at: [1, 2, 3]).rowCount == 0)
    let constant = Program(inputs: 0) { _ -> [Expression] in [2, 5] }
    for mode in [SparseJacobian.Mode.forward, .reverse] {
      let (value, matrix) = SparseJacobian(constant, mode: mode).valueWithJacobian(at: [])
      #expect(value == [2, 5])
      #expect(matrix.rowCount == 2 && matrix.columnCount == 0)
      #expect(SparseJacobian(nothing, mode: mode)(at: [1, 2, 3]).values.isEmpty)
    }
  }

  /// What a condition or a rounded number depends on is not differentiated, so it is not in the pattern.
  @Test func piecewise() {
    let program = Program(inputs: 4) { x in
      [
        .select(.less(x[0], x[1]), x[2], x[3]), .maximum(x[0], x[1]), abs(x[2]) * .round(x[0]),
        .modulo(x[3], x[0]), .copysign(x[1], x[2]),
      ]
    }
    let pattern = program.jacobianPattern()
    #expect(pattern.columns == [2, 3, 0, 1, 2, 0, 3, 1])
    for x in [[1.0, 2, 3, 4], [2, 1, -3, -4], [1, 1, 0, 0.5]] { Self.expectDense(program, at: x) }
  }

  /// Infinite derivatives and missing values stay where they belong.
  @Test func singularPoints() {
    let program = Program(inputs: 4) { x in
      [.sqrt(x[0]) + x[1], .log(x[1]) * x[2], .hypot(x[0], x[3]), x[3] / x[0] + x[2]]
    }
    for x in [[0.0, 0, 0, 0], [-1, 1, 2, 3], [0, -1, .infinity, 1], [.nan, 1, 2, 3]] {
      Self.expectDense(program, at: x)
    }
    #expect(SparseJacobian(program)(at: [0, 1, 1, 1]).dense()[0] == [.infinity, 1, 0, 0])
  }

  /// A function that compares numbers is that of the branch at the point.
  @Test func branches() {
    func f(_ x: [Expression]) -> [Expression] { [x[0] < x[1] ? x[0] * x[2] : x[1], x[2] * x[2]] }
    #expect(sparseJacobian(at: [1, 2, 3], of: f).dense() == [[3, 0, 1], [0, 0, 6]])
    #expect(sparseJacobian(at: [3, 2, 3], of: f).dense() == [[0, 1, 0], [0, 0, 6]])
  }

  /// Ten million would not fit if a partial sum had a list of its inputs of its own.
  @Test(.timeLimit(.minutes(2)), arguments: [false, true])
  func manyVariables(hasFullRow: Bool) {
    let count = 100_000
    let jacobian = SparseJacobian(inputs: count) { x in
      var rows: [Expression] = []
      for i in 1..<count - 1 { rows.append(x[i - 1] * x[i] + x[i + 1]) }
      if hasFullRow { rows.append(Self.sumOfSquares(x)) }
      return rows
    }
    let mode: SparseJacobian.Mode = hasFullRow ? .reverse : .forward
    #expect(jacobian.mode == mode)
    #expect(jacobian.colorCount == (hasFullRow ? 4 : 3))
    let matrix = jacobian(at: (0..<count).map { Double($0) })
    #expect(matrix.nonzeroCount == 3 * (count - 2) + (hasFullRow ? count : 0))
    #expect(matrix[0, 0] == 1 && matrix[0, 1] == 0 && matrix[0, 2] == 1)
    for row in [1, 777, count - 3] {
      #expect(matrix.pattern.places(inRow: row).map { matrix.columns[$0] } == [row, row + 1, row + 2])
      #expect(
        matrix.pattern.places(inRow: row).map { matrix.values[$0] } == [Double(row + 1), Double(row), 1])
    }
    if hasFullRow { #expect(matrix[count - 2, 4321] == 8642) }
  }

  @Test func wrongCount() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = SparseJacobian(inputs: 2) { x in [x[0] * x[1]] }(at: [1, 2, 3])
    }
    expectMessage(result, "SparseJacobian: the function has 2 inputs; found 3 numbers.")
  }
}
