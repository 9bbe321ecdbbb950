// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// Makes the plan of a list of lines.
///
/// Lines are met in order. Elementwise lines of one shape gather in an *open* group, one for each
/// shape; a group becomes a loop, is *closed*, when a line outside needs one of its values. Since
/// whoever needs an open group's value closes it, open groups never depend on each other, and loops
/// in the order of closing are in the order of computation. Views (broadcasts, slices, transposes) and
/// arrays put together from others (concatenations, paddings) are no work: loops read through them.
struct PlanBuilder {
  /// What is known of a line that has been met.
  enum State {
    case unknown
    /// The value under its own shape, or a view of it.
    case array(Plan.Value, LoopNest.Source, isWhole: Bool)
    /// Arrays, or views of them, one after the other along an axis.
    case pieces(Int, [LoopGroup.Piece])
    /// Part of an open group, by its number, with the value that it has there.
    case open(Int, Int32)
    /// What an open group reduces a value to; nobody in the group may use it.
    case reduced(Int)
    /// A bool as the numbers 0 and 1 of a type.
    case coded(Plan.Value, DType)
    /// The results of a tuple.
    case tuple([Plan.Value])
  }

  let lines: ContiguousArray<Line>
  /// The lines to plan, in order; those given are not among them.
  private let work: [Int32]
  var states: [State]
  /// All groups; those that are open have their number in the table.
  var groups: [LoopGroup] = []
  var open: [LoopGroup.Key: Int] = [:]
  /// Whether something outside needs the value: an output.
  var isOutput: [Bool]
  /// For each line, those of the plan that use it.
  let uses: LineUses
  var steps: [Plan.Work] = []
  /// The most bytes of arrays that loops pass on through the cache.
  var tileBytes = LoopSequenceBuilder.tileBytes
  /// Up to how many bytes the values of the plan keep their memory.
  var keptBytes = Plan.keptBytes
  /// Whether what is given is needed for one run only.
  var consumesGiven = false
  /// The scans that keep their states.
  private let keepers: [Int32]
  /// What is given and the same in all runs.
  var constants: [Plan.Constant] = []
  private var zeros: [DType: Plan.Value] = [:]
  private(set) var valueCount: Int
  private let givenCount: Int

  /// - Parameter given: The lines whose values come with a run, in that order; all others are computed.
  init(_ lines: ContiguousArray<Line>, given: [Int32], outputs: [Int32]) {
    self.lines = lines
    var isGiven = [Bool](repeating: false, count: lines.count)
    for line in given { isGiven[Int(line)] = true }
    work = (0..<Int32(lines.count)).filter { !isGiven[Int($0)] }
    states = Array(repeating: .unknown, count: lines.count)
    isOutput = Array(repeating: false, count: lines.count)
    for output in outputs { isOutput[Int(output)] = true }
    uses = LineUses(lines, work)
    keepers = work.filter { line in
      guard case .tuple(let row) = lines[Int(line)].operation, case .scan(let scan) = row.tuple
      else { return false }
      return scan.keepsStates
    }
    valueCount = given.count
    givenCount = given.count
    for (value, line) in given.enumerated() {
      states[Int(line)] = whole(Plan.Value(value), lines[Int(line)].type.shape)
    }
  }

  /// Plans everything.
  mutating func plan(_ outputs: [Int32]) -> Plan {
    for line in work { meet(line) }
    let operands = outputs.map { operand($0) }
    return Plan(
      sequenced(operands), valueCount: valueCount, givenCount: givenCount,
      constants: constants
        + zeros.map { Plan.Constant(value: $1, number: NDArray(repeating: 0, shape: [], dtype: $0)) },
      outputs: operands, keptBytes: keptBytes, consumesGiven: consumesGiven)
  }

  func whole(_ value: Plan.Value, _ shape: Shape) -> State {
    .array(value, LoopNest.Source(offset: 0, strides: shape.strides), isWhole: true)
  }

  mutating func newValue() -> Plan.Value {
    valueCount += 1
    return Plan.Value(valueCount - 1)
  }

  /// The value that is the number zero of a type.
  mutating func zero(_ dtype: DType) -> Plan.Value {
    if let known = zeros[dtype] { return known }
    let value = newValue()
    zeros[dtype] = value
    return value
  }

  // MARK: Lines

  private mutating func meet(_ i: Int32) {
    let line = lines[Int(i)]
    switch line.operation {
    case .identity: rename(i, line.operands[0])
    case .reshape: reshape(i, line.operands[0])
    case .broadcast, .slice, .transpose:
      if case .open(let group, let value) = states[Int(line.operands[0])],
        keepsLayout(line), groups[group].holds(line.type.shape)
      {
        join(i, group, value)
      } else {
        view(i, line)
      }
    case .elementwise(let row):
      if let dtype = loopType(line, row.function) {
        fuse(i, line, row.function, dtype)
      } else {
        run(i, line)
      }
    case .concatenate(let row): concatenate(i, line, along: row.axis)
    case .place(let row): place(i, line, row)
    case .sum(let row): reduce(i, line, .sum, row.axes)
    case .extreme(let row): reduce(i, line, row.maximum ? .maximum : .minimum, row.axes)
    case .tuple(let row):
      if case .tuple = states[Int(i)] { return }
      let source = sourceOfResults(i, row.tuple)
      let results = lines.projections(of: source).map { _ in newValue() }
      states[Int(i)] = .tuple(results)
      states[Int(source)] = .tuple(results)
      guard case .tuple(let row) = lines[Int(source)].operation else { return }
      steps.append(
        .tuple(row.tuple, operands: line.operands.map { operand($0) }, results: results))
    case .projection(let projection):
      guard case .tuple(let results) = states[Int(line.operands[0])] else { return }
      states[Int(i)] = whole(results[projection.index], line.type.shape)
    case .matrixProduct(let row):
      let (x, y) = (operand(line.operands[0]), operand(line.operands[1]))
      let types = line.operands.map { lines[Int($0)].type }
      let result = newValue()
      steps.append(
        .product(ProductCall(row.product(types[0], types[1]), x.value, y.value, result: result)))
      states[Int(i)] = whole(result, line.type.shape)
    default: run(i, line)
    }
  }

  /// An operation by its own row.
  mutating func run(_ i: Int32, _ line: Line) {
    let operands = line.operands.map { operand($0) }
    let result = newValue()
    steps.append(.operation(line.operation, operands: operands, result: result))
    states[Int(i)] = whole(result, line.type.shape)
  }

  /// The line whose results begin with those of a tuple's line: the line itself or, for a scan, one
  /// that keeps its states as well.
  private func sourceOfResults(_ i: Int32, _ tuple: TupleOperation) -> Int32 {
    guard case .scan(var scan) = tuple, !scan.keepsStates else { return i }
    scan.keepsStates = true
    let operands = lines[Int(i)].operands
    return keepers.first { keeper in
      guard keeper > i, lines[Int(keeper)].operands.elementsEqual(operands),
        case .tuple(let row) = lines[Int(keeper)].operation
      else { return false }
      return row.tuple == .scan(scan)
    } ?? i
  }
}
