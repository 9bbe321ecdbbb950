// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// The encodings of the vector instructions that loops are made of, for one type of lanes.
struct VectorOpcodes {
  let level: VectorLevel
  let isDouble: Bool

  private var is512: Bool { level == .avx512 }

  /// Arithmetic of the first map: `pd` has prefix 66, `ps` none.
  private func float(_ byte: UInt8) -> Assembler.Opcode {
    Assembler.Opcode(map: 1, prefix: isDouble ? 1 : 0, byte: byte, isWide: is512 && isDouble)
  }

  /// Maps 2 and 3, where W tells `pd` from `ps`; with VEX only some instructions look at it.
  private func wide(_ map: UInt8, _ byte: UInt8, always: Bool = false) -> Assembler.Opcode {
    Assembler.Opcode(map: map, prefix: 1, byte: byte, isWide: (is512 || always) && isDouble)
  }

  var load: Assembler.Opcode { float(0x10) }
  var store: Assembler.Opcode { float(0x11) }
  var move: Assembler.Opcode { float(0x28) }
  var add: Assembler.Opcode { float(0x58) }
  var multiply: Assembler.Opcode { float(0x59) }
  var subtract: Assembler.Opcode { float(0x5C) }
  var minimum: Assembler.Opcode { float(0x5D) }
  var divide: Assembler.Opcode { float(0x5E) }
  var maximum: Assembler.Opcode { float(0x5F) }
  var squareRoot: Assembler.Opcode { float(0x51) }
  var and: Assembler.Opcode { float(0x54) }
  var andNot: Assembler.Opcode { float(0x55) }
  var or: Assembler.Opcode { float(0x56) }
  var exclusiveOr: Assembler.Opcode { float(0x57) }
  var compare: Assembler.Opcode { float(0xC2) }

  /// `x y + z`, `x y − z` and `z − x y`, by what distinguishes their codes.
  enum MultiplyAdd: UInt8 {
    case add = 0
    case subtract = 2
    case negated = 4
  }

  /// Multiply-add, by the order of operands: 132, 213 or 231.
  func multiplyAdd(_ order: Int, _ kind: MultiplyAdd) -> Assembler.Opcode {
    let byte: UInt8 = order == 132 ? 0x98 : order == 213 ? 0xA8 : 0xB8
    return wide(2, byte + kind.rawValue, always: true)
  }

  /// One element in all lanes.
  var broadcast: Assembler.Opcode { wide(2, isDouble ? 0x19 : 0x18) }
  var round: Assembler.Opcode { wide(3, isDouble ? 0x09 : 0x08) }

  /// AVX-512: the second source where the mask is set, else the first. AVX2: by a register of signs.
  var blend: Assembler.Opcode { is512 ? wide(2, 0x65) : wide(3, isDouble ? 0x4B : 0x4A) }

  /// AVX-512: the signs of lanes as a mask.
  var maskOfSigns: Assembler.Opcode {
    Assembler.Opcode(map: 2, prefix: 2, byte: 0x39, isWide: isDouble)
  }
  var scale: Assembler.Opcode { wide(2, 0x2C) }
  var exponent: Assembler.Opcode { wide(2, 0x42) }
  var significand: Assembler.Opcode { wide(3, 0x26) }

  /// Shifts of lanes as integers; the register field holds the number of the shift.
  var shift: Assembler.Opcode {
    Assembler.Opcode(map: 1, prefix: 1, byte: isDouble ? 0x73 : 0x72, isWide: is512 && isDouble)
  }
  static let shiftLeft: UInt8 = 6
  static let shiftRight: UInt8 = 2

  /// AVX2: under a mask of signs.
  var maskedLoad: Assembler.Opcode { wide(2, isDouble ? 0x2D : 0x2C) }
  var maskedStore: Assembler.Opcode { wide(2, isDouble ? 0x2F : 0x2E) }

  /// The upper half of a vector: of 512 bits, or of 256.
  var upperHalf: Assembler.Opcode {
    Assembler.Opcode(map: 3, prefix: 1, byte: 0x1B, isWide: true)
  }
  var upperQuarter: Assembler.Opcode {
    Assembler.Opcode(map: 3, prefix: 1, byte: 0x19, isWide: false)
  }
  /// Lanes of 128 bits in another order.
  var permute: Assembler.Opcode { wide(3, isDouble ? 0x05 : 0x04) }
  /// The lowest lane to memory.
  var storeLowest: Assembler.Opcode {
    Assembler.Opcode(map: 1, prefix: isDouble ? 3 : 2, byte: 0x11, isWide: is512 && isDouble)
  }
  /// Lane signs to a general register (AVX2).
  var signsOfLanes: Assembler.Opcode { float(0x50) }

  var loadMask: Assembler.Opcode { Assembler.Opcode(map: 1, prefix: 0, byte: 0x90, isWide: false) }
  var testMask: Assembler.Opcode { Assembler.Opcode(map: 1, prefix: 0, byte: 0x98, isWide: false) }

  /// What combines two numbers of a reduction, but for nan.
  func combine(_ reduction: Reduction) -> Assembler.Opcode {
    switch reduction {
    case .sum: add
    case .product: multiply
    case .maximum: maximum
    case .minimum: minimum
    }
  }
}
