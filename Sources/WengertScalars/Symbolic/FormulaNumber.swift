// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// A number as digits: the fewest that read back to the same double.
struct FormulaNumber {
  /// What a number is called, if not by its digits.
  enum Name {
    case infinity, nan, pi, e
  }

  let name: Name?

  /// The digits before the exponent, without sign: `2`, `0.5`.
  let mantissa: String

  /// The power of ten, if the number is written with one.
  let exponent: Int?

  /// The parts of the magnitude of `value`.
  init(_ value: Double) {
    let value = value.magnitude
    name =
      value.isNaN
      ? .nan
      : value.isInfinite
        ? .infinity
        : value == .pi ? .pi : value == 0x1.5bf0a8b145769p+1 ? .e : nil
    // The standard library writes `2.0`, `1e-09` and `1.5e+20`.
    let digits = Array(value.description.utf8)
    let end = digits.firstIndex(of: UInt8(ascii: "e")) ?? digits.count
    let isWhole = digits[..<end].suffix(2).elementsEqual(".0".utf8)
    mantissa = String(decoding: digits[..<(isWhole ? end - 2 : end)], as: UTF8.self)
    var power: Int?
    for digit in digits[end...].dropFirst() where digit >= UInt8(ascii: "0") {
      power = (power ?? 0) * 10 + Int(digit - UInt8(ascii: "0"))
    }
    if let size = power, digits[end + 1] == UInt8(ascii: "-") { power = -size }
    exponent = name == nil ? power : nil
  }

  /// The number on one line: `1e-9`.
  var plain: String {
    switch name {
    case .infinity: "inf"
    case .nan: "nan"
    case .pi: "pi"
    case .e: "e"
    case nil: exponent.map { "\(mantissa)e\($0)" } ?? mantissa
    }
  }

  /// Whether the number is written as digits only, so that a name after it is a factor: `2x`.
  var isDigits: Bool { name == nil && exponent == nil }
}
