// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Records vector operations: the language that packed elementary functions are written in.
///
/// ```swift
/// let code = VectorBuilder(level: .avx512, isDouble: true)
/// let x = code.load(0)
/// code.store(x * x + 1, 0)
/// ```
final class VectorBuilder {
  let level: VectorLevel
  /// Whether lanes are of float64, rather than float32.
  let isDouble: Bool

  private(set) var instructions = ContiguousArray<VectorInstruction>()
  /// The bits of the constants.
  private(set) var constants = ContiguousArray<UInt64>()
  /// The functions that are called, since no vector code exists for them.
  private(set) var calls = ContiguousArray<Elementwise>()
  private var constantLines: [UInt64: Int32] = [:]

  /// - Parameter capacity: How many instructions there will be at least.
  init(level: VectorLevel, isDouble: Bool, capacity: Int = 0) {
    self.level = level
    self.isDouble = isDouble
    instructions.reserveCapacity(capacity)
  }

  func append(_ instruction: VectorInstruction) -> VectorValue {
    instructions.append(instruction)
    return VectorValue(code: self, line: Int32(truncatingIfNeeded: instructions.count - 1))
  }

  func constant(bits: UInt64) -> VectorValue {
    if let line = constantLines[bits] { return VectorValue(code: self, line: line) }
    constants.append(bits)
    let value = append(VectorInstruction(opcode: .constant, immediate: Int32(constants.count - 1)))
    constantLines[bits] = value.line
    return value
  }

  /// The number in the type of the lanes.
  func constant(_ value: Double) -> VectorValue {
    constant(bits: isDouble ? value.bitPattern : UInt64(Float(value).bitPattern))
  }

  func load(_ input: Int) -> VectorValue {
    append(VectorInstruction(opcode: .load, immediate: Int32(input)))
  }

  func store(_ value: VectorValue, _ output: Int) {
    instructions.append(
      VectorInstruction(opcode: .store, immediate: Int32(output), x: value.line))
  }

  func call(
    _ function: Elementwise, _ x: VectorValue, _ y: VectorValue? = nil, _ z: VectorValue? = nil
  ) -> VectorValue {
    append(
      VectorInstruction(
        opcode: .call, immediate: number(of: function), x: x.line, y: (y ?? x).line,
        z: (z ?? x).line))
  }

  /// `value`, unless some `|x|` is not below `bound`: then `function` of `x`, lane by lane.
  func guarded(
    _ value: VectorValue, where x: VectorValue, isBelow bound: Double, else function: Elementwise
  ) -> VectorValue {
    append(
      VectorInstruction(
        opcode: .guardedCall, immediate: number(of: function), x: x.line, y: value.line,
        z: constant(bound).line))
  }

  private func number(of function: Elementwise) -> Int32 {
    calls.append(function)
    return Int32(calls.count - 1)
  }
}

/// A vector in a list that is being recorded.
struct VectorValue {
  // The builder outlives the recording, which is all that values are for.
  unowned(unsafe) let code: VectorBuilder
  let line: Int32

  func applying(
    _ opcode: VectorOpcode, _ y: VectorValue? = nil, _ z: VectorValue? = nil,
    _ w: VectorValue? = nil, immediate: Int32 = 0
  ) -> VectorValue {
    code.append(
      VectorInstruction(
        opcode: opcode, immediate: immediate, x: line, y: y?.line ?? -1, z: z?.line ?? -1,
        w: w?.line ?? -1))
  }

  static func + (x: VectorValue, y: VectorValue) -> VectorValue { x.applying(.add, y) }
  static func - (x: VectorValue, y: VectorValue) -> VectorValue { x.applying(.subtract, y) }
  static func * (x: VectorValue, y: VectorValue) -> VectorValue { x.applying(.multiply, y) }
  static func / (x: VectorValue, y: VectorValue) -> VectorValue { x.applying(.divide, y) }
  static func & (x: VectorValue, y: VectorValue) -> VectorValue { x.applying(.and, y) }
  static func | (x: VectorValue, y: VectorValue) -> VectorValue { x.applying(.or, y) }
  static func ^ (x: VectorValue, y: VectorValue) -> VectorValue { x.applying(.exclusiveOr, y) }

  static func + (x: VectorValue, y: Double) -> VectorValue { x + x.code.constant(y) }
  static func - (x: VectorValue, y: Double) -> VectorValue { x - x.code.constant(y) }
  static func * (x: VectorValue, y: Double) -> VectorValue { x * x.code.constant(y) }
  static func - (x: Double, y: VectorValue) -> VectorValue { y.code.constant(x) - y }
  static func / (x: Double, y: VectorValue) -> VectorValue { y.code.constant(x) / y }

  static prefix func - (x: VectorValue) -> VectorValue { x ^ x.code.signBit }

  /// `self · y + z`, rounded once.
  func multiplied(by y: VectorValue, adding z: VectorValue) -> VectorValue {
    applying(.multiplyAdd, y, z)
  }

  /// `self · y − z`, rounded once.
  func multiplied(by y: VectorValue, subtracting z: VectorValue) -> VectorValue {
    applying(.multiplySubtract, y, z)
  }

  /// `self − x y`, rounded once.
  func subtractingProduct(_ x: VectorValue, _ y: VectorValue) -> VectorValue {
    x.applying(.negativeMultiplyAdd, y, self)
  }

  var magnitude: VectorValue { code.signBit.applying(.andNot, self) }
  var sign: VectorValue { self & code.signBit }
  var squareRoot: VectorValue { applying(.squareRoot) }

  func rounded(_ rounding: VectorOpcode.Rounding) -> VectorValue {
    applying(.round, immediate: rounding.rawValue)
  }

  /// `x` where `self` and `y` compare as told, else `z`.
  func selecting(
    _ comparison: VectorOpcode.Comparison, _ y: VectorValue, _ x: VectorValue, else z: VectorValue
  ) -> VectorValue {
    applying(.selectWhere, y, x, z, immediate: comparison.rawValue)
  }

  func shiftedLeft(_ count: Int) -> VectorValue { applying(.shiftLeft, immediate: Int32(count)) }
  func shiftedRight(_ count: Int) -> VectorValue { applying(.shiftRight, immediate: Int32(count)) }
}

extension VectorBuilder {
  var signBit: VectorValue { constant(bits: isDouble ? 1 << 63 : 1 << 31) }

  /// How many bits of a lane are after the point of its significand.
  var significandBitCount: Int { isDouble ? 52 : 23 }
  var exponentBias: Int { isDouble ? 1023 : 127 }

  /// `Σ coefficients[k] xᵏ` by Horner's scheme, of long ones even and odd powers apart: the fewest
  /// steps, as several vectors are under way at once.
  func polynomial(_ x: VectorValue, _ coefficients: [Double]) -> VectorValue {
    if coefficients.count < 7 { return horner(x, coefficients) }
    let even = stride(from: 0, to: coefficients.count, by: 2).map { coefficients[$0] }
    let odd = stride(from: 1, to: coefficients.count, by: 2).map { coefficients[$0] }
    let square = x * x
    return x.multiplied(by: horner(square, odd), adding: horner(square, even))
  }

  private func horner(_ x: VectorValue, _ coefficients: [Double]) -> VectorValue {
    let last = constant(coefficients[coefficients.count - 1])
    return coefficients.dropLast().reversed().reduce(last) { sum, coefficient in
      sum.multiplied(by: x, adding: constant(coefficient))
    }
  }

  /// `x · 2ⁿ` for an integer `n` of magnitude up to 2 · the greatest exponent, rounded once.
  func scaled(_ x: VectorValue, by n: VectorValue) -> VectorValue {
    if level == .avx512 { return x.applying(.scale, n) }
    let half = (n * 0.5).rounded(.nearest)
    return x * powerOfTwo(half) * powerOfTwo(n - half)
  }

  /// `2ⁿ` for an integer `n` whose power is a normal number: its bits are the biased exponent.
  func powerOfTwo(_ n: VectorValue) -> VectorValue {
    if level == .avx512 { return constant(1).applying(.scale, n) }
    // In the lowest bits of a number near 1.5 · 2^significandBitCount stands an integer.
    let magic = 1.5 * (isDouble ? 0x1p52 : 0x1p23)
    return (n + (magic + Double(exponentBias))).shiftedLeft(significandBitCount)
  }

  /// The exponent and significand, in [¾, 1½), of positive numbers; for 0, ∞, negative numbers and
  /// nan, something that makes a logarithm come out right once it is passed to ``special(_:_:)``.
  func decomposedPositive(
    _ x: VectorValue
  ) -> (exponent: VectorValue, significand: VectorValue) {
    if level == .avx512 {
      let significand = x.applying(.significand)
      return (x.applying(.exponent) - significand.applying(.exponent), significand)
    }
    let least = isDouble ? 0x1p-1022 : 0x1p-126
    let scale = isDouble ? 54.0 : 25.0
    let isSmall = { (a: VectorValue, b: VectorValue) in
      x.selecting(.less, self.constant(least), a, else: b)
    }
    let normal = isSmall(x * (isDouble ? 0x1p54 : 0x1p25), x)
    // In the lowest bits of a number near 2^significandBitCount stands an integer.
    let magic = isDouble ? 0x1p52 : 0x1p23
    let exponent =
      (normal.shiftedRight(significandBitCount) | constant(magic)) - (magic + Double(exponentBias))
    let mask = constant(bits: isDouble ? (1 << 52) - 1 : (1 << 23) - 1)
    let significand = (normal & mask) | constant(1)
    let isLarge = { (a: VectorValue, b: VectorValue) in
      significand.selecting(.less, self.constant(1.5), b, else: a)
    }
    return (
      exponent - isSmall(constant(scale), constant(0)) + isLarge(constant(1), constant(0)),
      significand * isLarge(constant(0.5), constant(1))
    )
  }
}
