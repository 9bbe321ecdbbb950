// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule

/// How the numbers of a column are written: with as many decimals as the one that needs most, up to
/// eight, and with a power of ten if one of them is very large or small.
struct DecimalFormat {
  private let isScientific: Bool

  /// The decimals that numbers are rounded to, and those that are shown.
  private let limit: Int
  private var decimals = 1

  /// - Parameter significant: How many digits of a number mean anything.
  init(_ numbers: [Double], significant: Int) {
    let sizes = numbers.filter { $0.isFinite && $0 != 0 }.map { $0.magnitude }
    let greatest = sizes.max() ?? 0
    isScientific = greatest >= 1e8 || (sizes.min() ?? 1) < 1e-4
    let whole = isScientific ? 1 : "\(Int(greatest))".utf8.count
    limit = max(1, min(8, significant - whole))
    for size in sizes {
      var digits = parts(size).digits
      var needed = limit
      while needed > decimals, digits % 10 == 0 {
        digits /= 10
        needed -= 1
      }
      decimals = max(decimals, needed)
    }
  }

  /// `size ≈ digits · 10^(exponent − limit)`, the exponent 0 unless the format is scientific.
  private func parts(_ size: Double) -> (digits: Int, exponent: Int) {
    var exponent = isScientific && size != 0 ? Int(Double.log10(size).rounded(.down)) : 0
    func digits() -> Int { Int(scaled(size, limit - exponent).rounded()) }
    guard isScientific, size != 0 else { return (digits(), 0) }
    // The logarithm is rounded, and so are the digits: either may be one off.
    let bound = Int(scaled(1, limit + 1))
    if digits() >= bound { exponent += 1 }
    if digits() < bound / 10 { exponent -= 1 }
    return (digits(), exponent)
  }

  /// `size · 10^power`, step by step, so that no factor overflows.
  private func scaled(_ size: Double, _ power: Int) -> Double {
    var result = size
    var power = power
    while power > 0 {
      result *= power >= 16 ? 1e16 : 10
      power -= power >= 16 ? 16 : 1
    }
    while power < 0 {
      result /= power <= -16 ? 1e16 : 10
      power += power <= -16 ? 16 : 1
    }
    return result
  }

  func text(_ number: Double) -> String {
    guard number.isFinite else { return "\(number)" }
    let (digits, exponent) = parts(number.magnitude)
    // At least one digit stands before the point.
    var all = Array("\(digits)".utf8)
    if all.count <= limit {
      all.insert(contentsOf: repeatElement(UInt8(ascii: "0"), count: limit + 1 - all.count), at: 0)
    }
    let point = all.count - limit
    let whole = String(decoding: all[..<point], as: UTF8.self)
    let fraction = String(decoding: all[point..<(point + decimals)], as: UTF8.self)
    let sign = number.sign == .minus ? "-" : ""
    return sign + whole + "." + fraction + (isScientific ? power(exponent) : "")
  }

  /// A power of ten with two digits at least, as Swift writes it.
  private func power(_ exponent: Int) -> String {
    let digits = "\(exponent.magnitude)"
    return "e" + (exponent < 0 ? "-" : "+") + (exponent.magnitude < 10 ? "0" : "") + digits
  }
}
