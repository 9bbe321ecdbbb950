// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertExplain

@testable import WengertStudio

/// Asks a new engine.
func ask(_ request: String) -> StudioAnswer {
  let studio = Studio(now: { 0 })
  return studio.answer(to: Array(request.utf8))
}

/// The member at a path of names and numbers.
func member(_ json: JSONValue, _ path: String...) -> JSONValue? {
  var value: JSONValue? = json
  for step in path {
    if let index = Int(step) {
      guard let elements = value?.arrayValue, elements.indices.contains(index) else { return nil }
      value = elements[index]
    } else {
      value = value?[step]
    }
  }
  return value
}

/// The numbers of an array.
func numbers(_ json: JSONValue?) -> [Double] { json?.arrayValue?.compactMap { $0.numberValue } ?? [] }

@Suite("Requests of the page")
struct StudioTests {
  static let first = #""text": "(x+y)*(x+2*y)", "values": {"x": 2, "y": 3}"#

  @Test("The worked example: values, contributions, gradient")
  func explain() throws {
    let answer = ask(#"{"op": "explain", \#(Self.first), "split": true}"#).json
    let explanation = try #require(answer["explanation"])
    #expect(explanation["value"]?.numberValue == 40)
    #expect(member(explanation, "reverse", "inputs", "0", "value")?.numberValue == 13)
    #expect(member(explanation, "reverse", "inputs", "1", "value")?.numberValue == 18)
    #expect(member(explanation, "numerical", "differences", "0", "rounded")?.stringValue == "13.1")
    let nodes = try #require(member(answer, "graph", "nodes")?.arrayValue)
    var found: [String: Double] = [:]
    for node in nodes where node["kind"]?.stringValue == "use" {
      found[node["name"]?.stringValue ?? ""] = node["adjoint"]?.numberValue
    }
    #expect(found == ["x_g": 8, "x_h": 5, "y_g": 8, "y_k": 10])
    #expect(
      nodes.filter { $0["kind"]?.stringValue == "input" }.compactMap { $0["adjoint"]?.numberValue } == [
        13, 18,
      ])
    let markup = try #require(member(answer, "formula", "mathml")?.stringValue)
    for name in ["f", "g", "h", "k"] { #expect(markup.contains("data-node=\"\(name)\"")) }
  }

  @Test("Each edge of the graph joins nodes that it touches", arguments: [true, false])
  func graph(splits: Bool) throws {
    let text = "k = x*y; sin(k)*k + exp(-x^2)/(1 + k^2)"
    let answer = ask(#"{"op": "explain", "text": "\#(text)", "split": \#(splits)}"#).json
    let nodes = try #require(member(answer, "graph", "nodes")?.arrayValue)
    let edges = try #require(member(answer, "graph", "edges")?.arrayValue)
    #expect(!edges.isEmpty)
    for edge in edges {
      let from = nodes[try #require(edge["from"]?.integerValue)]
      let to = nodes[try #require(edge["to"]?.integerValue)]
      let (end, start) = (try #require(to["x"]?.numberValue), try #require(from["x"]?.numberValue))
      #expect(start < end)
      #expect(edge["path"]?.stringValue?.first == "M")
      #expect((edge["role"]?.stringValue == "sum") == (to["kind"]?.stringValue == "use"))
    }
    // Contributions add up to the adjoint of what they are uses of.
    for node in nodes where splits && node["kind"]?.stringValue != "use" {
      let uses = nodes.filter { $0["of"]?.stringValue == node["name"]?.stringValue }
      guard !uses.isEmpty else { continue }
      let sum = uses.reduce(0) { $0 + ($1["adjoint"]?.numberValue ?? .nan) }
      let adjoint = try #require(node["adjoint"]?.numberValue)
      #expect((sum - adjoint).magnitude <= 1e-14 * (1 + adjoint.magnitude))
    }
  }

  @Test("Without sharing, what is used twice is computed twice")
  func unshared() {
    let text = #""text": "sin(x)*sin(x)""#
    let shared = ask(#"{"op": "explain", \#(text)}"#).json
    let unshared = ask(#"{"op": "explain", \#(text), "shared": false}"#).json
    #expect(member(shared, "explanation", "steps", "total")?.integerValue == 2)
    #expect(member(unshared, "explanation", "steps", "total")?.integerValue == 3)
    #expect(member(shared, "explanation", "value") == member(unshared, "explanation", "value"))
  }

  @Test("Variables without a value")
  func defaults() {
    let variables = ask(#"{"op": "explain", "text": "a*b + c*d"}"#).json["variables"]?.arrayValue ?? []
    #expect(variables.map { $0["value"]?.numberValue } == [2, 3, 1, 1])
  }

  @Test(
    "Wrong requests say what is wrong",
    arguments: [
      ("{", "json"), ("[1, 2", "json"), (#"{"op": 1}"#, "op"), ("nonsense", "json"), ("", "json"),
      (#"{"op": "explain", "text": "2*sine(x)"}"#, "syntax"), (#"{"op": "explain"}"#, "syntax"),
      (#"{"op": "explain", "text": "x", "output": 3}"#, "output"),
      (#"{"op": "differences", "text": "x", "input": "y"}"#, "input"),
      (#"{"op": "differences", "text": "1"}"#, "input"),
      (#"{"op": "evaluate", "text": "x"}"#, "axis"),
      (#"{"op": "evaluate", "text": "x", "x": {"name": "x", "from": 0, "to": 1, "count": -1}}"#, "axis"),
      (#"{"op": "evaluate", "text": "x", "x": {"name": "x", "from": 0, "to": 1, "count": 9e15}}"#, "axis"),
      (#"{"op": "matrices", "text": "x*y", "direction": [1]}"#, "direction"),
      (#"{"op": "cost", "family": "product", "inputs": 0}"#, "inputs"),
      (#"{"op": "cost", "family": "none", "inputs": 1}"#, "family"),
      (#"{"op": "race", "family": "product", "inputs": 1, "method": "magic"}"#, "method"),
      (#"{"op": "export", "text": "x", "format": "gif"}"#, "format"),
      (#"{"op": "explain", "text": "x", "output": 0.5}"#, "member"),
      (#"{"op": "explain", "text": "x", "values": {"x": true}}"#, "member"),
      (#"{"op": "explain", "text": 7}"#, "member"),
      (
        #"{"op": "race", "family": "product", "inputs": 2000, "method": "forward", "repetitions": 1e6}"#,
        "limit"
      ),
      (
        #"{"op": "evaluate", "text": "x*y", "x": {"name": "x", "from": 0, "to": 1, "count": 65536}, "y": {"name": "y", "from": 0, "to": 1, "count": 65536}}"#,
        "limit"
      ),
      (#"{"op": "check", "text": "x^2", "answer": "2*z"}"#, "syntax"),
    ])
  func wrong(request: String, kind: String) {
    let error = ask(request).json["error"]
    #expect(error?["kind"]?.stringValue == kind)
    let message = error?["message"]?.stringValue ?? ""
    #expect(message.count > 10)
  }

  @Test("A mistake in a text has its place")
  func place() {
    #expect(ask(#"{"op": "explain", "text": "2*sine(x)"}"#).json["error"]?["offset"]?.integerValue == 2)
  }

  @Test("Values on a grid: x varies fastest, y upward")
  func evaluate() {
    let answer = ask(
      #"{"op": "evaluate", "text": "x + 10*y", "x": {"name": "x", "from": 0, "to": 2, "count": 3}, "y": {"name": "y", "from": 0, "to": 1, "count": 2}}"#
    )
    #expect(answer.bytes.count == 48)
    let values = stride(from: 0, to: 48, by: 8).map { start in
      Double(
        bitPattern: (0..<8).reduce(UInt64(0)) { $0 | UInt64(answer.bytes[start + $1]) << UInt64(8 * $1) })
    }
    #expect(values == [0, 1, 2, 10, 11, 12])
  }

  @Test("An answer crosses over in one piece")
  func encoded() {
    let bytes = StudioAnswer(.object(["a": 1]), bytes: [7, 8, 9]).encoded
    #expect(bytes == [8, 0, 0, 0, 3, 0, 0, 0] + Array(#"{"a": 1}"#.utf8) + [7, 8, 9])
  }

  @Test("Exports", arguments: ["svg", "latex", "dot", "swift", "c", "markdown", "json"])
  func export(format: String) {
    let answer = ask(#"{"op": "export", \#(Self.first), "format": "\#(format)"}"#).json
    #expect((answer["text"]?.stringValue ?? "").count > 100)
    #expect(answer["name"]?.stringValue?.contains(".") == true)
  }

  @Test(
    "Typed derivatives are checked",
    arguments: [
      ("2x + 3y", true, true), ("3*y + 2*x", true, true), ("2x + 3", false, false), ("13", false, true),
      ("(x+2*y) + (x+y)", true, true),
    ])
  func check(answer: String, isCorrect: Bool, isValueCorrect: Bool) {
    let result = ask(#"{"op": "check", \#(Self.first), "input": "x", "answer": "\#(answer)"}"#).json
    #expect(result["isCorrect"]?.boolValue == isCorrect)
    #expect(result["isValueCorrect"]?.boolValue == isValueCorrect)
  }

  @Test("The output that is asked for is exported, by its names")
  func exportOfOneOutput() {
    let request = #""text": "g = x+y; g^2, g*x", "values": {"x": 2, "y": 3}, "output": 1"#
    let swift = ask(#"{"op": "export", \#(request), "format": "swift"}"#).json["text"]?.stringValue ?? ""
    #expect(swift.contains("let g = x + y\n  return g * x"))
    let dot = ask(#"{"op": "export", \#(request), "format": "dot"}"#).json["text"]?.stringValue ?? ""
    // ∂(g x)/∂x = g + x = 7, and not 2 g = 10.
    #expect(dot.contains("value 2, adjoint 7"))
  }

  @Test(
    "Functions of every kind are explained",
    arguments: [
      ("3", 0, 3.0), ("x", 0, 2), ("x, 5, x*y", 1, 5), ("x, 5, x*y", 2, 6), ("y, x", 1, 3), ("2*3", 0, 6),
      ("log(-1)", 0, .nan), ("1/0", 0, .infinity),
    ])
  func kinds(text: String, output: Int, value: Double) throws {
    for flags in ["", #", "split": true"#, #", "shared": false"#, #", "split": true, "shared": false"#] {
      let answer = ask(#"{"op": "explain", "text": "\#(text)", "output": \#(output)\#(flags)}"#).json
      let found = try #require(member(answer, "explanation", "value")?.numberValue)
      #expect(found == value || found.isNaN && value.isNaN)
      #expect((member(answer, "graph", "nodes")?.arrayValue ?? []).count >= 1)
    }
  }

  @Test("Repeated squares are too long to be written, and not too long to be explained")
  func squares() {
    let text = "a0 = x*x; " + (1...40).map { "a\($0) = a\($0 - 1)*a\($0 - 1); " }.joined() + "a40"
    let answer = ask(#"{"op": "explain", "text": "\#(text)", "values": {"x": 1}}"#).json
    #expect(member(answer, "explanation", "value")?.numberValue == 1)
    #expect(answer["formula"] == nil)
    #expect(member(answer, "explanation", "reverse", "inputs", "0", "value")?.numberValue == 0x1p41)
  }

  @Test("Digits that are lost are told from the correctly rounded derivative")
  func reference() {
    let answer = ask(#"{"op": "explain", "text": "(1-cos(x))/x^2", "values": {"x": 1e-4}}"#).json
    #expect(member(answer, "explanation", "result", "isReferenceExact")?.boolValue == true)
    let exact = numbers(member(answer, "explanation", "result", "reference"))[0]
    // −x/12 + x³/180, from the series.
    #expect((exact + 1e-4 / 12 - 1e-12 / 180).magnitude < 1e-20)
    #expect((member(answer, "explanation", "result", "rows", "3", "ulps", "0")?.numberValue ?? 0) > 1e6)
  }

  @Test(
    "A derivative that is infinite, or never a number",
    arguments: [
      ("sqrt(x)", "1/(2*sqrt(x))", 0.0, true), ("asin(x^2+2)", "log(-1)", 1, false),
      ("1e-10*x", "0", 1, false), ("1e-10*x", "1e-10", 1, true),
    ])
  func checkAtEdges(text: String, answer: String, x: Double, isCorrect: Bool) {
    let result = ask(
      #"{"op": "check", "text": "\#(text)", "values": {"x": \#(x)}, "input": "x", "answer": "\#(answer)"}"#)
    #expect(result.json["isCorrect"]?.boolValue == isCorrect)
  }
}

@Suite("JSON is read as it is written")
struct JSONReaderTests {
  @Test(
    "Round trip",
    arguments: [
      "null", "true", "[]", "{}", "[[], [1, 2.5, -1e-07]]", #"{"a": {"b": [null, false]}, "c": "d"}"#,
      #""\"\\\n\t""#, #""ä€😀""#, "0.1", "1e+300", "-0.0",
    ])
  func roundTrip(text: String) throws { #expect(try JSONValue(parsing: Array(text.utf8)).text == text) }

  @Test("Escapes of characters")
  func escapes() throws {
    let value = try JSONValue(parsing: Array(#""\u00e4\u20AC\ud83d\ude00\ud83d\/""#.utf8))
    #expect(value.stringValue == "ä€😀\u{FFFD}/")
  }

  @Test(
    "What is no JSON is refused",
    arguments: [
      "", " ", "[1,]", "{,}", "{\"a\"}", "{\"a\":}", "[1 2]", "tru", "nul", "\"abc", "\"\\x\"", "\"\\u12\"",
      "1 2", "+1", "01", ".5", "5.", "-", "1.e3", "1e999", "[", "{", "]", "--1", "1e", "\u{1}", "[\"\u{1}\"]",
    ])
  func refused(text: String) {
    #expect(throws: StudioError.self) { try JSONValue(parsing: Array(text.utf8)) }
  }

  @Test("Depth does not matter") func depth() {
    let text = String(repeating: "[", count: 1_000_000)
    #expect(throws: StudioError.self) { try JSONValue(parsing: Array(text.utf8)) }
  }
}
