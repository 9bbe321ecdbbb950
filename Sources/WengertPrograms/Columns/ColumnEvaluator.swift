// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars

/// A program made ready to be evaluated at many points, again and again.
///
/// Each input is either a *column*, with a number for every point, or *uniform*, one number for all
/// points: the features of examples and the weights of a model. Lines that uniform inputs alone
/// decide are computed once an evaluation; the others for a block of points at a time, so that the
/// choice of the function costs little and the numbers stay near the processor.
///
/// ```swift
/// let loss = Program(inputs: ["x", "w"]) { v in .square(v[0] * v[1] - 1) }
/// let evaluator = ColumnEvaluator(loss.gradient(), columns: [true, false])
/// var sums: [Double] = []
/// evaluator.sums(uniforms: [0.5], columns: [1, 2, 3], count: 3, into: &sums)
/// // the loss at x = 1, 2, 3 with w = 0.5, added up, and its derivatives by x and by w
/// ```
///
/// The numbers are those of ``Program/callAsFunction(_:)``, bit for bit, unless the evaluator is
/// compiled: machine code computes eight points at once, with functions of its own whose last bits may
/// differ, and adds sums in another order. Memory is kept between evaluations; an evaluator belongs to
/// one thread at a time.
public final class ColumnEvaluator {
  /// How many inputs are columns.
  public let columnCount: Int

  /// How many inputs are uniform.
  public let uniformCount: Int

  /// How many outputs the program has.
  public let outputCount: Int

  /// How many lines are computed for every point; the others only once.
  public let columnLineCount: Int

  /// How many points are computed together.
  public let blockSize: Int

  let plan: ColumnPlan

  /// A value for each line of the program that uniform inputs decide.
  let uniform: UnsafeMutablePointer<Double>

  /// `plan.slotCount` blocks of `blockSize` numbers.
  private let slots: UnsafeMutablePointer<Double>

  #if !hasFeature(Embedded)
    let kernels: ColumnKernels?

    /// What uniform inputs decide as a program for one point, compiled where that is long.
    private var uniformEvaluator: ColumnEvaluator?
    private var uniformValues: [Double] = []
  #endif

  /// Prepares a program.
  ///
  /// - Parameters:
  ///   - columns: For each input, whether it is a column.
  ///   - isCompiled: Whether to make machine code, where the processor and the system allow it: it pays
  ///     from some hundred points on, or when the program is evaluated often.
  /// - Precondition: There are as many elements in `columns` as inputs.
  /// - Complexity: linear in the number of lines; machine code takes about 0.1 µs a line.
  public init(_ program: Program, columns: [Bool], isCompiled: Bool = false) {
    precondition(
      columns.count == program.inputs.count,
      "A program of \(program.inputs.count) inputs was given \(columns.count) kinds of columns.")
    plan = ColumnPlan(program, columns: columns)
    #if !hasFeature(Embedded)
      kernels = isCompiled ? ColumnKernels(program, columns: columns) : nil
    #endif
    columnCount = plan.columnCount
    uniformCount = columns.count - columnCount
    outputCount = program.outputs.count
    columnLineCount = plan.columnLineCount
    // A block of every slot together is to stay within 256 KB, the smaller second-level caches.
    var blockSize = 128
    while blockSize > 16 && plan.slotCount * blockSize > 1 << 15 { blockSize /= 2 }
    self.blockSize = blockSize
    uniform = .allocate(capacity: max(1, plan.uniformLines.count))
    slots = .allocate(capacity: max(1, plan.slotCount * blockSize))
    slots.initialize(repeating: 0, count: max(1, plan.slotCount * blockSize))
    #if !hasFeature(Embedded)
      if isCompiled && uniformCount > 0 && plan.uniformLines.count - uniformCount >= 64 {
        let part = Program(
          inputs: zip(program.inputs, columns).filter { !$1 }.map { $0.0 },
          instructions: plan.uniformLines, outputs: plan.readUniformLines.map { Int32($0) },
          lineNames: [:])
        uniformEvaluator = ColumnEvaluator(
          part, columns: [Bool](repeating: true, count: uniformCount), isCompiled: true)
      }
    #endif
  }

  deinit {
    uniform.deallocate()
    slots.deallocate()
  }

  /// The values of outputs at every point.
  ///
  /// - Parameters:
  ///   - uniforms: The uniform inputs, in order.
  ///   - columns: The columns, in order, one after the other, each of `count` numbers.
  ///   - count: The number of points.
  ///   - outputs: The outputs that are wanted, each at most once; nil for all, in order.
  ///   - result: The columns of the outputs, one after the other.
  /// - Precondition: The counts of `uniforms` and `columns` are as the inputs need.
  public func values(
    uniforms: [Double], columns: [Double], count: Int, outputs: [Int]? = nil,
    into result: inout [Double]
  ) {
    check(uniforms, columns, count)
    var places = [Int](repeating: -1, count: outputCount)
    if let outputs {
      for (place, output) in outputs.enumerated() { places[output] = place }
    } else {
      for output in 0..<outputCount { places[output] = output }
    }
    let size = (outputs?.count ?? outputCount) * count
    if result.count != size { result = [Double](repeating: 0, count: size) }
    computeUniform(uniforms)
    result.withUnsafeMutableBufferPointer { result in
      guard let result = result.baseAddress else { return }
      for (output, line) in plan.uniformOutputs where places[output] >= 0 {
        (result + places[output] * count).update(repeating: uniform[line], count: count)
      }
      #if !hasFeature(Embedded)
        if let kernels {
          let wanted = outputs ?? Array(0..<outputCount)
          kernels.run(
            uniform, columns, count: count, outputs: wanted,
            places: wanted.indices.map { result + $0 * count }, isSum: false)
          return
        }
      #endif
      run(columns, count) { output, block, start, size in
        if places[output] >= 0 {
          (result + places[output] * count + start).update(from: block, count: size)
        }
      }
    }
  }

  /// The outputs added up over all points: the sum of the values of each.
  ///
  /// The order of the additions depends on the program and the number of points alone.
  ///
  /// - Parameters:
  ///   - uniforms: The uniform inputs, in order.
  ///   - columns: The columns, in order, one after the other, each of `count` numbers.
  ///   - count: The number of points.
  ///   - result: A sum for each output; zeros if there are no points.
  /// - Precondition: The counts of `uniforms` and `columns` are as the inputs need.
  public func sums(
    uniforms: [Double], columns: [Double], count: Int, into result: inout [Double]
  ) {
    check(uniforms, columns, count)
    if result.count != outputCount { result = [Double](repeating: 0, count: outputCount) }
    computeUniform(uniforms)
    result.withUnsafeMutableBufferPointer { result in
      result.update(repeating: 0)
      guard count > 0, let result = result.baseAddress else { return }
      for (output, line) in plan.uniformOutputs { result[output] = Double(count) * uniform[line] }
      #if !hasFeature(Embedded)
        if let kernels {
          kernels.run(
            uniform, columns, count: count, outputs: Array(0..<outputCount),
            places: (0..<outputCount).map { result + $0 }, isSum: true)
          return
        }
      #endif
      run(columns, count) { output, block, _, size in
        result[output] += ColumnLoops.sum(block, size)
      }
    }
  }

  func check(_ uniforms: [Double], _ columns: [Double], _ count: Int) {
    precondition(
      uniforms.count == uniformCount,
      "The program has \(uniformCount) uniform inputs; found \(uniforms.count) numbers.")
    precondition(
      count >= 0 && columns.count == columnCount * count,
      "\(columnCount) columns of \(count) points are \(columnCount * count) numbers; found \(columns.count)."
    )
  }

  func computeUniform(_ inputs: [Double]) {
    #if !hasFeature(Embedded)
      if let uniformEvaluator {
        uniformEvaluator.values(uniforms: [], columns: inputs, count: 1, into: &uniformValues)
        for (value, line) in zip(uniformValues, plan.readUniformLines) { uniform[line] = value }
        return
      }
    #endif
    for (place, line) in plan.uniformLines.enumerated() {
      uniform[place] =
        switch line.operation {
        case .input: inputs[Int(line.parameter)]
        case .constant(let value): value
        case .pi: .pi
        case .function(let function):
          function(
            Int(line.parameter), uniform[Int(line.x)], uniform[Int(max(line.y, 0))],
            uniform[Int(max(line.z, 0))])
        }
    }
  }

  /// Computes block after block, and hands each output's to `deliver`: output, block, number of the
  /// first point, number of points.
  @inline(__always)
  func run(
    _ columns: [Double], _ count: Int,
    _ deliver: (Int, UnsafePointer<Double>, Int, Int) -> Void
  ) {
    columns.withUnsafeBufferPointer { columns in
      var start = 0
      while start < count {
        let size = min(blockSize, count - start)
        plan.steps.withUnsafeBufferPointer { steps in
          for step in steps {
            switch step.form {
            case .load:
              // There is a column to load, and a point, so there are numbers.
              let column = columns.baseAddress.unsafelyUnwrapped + Int(step.parameter) * count
              (slots + Int(step.result) * blockSize).update(from: column + start, count: size)
            case .deliver:
              deliver(Int(step.parameter), slots + Int(step.x) * blockSize, start, size)
            default:
              step.compute(slots, uniform, blockSize, size)
            }
          }
        }
        start += size
      }
    }
  }
}
