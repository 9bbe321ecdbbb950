// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension Double {
  /// A decimal of at most `digits` significant digits, without zeros at its end; integers in full.
  /// No zeros stand for digits that were cut: then there is a power of ten. To ten digits,
  /// `13.099999999999952` is `13.1`.
  func rounded(toDigits digits: Int) -> String {
    if !isFinite { return isNaN ? "nan" : self < 0 ? "-inf" : "inf" }
    if isZero { return "0" }
    if magnitude < 1e15, rounded(.towardZero) == self { return "\(Int64(self))" }
    var (decimals, exponent) = decimals
    let isCut = decimals.count > digits && exponent >= digits
    if decimals.count > digits {
      let roundsUp = decimals[digits] >= 5
      decimals.removeSubrange(digits...)
      if roundsUp {
        while let last = decimals.last, last == 9 { decimals.removeLast() }
        if decimals.isEmpty {
          decimals = [1]
          exponent += 1
        } else {
          decimals[decimals.count - 1] += 1
        }
      }
    }
    while decimals.count > 1, decimals.last == 0 { decimals.removeLast() }
    return (self < 0 ? "-" : "") + Self.text(decimals, exponent, isScientific: isCut)
  }

  /// The number nearest to the decimal of at most `digits` significant digits; a nan has no sign.
  func rounded(toDigits digits: Int) -> Double {
    if isNaN { return .nan }
    return isFinite ? Double(rounded(toDigits: digits) as String) ?? self : self
  }

  /// The digits of the shortest decimal that reads back as this number, and the power of ten of the
  /// first one.
  private var decimals: (digits: [UInt8], exponent: Int) {
    var digits: [UInt8] = []
    var point: Int?
    var exponent = 0
    var exponentSign = 0
    for byte in magnitude.description.utf8 {
      switch byte {
      case UInt8(ascii: "."): point = digits.count
      case UInt8(ascii: "e"): exponentSign = 1
      case UInt8(ascii: "-"): exponentSign = -1
      case UInt8(ascii: "+"): break
      default:
        let digit = byte - UInt8(ascii: "0")
        if exponentSign == 0 { digits.append(digit) } else { exponent = exponent * 10 + Int(digit) }
      }
    }
    let zeros = digits.prefix { $0 == 0 }.count
    return (
      Array(digits[zeros...]), (point ?? digits.count) - 1 - zeros + exponent * exponentSign
    )
  }

  private static func text(
    _ digits: [UInt8], _ exponent: Int, isScientific: Bool
  ) -> String {
    func joined(_ digits: some Collection<UInt8>) -> String {
      String(decoding: digits.map { $0 + UInt8(ascii: "0") }, as: UTF8.self)
    }
    func zeros(_ count: Int) -> String { String(repeating: "0", count: count) }
    switch exponent {
    case -4..<0: return "0." + zeros(-exponent - 1) + joined(digits)
    case 0..<15 where !isScientific:
      let whole = exponent + 1
      if digits.count <= whole { return joined(digits) + zeros(whole - digits.count) }
      return joined(digits[..<whole]) + "." + joined(digits[whole...])
    default:
      let fraction = digits.count > 1 ? "." + joined(digits[1...]) : ""
      return joined(digits[..<1]) + fraction + "e\(exponent)"
    }
  }

  /// The number to six digits, as tables show it.
  public var brief: String { rounded(toDigits: 6) }

  /// How many doubles lie between this number and `other`: 0 if they are equal, nil if one of them
  /// is not a number.
  public func distance(inUlpsTo other: Double) -> UInt64? {
    if isNaN && other.isNaN { return 0 }
    if isNaN || other.isNaN { return nil }
    func place(_ number: Double) -> Int64 {
      let bits = Int64(bitPattern: number.bitPattern)
      return bits < 0 ? Int64.min &- bits : bits
    }
    let (a, b) = (place(self), place(other))
    return a > b ? UInt64(bitPattern: a &- b) : UInt64(bitPattern: b &- a)
  }
}
