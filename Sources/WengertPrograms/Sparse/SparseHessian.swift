// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import WengertScalars

/// The Hessian of a function, most of which is zero: prepared once, then computed at many points.
///
/// ```swift
/// func f<T: Scalar>(_ x: [T]) -> T {
///   var sum: T = 0
///   for i in 1..<x.count { sum += .exp(x[i] * x[0]) }
///   return sum
/// }
/// let hessian = SparseHessian(inputs: 1000, of: f)
/// hessian.colorCount                      // 2: x₀, and all the others together
/// let matrix = hessian(at: [Double](repeating: 0, count: 1000))
/// matrix[0, 5]                            // 1
/// ```
///
/// As for a ``SparseJacobian``, derivatives along several columns are one product, `H v`. Since the matrix
/// is symmetric an element may also be read from the row of its mirror image, so fewer colours are enough: a
/// star colouring. Reverse mode on dual numbers makes eight products a pass.
///
/// T. F. Coleman, J. J. Moré, "Estimation of sparse Hessian matrices and graph coloring problems", Math.
/// Program. 28 (1984); A. Griewank, A. Walther, "Evaluating Derivatives", 2nd ed. (2008), chapters 7 and 8.
public struct SparseHessian: Sendable {
  /// The function: the first output.
  public let program: Program

  /// Where the Hessian may have elements.
  public let pattern: SparsityPattern

  /// The colour of each input, from 0.
  public let colors: [Int]

  /// How many colours there are.
  public let colorCount: Int

  /// Whether machine code was asked for and found worth it.
  public var isCompiled: Bool { compiled != nil }

  private let slots: SlotProgram

  /// Machine code for summands of one form; nil where it was not asked for, or is not worth it.
  private let compiled: CompiledTerms?

  /// For each pass, the places that it has the elements of.
  private let passes: [[Source]]

  /// What an element (i, j) is read from: row i or j, in the direction that has the colour of the other.
  private struct Source {
    var place: Int
    var row: Int
    var lane: Int
  }

  /// Prepares the Hessian of the first output of a program.
  ///
  /// - Parameter isCompiled: Whether to make machine code for summands that are one function of different
  ///   inputs and numbers, where it is evaluated for eight at once. The last bits may then differ. Summands
  ///   that share most of their lines, or have more than 32 inputs, are not, nor is a point at which a
  ///   derivative comes out as nan.
  /// - Complexity: linear in the number of lines for few colours.
  public init(_ program: Program, isCompiled: Bool = false) {
    self.program = program
    pattern = program.hessianPattern()
    let coloring = Coloring.star(of: pattern)
    colors = coloring.colors
    colorCount = coloring.count
    passes = Self.passes(pattern, coloring)
    slots = SlotProgram(program.taking(output: 0))
    compiled = isCompiled ? CompiledTerms(hessianOf: program, pattern) : nil
  }

  /// Records a function, and prepares its Hessian.
  ///
  /// - Parameters:
  ///   - count: The number of inputs.
  ///   - point: Values of the inputs, for functions that compare numbers: the Hessian is then that of the
  ///     branches taken at this point.
  ///   - isCompiled: Whether to make machine code for summands that are one function.
  public init<E: Error>(
    inputs count: Int, at point: [Double]? = nil, isCompiled: Bool = false,
    of f: ([Expression]) throws(E) -> Expression
  ) throws(E) {
    self.init(try Program(inputs: count, at: point, recording: f), isCompiled: isCompiled)
  }

  /// The Hessian at a point: `∂²f/∂xᵢ∂xⱼ` in row i and column j.
  ///
  /// - Precondition: `x` has a number for every input.
  /// - Complexity: a tape on dual numbers for every eight colours.
  public func callAsFunction(at x: [Double]) -> SparseMatrix { valueWithHessian(at: x).hessian }

  /// The value, the gradient and the Hessian at a point.
  public func valueWithHessian(
    at x: [Double]
  ) -> (value: Double, gradient: [Double], hessian: SparseMatrix) {
    precondition(
      x.count == program.inputs.count,
      "SparseHessian: the function has \(program.inputs.count) inputs; found \(x.count) numbers.")
    if let compiled {
      var sums = [Double](repeating: 0, count: pattern.nonzeroCount + x.count + 1)
      if compiled.add(at: x, to: &sums) {
        let (value, gradient) = (sums[sums.count - 1], Array(sums[pattern.nonzeroCount...].dropLast()))
        sums.removeLast(x.count + 1)
        return (value, gradient, SparseMatrix(pattern: pattern, values: sums))
      }
    }
    var value = 0.0
    var gradient: [Double] = []
    var elements = [Double](repeating: 0, count: pattern.nonzeroCount)
    for (number, sources) in passes.enumerated() {
      let start = number * MultiDual<Double>.directionCount
      let (y, slopes) = ReverseMode<MultiDual<Double>>.valueWithGradient(
        at: zip(x, colors).map { MultiDual($0, color: $1 - start) }
      ) { inputs in
        var result: Variable<MultiDual<Double>> = 0
        slots.run {
          inputs[$0]
        } deliver: {
          result = $1
        }
        return result
      }
      value = y.primal
      if number == 0 { gradient = slopes.map { value.isNaN ? .nan : $0.primal } }
      for source in sources {
        elements[source.place] = value.isNaN ? .nan : slopes[source.row].tangent[lane: source.lane]
      }
    }
    return (value, gradient, SparseMatrix(pattern: pattern, values: elements))
  }

  /// Where to read each element, so that it and its mirror image are the same to the last bit.
  ///
  /// The row of the later input is that of which ``Reverse`` takes the derivatives, if there the element is
  /// alone in its colour.
  private static func passes(_ pattern: SparsityPattern, _ coloring: Coloring) -> [[Source]] {
    let lanes = MultiDual<Double>.directionCount
    var passes = [[Source]](repeating: [], count: max(1, (coloring.count + lanes - 1) / lanes))
    // How many elements of each colour the current row has.
    var tally = [Int](repeating: 0, count: coloring.count)
    // The next place of each row, from its diagonal on, whose mirror image has not come yet.
    var next = [Int](repeating: 0, count: pattern.rowCount)
    for row in 0..<pattern.rowCount {
      let places = pattern.places(inRow: row)
      next[row] = places.first { pattern.columns[$0] >= row } ?? places.upperBound
      for place in places { tally[coloring.colors[pattern.columns[place]]] += 1 }
      for place in places where pattern.columns[place] <= row {
        let column = pattern.columns[place]
        let color = coloring.colors[column]
        let (source, direction) =
          tally[color] == 1 ? (row, color) : (column, coloring.colors[row])
        let (pass, lane) = (direction / lanes, direction % lanes)
        passes[pass].append(Source(place: place, row: source, lane: lane))
        if row != column {
          passes[pass].append(Source(place: next[column], row: source, lane: lane))
        }
        next[column] += 1
      }
      for place in places { tally[coloring.colors[pattern.columns[place]]] = 0 }
    }
    return passes
  }
}

/// The Hessian of a function at one point, most of which is zero.
///
/// ```swift
/// sparseHessian(at: [2, 3, 0]) { x in x[0] * x[1] + .cos(x[2]) }
/// // 3 × 3, 3 nonzeros: (0, 1) 1, (1, 0) 1, (2, 2) -1
/// ```
///
/// For many points of one function, prepare a ``SparseHessian``.
public func sparseHessian<E: Error>(
  at x: [Double], of f: ([Expression]) throws(E) -> Expression
) throws(E) -> SparseMatrix {
  try SparseHessian(inputs: x.count, at: x, of: f)(at: x)
}
