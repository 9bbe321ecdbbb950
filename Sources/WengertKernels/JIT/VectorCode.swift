// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// An operation on every lane of vectors: what a processor does in one instruction or a few.
///
/// Operands are called x, y, z and w.
enum VectorOpcode: UInt8 {
  /// Constant number `immediate` of the list.
  case constant
  /// The elements of input number `immediate`.
  case load
  case add, subtract, multiply, divide
  /// `x y + z`, rounded once.
  case multiplyAdd
  /// `x y − z`, rounded once.
  case multiplySubtract
  /// `z − x y`, rounded once.
  case negativeMultiplyAdd
  case squareRoot
  /// `x < y ? x : y` and `x > y ? x : y`: the second where either is nan, or both are zeros.
  case minimum, maximum
  /// On bits. `andNot` is `¬x ∧ y`.
  case and, or, exclusiveOr, andNot
  /// To an integer, in the direction that `immediate` names: see ``Rounding``.
  case round
  /// `z` where `x` and `y` compare as `immediate` says (see ``Comparison``), else `w`.
  case selectWhere
  /// `y` where the highest bit of `x` is set, else `z`.
  case selectWhereNegative
  /// `x y`, but 0 where either is 0.
  case contribution
  /// `x · 2^⌊y⌋`, rounded once; `⌊log₂ |x|⌋`; `x` scaled by a power of 2 into [¾, 1½), nan for x < 0.
  /// AVX-512 alone has them.
  case scale, exponent, significand
  /// Of lanes as integers, by `immediate` bits.
  case shiftLeft, shiftRight
  /// `z` filled by C function number `immediate` of the list from x, y and z, lane by lane.
  case call
  /// `y`, unless some `|x|` is not below constant `z`: then call number `immediate` of x in all lanes.
  case guardedCall
  /// Writes `x` to output number `immediate`.
  case store

  enum Rounding: Int32 {
    case nearest = 8
    case down
    case up
    case towardZero
  }

  /// Comparisons, numbered as processors do; those with `not` are true of nan.
  enum Comparison: Int32 {
    case equal = 0
    case less
    case lessOrEqual
    case unordered
    case notEqual
    case notLess
    case notLessOrEqual
    case ordered
  }

  /// How many operands it has.
  var operandCount: Int {
    switch self {
    case .constant, .load: 0
    case .squareRoot, .round, .exponent, .significand, .shiftLeft, .shiftRight, .store: 1
    case .add, .subtract, .multiply, .divide, .minimum, .maximum, .and, .or, .exclusiveOr, .andNot,
      .contribution, .scale:
      2
    case .multiplyAdd, .multiplySubtract, .negativeMultiplyAdd, .selectWhereNegative, .call,
      .guardedCall:
      3
    case .selectWhere: 4
    }
  }

  var hasResult: Bool { self != .store }

  /// Whether the first two operands may change places.
  var isCommutative: Bool {
    switch self {
    case .add, .multiply, .and, .or, .exclusiveOr: true
    default: false
    }
  }
}

/// One line of a list of vector operations; operands are numbers of earlier lines.
struct VectorInstruction {
  var opcode: VectorOpcode
  var immediate: Int32 = 0
  var x: Int32 = -1
  var y: Int32 = -1
  var z: Int32 = -1
  var w: Int32 = -1
  /// Which of the vectors of an iteration is loaded or stored.
  var vector: Int32 = 0

  subscript(operand k: Int) -> Int32 {
    switch k {
    case 0: x
    case 1: y
    case 2: z
    default: w
    }
  }

  /// The same of other lines.
  func renamed(_ name: (Int32) -> Int32) -> VectorInstruction {
    var result = self
    result.x = name(x)
    result.y = name(y)
    result.z = name(z)
    result.w = name(w)
    return result
  }
}

/// The vector instructions that a processor has.
enum VectorLevel: Int32, Comparable, CaseIterable {
  /// 256 bits: AVX2 and FMA, 16 registers.
  case avx2 = 1
  /// 512 bits: AVX-512 F, DQ, VL, BW, 32 registers and masks.
  case avx512 = 2

  static func < (a: VectorLevel, b: VectorLevel) -> Bool { a.rawValue < b.rawValue }

  var byteCount: Int { self == .avx2 ? 32 : 64 }
  var registerCount: Int { self == .avx2 ? 16 : 32 }
}
