// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// A loop of rows in machine code of which everything is known but the addresses of arrays: each run copies
/// the table that the code reads, sets those, and counts no references.
///
/// It is valid as long as the kernel.
struct LoopLaunch: ~Copyable, @unchecked Sendable {
  /// A place in a table of values, and how many bytes behind the start of its array the loop begins.
  struct Start {
    let place: Int
    let offset: Int
  }

  /// The table, but for addresses, and the masks that it may point to; only read.
  private let template: UnsafeMutablePointer<Int>
  private let function: LoopKernel.Function
  private let wordCount: Int
  private let frameByteCount: Int
  private let size: Int
  private let scalars: UnsafeMutableBufferPointer<Start>
  private let starts: UnsafeMutableBufferPointer<Start>

  /// - Returns: Nil if the kernel does not run such rows in one call of machine code.
  init?(
    _ kernel: LoopKernel, rows: Int, count: Int, strides: [Int], scalars: [Start], starts: [Start]
  ) {
    guard let function = kernel.function, !kernel.runsInParts(count) else { return nil }
    self.function = function
    wordCount = LoopTable.wordCount(addressCount: kernel.body.addressCount)
    frameByteCount = kernel.frameByteCount
    size = kernel.body.dtype.byteCount
    let byteCount = wordCount * 8 + LoopKernel.maskBytes
    let memory = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: 64)
    template = memory.bindMemory(to: Int.self, capacity: wordCount)
    kernel.fill(template, masks: memory + wordCount * 8, rows: rows, count: count, strides: strides)
    self.scalars = .allocate(capacity: scalars.count)
    _ = self.scalars.initialize(from: scalars)
    self.starts = .allocate(capacity: starts.count)
    _ = self.starts.initialize(from: starts)
  }

  deinit {
    template.deallocate()
    scalars.deallocate()
    starts.deallocate()
  }

  /// Runs the loop on arrays that begin at these addresses, by place.
  func run(_ memory: UnsafePointer<UnsafeMutableRawPointer?>) {
    // The table, the single numbers, and from the next cache line on the frame.
    let frame = (8 * (wordCount + scalars.count) + 63) / 64 * 64
    withUnsafeTemporaryAllocation(byteCount: 64 + frame + frameByteCount, alignment: 16) {
      let table = $0.baseAddress.unsafelyUnwrapped.alignedUp(toMultipleOf: 64)
      let words = table.assumingMemoryBound(to: Int.self)
      words.update(from: template, count: wordCount)
      let numbers = table + 8 * wordCount
      for k in scalars.indices {
        let number = memory[scalars[k].place].unsafelyUnwrapped + scalars[k].offset
        if size == 8 {
          numbers.storeBytes(of: number.load(as: UInt64.self), toByteOffset: 8 * k, as: UInt64.self)
        } else {
          numbers.storeBytes(of: number.load(as: UInt32.self), toByteOffset: 4 * k, as: UInt32.self)
        }
      }
      words[LoopTable.address(0) / 8] = Int(bitPattern: numbers)
      for k in starts.indices {
        words[LoopTable.address(1 + k) / 8] =
          Int(bitPattern: memory[starts[k].place].unsafelyUnwrapped + starts[k].offset)
      }
      words[LoopTable.frame / 8] = Int(bitPattern: table + frame)
      function(table)
    }
  }
}
