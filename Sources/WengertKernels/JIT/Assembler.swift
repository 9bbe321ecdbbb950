// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// A general register of x86-64.
enum Register: UInt8 {
  case rax, rcx, rdx, rbx, rsp, rbp, rsi, rdi, r8, r9, r10, r11, r12, r13, r14, r15
}

/// Writes machine code of x86-64 into memory that it grows.
///
/// Intel, "64 and IA-32 Architectures Software Developer's Manual", volume 2, chapter 2, has the
/// encodings: legacy with a REX prefix, VEX (2.3) and EVEX (2.7).
struct Assembler: ~Copyable {
  // Invariant: `count <= capacity`, and every write is made after `reserve`.
  private var bytes: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private(set) var count = 0

  init(capacity: Int) {
    self.capacity = capacity
    bytes = .allocate(capacity: capacity)
  }

  deinit { bytes.deallocate() }

  /// The code so far, to be looked at before the assembler is used again.
  var code: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: bytes, count: count) }

  /// Makes room for one instruction.
  private mutating func reserve() {
    if capacity - count >= 32 { return }
    let grown = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 2)
    grown.update(from: bytes, count: count)
    bytes.deallocate()
    bytes = grown
    capacity *= 2
  }

  @inline(__always)
  private mutating func put(_ byte: UInt8) {
    bytes[count] = byte
    count &+= 1
  }

  private mutating func putWord(_ value: Int32) {
    UnsafeMutableRawPointer(bytes + count).storeBytes(of: value, as: Int32.self)
    count &+= 4
  }

  // MARK: General registers

  private mutating func rex(_ reg: UInt8, _ base: UInt8) {
    put(0x48 | (reg >> 3) << 2 | (base >> 3))
  }

  /// The bytes behind an opcode: a register and memory at `base + displacement`.
  private mutating func memory(_ reg: UInt8, _ base: UInt8, _ displacement: Int32) {
    put(0x80 | (reg & 7) << 3 | (base & 7))
    if base & 7 == 4 { put(0x24) }
    putWord(displacement)
  }

  mutating func load(_ target: Register, _ base: Register, _ displacement: Int) {
    reserve()
    rex(target.rawValue, base.rawValue)
    put(0x8B)
    memory(target.rawValue, base.rawValue, Int32(displacement))
  }

  mutating func store(_ source: Register, _ base: Register, _ displacement: Int) {
    reserve()
    rex(source.rawValue, base.rawValue)
    put(0x89)
    memory(source.rawValue, base.rawValue, Int32(displacement))
  }

  private mutating func arithmetic(_ opcode: UInt8, _ target: Register, _ source: Register) {
    reserve()
    rex(source.rawValue, target.rawValue)
    put(opcode)
    put(0xC0 | (source.rawValue & 7) << 3 | (target.rawValue & 7))
  }

  mutating func add(_ target: Register, _ source: Register) { arithmetic(0x01, target, source) }
  mutating func clear(_ target: Register) { arithmetic(0x31, target, target) }
  mutating func compare(_ x: Register, _ y: Register) { arithmetic(0x39, x, y) }
  mutating func test(_ x: Register) { arithmetic(0x85, x, x) }

  private mutating func arithmetic(_ kind: UInt8, _ target: Register, _ number: Int) {
    reserve()
    rex(0, target.rawValue)
    put(0x81)
    put(0xC0 | kind << 3 | (target.rawValue & 7))
    putWord(Int32(number))
  }

  mutating func add(_ target: Register, _ number: Int) { arithmetic(0, target, number) }
  mutating func and(_ target: Register, _ number: Int) { arithmetic(4, target, number) }

  /// Loads a number of 64 bits.
  mutating func set(_ target: Register, _ value: UInt64) {
    reserve()
    rex(0, target.rawValue)
    put(0xB8 | (target.rawValue & 7))
    UnsafeMutableRawPointer(bytes + count).storeBytes(of: value, as: UInt64.self)
    count += 8
  }

  mutating func push(_ register: Register) {
    reserve()
    if register.rawValue > 7 { put(0x41) }
    put(0x50 | (register.rawValue & 7))
  }

  mutating func pop(_ register: Register) {
    reserve()
    if register.rawValue > 7 { put(0x41) }
    put(0x58 | (register.rawValue & 7))
  }

  mutating func call(_ register: Register) {
    reserve()
    if register.rawValue > 7 { put(0x41) }
    put(0xFF)
    put(0xD0 | (register.rawValue & 7))
  }

  mutating func `return`() {
    reserve()
    put(0xC3)
  }

  // MARK: Jumps

  enum Condition: UInt8 {
    case always
    case below = 0x82
    case equal = 0x84
    case notEqual = 0x85
    case above = 0x87
  }

  /// A jump whose target is not known yet; its place is passed to ``land(_:)``.
  mutating func jump(_ condition: Condition) -> Int {
    reserve()
    if condition == .always {
      put(0xE9)
    } else {
      put(0x0F)
      put(condition.rawValue)
    }
    putWord(0)
    return count
  }

  /// Makes a jump lead here.
  mutating func land(_ jump: Int) {
    UnsafeMutableRawPointer(bytes + jump - 4).storeBytes(of: Int32(count - jump), as: Int32.self)
  }

  mutating func jump(_ condition: Condition, to target: Int) {
    let place = jump(condition)
    UnsafeMutableRawPointer(bytes + place - 4)
      .storeBytes(of: Int32(target - place), as: Int32.self)
  }

  // MARK: Vector instructions

  /// Where the last operand of a vector instruction is.
  enum Place {
    case register(UInt8)
    /// `base + displacement`; one element that stands for all lanes, or a whole vector.
    case memory(Register, Int, isBroadcast: Bool)
    /// `base + rcx + displacement`: the current place in a row, or one behind it.
    case row(Register, Int)
  }

  /// An opcode: its map (1: 0F, 2: 0F38, 3: 0F3A), prefix (0: none, 1: 66, 2: F3, 3: F2) and W.
  struct Opcode {
    var map: UInt8
    var prefix: UInt8
    var byte: UInt8
    var isWide: Bool
  }

  /// A vector instruction with the EVEX prefix, which AVX-512 has.
  ///
  /// - Parameters:
  ///   - length: 0, 1 or 2 for 128, 256 or 512 bits.
  ///   - second: The first source, 0 if there is none.
  ///   - mask: The mask register that lanes are written under; 0 for none.
  mutating func evex(
    _ opcode: Opcode, length: UInt8, _ target: UInt8, _ second: UInt8, _ place: Place,
    mask: UInt8 = 0, isZeroing: Bool = false
  ) {
    reserve()
    var first: UInt8 = 0xF0
    var isBroadcast = false
    if target & 8 != 0 { first &= ~0x80 }
    if target & 16 != 0 { first &= ~0x10 }
    switch place {
    case .register(let r):
      if r & 16 != 0 { first &= ~0x40 }
      if r & 8 != 0 { first &= ~0x20 }
    case .memory(let base, _, let repeats):
      if base.rawValue & 8 != 0 { first &= ~0x20 }
      isBroadcast = repeats
    case .row(let base, _):
      if base.rawValue & 8 != 0 { first &= ~0x20 }
    }
    put(0x62)
    put(first | opcode.map)
    put((opcode.isWide ? 0x80 : 0) | (~second & 15) << 3 | 4 | opcode.prefix)
    put(
      (isZeroing ? 0x80 : 0) | length << 5 | (isBroadcast ? 0x10 : 0)
        | (second & 16 != 0 ? 0 : 8) | mask)
    put(opcode.byte)
    operand(target, place)
  }

  /// A vector instruction with the VEX prefix.
  mutating func vex(
    _ opcode: Opcode, length: UInt8, _ target: UInt8, _ second: UInt8, _ place: Place
  ) {
    reserve()
    var first: UInt8 = 0xE0
    if target & 8 != 0 { first &= ~0x80 }
    switch place {
    case .register(let r): if r & 8 != 0 { first &= ~0x20 }
    case .memory(let base, _, _), .row(let base, _): if base.rawValue & 8 != 0 { first &= ~0x20 }
    }
    put(0xC4)
    put(first | opcode.map)
    put((opcode.isWide ? 0x80 : 0) | (~second & 15) << 3 | length << 2 | opcode.prefix)
    put(opcode.byte)
    operand(target, place)
  }

  private mutating func operand(_ target: UInt8, _ place: Place) {
    switch place {
    case .register(let r): put(0xC0 | (target & 7) << 3 | (r & 7))
    case .memory(let base, let displacement, _):
      memory(target, base.rawValue, Int32(displacement))
    case .row(let base, let displacement):
      put(0x84 | (target & 7) << 3)
      put(Register.rcx.rawValue << 3 | (base.rawValue & 7))
      putWord(Int32(displacement))
    }
  }

  /// The byte that ends some vector instructions.
  mutating func immediate(_ byte: UInt8) { put(byte) }

  /// Leaves the state in which other code runs at full speed.
  mutating func zeroUpperHalves() {
    reserve()
    put(0xC5)
    put(0xF8)
    put(0x77)
  }
}
