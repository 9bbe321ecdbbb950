// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// A loop of rows in machine code of which everything is known but the addresses of arrays: each run copies
/// the table that the code reads, sets those, and counts no references.
///
/// It is valid as long as the kernel.
struct LoopLaunch: ~Copyable, @unchecked Sendable {
  /// Where the loop begins in an array: its place in a table of values, how many bytes behind its start, and
  /// how many bytes further it does for each place of the axis that parts are cut from.
  struct Start {
    let place: Int
    let offset: Int
    let step: Int
  }

  private unowned(unsafe) let kernel: LoopKernel
  private let function: LoopKernel.Function
  /// The table, but for addresses; only read.
  private let template: UnsafeMutablePointer<Int>
  private let wordCount: Int
  private let frameByteCount: Int
  private let size: Int
  private let rows: Int
  private let count: Int
  /// Whether parts are some rows, and not some places of each.
  private let cutsRows: Bool
  private let scalars: UnsafeMutableBufferPointer<Start>
  private let starts: UnsafeMutableBufferPointer<Start>

  /// - Returns: Nil if the kernel does not run such rows in one call of machine code.
  init?(
    _ kernel: LoopKernel, rows: Int, count: Int, strides: [Int], cutsRows: Bool, scalars: [Start],
    starts: [Start]
  ) {
    guard let function = kernel.function, !kernel.runsInParts(count) else { return nil }
    self.kernel = kernel
    self.function = function
    (self.rows, self.count, self.cutsRows) = (rows, count, cutsRows)
    wordCount = LoopTable.wordCount(addressCount: kernel.body.addressCount)
    frameByteCount = kernel.frameByteCount
    size = kernel.body.dtype.byteCount
    template = .allocate(capacity: wordCount)
    template.initialize(repeating: 0, count: wordCount)
    kernel.fill(template, strides: strides)
    kernel.setSize(template, rows: rows, count: count)
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
    withTable { words in
      set(words, memory, 0)
      function(words)
    }
  }

  /// Runs part of the loop.
  func run(_ memory: UnsafePointer<UnsafeMutableRawPointer?>, _ places: Range<Int>) {
    withTable { words in
      set(words, memory, places.lowerBound)
      kernel.setSize(
        words, rows: cutsRows ? places.count : rows, count: cutsRows ? count : places.count)
      function(words)
    }
  }

  /// Calls `body` with a table: behind it the single numbers, and from the next cache line on the frame.
  @inline(__always)
  private func withTable(_ body: (UnsafeMutablePointer<Int>) -> Void) {
    let frame = (8 * (wordCount + scalars.count) + 63) / 64 * 64
    let byteCount = frame + frameByteCount
    func run(_ table: UnsafeMutableRawPointer) {
      let words = table.assumingMemoryBound(to: Int.self)
      words.update(from: template, count: wordCount)
      words[LoopTable.frame / 8] = Int(bitPattern: table + frame)
      body(words)
    }
    // Small ones are on the stack.
    if byteCount > 960 {
      Scratch.withMemory(of: UInt8.self, count: byteCount) { run(UnsafeMutableRawPointer($0)) }
    } else {
      withUnsafeTemporaryAllocation(byteCount: 64 + byteCount, alignment: 16) {
        run($0.baseAddress.unsafelyUnwrapped.alignedUp(toMultipleOf: 64))
      }
    }
  }

  /// Sets the single numbers and the addresses of a table.
  @inline(__always)
  private func set(
    _ words: UnsafeMutablePointer<Int>, _ memory: UnsafePointer<UnsafeMutableRawPointer?>, _ first: Int
  ) {
    let numbers = UnsafeMutableRawPointer(words + wordCount)
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
      let start = starts[k]
      words[LoopTable.address(1 + k) / 8] = Int(
        bitPattern: memory[start.place].unsafelyUnwrapped + (start.offset + first * start.step))
    }
  }
}
