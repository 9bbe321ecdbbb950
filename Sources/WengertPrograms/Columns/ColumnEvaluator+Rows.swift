// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension ColumnEvaluator {
  /// The values of groups of outputs at every point, point after point: residuals, say, and the rows of
  /// their Jacobian.
  ///
  /// ```swift
  /// let f = Program(inputs: ["x", "w"]) { v in v[0] * v[1] }
  /// // Value, ∂f/∂x, ∂f/∂w.
  /// let evaluator = ColumnEvaluator(f.gradient(), columns: [true, false])
  /// var results: [[Double]] = []
  /// evaluator.rows(of: [0..<1, 1..<3], uniforms: [2], columns: [5, 6], count: 2, into: &results)
  /// // [10, 12] and [2, 5, 2, 6]
  /// ```
  ///
  /// - Parameters:
  ///   - groups: Outputs that belong together.
  ///   - uniforms: The uniform inputs, in order.
  ///   - columns: The columns, in order, one after the other, each of `count` numbers.
  ///   - count: The number of points.
  ///   - results: For each group the numbers of the first point, then those of the next, and so on.
  /// - Precondition: The counts of `uniforms` and `columns` are as the inputs need, and the groups are of
  ///   outputs that there are.
  public func rows(
    of groups: [Range<Int>], uniforms: [Double], columns: [Double], count: Int,
    into results: inout [[Double]]
  ) {
    check(uniforms, columns, count)
    for group in groups {
      precondition(
        group.lowerBound >= 0 && group.upperBound <= outputCount,
        "The program has \(outputCount) outputs; found a group of \(group).")
    }
    if results.count != groups.count { results = groups.map { _ in [] } }
    for (k, group) in groups.enumerated() where results[k].count != group.count * count {
      results[k] = [Double](repeating: 0, count: group.count * count)
    }
    computeUniform(uniforms)
    if count == 0 { return }
    let outputs = groups.flatMap { Array($0) }
    #if !hasFeature(Embedded)
      if let kernels {
        rows(of: groups, outputs, kernels, columns, count, &results)
        return
      }
    #endif
    // For each output where its rows are: group, place, width.
    var places = [[(group: Int, place: Int, width: Int)]](repeating: [], count: outputCount)
    for (k, group) in groups.enumerated() {
      for (place, output) in group.enumerated() { places[output].append((k, place, group.count)) }
    }
    for (output, line) in plan.uniformOutputs {
      for (k, place, width) in places[output] {
        for point in 0..<count { results[k][point * width + place] = uniform[line] }
      }
    }
    run(columns, count) { output, block, start, size in
      for (k, place, width) in places[output] {
        for i in 0..<size { results[k][(start + i) * width + place] = block[i] }
      }
    }
  }

  #if !hasFeature(Embedded)
    /// The numbers of some points that stay in the cache until they are put in rows.
    private static var blockBytes: Int { 1 << 17 }

    private func rows(
      of groups: [Range<Int>], _ outputs: [Int], _ kernels: ColumnKernels, _ columns: [Double],
      _ count: Int, _ results: inout [[Double]]
    ) {
      let size = min(count, max(16, Self.blockBytes / 8 / max(1, outputs.count) / 16 * 16))
      let block = UnsafeMutablePointer<Double>.allocate(capacity: max(1, outputs.count * size))
      defer { block.deallocate() }
      let places = outputs.indices.map { block + $0 * size }
      for (output, line) in plan.uniformOutputs {
        for place in outputs.indices where outputs[place] == output {
          places[place].initialize(repeating: uniform[line], count: size)
        }
      }
      for start in stride(from: 0, to: count, by: size) {
        let points = start..<min(start + size, count)
        kernels.run(
          uniform, columns, count: count, points: points, outputs: outputs, places: places, isSum: false)
        var first = 0
        for (k, group) in groups.enumerated() {
          results[k].withUnsafeMutableBufferPointer { rows in
            guard let rows = rows.baseAddress else { return }
            ColumnLoops.store(
              block + first * size, stride: size, points.count, width: group.count,
              into: rows + start * group.count)
          }
          first += group.count
        }
      }
    }
  #endif
}

extension ColumnLoops {
  /// Puts columns into rows: eight points at a time, whose rows stay near.
  fileprivate static func store(
    _ columns: UnsafePointer<Double>, stride: Int, _ count: Int, width: Int,
    into rows: UnsafeMutablePointer<Double>
  ) {
    var i = 0
    while i + 8 <= count {
      var source = columns + i
      let row = rows + i &* width
      for j in 0..<width {
        let target = row + j
        target[0] = source[0]
        target[width] = source[1]
        target[2 &* width] = source[2]
        target[3 &* width] = source[3]
        target[4 &* width] = source[4]
        target[5 &* width] = source[5]
        target[6 &* width] = source[6]
        target[7 &* width] = source[7]
        source += stride
      }
      i += 8
    }
    while i < count {
      for j in 0..<width { rows[i &* width &+ j] = columns[j &* stride &+ i] }
      i += 1
    }
  }
}
