// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
import WengertRuntime

/// The list that a transform records.
///
/// There is one for the outermost transform of a thread; inner transforms append to the same list,
/// and a derivative with respect to a tensor is one with respect to its line, so that no levels or
/// tags exist that could be confused. Values are computed when someone looks, or when the
/// outermost transform returns.
///
/// Bodies that are kept as programs (`compiled`, `scan`, …) are recorded in a list of their own,
/// whose ``parent`` is the list around it: a tensor from there becomes an input here.
final class Trace: @unchecked Sendable {
  @exclusivity(unchecked) private(set) var lines = ContiguousArray<Line>()
  @exclusivity(unchecked) private(set) var values = ContiguousArray<NDArray?>()
  let parent: Trace?

  /// The tensors of the parent that the body uses, with the inputs that stand for them.
  private(set) var captures: [(outer: Tensor, input: Int32)] = []

  /// Where they are in ``captures``, by their line in the parent and by their input.
  private var captureOfOuter: [Int32: Int] = [:]
  private var captureOfInput: [Int32: Int] = [:]

  /// The results of lines that have several.
  var tuples: [Int32: [NDArray]] = [:]

  /// Parts to compute again in the backward pass, rather than to keep: ranges of lines.
  var checkpoints: [Range<Int32>] = []

  /// Lines that a walk has met; all false between walks.
  @exclusivity(unchecked) private var marks = ContiguousArray<Bool>()

  /// The thread that runs the transform, while it does; a list that is kept may change threads.
  private var thread: UInt?

  /// Held while a list that no thread runs computes a value: anyone may ask it for one.
  private let lock = Locked<Void>(())

  init(parent: Trace?) { self.parent = parent }

  var count: Int32 { Int32(lines.count) }

  /// The trace that operations on this thread are appended to, if a transform is running.
  static var current: Trace? {
    get { wengert_current_trace().map { Unmanaged<Trace>.fromOpaque($0).takeUnretainedValue() } }
    set { wengert_set_current_trace(newValue.map { Unmanaged.passUnretained($0).toOpaque() }) }
  }

  /// Runs `body` with this list as the one that operations are appended to.
  func running<R, E: Error>(_ body: () throws(E) -> R) throws(E) -> R {
    checkThread()
    let outer = (trace: Trace.current, thread: thread)
    Trace.current = self
    thread = wengert_thread_identity()
    defer {
      Trace.current = outer.trace
      thread = outer.thread
    }
    return try body()
  }

  /// Stops if another thread runs the transform.
  func checkThread() {
    precondition(
      thread == nil || thread == wengert_thread_identity(),
      "A tensor of a transform that runs on another thread was used; pass its value instead.")
  }

  /// The value of a line, computed now if it is not yet; nil if it depends on inputs without one.
  func value(of line: Int32) -> NDArray? {
    checkThread()
    if thread != nil { return evaluate([line]) == nil ? values[Int(line)] : nil }
    return lock.withLock { _ in evaluate([line]) == nil ? values[Int(line)] : nil }
  }

  /// Appends a line.
  func append(_ operation: Operation, _ operands: Line.Operands, _ type: ArrayType) -> Tensor {
    lines.append(Line(operation: operation, operands: operands, type: type))
    values.append(nil)
    return Tensor(self, Int32(lines.count - 1))
  }

  /// Appends a line with several results and the lines that are each one of them.
  func append(_ tuple: TupleOperation, _ operands: Line.Operands, _ types: [ArrayType]) -> [Tensor] {
    let line = append(.tuple(TupleLine(tuple: tuple)), operands, types[0]).line
    return types.indices.map { index in
      append(.projection(Projection(index: index)), Line.Operands([line]), types[index])
    }
  }

  /// Appends an input, whose value is known or not.
  func input(_ type: ArrayType, name: String = "", value: NDArray? = nil) -> Tensor {
    let tensor = append(.input(Input(name: name)), Line.Operands([]), type)
    if let value { values[values.count - 1] = value }
    return tensor
  }

  /// The line of a tensor: its own, a constant's, or that of an input that stands for a tensor of
  /// the parent.
  func line(of tensor: Tensor) -> Int32 {
    switch tensor.storage {
    case .traced(let trace, let index):
      if trace === self { return index }
      guard let value = tensor.resolved.array else { return capture(tensor) }
      return constant(value)
    case .array(let value): return constant(value)
    case .number: return constant(tensor.materialized)
    }
  }

  private func constant(_ value: NDArray) -> Int32 {
    lines.append(
      Line(
        operation: .constant(Constant()), operands: Line.Operands([]),
        type: ArrayType(value.shape, value.dtype)))
    values.append(value)
    return Int32(lines.count - 1)
  }

  private func capture(_ tensor: Tensor) -> Int32 {
    guard let parent else {
      preconditionFailure(
        "A tensor of a transform that is not around this one was used; return it from its closure.")
    }
    let outer = Tensor(parent, parent.line(of: tensor))
    if let known = captureOfOuter[outer.line] { return captures[known].input }
    let input = self.input(outer.type).line
    captureOfOuter[outer.line] = captures.count
    captureOfInput[input] = captures.count
    captures.append((outer, input))
    return input
  }

  /// The tensor of the parent that an input stands for.
  func captured(_ input: Int32) -> Tensor? { captureOfInput[input].map { captures[$0].outer } }

  /// Forgets the lines from `count` on.
  func truncate(to count: Int32) {
    lines.removeLast(lines.count - Int(count))
    values.removeLast(values.count - Int(count))
    tuples = tuples.filter { $0.key < count }
  }

  /// Marks a line; false if it was marked already.
  func mark(_ line: Int32) -> Bool {
    if marks.count < lines.count {
      marks.append(contentsOf: repeatElement(false, count: lines.count - marks.count))
    }
    if marks[Int(line)] { return false }
    marks[Int(line)] = true
    return true
  }

  func unmark(_ line: Int32) { marks[Int(line)] = false }

  func setValue(_ value: NDArray?, of line: Int32) { values[Int(line)] = value }
}
