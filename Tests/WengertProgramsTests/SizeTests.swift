// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import Testing
import WengertPrograms
import WengertScalars

/// Long programs on a thread with a small stack: nothing recurses over the lines.
@Suite("Size of programs")
struct SizeTests {
  private static func chain(_ length: Int) -> Program {
    Program(inputs: ["x", "y"]) { v in
      var y = v[0]
      for k in 0..<length { y = k % 2 == 0 ? .sin(y) : y * v[1] }
      return y
    }
  }

  @Test("100,000 lines are differentiated, simplified and printed")
  func derivatives() {
    let result = onSmallStack {
      let program = Self.chain(100_000)
      let gradient = program.gradient()
      let simplified = gradient.simplified()
      return (
        lines: (program.instructions.count, simplified.instructions.count),
        text: (simplified.description.utf8.count, program.graphviz().utf8.count),
        gradient: Array(gradient([0.5, 1.25]).dropFirst()),
        simplified: Array(simplified([0.5, 1.25]).dropFirst()),
        slope: program.pushforward()([0.5, 1.25, 1, 0])[1],
        expected: Reverse.gradient(at: [0.5, 1.25]) { program($0)[0] }
      )
    }
    #expect(result.lines.0 == 100_002)
    #expect((200_000..<800_000).contains(result.lines.1))
    #expect(result.text.0 > 1_000_000 && result.text.1 > 1_000_000)
    #expect(isClose(result.gradient, result.expected))
    #expect(isClose(result.simplified, result.expected))
    #expect(isClose([result.slope], [result.expected[0]]))
  }

  @Test("SW1: a program of 1,000,000 lines is recorded, evaluated and released")
  func million() {
    let length = isHeavy ? 10_000_000 : 1_000_000
    let (count, value) = onSmallStack {
      let program = Self.chain(length)
      return (program.instructions.count, program([0.5, 1.25])[0])
    }
    #expect(count == length + 2)
    #expect(value.isFinite)
  }
}
