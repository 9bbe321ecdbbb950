// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars
import Testing

@Suite("Values against mpmath")
struct ReferenceTests {
  /// A correctly rounded result is off by at most 2⁻²⁵⁶.
  private let tolerance = 0x1.01p-256

  @Test(arguments: unaryReferences.rows)
  func unary(row: String) throws {
    let fields = row.split(separator: " ")
    let function = try #require(unaryFunction(fields[0], Bits256.self))
    let argument = try #require(Double(fields[1]))
    let error = relativeError(function(BigFloat(argument)), decimal(fields[2], Bits512.self))
    #expect(error <= tolerance)
  }

  @Test(arguments: binaryReferences.rows)
  func binary(row: String) throws {
    let fields = row.split(separator: " ")
    let function = try #require(binaryFunction(fields[0], Bits256.self))
    let first = try #require(Double(fields[1]))
    let second = try #require(Double(fields[2]))
    let error = relativeError(function(first, second), decimal(fields[3], Bits512.self))
    #expect(error <= tolerance)
  }

  @Test(arguments: arithmeticReferences.rows)
  func arithmetic(row: String) throws {
    let fields = row.split(separator: " ")
    let a = hexadecimal(fields[1], exponent: fields[2], Bits256.self)
    let b = hexadecimal(fields[3], exponent: fields[4], Bits256.self)
    let expected = hexadecimal(fields[5], exponent: fields[6], Bits256.self)
    switch fields[0] {
    case "+": #expect(a + b == expected)
    case "-": #expect(a - b == expected)
    case "*": #expect(a * b == expected)
    case "/": #expect(a / b == expected)
    case "sqrt": #expect(.sqrt(a) == expected)
    default: Issue.record("no such operation")
    }
  }

  /// A result is the rounding of the one in twice the precision; for a sample of the table.
  @Test(arguments: Array(stride(from: 0, to: unaryReferences.rows.count, by: 9)))
  func precisions(index: Int) throws {
    let fields = unaryReferences.rows[index].split(separator: " ")
    let argument = try #require(Double(fields[1]))
    let narrow = try #require(unaryFunction(fields[0], Bits512.self))
    let wide = try #require(unaryFunction(fields[0], Bits1024.self))
    let error = relativeError(narrow(BigFloat(argument)), wide(BigFloat(argument)))
    #expect(error <= 0x1.01p-512)
  }
}
