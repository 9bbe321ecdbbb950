// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation
#if canImport(FoundationXML)
  import FoundationXML
#endif
import Testing
import WengertExplain

/// What is written in every format is well-formed.
@Suite struct ExplanationWritersTests {
  static let sources: [(String, [String], [Double])] = [
    ("(x+y)*(x+2*y)", ["x", "y"], [2, 3]),
    ("w2*log(w1)+sqrt(w2*log(w1))", ["w1", "w2"], [2, 3]),
    ("max(w1*x1+w2*x2, 0) < abs(x_long_1)", ["w1", "w2", "x1", "x2", "x_long_1"], [1, 2, 3, 4, 5]),
    ("alpha = 1/(1+exp(-z)); alpha^z + root(3, z) - log(z)/1e-9", ["z"], [-0.2]),
    ("abs(x) + 1/x", ["x"], [0]),
  ]

  @Test(arguments: sources)
  func text(source: String, names: [String], point: [Double]) throws {
    let document = try explain(source, names, at: point).document
    let plain = document.text(width: 90)
    for line in plain.split(separator: "\n") {
      #expect(line.last != " ", "\(line)")
      #expect(line.unicodeScalars.count <= 104, "\(line)")
    }
    #expect(!plain.contains("\u{1B}"))
    #expect(document.text(width: 90, hasColor: true).contains("\u{1B}[1;34m"))
  }

  @Test(arguments: sources)
  func markdownTables(source: String, names: [String], point: [Double]) throws {
    let lines = try explain(source, names, at: point).document.markdown
      .split(separator: "\n", omittingEmptySubsequences: false)
    var columns = 0
    for line in lines {
      guard line.hasPrefix("|") else {
        columns = 0
        continue
      }
      let bars = line.replacingOccurrences(of: "\\|", with: "").filter { $0 == "|" }.count
      if columns > 0 { #expect(bars == columns, "\(line)") }
      columns = bars
    }
    #expect(lines.filter { $0 == "$$" }.count.isMultiple(of: 2))
    for line in lines {
      let dollars = line.replacingOccurrences(of: "\\$", with: "").filter { $0 == "$" }.count
      #expect(dollars.isMultiple(of: 2), "\(line)")
    }
  }

  @Test(arguments: sources)
  func latexBraces(source: String, names: [String], point: [Double]) throws {
    let latex = try explain(source, names, at: point).document.latex(standalone: true)
    var depth = 0
    var previous: Character = " "
    for character in latex {
      if previous != "\\" {
        if character == "{" { depth += 1 }
        if character == "}" { depth -= 1 }
      }
      #expect(depth >= 0)
      previous = previous == "\\" && character == "\\" ? " " : character
    }
    #expect(depth == 0)
    for name in ["document", "align*", "longtable"] {
      let begins = latex.components(separatedBy: "\\begin{\(name)}").count
      #expect(begins == latex.components(separatedBy: "\\end{\(name)}").count)
    }
    #expect(
      latex.components(separatedBy: "\\left").count
        == latex.components(separatedBy: "\\right").count)
    // What remains outside of ASCII would need fonts that an article does not have.
    let others = latex.unicodeScalars.filter { $0.value > 0x7F }
    #expect(others.allSatisfy { $0.properties.isAlphabetic }, "\(others)")
  }

  @Test(arguments: sources)
  func htmlTags(source: String, names: [String], point: [Double]) throws {
    let html = try explain(source, names, at: point).document.html
    var open: [String] = []
    var rest = html[...]
    while let start = rest.firstIndex(of: "<") {
      let end = try #require(rest[start...].firstIndex(of: ">"))
      let tag = rest[rest.index(after: start)..<end]
      rest = rest[rest.index(after: end)...]
      if tag.hasPrefix("!") || tag.hasPrefix("meta") { continue }
      let name = String(tag.prefix { $0 != " " })
      if name.hasPrefix("/") {
        #expect(open.popLast() == String(name.dropFirst()))
      } else {
        open.append(name)
      }
    }
    #expect(open.isEmpty)
    #expect(html.contains("<math"))
    #expect(html.contains("prefers-color-scheme: dark"))
  }

  /// MathML asks for a fixed number of children in some elements.
  @Test(arguments: sources)
  func mathMLIsXML(source: String, names: [String], point: [Double]) throws {
    let body = try explain(source, names, at: point).document.htmlBody
    let parser = XMLParser(data: Data("<body>\(body)</body>".utf8))
    let counter = ChildCounter()
    parser.delegate = counter
    #expect(parser.parse(), "\(String(describing: parser.parserError))")
    #expect(counter.problems.isEmpty)
  }

  @Test(arguments: sources)
  func json(source: String, names: [String], point: [Double]) throws {
    let explanation = try explain(source, names, at: point)
    for text in [explanation.json.text, explanation.json.text(indented: true)] {
      let object = try #require(
        JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
      #expect(object["function"] as? String == explanation.function)
      let steps = try #require(object["steps"] as? [String: Any])
      #expect(steps["total"] as? Int == explanation.steps.total)
      if explanation.value.isFinite {
        #expect(object["value"] as? Double == explanation.value)
      } else {
        #expect(["nan", "inf", "-inf"].contains(object["value"] as? String))
      }
    }
  }

  @Test func jsonValues() {
    let value: JSONValue = .object([
      "numbers": [0.1, .number(1e300), .number(-0.0), 0.0, 3.0, .number(.nan), .number(-.infinity)],
      "text": "a \"b\"\\\n\u{1}é", "none": .null, "empty": [], "flag": true, "count": 2,
    ])
    #expect(
      value.text
        == #"{"numbers": [0.1, 1e+300, -0.0, 0, 3, "nan", "-inf"], "text": "a \"b\"\\\n\u0001é", "#
        + #""none": null, "empty": [], "flag": true, "count": 2}"#)
    #expect(JSONValue.array([1, [2]]).text(indented: true) == "[\n  1,\n  [\n    2\n  ]\n]")
  }
}

private final class ChildCounter: NSObject, XMLParserDelegate {
  var problems: [String] = []
  private var stack: [(name: String, count: Int)] = []

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    if !stack.isEmpty { stack[stack.count - 1].count += 1 }
    stack.append((name, 0))
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    guard let element = stack.popLast() else { return }
    if ["mfrac", "msup", "msub", "mroot"].contains(name), element.count != 2 {
      problems.append("\(name) has \(element.count) children")
    }
  }
}
