// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertExplain
import WengertPrograms
import WengertScalars

@Suite struct ExplanationCentralTests {
  static let explanation = Explanation(
    of: Program(inputs: ["x", "y"]) { v in (v[0] + v[1]) * (v[0] + 2 * v[1]) }, at: [2, 3])

  /// For a function of second order central differences are exact but for rounding.
  @Test func centralDifferences() throws {
    let central = try #require(Self.explanation.numerical?.centralDifferences)
    #expect(central.map { $0.input } == ["x", "y", "x", "y"])
    #expect(central.map { $0.rounded } == ["13", "18", "13", "18"])
    #expect(central[0].quotient.plain == "(L(2.1, 3) - L(1.9, 3))/0.2")
    #expect(central[0].substituted?.plain == "((2.1 + 3)·(2.1 + 2·3) - (1.9 + 3)·(1.9 + 2·3))/0.2")
    #expect(central[0].base == 4.9 * 7.9)
  }

  /// As the rules give it, the derivative has more operations than when it is simplified.
  @Test func swell() {
    #expect(Self.explanation.symbolic[0].operations == 3)
    #expect(Self.explanation.symbolic[0].assembledOperations > 3)
  }
}
