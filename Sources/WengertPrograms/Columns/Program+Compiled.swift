// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension Program {
  /// The program in machine code, to be run again and again: at one point, or at many at once.
  ///
  /// From a function to its compiled gradient is one call a step:
  ///
  /// ```swift
  /// let f = Program(inputs: 2) { x in x[0] * .sin(x[1]) }     // recorded
  /// let gradient = f.gradient().simplified().compiled()       // differentiated, simplified, compiled
  /// gradient([2, 0.5])                                        // the value, ∂f/∂x₀, ∂f/∂x₁
  /// gradient([[2, 0.5], [2, 0.25], [3, 1]])                   // at three points
  /// ```
  ///
  /// Preparing a derivative pays when it is run some hundred times; a single gradient is quicker by
  /// ``Reverse``. Where the processor or the system allows no machine code, the program is interpreted.
  ///
  /// - Complexity: linear in the number of lines, about 0.1 µs each.
  public func compiled() -> ColumnEvaluator {
    ColumnEvaluator(self, columns: [Bool](repeating: true, count: inputs.count), isCompiled: true)
  }
}

extension ColumnEvaluator {
  /// The outputs at one point.
  ///
  /// - Precondition: Every input is a column, and `point` has a number for each.
  public func callAsFunction(_ point: [Double]) -> [Double] {
    checkPoint(point)
    var result: [Double] = []
    values(uniforms: [], columns: point, count: 1, into: &result)
    return result
  }

  /// The outputs at each of some points.
  ///
  /// - Precondition: Every input is a column, and each point has a number for each.
  public func callAsFunction(_ points: [[Double]]) -> [[Double]] {
    let count = points.count
    var columns = [Double](repeating: 0, count: columnCount * count)
    for (number, point) in points.enumerated() {
      checkPoint(point)
      for column in 0..<columnCount { columns[column * count + number] = point[column] }
    }
    var result: [Double] = []
    values(uniforms: [], columns: columns, count: count, into: &result)
    return points.indices.map { number in
      (0..<outputCount).map { result[$0 * count + number] }
    }
  }

  private func checkPoint(_ point: [Double]) {
    precondition(
      uniformCount == 0,
      "An evaluator is called with points where every input is a column; \(uniformCount) are uniform.")
    precondition(
      point.count == columnCount, "The program has \(columnCount) inputs; found \(point.count) numbers.")
  }
}
