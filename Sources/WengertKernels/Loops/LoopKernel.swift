// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// A fused loop that is ready to run: in machine code where that can be made, else interpreted.
///
/// Both give the same numbers, but for the last bits of functions such as `exp`, and of sums, whose
/// terms are added in another order.
package final class LoopKernel: @unchecked Sendable {
  // Safe to share: nothing is written after `init`.
  package let body: LoopBody
  private let interpretation: LoopInterpreter?
  private let code: ExecutableCode?
  /// The masks of AVX2, and behind them the constants.
  private let constants: UnsafeMutableRawPointer?
  let frameByteCount: Int
  private let vectorSize: Int
  private let reducesRows: Bool
  /// When machine code reads each input last and stores each output, in the order of the code; empty for what
  /// is interpreted, which reads before it stores.
  let lastReads: [Int]
  let stores: [Int]

  /// The most places of a row that one running sum goes over: longer rows are summed in parts, and the
  /// parts in pairs, so that errors grow with the logarithm of the count.
  private static let partCount = 1024

  package convenience init(_ body: LoopBody) { self.init(body, level: VectorLevel.available) }

  /// - Parameter level: The vectors to make code for; nil to interpret.
  init(_ body: LoopBody, level: VectorLevel?) {
    self.body = body
    reducesRows = body.outputs.contains {
      if case .reduceRow = $0.destination { true } else { false }
    }
    // Under Embedded Swift there is nothing to compile for, and the code for it stays out of modules.
    #if !hasFeature(Embedded)
      if let level {
        var compiler = LoopCompiler(body, level: level)
        compiler.compile()
        if let code = ExecutableCode(compiler.assembler.code) {
          self.code = code
          interpretation = nil
          frameByteCount = compiler.frameByteCount
          vectorSize = level.byteCount
          constants = LoopKernel.pool(compiler.code.constants, level, body.dtype)
          (lastReads, stores) = (compiler.lastReads, compiler.stores)
          return
        }
      }
    #endif
    code = nil
    constants = nil
    frameByteCount = 0
    vectorSize = 0
    (lastReads, stores) = ([], [])
    interpretation = LoopInterpreter(body)
  }

  deinit { constants?.deallocate() }

  /// Whether it runs in machine code.
  package var isCompiled: Bool { code != nil }

  /// The bytes of the machine code, for those who take it apart.
  var machineCode: [UInt8]? {
    code.map { Array(UnsafeRawBufferPointer(start: $0.address, count: $0.byteCount)) }
  }

  /// The room for masks: a vector of ones, and one of zeros.
  private static let maskBytes = 64

  /// The masks and behind them the constants as the code reads them: one element each, or with AVX2 a
  /// vector each.
  private static func pool(
    _ constants: ContiguousArray<UInt64>, _ level: VectorLevel, _ dtype: DType
  ) -> UnsafeMutableRawPointer {
    let size = dtype.byteCount
    let copies = level == .avx512 ? 1 : level.byteCount / size
    let pool = UnsafeMutableRawPointer.allocate(
      byteCount: maskBytes + max(1, constants.count) * copies * size, alignment: 64)
    pool.initializeMemory(as: UInt8.self, repeating: 0xFF, count: maskBytes / 2)
    (pool + maskBytes / 2).initializeMemory(as: UInt8.self, repeating: 0, count: maskBytes / 2)
    for (number, bits) in constants.enumerated() {
      for copy in 0..<copies {
        let place = maskBytes + (number * copies + copy) * size
        if size == 8 {
          pool.storeBytes(of: bits, toByteOffset: place, as: UInt64.self)
        } else {
          pool.storeBytes(of: UInt32(truncatingIfNeeded: bits), toByteOffset: place, as: UInt32.self)
        }
      }
    }
    return pool
  }

  /// Runs the loop over `rows` rows of `count` places.
  ///
  /// - Parameters:
  ///   - addresses: Those of the inputs' bases, then those of the outputs. Memory of an output is
  ///     that of no input, unless all its reads are done at the same place.
  ///   - strides: How many elements apart the rows of each are.
  package func run(
    rows: Int, count: Int, addresses: UnsafePointer<UnsafeMutableRawPointer>,
    strides: UnsafePointer<Int>
  ) {
    if rows == 0 { return }
    if runsInParts(count) {
      for row in 0..<rows { runInParts(row, count, addresses, strides) }
    } else {
      runOnce(rows, count, addresses, strides)
    }
  }

  /// Whether rows of so many places are reduced in parts.
  func runsInParts(_ count: Int) -> Bool { reducesRows && count > Self.partCount }

  private func runOnce(
    _ rows: Int, _ count: Int, _ addresses: UnsafePointer<UnsafeMutableRawPointer>,
    _ strides: UnsafePointer<Int>
  ) {
    if let interpretation {
      interpretation.run(rows: rows, count: count, addresses: addresses, strides: strides)
      return
    }
    guard let function else { return }
    let addressCount = body.addressCount
    let frame = (LoopTable.wordCount(addressCount: addressCount) * 8 + 63) / 64 * 64
    Scratch.withMemory(of: Int.self, count: (frame + frameByteCount) / 8) { words in
      let memory = UnsafeMutableRawPointer(words)
      fill(words, strides: strides)
      setSize(words, rows: rows, count: count)
      words[LoopTable.frame / 8] = Int(bitPattern: memory + frame)
      for number in 0..<addressCount {
        words[LoopTable.address(number) / 8] = Int(bitPattern: addresses[number])
      }
      function(memory)
    }
  }

  // MARK: Machine code

  /// The code, a function of the table that ``LoopTable`` describes.
  typealias Function = @convention(c) (UnsafeMutableRawPointer) -> Void

  var function: Function? { code.map { unsafeBitCast($0.address, to: Function.self) } }

  /// Sets what a table holds, but for the size of the loop and addresses.
  func fill(_ words: UnsafeMutablePointer<Int>, strides: UnsafePointer<Int>) {
    guard let constants else { return }
    words[LoopTable.fullMask / 8] =
      vectorSize == 64 ? (1 << (64 / body.dtype.byteCount)) - 1 : Int(bitPattern: constants)
    words[LoopTable.constants / 8] = Int(bitPattern: constants + Self.maskBytes)
    let addressCount = body.addressCount
    for number in 0..<addressCount {
      words[LoopTable.stride(number, addressCount: addressCount) / 8] =
        strides[number] * body.dtype.byteCount
    }
  }

  /// Sets the size of the loop in a table that is filled.
  @inline(__always)
  func setSize(_ words: UnsafeMutablePointer<Int>, rows: Int, count: Int) {
    let size = body.dtype.byteCount
    let rest = count & (vectorSize / size - 1)
    words[LoopTable.rows / 8] = rows
    words[LoopTable.wholeBytes / 8] = (count - rest) * size
    if vectorSize == 64 {
      words[LoopTable.restMask / 8] = (1 << rest) - 1
    } else {
      // As many bytes of ones, and zeros.
      words[LoopTable.restMask / 8] =
        rest == 0 ? 0 : words[LoopTable.fullMask / 8] + Self.maskBytes / 2 - rest * size
    }
  }

  /// One long row, part by part.
  private func runInParts(
    _ row: Int, _ count: Int, _ addresses: UnsafePointer<UnsafeMutableRawPointer>,
    _ strides: UnsafePointer<Int>
  ) {
    let size = body.dtype.byteCount
    let parts = (count + Self.partCount - 1) / Self.partCount
    let reductions = body.outputs.indices.filter {
      if case .reduceRow = body.outputs[$0].destination { true } else { false }
    }
    let partial = UnsafeMutableRawPointer.allocate(
      byteCount: reductions.count * parts * size, alignment: 64)
    defer { partial.deallocate() }
    var places = (0..<body.addressCount).map { addresses[$0] + row * strides[$0] * size }
    for (index, output) in reductions.enumerated() {
      places[body.baseCount + output] = partial + index * parts * size
    }
    // The parts are rows of their own; what a row has one number of stays where it is.
    var steps = places.map { _ in Self.partCount }
    for input in body.inputs where input.isUniform { steps[Int(input.base)] = 0 }
    for output in reductions { steps[body.baseCount + output] = 1 }
    let whole = count / Self.partCount
    runOnce(whole, Self.partCount, places, steps)
    if whole < parts {
      for number in places.indices { places[number] += whole * steps[number] * size }
      runOnce(1, count - whole * Self.partCount, places, steps)
    }
    for (index, output) in reductions.enumerated() {
      guard case .reduceRow(let reduction) = body.outputs[output].destination else { continue }
      let number = body.baseCount + output
      let target = addresses[number] + row * strides[number] * size
      let source = partial + index * parts * size
      if size == 8 {
        reduction.reduce(source.assumingMemoryBound(to: Double.self), parts, into: target)
      } else {
        reduction.reduce(source.assumingMemoryBound(to: Float.self), parts, into: target)
      }
    }
  }
}

extension Reduction {
  /// Of two numbers: of equal ones the first; a nan stays.
  func combine<T: KernelScalar>(_ x: T, _ y: T) -> T {
    switch self {
    case .sum: x + y
    case .product: x * y
    case .maximum: y > x || y.isNaN ? y : x
    case .minimum: y < x || y.isNaN ? y : x
    }
  }

  fileprivate func reduce<T: KernelScalar>(
    _ x: UnsafePointer<T>, _ count: Int, into target: UnsafeMutableRawPointer
  ) {
    var result = T(identity)
    if self == .sum {
      result = pairwiseSum(x, count)
    } else {
      for i in 0..<count { result = combine(result, x[i]) }
    }
    target.storeBytes(of: result, as: T.self)
  }
}
