// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import WengertScalars

/// The Jacobian of a function, most of which is zero: prepared once, then computed at many points.
///
/// ```swift
/// func f<T: Scalar>(_ x: [T]) -> [T] {
///   var y: [T] = []
///   for i in 1..<x.count - 1 { y.append(x[i - 1] * .sin(x[i]) + x[i + 1] * x[i + 1]) }
///   return y
/// }
/// let jacobian = SparseJacobian(inputs: 100_000, of: f)
/// jacobian.colorCount                     // 3: the columns i, i + 3, i + 6, … go together
/// let matrix = jacobian(at: [Double](repeating: 1, count: 100_000))
/// matrix[0, 1]                            // 0.5403…
/// ```
///
/// Derivatives along several columns at once are one product, `J v`. If no two of the columns have an
/// element in the same row, the product has every element of theirs: three products are then enough for a
/// matrix of three diagonals. So the columns get colours, the fewest that are found, and forward mode takes
/// the columns of a colour as one direction, eight directions a pass. Or the rows get colours, and reverse
/// mode takes those of one as one output: a row with all elements then costs no more than another one.
///
/// What is prepared is the recorded ``Program``, its pattern, and the colours. The numbers are those of
/// ``Forward`` or ``Reverse``, its conventions at kinks and singular points included; where a result is nan,
/// so are the elements of its row.
///
/// A. R. Curtis, M. J. D. Powell, J. K. Reid, "On the estimation of sparse Jacobian matrices", J. Inst. Math.
/// Appl. 13 (1974); A. Griewank, A. Walther, "Evaluating Derivatives", 2nd ed. (2008), chapters 7 and 8.
public struct SparseJacobian: Sendable {
  /// The way of differentiation: forward mode along columns, or reverse mode along rows.
  public enum Mode: Sendable { case forward, reverse }

  /// The function.
  public let program: Program

  /// Where the Jacobian may have elements.
  public let pattern: SparsityPattern

  /// Whether columns have colours, for forward mode, or rows, for reverse mode.
  public let mode: Mode

  /// The colour of each column, or row, from 0.
  public let colors: [Int]

  /// How many colours there are.
  public let colorCount: Int

  /// Whether machine code was asked for and found worth it.
  public var isCompiled: Bool { compiled != nil }

  private let slots: SlotProgram

  /// Machine code for rows of one form; nil where it was not asked for, or is not worth it.
  private let compiled: CompiledTerms?

  /// The places of each row in the order of their colours, in which passes come to them.
  private let placesByColor: [Int]

  /// Prepares the Jacobian of a program.
  ///
  /// - Parameters:
  ///   - mode: The way of differentiation; nil for the one of fewer passes.
  ///   - isCompiled: Whether to make machine code for rows that are one function of different inputs and
  ///     numbers, where it is evaluated for eight rows at once. The last bits may then differ. Rows that share
  ///     most of their lines are not, nor is a point at which a derivative comes out as nan.
  /// - Complexity: linear in the number of lines for few colours.
  public init(_ program: Program, mode: Mode? = nil, isCompiled: Bool = false) {
    self.program = program
    pattern = program.jacobianPattern()
    let coloring: Coloring
    (self.mode, coloring) = Self.coloring(of: pattern, mode)
    colors = coloring.colors
    colorCount = coloring.count
    slots = SlotProgram(program)
    compiled = isCompiled ? CompiledTerms(jacobianOf: program, pattern) : nil
    placesByColor = self.mode == .forward ? Self.placesByColor(pattern, coloring) : []
  }

  /// Records a function, and prepares its Jacobian.
  ///
  /// - Parameters:
  ///   - count: The number of inputs.
  ///   - point: Values of the inputs, for functions that compare numbers: the Jacobian is then that of the
  ///     branches taken at this point.
  ///   - mode: The way of differentiation; nil for the one of fewer passes.
  ///   - isCompiled: Whether to make machine code for rows that are one function.
  public init<E: Error>(
    inputs count: Int, at point: [Double]? = nil, mode: Mode? = nil, isCompiled: Bool = false,
    of f: ([Expression]) throws(E) -> [Expression]
  ) throws(E) {
    self.init(try Program(inputs: count, at: point, recording: f), mode: mode, isCompiled: isCompiled)
  }

  /// The Jacobian at a point: `∂fᵢ/∂xⱼ` in row i and column j.
  ///
  /// - Precondition: `x` has a number for every input.
  /// - Complexity: a pass over the program for every eight colours, or in reverse for every colour.
  public func callAsFunction(at x: [Double]) -> SparseMatrix { valueWithJacobian(at: x).jacobian }

  /// The values and the Jacobian at a point.
  public func valueWithJacobian(at x: [Double]) -> (value: [Double], jacobian: SparseMatrix) {
    precondition(
      x.count == program.inputs.count,
      "SparseJacobian: the function has \(program.inputs.count) inputs; found \(x.count) numbers.")
    if let compiled {
      var elements = [Double](repeating: 0, count: pattern.nonzeroCount + program.outputs.count)
      if compiled.add(at: x, to: &elements) {
        let value = Array(elements.suffix(program.outputs.count))
        elements.removeLast(program.outputs.count)
        return (value, SparseMatrix(pattern: pattern, values: elements))
      }
    }
    var value = [Double](repeating: 0, count: program.outputs.count)
    var elements = [Double](repeating: 0, count: pattern.nonzeroCount)
    switch mode {
    case .forward: runForward(x, &value, &elements)
    case .reverse: runReverse(x, &value, &elements)
    }
    // Where there is no value there is no derivative; outside of the pattern there is nothing to say.
    for (row, value) in value.enumerated() where value.isNaN {
      for place in pattern.places(inRow: row) { elements[place] = .nan }
    }
    return (value, SparseMatrix(pattern: pattern, values: elements))
  }

  private func runForward(_ x: [Double], _ value: inout [Double], _ elements: inout [Double]) {
    var next = pattern.rowOffsets
    for start in stride(from: 0, to: max(1, colorCount), by: MultiDual<Double>.directionCount) {
      slots.run { input in
        MultiDual<Double>(x[input], color: colors[input] - start)
      } deliver: { output, number in
        value[output] = number.primal
        let end = pattern.rowOffsets[output + 1]
        while next[output] < end {
          let place = placesByColor[next[output]]
          let lane = colors[pattern.columns[place]] - start
          if lane >= MultiDual<Double>.directionCount { break }
          elements[place] = number.tangent[lane: lane]
          next[output] += 1
        }
      }
    }
  }

  private func runReverse(_ x: [Double], _ value: inout [Double], _ elements: inout [Double]) {
    let tape = Tape<Double>()
    let inputs = x.map { tape.variable($0) }
    // The rows of a colour, added up: what one of them does not depend on is in the others' derivatives.
    var sums = [Variable<Double>](repeating: 0, count: colorCount)
    slots.run { input in
      inputs[input]
    } deliver: { output, number in
      value[output] = number.primal
      sums[colors[output]] += number
    }
    for color in 0..<colorCount {
      let adjoints = tape.adjoints(of: sums[color])
      for row in colors.indices where colors[row] == color {
        for place in pattern.places(inRow: row) {
          elements[place] = adjoints[inputs[pattern.columns[place]]]
        }
      }
    }
  }

  private static func placesByColor(_ pattern: SparsityPattern, _ coloring: Coloring) -> [Int] {
    var places = Array(pattern.columns.indices)
    if coloring.count <= MultiDual<Double>.directionCount { return places }
    for row in 0..<pattern.rowCount {
      places[pattern.places(inRow: row)].sort {
        coloring.colors[pattern.columns[$0]] < coloring.colors[pattern.columns[$1]]
      }
    }
    return places
  }

  /// The colours of columns or of rows, whichever make for fewer passes.
  private static func coloring(of pattern: SparsityPattern, _ mode: Mode?) -> (Mode, Coloring) {
    if mode == .forward { return (.forward, .columns(of: pattern)) }
    let transposed = pattern.transposed()
    if mode == .reverse { return (.reverse, .columns(of: transposed)) }
    func passes(_ colorCount: Int) -> Int {
      (colorCount + MultiDual<Double>.directionCount - 1) / MultiDual<Double>.directionCount
    }
    // A row of k elements needs k colours of columns, which may settle it.
    let (leastForward, leastReverse) = (passes(pattern.longestRow), transposed.longestRow)
    if leastForward <= leastReverse {
      let columns = Coloring.columns(of: pattern)
      if passes(columns.count) <= leastReverse { return (.forward, columns) }
      let rows = Coloring.columns(of: transposed)
      return passes(columns.count) <= rows.count ? (.forward, columns) : (.reverse, rows)
    }
    let rows = Coloring.columns(of: transposed)
    if rows.count < leastForward { return (.reverse, rows) }
    let columns = Coloring.columns(of: pattern)
    return passes(columns.count) <= rows.count ? (.forward, columns) : (.reverse, rows)
  }
}

extension MultiDual where Primal == Double {
  static var directionCount: Int { Tangent.laneCount }

  /// The number whose direction is that of a colour, if it is one of the pass.
  init(_ value: Double, color: Int) {
    self.init(constant: value)
    if 0..<Self.directionCount ~= color { tangent[lane: color] = 1 }
  }
}

/// The Jacobian of a function at one point, most of which is zero.
///
/// ```swift
/// sparseJacobian(at: [2, 3, 0]) { x in [x[0] * x[1], .sin(x[2])] }
/// // 2 × 3, 3 nonzeros: (0, 0) 3, (0, 1) 2, (1, 2) 1
/// ```
///
/// For many points of one function, prepare a ``SparseJacobian``.
public func sparseJacobian<E: Error>(
  at x: [Double], of f: ([Expression]) throws(E) -> [Expression]
) throws(E) -> SparseMatrix {
  try SparseJacobian(inputs: x.count, at: x, of: f)(at: x)
}
