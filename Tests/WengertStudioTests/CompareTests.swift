// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertExplain

@testable import WengertStudio

@Suite("Requests of the page Compare")
struct CompareTests {
  /// Measured for `x·e^{sin x}` at 1.3, whose exact derivative has been computed to 40 digits elsewhere.
  @Test("The curve in the shape of a V")
  func differences() throws {
    let answer = ask(#"{"op": "differences", "text": "x*exp(sin(x))", "values": {"x": 1.3}}"#).json
    func error(_ scheme: Int, _ exponent: Double) throws -> Double {
      let samples = try #require(member(answer, "schemes", "\(scheme)", "samples")?.arrayValue)
      let sample = try #require(
        samples.first {
          (($0["step"]?.numberValue ?? 0) / exponent - 1).magnitude < 1e-9
        })
      return try #require(sample["error"]?.numberValue)
    }
    #expect((try error(0, 1e-1) / 9.9e-2 - 1).magnitude < 0.02)
    #expect((try error(0, 1e-4) / 8.2e-5 - 1).magnitude < 0.02)
    #expect((try error(0, 1e-7) / 8.1e-8 - 1).magnitude < 0.1)
    #expect((try error(0, 1e-10) / 2.4e-6 - 1).magnitude < 0.1)
    #expect((try error(1, 1e-4) / 1.7e-8 - 1).magnitude < 0.05)
    #expect(try error(0, 1e-16) > 3)
    let best = (0..<3).map { member(answer, "schemes", "\($0)", "best", "error")?.numberValue ?? .nan }
    #expect(best[0] > best[1] && best[1] > best[2])
    #expect((member(answer, "automatic", "forward")?.numberValue ?? .nan) < 1e-15)
  }

  @Test("Matrices")
  func matrices() {
    let answer = ask(
      #"{"op": "matrices", "text": "x*y^2, x/y", "values": {"x": 2, "y": 4}, "direction": [1, 10]}"#
    ).json
    #expect(numbers(member(answer, "jacobian", "0")) == [16, 16])
    #expect(numbers(member(answer, "jacobian", "1")) == [0.25, -0.125])
    #expect(numbers(member(answer, "hessian", "0")) == [0, 8])
    #expect(numbers(member(answer, "hessian", "1")) == [8, 4])
    #expect(numbers(answer["hessianVectorProduct"]) == [80, 48])
    #expect(answer["asymmetry"]?.numberValue == 0)
    let usual = ask(#"{"op": "matrices", "text": "x*y^2", "values": {"x": 2, "y": 4}}"#).json
    #expect(numbers(usual["direction"]) == [1, 0])
    #expect(numbers(usual["hessianVectorProduct"]) == [0, 8])
    #expect(numbers(ask(#"{"op": "matrices", "text": "2"}"#).json["direction"]) == [])
  }

  @Test(
    "Every method of the race finds the same gradient", arguments: FunctionFamily.allCases, [1, 2, 7, 30])
  func race(family: FunctionFamily, inputs: Int) {
    func gradient(_ method: String) -> [Double] {
      numbers(
        ask(#"{"op": "race", "family": "\#(family)", "inputs": \#(inputs), "method": "\#(method)"}"#).json[
          "gradient"])
    }
    let reverse = gradient("reverse")
    #expect(reverse.count == min(3, inputs))
    for (method, tolerance) in [
      ("forward", 1e-13), ("forwardLanes", 1e-13), ("symbolic", 1e-12), ("forwardDifferences", 1e-5),
    ] {
      for (a, b) in zip(gradient(method), reverse) {
        #expect((a - b).magnitude <= tolerance * (1 + b.magnitude), "\(method)")
      }
    }
  }

  @Test("A Jacobian of many results costs a pass backward each")
  func costOfOutputs() throws {
    let answer = ask(#"{"op": "cost", "family": "product", "inputs": 3, "outputs": 20}"#).json
    var passes: [String: Int] = [:]
    for row in answer["methods"]?.arrayValue ?? [] {
      passes[row["method"]?.stringValue ?? ""] = row["passes"]?.integerValue
    }
    #expect(passes["forward"] == 3)
    #expect(passes["forwardDifferences"] == 4)
    #expect(passes["reverse"] == 20)
  }

  @Test("Where there are no second derivatives, there is no symmetry")
  func asymmetry() {
    let answer = ask(#"{"op": "matrices", "text": "sqrt(x*y)", "values": {"x": 0, "y": 0}}"#).json
    #expect(answer["asymmetry"]?.numberValue?.isNaN == true)
  }

  @Test("Costs: reverse mode does not grow with the inputs, forward mode and differences do")
  func cost() throws {
    func operations(_ method: String, _ inputs: Int) throws -> Double {
      let answer = ask(#"{"op": "cost", "family": "rosenbrock", "inputs": \#(inputs)}"#).json
      let row = answer["methods"]?.arrayValue?.first { $0["method"]?.stringValue == method }
      let total = try #require(member(answer, "operations", "total")?.numberValue)
      return try #require(row?["operations"]?.numberValue) / total
    }
    #expect(try operations("reverse", 100) < 5)
    #expect(try operations("reverse", 10) < 5)
    #expect(try operations("forward", 100) > 100)
    #expect(try operations("forwardDifferences", 100) > 100)
    #expect(try operations("forwardLanes", 100) < operations("forward", 100))
  }
}
