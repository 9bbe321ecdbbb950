// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertExplain
import WengertScalars

@Suite("The grammar")
struct ParserGrammarTests {
  @Test(
    "operators bind as in mathematics",
    arguments: [
      ("2^3^2", 512), ("-2^2", -4), ("(-2)^2", 4), ("2^-1", 0.5), ("2^-2^2", 0.0625),
      ("-2^-2", -0.25), ("1-2-3", -4), ("8/4/2", 1), ("2*-3", -6), ("--2", 2), ("+-+2", -2),
      ("2*3+4*5", 26), ("2-3*4^2/8", -4), ("2^-3*8", 1), ("\t( 1 + 2 )\r*\n3 ", 9),
      ("1e3", 1000), (".5e-1", 0.05), ("1.", 1), ("-0", -0.0),
      ("0.1", 0.1), ("9007199254740993", 9007199254740992), ("5e-324", .leastNonzeroMagnitude),
      ("pi", .pi), ("e", 2.718281828459045), ("0^0", 1), ("sin (0)", 0), ("max(1,min(2,3))", 2),
    ] as [(String, Double)])
  func core(source: String, expected: Double) throws {
    for options in [ExpressionParser.Options.strict, .standard] {
      let value = try #require(try parsedValues(source, options).first)
      #expect(value == expected && value.sign == expected.sign)
    }
  }

  @Test(
    "a number beyond all doubles is infinite in the core, and an error for people",
    arguments: ["1e400", "x^1e400", "1e309*x", "1" + String(repeating: "0", count: 400)])
  func hugeNumbers(source: String) throws {
    let numbers = try ExpressionParser.parse(source, options: .strict).graph.instructions
    #expect(numbers.contains { $0.constant == .infinity })
    #expect(try parseError(source).kind == .numberTooLarge)
    #expect(try parsedValues("1e308") == [1e308])
  }

  @Test(
    "what people write besides",
    arguments: [
      ("2(3)", 6), ("(2)(3)", 6), ("2pi", 2 * .pi), ("3 cos(0)", 3), ("1/2(4)", 2), ("6/2(1+2)", 9),
      ("-2(3)", -6), ("2^2(3)", 12), ("2(3)^2", 18), ("2e", 2 * 2.718281828459045), ("2e3", 2000),
      ("2e - 1", 2 * 2.718281828459045 - 1), ("sqrt(4)cos(0)", 2), ("2**3**2", 512), ("-3²", -9),
      ("2³", 8), ("2^2²", 16), ("2²(3)", 12), ("2·3×4", 24), ("8÷4÷2", 1), ("5−2", 3), ("−2", -2),
      ("2π", 2 * .pi), ("1<2", 1), ("2<=1", 0), ("2>1", 1), ("1>=2", 0), ("1==1", 1), ("1!=1", 0),
      ("1+1<3*1", 1), ("(1<2)<1", 0), ("where(1>2,3,4)", 4), ("select(1,3,4)", 3),
      ("clip(5,0,1)", 1), ("sinc(0)", 1), ("sinc(.5)", 2 / .pi), ("relu6(7)", 6), ("relu6(3)", 3),
      ("leaky(-1)", -0.01), ("leaky(3)", 3), ("elu(0)", 0), ("elu(2)", 2),
      ("ln(1)", 0),
      ("root(3,27)", 3), ("sphericalBessel(0,0)", 1), ("square(3)", 9), ("reciprocal(4)", 0.25),
      ("2*\n3", 6), ("(2\n+3)", 5), ("2\n*3", 6),
    ] as [(String, Double)])
  func extensions(source: String, expected: Double) throws {
    let value = try #require(try parsedValues(source).first)
    #expect(agree(value, expected))
  }

  @Test(
    "products after names, at x = 3, y = 5",
    arguments: [
      ("x y", 15), ("2x y", 30), ("x y x", 45), ("x(x+1)", 12), ("(x+1)y", 20), ("x(y)(2)", 30),
      ("x²y", 45), ("x^2 y", 45), ("-x y", -15), ("1/x y", 5 / 3), ("x y^2", 75), ("2^x y", 40),
      ("x sqrt(4)", 6), ("sqrt(4)x", 6), ("pi(2)", 2 * .pi), ("e(2)", 2 * 2.718281828459045),
      ("(x\ny)", 15), ("x\n", 3), ("x - y(2)", -7), ("x y < y x", 0), ("k = 2y; k(x + k)", 130),
      ("k = x\ny k", 15),
    ] as [(String, Double)])
  func namesAsFactors(source: String, expected: Double) throws {
    for options in [ExpressionParser.Options(variables: ["x", "y"]), .standard] {
      let parsed = try ExpressionParser.parse(source, options: options)
      let point = parsed.variables.map { $0 == "x" ? 3.0 : 5.0 }
      let value = try #require(try parsedValues(source, options, at: point).last)
      #expect(agree(value, expected))
    }
    #expect(throws: ParseError.self) { try ExpressionParser.parse("x(y)", options: .strict) }
  }

  @Test(
    "roots, bars, raised digits and other names, at x = −3",
    arguments: [
      ("√4", 2), ("√(4)", 2), ("2√9", 6), ("√4 x", -6), ("√x^2", 3), ("√x²", 3), ("x√4", -6),
      ("-√4", -2), ("√√16", 2), ("2^√4", 4), ("2^√4*3", 12), ("√4√9", 6), ("√4/2", 1),
      ("|x|", 3), ("2|x|", 6), ("|x|x", -9), ("|x||x|", 9), ("||x| - 5|", 2), ("|x + |x||", 0),
      ("√|x - 1|", 2), ("|x|^2", 9), ("|-2|", 2), ("max(|x|, 1)", 3), ("(|x|)", 3), ("|(x)|", 3),
      ("|x\n-1|", 4), ("x|x|x", 27),
      ("x⁻¹", -1.0 / 3), ("x⁰", 1), ("2¹⁰", 1024), ("x⁴", 81), ("2³²", 4294967296), ("2⁶⁷⁸⁹", .infinity),
      ("x⋅2", -6), ("x ≤ -3", 1), ("x ≥ 0", 0), ("x ≠ 1", 1),
      ("arcsin(1)", .pi / 2), ("arccos(1)", 0), ("arctan(1)", .pi / 4),
      ("arsinh(0.75)", 0.6931471805599453), ("arcosh(1.25)", 0.6931471805599453),
      ("artanh(0.6)", 0.6931471805599453), ("arcsinh(0.75)", 0.6931471805599453),
      ("arccosh(1.25)", 0.6931471805599453), ("arctanh(0.6)", 0.6931471805599453), ("sgn(x)", -1),
    ] as [(String, Double)])
  func signsOfMathematics(source: String, expected: Double) throws {
    let options = ExpressionParser.Options(variables: ["x"])
    let value = try #require(try parsedValues(source, options, at: [-3]).first)
    #expect(agree(value, expected))
    #expect(throws: ParseError.self) { try ExpressionParser.parse(source, options: .strict) }
  }

  @Test func aLetterBeforeAParenthesisIsAVariable() throws {
    #expect(try ExpressionParser.parse("x(x + 1) + a_1(b2)").variables == ["x", "a_1", "b2"])
    #expect(try ExpressionParser.parse("f + f(x)").variables == ["f", "x"])
    #expect(try ExpressionParser.parse("xy + sinx").variables == ["xy", "sinx"])
  }

  @Test(
    "the strict grammar has no extensions",
    arguments: [
      ("2x", 0), ("2(3)", 1), ("2**3", 2), ("1<2", 1), ("x;x", 1), ("x=1", 1), ("x,x", 1),
      ("π", 0), ("x y", 2), ("|x|", 0), ("√x", 0), ("x ≤ 1", 2), ("x²", 1), ("2·3", 1), ("clip(x,0,1)", 0),
      ("ln(x)", 0), ("where(x,1,2)", 0),
    ])
  func strictness(source: String, offset: Int) throws {
    #expect(try parseError(source, .strict).offset == offset)
  }

  @Test func variablesComeInOrderOfAppearanceUnlessTheyAreGiven() throws {
    #expect(try ExpressionParser.parse("y + x1*_a - y*e2").variables == ["y", "x1", "_a", "e2"])
    let given = ExpressionParser.Options(variables: ["x", "unused", "y", "e"])
    let parsed = try ExpressionParser.parse("y - x*e", options: given)
    #expect(parsed.variables == ["x", "unused", "y", "e"])
    #expect(try parsedValues("y - x*e", given, at: [2, .nan, 10, 3]) == [4])
  }

  @Test(
    "an integer literal as exponent makes an integer power",
    arguments: [
      ("x^2", 2), ("x^-3", -3), ("x^(-3)", -3), ("x^((2))", 2), ("x**2.0", 2), ("pow(x,-1)", -1),
      ("x³", 3), ("x^+2", 2), ("x^0", 0),
    ] as [(String, Int32)])
  func integerPowers(source: String, exponent: Int32) throws {
    let line = try #require(try ExpressionParser.parse(source).outputs.first).instruction
    #expect(line.function == .integerPower && line.parameter == exponent)
  }

  @Test(
    "other exponents are real",
    arguments: [
      "x^y", "x^0.5", "x^(1+1)", "x^1e10", "x^-3000000000", "x^pi", "pow(x,y)",
    ])
  func realPowers(source: String) throws {
    let line = try #require(try ExpressionParser.parse(source).outputs.first).instruction
    #expect(line.function == .power)
  }

  @Test func theListIsVerbatim() throws {
    let parsed = try ExpressionParser.parse("0*x + -2*x - (-x)")
    #expect(
      Array(parsed.graph.instructions) == [
        Instruction(.input),
        Instruction(.constant(0)),
        Instruction(.function(.multiply), x: 1, y: 0),
        Instruction(.constant(-2)),
        Instruction(.function(.multiply), x: 3, y: 0),
        Instruction(.function(.add), x: 2, y: 4),
        Instruction(.function(.negate), x: 0),
        Instruction(.function(.subtract), x: 5, y: 6),
      ])
  }

  @Test func everyFunctionOfTheTableCanBeCalled() throws {
    for function in ElementaryFunction.allCases {
      let name = function.notation.name
      guard name.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "z") ~= $0 }),
        name.first?.isLetter == true
      else { continue }
      var arguments = (0..<function.arity).map { "x\($0)" }
      if function.isIndexed, function != .integerPower { arguments.insert("1", at: 0) }
      if function == .integerPower { arguments.append("3") }
      let call = "\(name)(\(arguments.joined(separator: ", ")))"
      let parsed = try ExpressionParser.parse(call, options: .strict)
      #expect(parsed.outputs[0].instruction.function == function)
    }
  }
}

@Suite("Statements and outputs")
struct ParserStatementTests {
  @Test func namedIntermediates() throws {
    let source = "k = 2y; (x + y)*(x + k)"
    let parsed = try ExpressionParser.parse(source)
    #expect(parsed.variables == ["y", "x"])
    #expect(parsed.outputNames == [nil])
    #expect(parsed.names.map(\.name) == ["k"])
    #expect(try parsedValues(source, at: [3, 2]) == [40])
    let line = parsed.graph.instructions[Int(parsed.names[0].line)]
    #expect(line.function == .multiply)
  }

  @Test(
    "values at x = 3, y = 2",
    arguments: [
      ("x*y, x - y", [6, 1], [nil, nil]),
      ("x - y", [1], [nil]),
      ("a = x*y", [6], ["a"]),
      ("a = x*y;", [6], ["a"]),
      ("a = x*y\nb = a + 1\n\na*b\n", [42], [nil]),
      ("a = x\n-a*y", [-6], [nil]),
      ("a = (x\n-1)*y; a", [4], [nil]),
      ("; ;x;;\n;", [3], [nil]),
      ("r = hypot(x + 1, x), s = x < y, x == 2", [5, 0, 0], ["r", "s", nil]),
      ("a = x, b = a*y; b, a", [6, 3], [nil, nil]),
      ("x,\ny", [3, 2], [nil, nil]),
    ] as [(String, [Double], [String?])])
  func outputs(source: String, values: [Double], names: [String?]) throws {
    let given = ExpressionParser.Options(variables: ["x", "y"])
    #expect(try parsedValues(source, given, at: [3, 2]) == values)
    #expect(try ExpressionParser.parse(source, options: given).outputNames == names)
  }

  @Test func aStrictLineBreakIsSpace() throws {
    #expect(try parsedValues("1\r\n+2", .strict) == [3])
  }
}
