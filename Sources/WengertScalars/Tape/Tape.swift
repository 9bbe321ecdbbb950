// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import WengertRuntime

/// The list of all operations that were carried out on its variables, in order: Wengert's list.
///
/// ``Reverse`` makes tapes by itself. Make one yourself to look at the derivatives of a result
/// with respect to *every* intermediate, or of several results.
///
/// ```swift
/// let tape = Tape<Double>()
/// let a = tape.variable(2)
/// let b = tape.variable(3)
/// let o = a * b
/// let f = 5 * o
/// let adjoints = tape.adjoints(of: f)
/// adjoints[o]     // 5
/// adjoints[a]     // 15
/// adjoints[b]     // 10
/// ```
///
/// Asking again gives the same answer: adjoints are kept apart from the tape, not on it.
///
/// The memory of a tape that has ended is kept by the thread, warm, for the next one.
///
/// - Complexity: one operation takes two numbers and 8 bytes: 24 bytes on `Double`.
///
/// S. Linnainmaa, "Taylor expansion of the accumulated rounding error", BIT 16 (1976).
public final class Tape<Primal: Scalar> {
  @usableFromInline let block: UnsafeMutablePointer<WengertTapeBlock>

  /// An empty tape.
  public init() {
    block = wengert_tape_take()
    block.pointee.count = 0
    block.pointee.capacity = UInt32(
      min(
        block.pointee.record_bytes / MemoryLayout<TapeRecord<Primal>>.stride,
        Int(UInt32.max / 2)))
    _ = TapeRecord<Primal>.append(TapeRecord(0, .zero, 0, .zero), to: block)
  }

  deinit {
    if !_isPOD(Primal.self) {
      TapeRecord<Primal>.records(of: block).deinitialize(count: Int(block.pointee.count))
    }
    wengert_tape_give(block)
  }

  /// Frees the memory that ended tapes have left on this thread.
  public static func releaseMemory() { wengert_tape_trim() }

  /// How many variables and operations are on the tape.
  public var count: Int { Int(block.pointee.count) - 1 }

  /// A new independent variable.
  @inlinable
  public func variable(_ primal: Primal) -> Variable<Primal> {
    let index = TapeRecord<Primal>.append(TapeRecord(0, primal, 0, primal), to: block)
    return Variable(primal, tape: block, index: index, epoch: block.pointee.epoch)
  }

  /// The derivative of `output` with respect to every variable on the tape.
  ///
  /// - Parameter seed: The cotangent of `output`; 1 gives derivatives.
  /// - Complexity: one pass over the tape.
  @inlinable
  public func adjoints(of output: Variable<Primal>, seed: Primal = 1) -> Adjoints<Primal> {
    guard let index = place(of: output) else { return Adjoints(values: [], tape: self) }
    var values = ContiguousArray<Primal>(repeating: 0, count: index + 1)
    values[index] = seed
    values.withUnsafeMutableBufferPointer { sweep(from: index, $0.baseAddress.unsafelyUnwrapped) }
    return Adjoints(values: values, tape: self)
  }

  /// The derivatives of one output with respect to `inputs`, the first variables of the tape.
  ///
  /// Works in the warm buffer of the block, which is all zero before and after.
  @inlinable
  func gradient(of output: Variable<Primal>, inputs: Int, seed: Primal) -> [Primal] {
    guard let index = place(of: output) else {
      return [Primal](repeating: 0, count: inputs)
    }
    guard _isPOD(Primal.self) else {
      let adjoints = adjoints(of: output, seed: seed)
      return (1..<inputs + 1).map { $0 <= index ? adjoints.values[$0] : 0 }
    }
    wengert_grow(
      &block.pointee.adjoints, &block.pointee.adjoint_bytes,
      (max(index, inputs) + 1) * MemoryLayout<Primal>.stride)
    let adjoints = block.pointee.adjoints.unsafelyUnwrapped.assumingMemoryBound(to: Primal.self)
    adjoints[index] = seed
    consume(from: index, downTo: inputs, adjoints)
    // Padding inside a number (`MultiDual`) need not be zero even where the number is.
    defer {
      if MemoryLayout<Primal>.stride > 8 {
        UnsafeMutableRawPointer(adjoints).initializeMemory(
          as: UInt8.self, repeating: 0,
          count: (max(index, inputs) + 1) * MemoryLayout<Primal>.stride)
      }
    }
    return [Primal](unsafeUninitializedCapacity: inputs) { buffer, count in
      for i in 0..<inputs {
        (buffer.baseAddress.unsafelyUnwrapped + i).initialize(to: adjoints[i + 1])
        adjoints[i + 1] = 0
      }
      count = inputs
    }
  }

  /// The place of `variable` on this tape, nil for a constant.
  @inlinable
  func place(of variable: Variable<Primal>) -> Int? {
    guard let tape = variable.tape else { return nil }
    if tape != block { stopForMixedTapes() }
    if variable.epoch != block.pointee.epoch { stopForEndedTape() }
    return Int(variable.index)
  }

  /// The reverse pass: each operation adds its adjoint times its partials to its operands'.
  @inlinable
  func sweep(from last: Int, _ adjoints: UnsafeMutablePointer<Primal>) {
    let records = TapeRecord<Primal>.records(of: block)
    for i in stride(from: last, to: 0, by: -1) where !adjoints[i].isZero {
      let adjoint = adjoints[i]
      let (x, y) = (Int(records[i].x), Int(records[i].y))
      if x != 0 { adjoints[x] += adjoint.contribution(records[i].partialX) }
      if y != 0 { adjoints[y] += adjoint.contribution(records[i].partialY) }
    }
  }

  /// The reverse pass down to the inputs, leaving zeros behind so that the buffer stays clean.
  @inlinable
  func consume(from last: Int, downTo inputs: Int, _ adjoints: UnsafeMutablePointer<Primal>) {
    let records = TapeRecord<Primal>.records(of: block)
    var i = last
    // What record i − 1 gets from record i stays in a register: in a chain of operations it would
    // otherwise wait for its way through memory at every step.
    var carried: Primal = .zero
    while i > inputs {
      let adjoint = adjoints[i] + carried
      adjoints[i] = .zero
      carried = .zero
      let (x, y) = (Int(records[i].x), Int(records[i].y))
      i &-= 1
      if adjoint.isZero { continue }
      let toX = adjoint.contribution(records[i &+ 1].partialX)
      if x == i { carried = toX } else { adjoints[x] += toX }
      if y == 0 { continue }
      let toY = adjoint.contribution(records[i &+ 1].partialY)
      if y == i { carried += toY } else { adjoints[y] += toY }
    }
    adjoints[i] += carried
    adjoints[0] = .zero
  }
}

/// The derivatives of one result with respect to every variable on a tape.
public struct Adjoints<Primal: Scalar> {
  @usableFromInline let values: ContiguousArray<Primal>
  @usableFromInline let tape: Tape<Primal>

  @inlinable
  init(values: ContiguousArray<Primal>, tape: Tape<Primal>) {
    self.values = values
    self.tape = tape
  }

  /// The derivative with respect to `variable`: zero for one that came later, or a constant.
  @inlinable
  public subscript(variable: Variable<Primal>) -> Primal {
    guard let index = tape.place(of: variable), index < values.count else { return 0 }
    return values[index]
  }
}
