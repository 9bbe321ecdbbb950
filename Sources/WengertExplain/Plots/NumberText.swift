// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule

/// Numbers as people write them: `0.25`, `−3`, `1.5×10⁻⁷`.
enum NumberText {
  /// Returns `number · 10^exponent`, rounded only if `number · 10^exponent` is no `Double`.
  static func scaled(_ number: Double, exponent: Int) -> Double {
    // 10²² is the largest power of ten that a `Double` holds exactly.
    var (result, rest) = (number, exponent)
    while rest != 0, result != 0, result.isFinite {
      let part = max(-22, min(22, rest))
      var power = 1.0
      for _ in 0..<part.magnitude { power *= 10 }
      result = part < 0 ? result / power : result * power
      rest -= part
    }
    return result
  }

  /// Returns the exponent of the first decimal digit of a finite number other than zero.
  static func exponent(_ number: Double) -> Int {
    let guess = Int(Double.log10(number.magnitude).rounded(.down))
    // The logarithm may have been rounded up to an integer or down from it.
    if number.magnitude < scaled(1, exponent: guess) { return guess - 1 }
    return number.magnitude < scaled(1, exponent: guess + 1) ? guess : guess + 1
  }

  /// Returns a number rounded to some significant digits, without zeros at the end.
  ///
  /// - Parameter inPowers: Whether a power of ten is also a factor of numbers of common size.
  /// - Precondition: `digits` is between 1 and 15.
  static func rounded(_ number: Double, digits: Int = 4, inPowers: Bool = false) -> String {
    if number.isNaN { return "nan" }
    if number.isInfinite { return number < 0 ? "−∞" : "∞" }
    if number == 0 { return "0" }
    var shift = exponent(number) - digits + 1
    var integer = Int(scaled(number, exponent: -shift).rounded())
    while integer.isMultiple(of: 10) {
      integer /= 10
      shift += 1
    }
    return exact(integer, exponent: shift, inPowers: inPowers)
  }

  /// Returns `integer · 10^exponent`, with as many decimals as the exponent says.
  static func exact(_ integer: Int, exponent: Int, inPowers: Bool = false) -> String {
    if integer == 0 { return "0" }
    let sign = integer < 0 ? "−" : ""
    var digits = Array("\(integer.magnitude)".utf8)
    let first = digits.count - 1 + exponent
    if inPowers || first >= 6 || first < -4 {
      while digits.count > 1, digits.last == zero { digits.removeLast() }
      let fraction = digits.count > 1 ? "." + text(digits[1...]) : ""
      let isOne = digits.count == 1 && digits[0] == UInt8(ascii: "1")
      let mantissa = isOne ? "" : text(digits[..<1]) + fraction + "×"
      return sign + mantissa + powerOfTen(first)
    }
    if exponent >= 0 {
      return sign + text(digits[...]) + String(repeating: "0", count: exponent)
    }
    if first < 0 { digits = [UInt8](repeating: zero, count: -first) + digits }
    let point = digits.count + exponent
    return sign + text(digits[..<point]) + "." + text(digits[point...])
  }

  /// Returns `10ⁿ`.
  static func powerOfTen(_ n: Int) -> String {
    var result = n < 0 ? "10⁻" : "10"
    for digit in "\(n.magnitude)".utf8 { result += superscripts[Int(digit - zero)] }
    return result
  }

  private static let superscripts = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
  private static let zero = UInt8(ascii: "0")

  private static func text(_ digits: ArraySlice<UInt8>) -> String {
    String(decoding: digits, as: UTF8.self)
  }
}
