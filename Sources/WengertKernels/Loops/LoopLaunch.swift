// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// A loop of rows in machine code of which everything is known but the addresses of arrays: each run copies
/// the table that the code reads, and sets those.
///
/// It is valid as long as the kernel.
struct LoopLaunch: ~Copyable, @unchecked Sendable {
  private unowned(unsafe) let kernel: LoopKernel
  private let function: LoopKernel.Function
  /// The table, but for addresses; only read.
  private let template: UnsafeMutablePointer<Int>
  private let wordCount: Int
  private let frameByteCount: Int
  private let rows: Int
  private let count: Int
  /// Whether parts are some rows, and not some places of each.
  private let cutsRows: Bool

  /// - Returns: Nil if the kernel does not run such rows in one call of machine code.
  init?(_ kernel: LoopKernel, rows: Int, count: Int, strides: [Int], cutsRows: Bool) {
    guard let function = kernel.function, !kernel.runsInParts(count) else { return nil }
    self.kernel = kernel
    self.function = function
    (self.rows, self.count, self.cutsRows) = (rows, count, cutsRows)
    wordCount = LoopTable.wordCount(addressCount: kernel.body.addressCount)
    frameByteCount = kernel.frameByteCount
    template = .allocate(capacity: wordCount)
    template.initialize(repeating: 0, count: wordCount)
    kernel.fill(template, strides: strides)
    kernel.setSize(template, rows: rows, count: count)
  }

  deinit { template.deallocate() }

  /// Runs the loop, or the part of it for some places of the axis that parts are cut from.
  @inline(__always)
  func run(
    _ memory: UnsafePointer<UnsafeMutableRawPointer?>, _ addresses: borrowing LoopAddresses,
    _ places: Range<Int>? = nil
  ) {
    // The table, the single numbers, and from the next cache line on the frame.
    let frame = (8 * wordCount + addresses.numberBytes + 63) / 64 * 64
    let byteCount = frame + frameByteCount
    // Small ones are on the stack.
    if byteCount > 960 {
      Scratch.withMemory(of: UInt8.self, count: byteCount) {
        run(in: UnsafeMutableRawPointer($0), frame, memory, addresses, places)
      }
    } else {
      withUnsafeTemporaryAllocation(byteCount: 64 + byteCount, alignment: 16) {
        let table = $0.baseAddress.unsafelyUnwrapped.alignedUp(toMultipleOf: 64)
        run(in: table, frame, memory, addresses, places)
      }
    }
  }

  @inline(__always)
  private func run(
    in table: UnsafeMutableRawPointer, _ frame: Int, _ memory: UnsafePointer<UnsafeMutableRawPointer?>,
    _ addresses: borrowing LoopAddresses, _ places: Range<Int>?
  ) {
    let words = table.assumingMemoryBound(to: Int.self)
    words.update(from: template, count: wordCount)
    words[LoopTable.frame / 8] = Int(bitPattern: table + frame)
    addresses.set(
      (table + LoopTable.address(0)).assumingMemoryBound(to: UnsafeMutableRawPointer.self),
      numbers: table + 8 * wordCount, memory, first: places?.lowerBound ?? 0)
    if let places {
      kernel.setSize(
        words, rows: cutsRows ? places.count : rows, count: cutsRows ? count : places.count)
    }
    function(table)
  }
}
