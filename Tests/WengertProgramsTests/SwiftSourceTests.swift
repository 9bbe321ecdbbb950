// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation
import RealModule
import Testing
import WengertPrograms
import WengertScalars

@Suite struct SwiftSourceTests {
  /// Every function of the table, on three inputs one of which has the name of a word of Swift.
  static let everything = Program(inputs: ["x", "in", "z"]) { v in
    ElementaryFunction.allCases.map { $0(3, v[0], v[1], v[2]) } + [v[0] + 2.5, -v[1], 3 / v[2] - .pi]
  }

  /// `EverySwiftFunction.swift` is what is written for ``everything``, and is compiled with the tests.
  @Test func written() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("EverySwiftFunction.swift")
    // The file is formatted as all sources are: spaces and last commas are not compared.
    func characters(_ text: String) -> String {
      text.filter { !$0.isWhitespace }.replacingOccurrences(of: ",]", with: "]")
    }
    let text = SwiftSource(Self.everything, functionName: "everySwiftFunction").function
    let source = try String(contentsOf: file, encoding: .utf8)
    #expect(characters(source).hasSuffix(characters(text)))
  }

  @Test(arguments: [[0.3, 0.7, 0.2], [0.9, 0.1, 0.5]])
  func compiled(point: [Double]) {
    // Powers by an integer are those of the C library here, and products there.
    for (own, expected) in zip(everySwiftFunction(point), Self.everything(point)) {
      #expect((own - expected).magnitude <= 2 * expected.ulp || own.isNaN && expected.isNaN)
    }
  }

  @Test func numbersOneByOne() {
    let f = Program(inputs: ["x", "y"]) { v in (v[0] + v[1]) * (v[0] + 2 * v[1]) }
    #expect(
      SwiftSource(f, functionName: "f", point: [2, 3]).text == """
        import Wengert

        func f<T: Scalar>(_ x: T, _ y: T) -> T {
          let v2 = x + y
          let v4 = 2 * y
          let v5 = x + v4
          return v2 * v5
        }

        print(Reverse.gradient(at: 2, 3, of: f))

        """)
  }

  @Test func namesThatAreTaken() {
    let f = Program(inputs: ["T", "_", "x", "x_"]) { v in [v[0] * v[1] + v[2] * v[3], v[0]] }
    let text = SwiftSource(f, functionName: "f", point: [1, 2, 3, 4]).text
    #expect(text.contains("func f<Number: Scalar>(_ inputs: [Number]) -> [Number]"))
    #expect(text.contains("let underscore = inputs[1]"))
    #expect(text.hasSuffix("print(Reverse.jacobian(at: [1, 2, 3, 4], of: f))\n"))
  }

  @Test func aNumberAlone() {
    let f = Program(inputs: ["x"]) { _ in Expression(2.5) }
    #expect(
      SwiftSource(f, functionName: "f").function == "func f<T: Scalar>(_ x: T) -> T {\n  return 2.5\n}\n")
  }
}

@Suite struct UnfoldedProgramTests {
  @Test func sharingIsUndone() throws {
    let f = Program(inputs: ["x"]) { v in
      let root = Expression.sqrt(v[0] + 1)
      return root * root + .sin(root)
    }
    let unfolded = try #require(f.unfolded(limit: 100))
    func count(_ function: ElementaryFunction, _ program: Program) -> Int {
      program.instructions.filter { $0.function == function }.count
    }
    #expect(count(.squareRoot, f) == 1)
    #expect(count(.squareRoot, unfolded) == 3)
    #expect(unfolded([3.0]) == f([3.0]))
    #expect(unfolded.gradient()([3.0]) == f.gradient()([3.0]))
  }

  @Test func theLimitIsExact() throws {
    let f = Program(inputs: ["x"]) { v in .sqrt(v[0]) * .sqrt(v[0]) }
    #expect(try #require(f.unfolded(limit: 4)).instructions.count == 4)
    #expect(f.unfolded(limit: 3) == nil)
  }

  @Test func oneOutputAlone() {
    var f = Program(inputs: ["x", "y"]) { v in [v[0] * v[1], .sin(v[0]), v[1]] }
    f.lineNames[f.outputs[1]] = "g"
    let g = f.taking(output: 1)
    #expect(g([0.5, 2.0]) == [Double.sin(0.5)])
    #expect(g.inputs == ["x", "y"])
    #expect(g.lineNames == [2: "g"])
    #expect(f.taking(output: 2)([0.5, 2.0]) == [2])
  }

  @Test func exponentialGrowthIsRefused() {
    let f = Program(inputs: ["x"]) { v in (0..<200).reduce(v[0]) { x, _ in x * x } }
    #expect(f.unfolded(limit: 10_000) == nil)
  }

  @Test func anInputIsAnOutput() throws {
    let f = Program(inputs: ["x", "y"]) { v in [v[1], v[0], Expression(2)] }
    let unfolded = try #require(f.unfolded(limit: 10))
    #expect(unfolded([3.0, 4.0]) == [4, 3, 2])
  }
}
