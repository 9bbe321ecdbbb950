// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import WengertRuntime

/// One operation on a tape: where its operands are and how the result depends on each.
///
/// This file and `Tape.swift` hold all the unsafe code of reverse mode. The invariants:
/// - A block belongs to one ``Tape`` at a time, between `take` and `give`, and to one thread.
/// - `block.records` holds `block.count` initialised records of one type. Record 0 is unused, so
///   that place 0 can mean "no operand".
/// - Operands come before the record that uses them: `x < i` and `y < i` for record `i`.
/// - Bytes that are all zero are the number zero, for types without references: `Double`, `Float`, and
///   duals of them. `Tape.gradient` reads the adjoint buffer on that condition.
/// - Numbers are aligned to 16 bytes at most, as the memory of `realloc` is.
/// - A variable's `index` is below the `count` of its block as long as their epochs are equal.
@frozen
@usableFromInline
struct TapeRecord<Primal: Scalar> {
  @usableFromInline var partialX: Primal
  @usableFromInline var partialY: Primal
  @usableFromInline var x: UInt32
  @usableFromInline var y: UInt32

  @inlinable @inline(__always)
  init(_ x: UInt32, _ partialX: Primal, _ y: UInt32, _ partialY: Primal) {
    self.partialX = partialX
    self.partialY = partialY
    self.x = x
    self.y = y
  }

  @inlinable @inline(__always)
  static func records(
    of block: UnsafeMutablePointer<WengertTapeBlock>
  ) -> UnsafeMutablePointer<TapeRecord> {
    block.pointee.records.unsafelyUnwrapped.assumingMemoryBound(to: TapeRecord.self)
  }

  /// Writes `record` and gives its place.
  @inlinable @inline(__always)
  static func append(
    _ record: TapeRecord, to block: UnsafeMutablePointer<WengertTapeBlock>
  ) -> UInt32 {
    let index = block.pointee.count
    if _slowPath(index == block.pointee.capacity) { grow(block) }
    (records(of: block) + Int(index)).initialize(to: record)
    block.pointee.count = index &+ 1
    return index
  }

  /// The variable with value `primal` that depends on `x` alone.
  @inlinable @inline(__always)
  static func append(
    to block: UnsafeMutablePointer<WengertTapeBlock>, _ primal: Primal,
    _ x: Variable<Primal>, _ partialX: Primal
  ) -> Variable<Primal> {
    if _slowPath(x.epoch != block.pointee.epoch) { stopForEndedTape() }
    let index = append(TapeRecord(x.index, partialX, 0, partialX), to: block)
    return Variable(primal, tape: block, index: index, epoch: x.epoch)
  }

  /// The variable with value `primal` that depends on `x` and on `y`, which are of one tape.
  @inlinable @inline(__always)
  static func append(
    to block: UnsafeMutablePointer<WengertTapeBlock>, _ primal: Primal,
    _ x: Variable<Primal>, _ partialX: Primal, _ y: Variable<Primal>, _ partialY: Primal
  ) -> Variable<Primal> {
    // Either may be a constant, which is at place 0 of no tape.
    let epoch = x.tape == nil ? y.epoch : x.epoch
    if _slowPath(epoch != block.pointee.epoch) { stopForEndedTape() }
    let index = append(TapeRecord(x.index, partialX, y.index, partialY), to: block)
    return Variable(primal, tape: block, index: index, epoch: epoch)
  }

  @usableFromInline @inline(never)
  static func grow(_ block: UnsafeMutablePointer<WengertTapeBlock>) {
    let stride = MemoryLayout<TapeRecord>.stride
    precondition(
      block.pointee.count < UInt32.max / 2, "A tape holds at most 2147483647 operations.")
    precondition(
      MemoryLayout<TapeRecord>.alignment <= 16, "A tape holds numbers aligned to 16 bytes at most.")
    wengert_grow(
      &block.pointee.records, &block.pointee.record_bytes,
      (Int(block.pointee.count) + 1) * stride)
    block.pointee.capacity = UInt32(
      min(block.pointee.record_bytes / stride, Int(UInt32.max / 2)))
  }
}
