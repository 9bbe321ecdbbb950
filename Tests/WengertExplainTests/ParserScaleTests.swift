// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation
import Testing
import WengertExplain
import WengertScalars

@Suite("Long, deep and random texts")
struct ParserScaleTests {
  @Test(
    "depth and length cost neither stack nor more than linear time",
    arguments: [
      ("(", 1_000_000, "x", ")", 1.5), ("abs(", 500_000, "x", ")", 1.5),
      ("-", 1_000_000, "x", "", 1.5),
      ("+", 1_000_000, "x", "", 1.5), ("1^", 500_000, "x", "", 1), ("max(x,", 200_000, "x", ")", 1.5),
      ("x+", 999_999, "x", "", 1.5e6), ("2(", 1000, "x", ")", 1.5 * 0x1p1000),
      ("where(x,", 100_000, "x", ",0)", 1.5), ("k=x;", 1, "k", "", 1.5),
    ] as [(String, Int, String, String, Double)])
  func scale(
    opening: String, count: Int, middle: String, closing: String, expected: Double
  ) async throws {
    let text =
      String(repeating: opening, count: count) + middle + String(repeating: closing, count: count)
    let values = await onSmallStack { try? parsedValues(text, at: [1.5]) }
    #expect(values == [expected])
  }

  @Test(
    "errors at depth",
    arguments: [
      ("(", 1_000_000, 1_000_000), ("sin(", 250_000, 1_000_000), ("x^", 500_000, 1_000_000),
      (")", 1_000_000, 0), ("()", 500_000, 1), ("9.", 500_000, 0), ("\u{0}", 1_000_000, 0),
      ("1<(", 300_000, 900_000), ("x,", 500_000, 1_000_000),
    ] as [(String, Int, Int)])
  func errors(piece: String, count: Int, offset: Int) async throws {
    let text = String(repeating: piece, count: count)
    let error = await onSmallStack { try? parseError(text) }
    #expect(error?.offset == offset)
    #expect((error?.rendered(in: text).utf8.count ?? 0) < 1000)
  }

  @Test func manyNamesTakeLinearTime() throws {
    let text = (0..<200_000).map { "v\($0)" }.joined(separator: "+")
    let parsed = try ExpressionParser.parse(text)
    #expect(parsed.variables.count == 200_000)
    let definitions = (0..<100_000).map { "n\($0 + 1) = n\($0) + x" }.joined(separator: "\n")
    #expect(try parsedValues("n0 = x\n" + definitions, at: [1]) == [100_001])
  }

  @Test("random texts are read or rejected at a place", arguments: 0..<10)
  func fuzz(seed: UInt64) async {
    let failures = await onSmallStack { Self.fuzz(seed, count: 20_000) }
    #expect(failures == [])
  }

  static let pieces: [String] = [
    "x", "y", "k", "sin(", "max(", "where(", "polygamma(1,", "(", ")", "(", ")", ",", ";",
    "\n", "=", "+", "-", "*", "/", "^", "**", "<", ">=", "!=", "==", "1", "2.5", ".5", "1e3", "e", "pi", "π",
    "²", "−", "×", " ", "0x1", "é", "\u{0}", "sine", "!", "_",
  ]

  static func fuzz(_ seed: UInt64, count: Int) -> [String] {
    var generator = SplitMix(state: seed)
    var failures: [String] = []
    var accepted = 0
    for round in 0..<count {
      var bytes: [UInt8] = []
      for _ in 0..<Int.random(in: 0...14, using: &generator) {
        if round % 4 == 0 {
          bytes.append(UInt8.random(in: 0...255, using: &generator))
        } else {
          bytes += pieces[Int.random(in: 0..<pieces.count, using: &generator)].utf8
        }
      }
      let options = ExpressionParser.Options(
        hasExtensions: round % 3 != 0, variables: round % 5 == 0 ? ["x", "y"] : nil)
      do throws(ParseError) {
        let parsed = try ExpressionParser.parse(bytes, options: options)
        accepted += 1
        let lines = parsed.graph.instructions.indices
        let outputs = parsed.outputs.map { Int($0.index) }
        if outputs.isEmpty || !outputs.allSatisfy(lines.contains) { failures.append("\(bytes)") }
      } catch {
        let shown = error.rendered(in: bytes)
        let isSafe = shown.unicodeScalars.allSatisfy { $0.value >= 0x20 || $0 == "\n" }
        if !(0...bytes.count).contains(error.offset) || !isSafe { failures.append("\(bytes)") }
      }
    }
    if accepted < count / 50 { failures.append("only \(accepted) of the texts are expressions") }
    return failures
  }

  @Test("random formulas have the value of their tree", arguments: 0..<4)
  func roundTrip(seed: UInt64) throws {
    var generator = SplitMix(state: seed &+ 1000)
    let (x, y) = (1.25, -0.75)
    for _ in 0..<2_000 {
      let tree = RandomFormula(depth: 6, using: &generator)
      for options in [ExpressionParser.Options.strict, .standard] {
        var options = options
        options.variables = ["x", "y"]
        let value = try #require(try parsedValues(tree.text, options, at: [x, y]).first)
        #expect(agree(value, tree.value(x, y)), "\(tree.text)")
      }
    }
  }
}

/// A formula made of random parts: its text, with no more parentheses than it must have and some
/// that it need not, and its value, computed without the library.
private struct RandomFormula {
  var text: String
  var value: (Double, Double) -> Double
  /// How tight the outermost operator binds: 1 sum, 2 product, 3 sign, 4 power, 5 all the rest.
  var precedence: Int

  init(depth: Int, using generator: inout SplitMix) {
    self.init("x", 5) { x, _ in x }
    guard depth > 0 else {
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: break
      case 1: self.init("y", 5) { _, y in y }
      case 2: self.init("pi", 5) { _, _ in .pi }
      default:
        let number = Double(Int.random(in: 0..<10_000, using: &generator)) / 128
        self.init("\(number)", 5) { _, _ in number }
      }
      return
    }
    let a = RandomFormula(depth: Int.random(in: 0..<depth, using: &generator), using: &generator)
    let b = RandomFormula(depth: Int.random(in: 0..<depth, using: &generator), using: &generator)
    let (f, g) = (a.value, b.value)
    switch Int.random(in: 0..<9, using: &generator) {
    case 0: self.init("\(a.wrapped(1)) + \(b.wrapped(2))", 1) { f($0, $1) + g($0, $1) }
    case 1: self.init("\(a.wrapped(1))-\(b.wrapped(2))", 1) { f($0, $1) - g($0, $1) }
    case 2: self.init("\(a.wrapped(2))*\(b.wrapped(3))", 2) { f($0, $1) * g($0, $1) }
    case 3: self.init("\(a.wrapped(2)) /\(b.wrapped(3))", 2) { f($0, $1) / g($0, $1) }
    case 4: self.init("-\(a.wrapped(3))", 3) { -f($0, $1) }
    case 5: self.init("\(a.wrapped(5))^\(b.wrapped(3))", 4) { pow(f($0, $1), g($0, $1)) }
    case 6: self.init("sin(\(a.wrapped(1)))", 5) { sin(f($0, $1)) }
    case 7: self.init("hypot(\(a.wrapped(1)), \(b.text))", 5) { hypot(f($0, $1), g($0, $1)) }
    default: self.init("( \(a.text) )", 5, f)
    }
  }

  private init(_ text: String, _ precedence: Int, _ value: @escaping (Double, Double) -> Double) {
    self.text = text
    self.precedence = precedence
    self.value = value
  }

  /// The text, in parentheses if it binds looser than `least`.
  private func wrapped(_ least: Int) -> String { precedence < least ? "(\(text))" : text }
}
