// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension Expression {
  /// An equal expression that is shorter to read.
  ///
  /// Every line is brought to a normal form, a sum of products of powers; of the ways to write
  /// that (as it was, multiplied out, with common factors or a common denominator taken out) the
  /// shortest is chosen, and the one that is multiplied out if several are.
  ///
  /// ```swift
  /// let (x, y) = Expression.variables("x", "y")
  /// let f = (x + y) * (x + 2 * y)
  /// f.derivative(with: x).simplified()      // 2x + 3y
  /// ```
  ///
  /// The result has the same value wherever this expression has one, up to rounding, and may have
  /// one in further places: `x / x` is 1 even for zero, `sqrt(x)^2` is `x` even for negative
  /// numbers. Numbers of few digits are taken as the decimals that they are written as.
  ///
  /// Among the identities used: like terms and powers are collected; `√(x²) = |x|`;
  /// `sin² + cos² = 1`, `cosh² − sinh² = 1`; `eˣ eʸ = eˣ⁺ʸ`, `xʸ xᶻ = xʸ⁺ᶻ`; logarithm and
  /// exponential undo each other; odd and even functions pass on or drop a sign. Polynomials are
  /// not divided or factored otherwise.
  ///
  /// - Complexity: linear in the number of lines. Sums of more than some two dozen terms are left
  ///   as they are, and of fewer in lists that are too long for anyone to read.
  public func simplified() -> Expression { simplified(expanding: false) }

  /// An equal expression without products and integer powers of sums, as far as that is of
  /// moderate size.
  ///
  /// ```swift
  /// let (x, y) = Expression.variables("x", "y")
  /// ((x + y) * (x + 2 * y)).expanded()      // x^2 + 3x*y + 2y^2
  /// ```
  ///
  /// Otherwise as ``simplified()``.
  public func expanded() -> Expression { simplified(expanding: true) }

  private func simplified(expanding: Bool) -> Expression {
    guard let graph else { return isZero ? 0 : self }
    let pass = Simplification(graph, upTo: index, expanding: expanding)
    return pass.result().compacted(inputNames: graph.inputNames, point: graph.point)
  }

  /// The expression on a list of its own, with all inputs and no line that it does not need.
  private func compacted(inputNames: [String], point: [Double]?) -> Expression {
    guard let graph else { return self }
    let result = ExpressionGraph(simplifying: true, point: point)
    let inputs = inputNames.map { result.input($0).index }
    var isNeeded = graph.linesNeeded(for: index)
    isNeeded[Int(index)] = true
    var map = ContiguousArray<Int32>(repeating: -1, count: Int(index) + 1)
    for line in map.indices where isNeeded[line] {
      var instruction = graph.instructions[line]
      if instruction.operation == .input {
        map[line] = inputs[Int(instruction.parameter)]
        continue
      }
      for i in 0..<instruction.operandCount {
        instruction[operand: i] = map[Int(instruction[operand: i])]
      }
      map[line] = result.enter(instruction)
    }
    return Expression(graph: result, index: map[Int(index)])
  }
}

extension ExpressionGraph {
  /// Which of the lines up to `last` that line depends on, itself included.
  func linesNeeded(for last: Int32) -> ContiguousArray<Bool> {
    var isNeeded = ContiguousArray(repeating: false, count: Int(last) + 1)
    isNeeded[Int(last)] = true
    for line in isNeeded.indices.reversed() where isNeeded[line] {
      let instruction = instructions[line]
      for i in 0..<instruction.operandCount { isNeeded[Int(instruction[operand: i])] = true }
    }
    return isNeeded
  }
}
