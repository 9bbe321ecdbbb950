// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertExplain

@Suite("What the parser says about mistakes")
struct ParserMessageTests {
  struct Mistake: CustomTestStringConvertible, Sendable {
    let source: String
    let offset: Int
    let kind: ParseError.Kind
    let message: String
    var variables: [String]? = nil
    var isStrict = false
    var testDescription: String { source }

    init(
      _ source: String, _ offset: Int, _ kind: ParseError.Kind, _ message: String,
      variables: [String]? = nil, isStrict: Bool = false
    ) {
      self.source = source
      self.offset = offset
      self.kind = kind
      self.message = message
      self.variables = variables
      self.isStrict = isStrict
    }
  }

  static let mistakes: [Mistake] = [
    Mistake(" \n", 0, .emptyExpression, "there is no expression"),
    Mistake(";", 0, .emptyExpression, "there is no expression"),
    Mistake("1+", 2, .unexpectedEnd, "the expression ends where an operand is expected"),
    Mistake("x,", 2, .unexpectedEnd, "the expression ends where an operand is expected"),
    Mistake("k =", 3, .unexpectedEnd, "the expression ends where an operand is expected"),
    Mistake("1+*2", 2, .unexpectedToken, "expected a number, a name or `(`, found `*`"),
    Mistake("max(1,)", 6, .unexpectedToken, "expected a number, a name or `(`, found `)`"),
    Mistake("(+)", 2, .unexpectedToken, "expected a number, a name or `(`, found `)`"),
    Mistake("k = )", 4, .unexpectedToken, "expected a number, a name or `(`, found `)`"),
    Mistake("x,;y", 2, .unexpectedToken, "expected a number, a name or `(`, found `;`"),
    Mistake("x y", 2, .unexpectedToken, "expected an operator, found `y`", isStrict: true),
    Mistake("x 2", 2, .unexpectedToken, "expected an operator, found `2`"),
    Mistake("|x| 2", 4, .unexpectedToken, "expected an operator, found `2`"),
    Mistake("(x) 2", 4, .unexpectedToken, "expected an operator, found `2`"),
    Mistake("(x;y)", 2, .unexpectedToken, "expected an operator, found `;`"),
    Mistake(
      "pow((2,3))", 6, .unexpectedToken,
      "expected an operator or `)`, found `,`: these parentheses are not of a function"),
    Mistake(
      "|x, y|", 2, .unexpectedToken,
      "expected an operator or `|`, found `,`: an absolute value is of one number"),
    Mistake("x√", 4, .unexpectedEnd, "the expression ends where an operand is expected"),
    Mistake("||", 2, .unexpectedEnd, "the expression ends where an operand is expected"),
    Mistake("5%", 1, .unexpectedCharacter, "unexpected character `%`"),
    Mistake(
      "|x|", 0, .unexpectedCharacter,
      "unexpected character `|`; an absolute value is `abs(…)`", isStrict: true),
    Mistake("√x", 0, .unexpectedCharacter, "unexpected character `√` (U+221A)", isStrict: true),
    Mistake("2⁻", 1, .unexpectedCharacter, "unexpected character `⁻` (U+207B)"),
    Mistake("x⁻y", 1, .unexpectedCharacter, "unexpected character `⁻` (U+207B)"),
    Mistake(
      "[x]", 0, .unexpectedCharacter,
      "unexpected character `[`; only `(` and `)` are parentheses"),
    Mistake(
      "sin[x]", 3, .unexpectedCharacter,
      "unexpected character `[`; only `(` and `)` are parentheses"),
    Mistake("ѕin(x)", 0, .unexpectedCharacter, "unexpected character `ѕ` (U+0455)"),
    Mistake("x\u{1B}[0m", 1, .unexpectedCharacter, "unexpected character `␛` (U+001B)"),
    Mistake("x\u{202E}", 1, .unexpectedCharacter, "unexpected character `\\u{202E}` (U+202E)"),
    Mistake("2+1.2.3", 2, .malformedNumber, "malformed number `1.2.3`"),
    Mistake("0x1F", 0, .malformedNumber, "malformed number `0x1F`"),
    Mistake(
      "x+1e400*x", 2, .numberTooLarge, "the number `1e400` is too large for double precision"),
    Mistake(
      "x + x¹⁰⁰⁰⁰⁰⁰⁰⁰⁰y", 5, .numberTooLarge, "the exponent `¹⁰⁰⁰⁰⁰⁰⁰⁰⁰` has more than nine digits"),
    Mistake("1_000+1", 0, .malformedNumber, "malformed number `1_000`"),
    Mistake("2*()", 3, .emptyParentheses, "there is nothing in the parentheses"),
    Mistake(
      "1+((2)", 6, .unclosedParenthesis, "the parenthesis at column 3 is never closed"),
    Mistake(
      "sin (x", 6, .unclosedParenthesis, "the parenthesis at column 5 is never closed"),
    Mistake(
      "k = 2π\n·(x", 12, .unclosedParenthesis,
      "the parenthesis at line 2, column 2 is never closed"),
    Mistake(
      "2π·(x", 7, .unclosedParenthesis, "the parenthesis at column 4 is never closed"),
    Mistake(
      "2 + |x", 6, .unclosedParenthesis,
      "the `|` at column 5 begins an absolute value that never ends"),
    Mistake(
      "(|x)", 3, .unclosedParenthesis,
      "the `|` at column 2 begins an absolute value that never ends"),
    Mistake(
      "1)+2", 1, .unopenedParenthesis, "there is no open parenthesis that this `)` could close"),
    Mistake(
      "x+q", 2, .unknownVariable, "unknown variable `q`; the variables are x, y",
      variables: ["x", "y"]),
    Mistake("q", 0, .unknownVariable, "unknown variable `q`; the only one is x", variables: ["x"]),
    Mistake(
      "q", 0, .unknownVariable, "unknown variable `q`; there are no variables", variables: []),
    Mistake(
      "lenght", 0, .unknownVariable, "unknown variable `lenght`; did you mean `length`?",
      variables: ["width", "length"]),
    Mistake(
      "2PI", 1, .unknownVariable, "unknown variable `PI`; did you mean `pi`?", variables: []),
    Mistake(
      "q", 0, .unknownVariable,
      "unknown variable `q`; the variables are a1, a2, a3, a4, a5, a6, a7, a8, …",
      variables: (1...9).map { "a\($0)" }),
    Mistake(
      "2*sine(x)", 2, .unknownFunction, "unknown function `sine`; did you mean `sin`?"),
    Mistake("arcsn(x)", 0, .unknownFunction, "unknown function `arcsn`; did you mean `arcsin`?"),
    Mistake("sinx(2)", 0, .unknownFunction, "unknown function `sinx`; did you mean `sin`?"),
    Mistake("f(x)", 0, .unknownFunction, "unknown function `f`"),
    Mistake("x sine(2)", 2, .unknownFunction, "unknown function `sine`; did you mean `sin`?"),
    Mistake("z(x)", 0, .unknownFunction, "unknown function `z`", variables: ["x"]),
    Mistake("frobnicate(x)", 0, .unknownFunction, "unknown function `frobnicate`"),
    Mistake(
      "x + x(2)", 4, .calledValue, "`x` is not a function; a product is `x*(…)`", isStrict: true),
    Mistake("pi(2)", 0, .calledValue, "`pi` is not a function; a product is `pi*(…)`", isStrict: true),
    Mistake("x()", 2, .emptyParentheses, "there is nothing in the parentheses"),
    Mistake(
      "x(2, 3)", 3, .unexpectedToken,
      "expected an operator or `)`, found `,`: these parentheses are not of a function"),
    Mistake(
      "sin x", 0, .missingArguments, "`sin` is a function and needs arguments: `sin(…)`"),
    Mistake(
      "√sin|x|", 3, .missingArguments, "`sin` is a function and needs arguments: `sin(…)`"),
    Mistake(
      "x k = 2", 4, .invalidAssignment,
      "`=` can only follow a name that starts a statement; a comparison is `==`"),
    Mistake(
      "2*sin", 2, .missingArguments, "`sin` is a function and needs arguments: `sin(…)`"),
    Mistake("sin(1,2)", 0, .wrongArgumentCount, "`sin` takes 1 argument, found 2"),
    Mistake("2*max()", 2, .wrongArgumentCount, "`max` takes 2 arguments, found 0"),
    Mistake("polygamma(x)", 0, .wrongArgumentCount, "`polygamma` takes 2 arguments, found 1"),
    Mistake(
      "polygamma(x,1)", 0, .invalidOrder,
      "the first argument of `polygamma` must be an integer, written out, from 0 to 1000"),
    Mistake(
      "sphericalBessel(-1,x)", 0, .invalidOrder,
      "the first argument of `sphericalBessel` must be an integer, written out, from 0 to 1000"),
    Mistake(
      "1<x<2", 3, .chainedComparison,
      "comparisons do not chain; `a < b < c` is `(a < b)*(b < c)`"),
    Mistake(
      "x = 1; 2 = x", 9, .invalidAssignment,
      "`=` can only follow a name that starts a statement; a comparison is `==`"),
    Mistake(
      "x + 1; y = x; 1", 0, .unusedValue,
      """
      another statement follows, but this one gives its value no name; write `a = …`, or put `,` \
      between outputs
      """),
    Mistake(
      "sin = 2", 0, .invalidAssignment, "`sin` is a function; give the new value another name"),
    Mistake("e = 2", 0, .invalidAssignment, "`e` is a constant; give the new value another name"),
    Mistake(
      "k = x; x = 2", 7, .invalidAssignment,
      "`x` is a variable; give the new value another name"),
    Mistake(
      "k = x; k = 2", 7, .invalidAssignment,
      "`k` already has a value; give the new value another name"),
    Mistake("k = 1 + k", 8, .invalidAssignment, "`k` is used in its own definition"),
  ]

  @Test("one sentence and one place", arguments: mistakes)
  func message(mistake: Mistake) throws {
    let options = ExpressionParser.Options(
      hasExtensions: !mistake.isStrict, variables: mistake.variables)
    let error = try parseError(mistake.source, options)
    #expect(error.message == mistake.message)
    #expect(error.kind == mistake.kind)
    #expect(error.offset == mistake.offset)
    #expect("\(error)" == error.message)
  }

  @Test func everyKindHasAMistake() {
    // The two that a list of short strings cannot hold are tested below.
    let elsewhere: [ParseError.Kind] = [.invalidUTF8, .tooLong]
    for kind in ParseError.Kind.allCases where !elsewhere.contains(kind) {
      #expect(Self.mistakes.contains { $0.kind == kind }, "\(kind)")
    }
  }

  @Test(
    "bytes that are no text",
    arguments: [
      ([0xFF], 0), ([0x78, 0x2B, 0xC3], 2), ([0xE2, 0x82], 0), ([0xC3, 0x28], 0),
      ([0xF4, 0x90, 0x80, 0x80], 0), ([0xED, 0xA0, 0x80], 0), ([0xC0, 0x80], 0),
    ] as [([UInt8], Int)])
  func invalidUTF8(bytes: [UInt8], offset: Int) throws {
    for options in [ExpressionParser.Options.strict, .standard] {
      let error = #expect(throws: ParseError.self) {
        try ExpressionParser.parse(bytes, options: options)
      }
      #expect(error?.kind == .invalidUTF8 && error?.offset == offset)
      #expect(error?.message == "the text is not valid UTF-8 here")
      #expect(error?.rendered(in: bytes).contains("\u{FFFD}") == true)
    }
  }

  @Test func aTextThatIsTooLong() throws {
    var options = ExpressionParser.Options.standard
    options.maximumByteCount = 3
    #expect(try parsedValues("1+2", options) == [3])
    let error = try parseError("1+23", options)
    #expect(error.kind == .tooLong && error.offset == 3)
    #expect(error.message == "the text has 4 bytes; the limit is 3")
  }

  @Test func longNamesAreCut() throws {
    let name = String(repeating: "a", count: 1_000_000)
    let error = try parseError(name + "(x)")
    #expect(error.message == "unknown function `aaaaaaaaaaaaaaaaaaaaaaaa…`")
    let unknown = try parseError(name, .init(variables: ["x"]))
    #expect(unknown.message == "unknown variable `aaaaaaaaaaaaaaaaaaaaaaaa…`; the only one is x")
  }
}

@Suite("Errors under the text")
struct ParserRenderingTests {
  @Test func aCaretIsUnderThePlace() throws {
    let source = "2*sine(x)"
    #expect(
      try parseError(source).rendered(in: source) == """
        unknown function `sine`; did you mean `sin`?
          2*sine(x)
            ^
        """)
  }

  @Test func theEndOfTheTextIsAPlace() throws {
    #expect(
      try parseError("x +").rendered(in: "x +") == """
        the expression ends where an operand is expected
          x +
             ^
        """)
  }

  @Test func aLineHasItsNumber() throws {
    let source = "k = 2\nm = 3k\n\tk*m*sine(x)\n"
    #expect(
      try parseError(source).rendered(in: source) == """
        line 3: unknown function `sine`; did you mean `sin`?
           k*m*sine(x)
               ^
        """)
  }

  @Test func charactersOfSeveralBytesAreOneColumn() throws {
    let source = "π·x² − %"
    #expect(
      try parseError(source).rendered(in: source) == """
        unexpected character `%`
          π·x² − %
                 ^
        """)
  }

  @Test func aLongLineIsCut() throws {
    let source = String(repeating: "π+", count: 100_000) + "%" + String(repeating: "+1", count: 999)
    let lines = try parseError(source).rendered(in: source).split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines[1].hasPrefix("  …") && lines[1].hasSuffix("…") && lines[1].count < 90)
    let column = try #require(lines[2].firstIndex(of: "^"))
    let offset = lines[2].distance(from: lines[2].startIndex, to: column)
    #expect(lines[1][lines[1].index(lines[1].startIndex, offsetBy: offset)] == "%")
  }

  @Test func nothingReachesTheTerminalThatItWouldObey() throws {
    let source = "x\u{1B}[31m\u{7F}\u{202E}\u{0}\r\u{AD}\u{300}"
    let text = try parseError(source).rendered(in: source)
    #expect(text.contains("x␛[31m␡\\u{202E}␀ \\u{00AD}\\u{0300}"))
  }
}

@Suite("Spelling")
struct SpellingTests {
  @Test(
    "distances",
    arguments: [
      ("", "", 0), ("sin", "sin", 0), ("sin", "SIN", 0), ("sine", "sin", 1), ("snh", "sinh", 1),
      ("isn", "sin", 1), ("kitten", "sitting", 3), ("", "abc", 3), ("ca", "abc", 3),
    ])
  func distance(a: String, b: String, distance: Int) {
    #expect(Spelling.editDistance(a, b) == distance)
    #expect(Spelling.editDistance(b, a) == distance)
  }

  @Test(
    "suggestions",
    arguments: [
      ("sine", "sin"), ("Tan", "tan"), ("q", nil), ("X", "x"), ("hello", nil), ("sqr", "sqrt"),
      (String(repeating: "s", count: 65), nil),
    ])
  func nearest(name: String, expected: String?) {
    #expect(Spelling.nearest(to: name, among: ["sin", "tan", "sqrt", "x", "y"]) == expected)
  }
}
