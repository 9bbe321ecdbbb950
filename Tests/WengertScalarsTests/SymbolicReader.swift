// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import WengertScalars

/// A reader of formulas as simple as can be, by recursive descent: an independent witness of what
/// a plain formula means. Formulas that it does not understand have the value nan.
struct SymbolicReader {
  private var rest: Substring
  private let variables: [String: Double]

  static func value(of text: String, _ variables: [String: Double]) -> Double {
    var reader = SymbolicReader(rest: text[...], variables: variables)
    let value = reader.relation()
    return reader.rest.isEmpty ? value : .nan
  }

  private mutating func take(_ token: String) -> Bool {
    guard rest.hasPrefix(token) else { return false }
    rest.removeFirst(token.count)
    return true
  }

  private mutating func relation() -> Double {
    let x = sum()
    if take(" < ") { return x < sum() ? 1 : 0 }
    if take(" <= ") { return x <= sum() ? 1 : 0 }
    return x
  }

  private mutating func sum() -> Double {
    var x = product()
    while true {
      if take(" + ") {
        x = x + product()
      } else if take(" - ") {
        x = x - product()
      } else {
        return x
      }
    }
  }

  private mutating func product() -> Double {
    var x = sign()
    while true {
      let isFactor = rest.first.map { $0.isLetter || $0 == "(" } ?? false
      if take("*") || isFactor {
        x = x * sign()
      } else if take("/") {
        x = x / sign()
      } else {
        return x
      }
    }
  }

  private mutating func sign() -> Double { take("-") ? -sign() : power() }

  private mutating func power() -> Double {
    let x = operand()
    guard take("^") else { return x }
    let y = sign()
    return Int(exactly: y).map { ElementaryFunction.IntegerPower.value($0, x) } ?? .power(x, y)
  }

  private mutating func operand() -> Double {
    if take("(") {
      let x = relation()
      return take(")") ? x : .nan
    }
    if rest.first?.isNumber ?? false { return number() }
    let name = String(rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
    rest.removeFirst(name.count)
    if name == "pi" { return .pi }
    if let value = variables[name] { return value }
    guard take("("), let function = Self.function(name) else { return .nan }
    var arguments = [relation()]
    while take(", ") { arguments.append(relation()) }
    guard take(")") else { return .nan }
    let n = function.isIndexed ? Int(arguments.removeFirst()) : 0
    arguments += [0, 0]
    return function(n, arguments[0], arguments[1], arguments[2])
  }

  private mutating func number() -> Double {
    var digits = rest.prefix { $0.isNumber || $0 == "." }
    let tail = rest.dropFirst(digits.count)
    if tail.first == "e", let next = tail.dropFirst().first, next.isNumber || next == "-" {
      let exponent = tail.dropFirst(2).prefix { $0.isNumber }
      digits = rest[..<exponent.endIndex]
    }
    rest.removeFirst(digits.count)
    return Double(digits) ?? .nan
  }

  private static func function(_ name: String) -> ElementaryFunction? {
    ElementaryFunction.allCases.first { $0.notation.form == .call && $0.notation.name == name }
      ?? (name == "sqrt" ? .squareRoot : name == "abs" ? .absoluteValue : nil)
  }
}
