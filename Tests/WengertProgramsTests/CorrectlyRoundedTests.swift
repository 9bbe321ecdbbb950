// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import Testing
import WengertPrograms
import WengertScalars

@Suite("Correct rounding")
struct CorrectlyRoundedTests {
  static let versine = Program(inputs: ["x"]) { x in (1 - .cos(x[0])) / (x[0] * x[0]) }

  @Test("(1 − cos x) / x² near 0", arguments: CorrectlyRounded.Mode.allCases)
  func cancellation(mode: CorrectlyRounded.Mode) {
    let result = CorrectlyRounded(Self.versine, at: [1e-6], order: 2, mode: mode)
    #expect(result.isSettled)
    #expect(result.value == 0.4999999999999583)
    #expect(result.gradient == [-8.333333333332778e-08])
    #expect(result.hessian == [[-0.08333333333331666]])
    // In double precision nothing of the second derivative is left.
    let naive = Forward.hessian(at: [1e-6]) { Self.versine($0)[0] }[0][0]
    #expect((naive + 1.0 / 12).magnitude > 1e-3)
  }

  @Test("The modes agree to the bit", arguments: [1e-12, 1e-6, 0.5, 3, 100])
  func modes(x: Double) {
    let program = Program(inputs: ["x", "y"]) { v in
      (.exp(v[0]) - 1 - v[0]) / v[0] * .atan2(y: v[1], x: v[0])
    }
    let results = CorrectlyRounded.Mode.allCases.map {
      CorrectlyRounded(program, at: [x, 0.75], order: 2, mode: $0)
    }
    for result in results {
      #expect(result.isSettled)
      #expect(result.value == results[0].value)
      #expect(result.gradient == results[0].gradient)
      #expect(result.hessian == results[0].hessian)
      #expect(result.hessian[0][1] == result.hessian[1][0])
    }
  }

  @Test func firstOrder() {
    let result = CorrectlyRounded(Self.versine, at: [1e-6])
    #expect(result.value == 0.4999999999999583)
    #expect(result.gradient == [-8.333333333332778e-08])
    #expect(result.hessian.isEmpty)
    #expect(result.bits >= 512)
  }

  /// Where double precision loses nothing, it agrees up to the last bits.
  @Test func wellConditioned() {
    let program = Program(inputs: ["x", "y"]) { v in v[0] * .sin(v[1]) + .exp(v[0] / v[1]) }
    let result = CorrectlyRounded(program, at: [0.75, 1.5], order: 2)
    let (value, gradient, hessian) = Reverse.valueWithHessian(at: [0.75, 1.5]) { program($0)[0] }
    #expect(isClose([value], [result.value], 1e-15))
    #expect(isClose(gradient, result.gradient, 1e-15))
    #expect(isClose(hessian.flatMap { $0 }, result.hessian.flatMap { $0 }, 2e-15))
  }

  @Test func noValue() {
    let program = Program(inputs: ["x"]) { v in .log(v[0]) }
    let result = CorrectlyRounded(program, at: [-1])
    #expect(result.value.isNaN && result.gradient[0].isNaN && result.isSettled)
  }

  /// A constant that is exactly zero in any precision settles too.
  @Test func exactZero() {
    let program = Program(inputs: ["x"]) { v in v[0] - v[0] }
    let result = CorrectlyRounded(program, at: [0.1], order: 2)
    #expect(result.isSettled && result.value == 0 && result.gradient == [0])
  }

  @Test func badOrder() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = CorrectlyRounded(CorrectlyRoundedTests.versine, at: [1], order: 3) }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("CorrectlyRounded: the order is 1 or 2; found 3."))
  }
}
