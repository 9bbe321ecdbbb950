// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation
import Testing
import WengertExplain
import WengertScalars

/// Reference cases of the repository.
enum ParserOracle {
  static func read<T: Decodable>(_ file: String, as type: T.Type) throws -> T {
    let url = URL(fileURLWithPath: #filePath)
      .appendingPathComponent("../../Oracle/Files/\(file)").standardizedFileURL
    return try JSONDecoder().decode(type, from: Data(contentsOf: url))
  }

  struct Cases: Decodable {
    var env: [String: Double]
    var cases: [Case]
  }

  struct Case: Decodable {
    enum Expectation: String, Decodable {
      case accept, reject
      case acceptOrLimit = "accept_or_limit"
    }

    var id: String
    var category: String
    var text: String?
    var base64: String?
    var recipe: [Part]?
    var expect: Expectation
    var offset: Int?
    var value: Number?
    var tolerance: Double?

    var bytes: [UInt8] {
      if let text { return Array(text.utf8) }
      if let base64 { return Data(base64Encoded: base64).map { Array($0) } ?? [] }
      return (recipe ?? []).flatMap { part in
        Array(repeatElement(part.text.utf8, count: part.count).joined())
      }
    }
  }

  /// A piece of a large text, and how often it comes.
  struct Part: Decodable {
    var text: String
    var count: Int
    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      text = try container.decode(String.self)
      count = try container.decode(Int.self)
    }
  }

  /// A double; those that are not finite are strings.
  struct Number: Decodable {
    var value: Double
    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let text = try? container.decode(String.self) {
        value = Double(text) ?? .nan
      } else {
        value = try container.decode(Double.self)
      }
    }
  }

  struct Conventions: Decodable {
    struct Case: Decodable {
      var expression: String
      var variables: [String]
    }
    var cases: [Case]
  }
}

@Suite("Reference cases of the parser")
struct ParserOracleTests {
  /// What is wrong with how a case is read, one line each.
  static func failures(_ cases: ParserOracle.Cases) -> [String] {
    let names = cases.env.keys.sorted()
    let point = names.map { cases.env[$0] ?? .nan }
    let options = ExpressionParser.Options(hasExtensions: false, variables: names)
    var failures: [String] = []
    for one in cases.cases {
      let bytes = one.bytes
      var found = "accepted"
      var isRight = false
      let start = secondsOfThisThread()
      do throws(ParseError) {
        let parsed = try ExpressionParser.parse(bytes, options: options)
        if one.expect != .reject {
          let value = parsed.graph.instructions.values(at: point)[Int(parsed.outputs[0].index)]
          found = "\(value)"
          isRight = one.value.map { agree(value, $0.value, within: one.tolerance ?? 1e-12) } ?? true
        }
      } catch {
        found = "\(error.message) at \(error.offset)"
        isRight =
          one.expect == .reject && error.offset == one.offset ?? error.offset
          && (0...bytes.count).contains(error.offset)
      }
      let time = secondsOfThisThread() - start
      if !isRight { failures.append("\(one.id): \(found)") }
      if time > limit { failures.append("\(one.id): took \(time) s") }
    }
    return failures
  }

  /// How many seconds a text may take; the bar is for optimized code.
  static var limit: Double {
    var limit = 1.0
    assert(
      {
        limit = 30; return true
      }())
    return limit
  }

  /// The time that the processor has spent on this thread: what else the machine does is no matter.
  static func secondsOfThisThread() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  @Test func allOnAThreadWithASmallStack() async throws {
    let cases = try ParserOracle.read("parser.json", as: ParserOracle.Cases.self)
    #expect(cases.cases.count == 546)
    let failures = await onSmallStack { Self.failures(cases) }
    #expect(failures == [])
  }

  @Test func theExtendedGrammarReadsWhatTheStrictOneDoes() throws {
    let cases = try ParserOracle.read("parser.json", as: ParserOracle.Cases.self)
    let names = cases.env.keys.sorted()
    let point = names.map { cases.env[$0] ?? .nan }
    for one in cases.cases where one.expect == .accept && one.recipe == nil {
      guard let text = one.text, !text.contains("\n"), let expected = one.value else { continue }
      // What is infinite in the strict grammar is an error in this one.
      let options = ExpressionParser.Options(variables: names)
      let result = Result { () throws(ParseError) in
        try ExpressionParser.parse(text, options: options)
      }
      if case .failure(let error) = result, error.kind == .numberTooLarge { continue }
      let value = try parsedValues(text, options, at: point)
      #expect(value.count == 1 && agree(value[0], expected.value), "\(text)")
    }
  }

  @Test func everyEdgeConventionIsAnExpression() throws {
    let conventions = try ParserOracle.read(
      "scalar_edge_conventions.json", as: ParserOracle.Conventions.self)
    #expect(conventions.cases.count == 200)
    for one in conventions.cases {
      #expect(throws: Never.self, "\(one.expression)") {
        try ExpressionParser.parse(one.expression, options: .init(variables: one.variables))
      }
    }
  }

  @Test func everyScalarCaseIsAnExpression() throws {
    let scalars = try ParserOracle.read("scalar.json", as: ParserOracle.Conventions.self)
    #expect(scalars.cases.count == 406)
    for one in scalars.cases {
      #expect(throws: Never.self, "\(one.expression)") {
        try ExpressionParser.parse(
          one.expression, options: .init(hasExtensions: false, variables: one.variables))
      }
    }
  }
}
