// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// The engine of the page in `Studio/` interprets programs, and is smaller without what compiles them.
#if !hasFeature(Embedded)
  import WengertKernels
  import WengertScalars

  /// The lines of a program that are computed for every point, as loops over the points in machine code.
  final class ColumnKernels {
    /// The loop up to what becomes of the outputs.
    private var body = LoopBody(dtype: .float64)
    /// The value of each output in the loop; nil for one that is uniform.
    private var values: [Int32?] = []
    private var known: [Wanted: LoopKernel] = [:]
    /// The one that was run last.
    private var last: (wanted: Wanted, kernel: LoopKernel)?

    private struct Wanted: Hashable {
      var outputs: [Int]
      var destination: LoopBody.Destination
    }

    /// - Parameter columns: For each input, whether it is a column.
    init(_ program: Program, columns: [Bool]) {
      let lines = program.instructions
      let columnCount = columns.count { $0 }
      var isColumn = [Bool](repeating: false, count: lines.count)
      // Where a uniform value is among them; later, the number of any value in the loop.
      var place = [Int32](repeating: 0, count: lines.count)
      var uniformCount: Int32 = 0
      var isRead = [Bool](repeating: false, count: lines.count)
      for (i, line) in lines.enumerated() {
        if case .input = line.operation { isColumn[i] = columns[Int(line.parameter)] }
        for k in 0..<line.operandCount where isColumn[Int(line[operand: k])] { isColumn[i] = true }
        if isColumn[i] {
          for k in 0..<line.operandCount { isRead[Int(line[operand: k])] = true }
        } else {
          place[i] = uniformCount
          uniformCount += 1
        }
      }
      body.baseCount = columnCount + 1
      for number in 0..<columnCount { body.inputs.append(.init(base: number, isUniform: false)) }
      var numbers = [Int32](repeating: 0, count: lines.count)
      for i in lines.indices where !isColumn[i] && isRead[i] {
        numbers[i] = Int32(body.inputs.count)
        body.inputs.append(.init(base: columnCount, offset: Int(place[i]), isUniform: true))
      }
      var nextColumn: [Int32] = []
      var columnsSoFar: Int32 = 0
      for isColumn in columns {
        nextColumn.append(columnsSoFar)
        if isColumn { columnsSoFar += 1 }
      }
      let first = Int32(body.inputs.count)
      for (i, line) in lines.enumerated() where isColumn[i] {
        guard let function = line.function else {
          numbers[i] = nextColumn[Int(line.parameter)]
          continue
        }
        numbers[i] = first + Int32(body.steps.count)
        let operands = (0..<3).map { k in
          k < line.operandCount ? numbers[Int(line[operand: k])] : -1
        }
        body.steps.append(
          .init(
            .function(function, parameter: line.parameter), operands[0], operands[1], operands[2]))
      }
      values = program.outputs.map { isColumn[Int($0)] ? numbers[Int($0)] : nil }
    }

    /// Stores the columns of some outputs, or their sums, at some points.
    ///
    /// - Parameters:
    ///   - uniform: The values that uniform inputs decide.
    ///   - columns: The columns, each of `count` numbers.
    ///   - points: Which of them; all if nil.
    ///   - outputs: Which outputs; uniform ones are left out.
    ///   - places: Where the first number of each goes.
    func run(
      _ uniform: UnsafeMutablePointer<Double>, _ columns: [Double], count: Int,
      points: Range<Int>? = nil, outputs: [Int], places: [UnsafeMutablePointer<Double>], isSum: Bool
    ) {
      let points = points ?? 0..<count
      let wanted = outputs.indices.filter { values[outputs[$0]] != nil }
      guard !points.isEmpty, !wanted.isEmpty else { return }
      let kernel = kernel(
        Wanted(
          outputs: wanted.map { outputs[$0] }, destination: isSum ? .reduceRow(.sum) : .store))
      columns.withUnsafeBytes { columns in
        // Inputs are only read.
        let start = UnsafeMutableRawPointer(mutating: columns.baseAddress.unsafelyUnwrapped)
        var addresses = (0..<(body.baseCount - 1)).map { start + ($0 * count + points.lowerBound) * 8 }
        addresses.append(UnsafeMutableRawPointer(uniform))
        for k in wanted { addresses.append(UnsafeMutableRawPointer(places[k])) }
        kernel.run(
          rows: 1, count: points.count, addresses: addresses,
          strides: [Int](repeating: 0, count: addresses.count))
      }
    }

    private func kernel(_ wanted: Wanted) -> LoopKernel {
      if let last, last.wanted == wanted { return last.kernel }
      if let kernel = known[wanted] {
        last = (wanted, kernel)
        return kernel
      }
      var body = body
      for output in wanted.outputs {
        body.outputs.append(.init(values[output] ?? 0, wanted.destination))
      }
      let kernel = LoopKernel(body)
      known[wanted] = kernel
      return kernel
    }
  }
#endif
