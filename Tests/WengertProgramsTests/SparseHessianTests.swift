// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import Testing
import WengertPrograms
import WengertScalars

@Suite("Sparse Hessians")
struct SparseHessianTests {
  /// Whether neighbours differ and no path over four of them has two colours: of the neighbours of two
  /// neighbours, none has the colour of the further end.
  static func isStarColoring(_ colors: [Int], _ pattern: SparsityPattern) -> Bool {
    func neighbors(_ v: Int) -> [Int] {
      pattern.places(inRow: v).map { pattern.columns[$0] }.filter { $0 != v }
    }
    for v in colors.indices {
      for w in neighbors(v) {
        if colors[v] == colors[w] { return false }
        let before = neighbors(v).filter { $0 != w && colors[$0] == colors[w] }
        let behind = neighbors(w).filter { $0 != v && colors[$0] == colors[v] }
        if !before.isEmpty && !behind.isEmpty { return false }
      }
    }
    return true
  }

  static func expectDense(
    _ program: Program, at x: [Double], _ tolerance: Double = 1e-13,
    _ location: SourceLocation = #_sourceLocation
  ) {
    let hessian = SparseHessian(program)
    #expect(isStarColoring(hessian.colors, hessian.pattern), sourceLocation: location)
    #expect(hessian.pattern.transposed() == hessian.pattern, sourceLocation: location)
    let dense = Reverse.valueWithHessian(at: x) { program($0)[0] }
    let (value, gradient, matrix) = hessian.valueWithHessian(at: x)
    #expect(value == dense.value || value.isNaN && dense.value.isNaN, sourceLocation: location)
    #expect(SparseJacobianTests.isSame(gradient, dense.gradient), sourceLocation: location)
    #expect(SparseJacobianTests.isSame(matrix.transposed().values, matrix.values), sourceLocation: location)
    #expect(
      SparseJacobianTests.isSame(matrix, dense.hessian, tolerance),
      "\(matrix) in place of \(dense.hessian)", sourceLocation: location)
  }

  @Test("Random programs", arguments: 0..<60)
  func random(seed: UInt64) {
    var random = SeededGenerator(state: seed)
    let inputs = Int.random(in: 1...20, using: &random)
    let program = Program.random(seed: seed, inputs: inputs, outputs: 5, steps: 12)
    let sum = Program(inputs: inputs) { x in program(x).reduce(0, +) }
    Self.expectDense(sum, at: random.numbers(inputs))
  }

  /// The pattern is that of the Jacobian of the gradient, whose formulas are recorded another way.
  @Test("Pattern of the gradient's Jacobian", arguments: 0..<40)
  func pattern(seed: UInt64) {
    let program = Program.random(seed: seed, inputs: 10, outputs: 1, steps: 12)
    let hessian = program.hessianPattern()
    let gradient = program.gradient().jacobianPattern()
    for i in 0..<10 {
      for j in 0..<10 where gradient.place(i + 1, j) == nil && gradient.place(j + 1, i) == nil {
        #expect(hessian.place(i, j) == nil, "(\(i), \(j))")
      }
    }
  }

  /// Wherever a function of the table has a second derivative, its pattern says so.
  @Test(arguments: ElementaryFunction.allCases)
  func everyFunction(function: ElementaryFunction) {
    for n in [0, 1, 2, 3] where n > 0 || function == .integerPower {
      let program = Program(inputs: 3) { x in function(n, x[0], x[1], x[2]) }
      for x in [[0.5, 0.75, 1.5], [1.25, 0.5, -1], [2.5, 1.75, 0]] { Self.expectDense(program, at: x) }
    }
  }

  @Test func structures() {
    func pattern(_ f: ([Expression]) -> Expression) -> [[Int]] {
      let pattern = Program(inputs: 3) { x in f(x) }.hessianPattern()
      return (0..<3).map { row in pattern.places(inRow: row).map { pattern.columns[$0] } }
    }
    #expect(pattern { x in 2 * x[0] + x[1] / 3 - x[2] } == [[], [], []])
    #expect(pattern { x in abs(x[0]) + .maximum(x[1], 2 * x[2]) + .floor(x[0] * x[1]) } == [[], [], []])
    #expect(pattern { x in .sin(.floor(x[0])) * x[1] } == [[], [], []])
    #expect(pattern { x in x[0] * x[1] + x[2] } == [[1], [0], []])
    #expect(pattern { x in x[0] / x[1] } == [[1], [0, 1], []])
    #expect(pattern { x in x[0] * x[0] + .pow(x[1], 1) + .pow(x[2], 3) } == [[0], [], [2]])
    #expect(pattern { x in .exp(x[0] - x[2]) } == [[0, 2], [], [0, 2]])
    #expect(pattern { x in .select(.less(x[0], 0), x[1] * x[1], x[2]) } == [[], [1], []])
    #expect(pattern { x in .select(.less(x[0], 0), x[1], x[0]) * x[2] } == [[2], [2], [0, 1]])
    #expect(pattern { _ in 5 } == [[], [], []])
  }

  /// A function without curvature takes one pass, and has no elements.
  @Test func linear() {
    let hessian = SparseHessian(inputs: 20) { x in
      var sum: Expression = 1
      for (k, x) in x.enumerated() { sum += Expression(Double(k)) * x }
      return sum
    }
    #expect(hessian.pattern.nonzeroCount == 0 && hessian.colorCount == 1)
    let (value, gradient, matrix) = hessian.valueWithHessian(at: [Double](repeating: 1, count: 20))
    #expect(value == 191 && gradient == (0..<20).map { Double($0) })
    #expect(matrix.dense() == [[Double]](repeating: [Double](repeating: 0, count: 20), count: 20))
  }

  /// The star of an arrow and the diagonals of a band: as few colours as there can be.
  @Test func knownColors() {
    for hub in [0, 17, 39] {
      let arrow = SparseHessian(inputs: 40) { x in
        let sines = x.map { Expression.sin($0) }
        return sines.reduce(0, +) * x[hub]
      }
      #expect(arrow.colorCount == 2)
      Self.expectDense(arrow.program, at: (0..<40).map { Double($0) / 7 })
    }
    let tridiagonal = SparseHessian(inputs: 40) { x in
      var sum: Expression = 0
      for i in 1..<40 { sum += .exp(x[i] * x[i - 1]) }
      return sum
    }
    #expect(tridiagonal.colorCount == 3)
    Self.expectDense(tridiagonal.program, at: (0..<40).map { Double($0 % 3) / 7 })
    let full = SparseHessian(inputs: 12) { x in .exp(x.reduce(0, +)) }
    #expect(full.colorCount == 12)
    Self.expectDense(full.program, at: (0..<12).map { Double($0) / 20 })
  }

  /// Whole numbers at the edges of random graphs, each read from where it is alone.
  @Test("Random graphs", arguments: 0..<60)
  func graphs(seed: UInt64) {
    var random = SeededGenerator(state: seed)
    let count = Int.random(in: 2...40, using: &random)
    let edges = (0..<Int.random(in: 1...120, using: &random)).map { _ in
      (Int.random(in: 0..<count, using: &random), Int.random(in: 0..<count, using: &random))
    }
    let hessian = SparseHessian(inputs: count) { x in
      var sum: Expression = 0
      for (k, (i, j)) in edges.enumerated() { sum += Expression(Double(k + 1)) * x[i] * x[j] }
      return sum
    }
    var expected = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
    for (k, (i, j)) in edges.enumerated() {
      expected[i][j] += Double(k + 1)
      expected[j][i] += Double(k + 1)
    }
    #expect(Self.isStarColoring(hessian.colors, hessian.pattern))
    #expect(hessian(at: random.numbers(count)).dense() == expected)
  }

  @Test func singularPoints() {
    let program = Program(inputs: 4) { x in .sqrt(x[0]) * x[1] + .hypot(x[2], x[3]) + x[1] * x[2] }
    for x in [[0.0, 0, 0, 0], [1, 2, 0, 0], [-1, 1, 2, 3]] { Self.expectDense(program, at: x) }
  }

  @Test(.timeLimit(.minutes(2)))
  func manyVariables() {
    let count = 100_000
    let hessian = SparseHessian(inputs: count) { x in
      var sum: Expression = 0
      for i in 1..<count { sum += x[i] * x[i - 1] * x[i - 1] + x[0] * x[i] }
      return sum
    }
    #expect((3...4).contains(hessian.colorCount))
    let matrix = hessian(at: (0..<count).map { Double($0) })
    #expect(matrix[500, 500] == 1002 && matrix[500, 501] == 1000 && matrix[501, 500] == 1000)
    #expect(matrix[0, 500] == 1 && matrix[500, 0] == 1 && matrix[500, 502] == 0)
  }

  @Test func branches() {
    let matrix = sparseHessian(at: [1, -2]) { x in x[1] < 0 ? x[0] * x[1] * x[1] : x[0] }
    #expect(matrix.dense() == [[0, -4], [-4, 2]])
    #expect("\(matrix)" == "2 × 2, 3 nonzeros: (0, 1) -4, (1, 0) -4, (1, 1) 2")
  }

  @Test func messages() async {
    let count = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = SparseHessian(inputs: 2) { x in x[0] * x[1] }(at: [1])
    }
    expectMessage(count, "SparseHessian: the function has 2 inputs; found 1 numbers.")
    let none = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = SparseHessian(Program(inputs: 2) { _ -> [Expression] in [] })
    }
    expectMessage(none, "hessianPattern: the program has no output.")
  }
}
