// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import Testing
import WengertScalars

/// Long and wide functions, on a thread with a small stack: nothing recurses.
@Suite("Size")
struct SizeTests {
  static let lengths = [300, 900, 1100, 10_000, 1_000_000] + (isHeavy ? [10_000_000] : [])

  @Test("GR1: a chain of additions", arguments: lengths)
  func additions(length: Int) {
    let slope = onSmallStack {
      Reverse.derivative(at: 1) { x in
        var y = x
        for _ in 0..<length { y += 1 }
        return y
      }
    }
    #expect(slope == 1)
  }

  @Test("GR1: a chain of products", arguments: [1_000_000] + (isHeavy ? [10_000_000] : []))
  func products(length: Int) {
    let slopes = onSmallStack {
      [
        Reverse.derivative(at: 1) { Self.power($0, length) },
        Forward.derivative(at: 1) { Self.power($0, length) },
      ]
    }
    let expected = Double.exp(Double(length) * .log(onePlus: 1e-7))
    #expect(isClose(slopes[0], expected, 1e-8) && slopes[0] == slopes[1])
    if length == 1_000_000 { #expect(isClose(slopes[0], 1.1051709126143208)) }
  }

  private static func power<T: Scalar>(_ x: T, _ length: Int) -> T {
    var y = x
    for _ in 0..<length { y *= 1.0000001 }
    return y
  }

  @Test("GR4: x used 100,000 times")
  func wide() {
    func sum<T: Scalar>(_ x: T) -> T {
      var sum: T = 0
      for i in 1...100_000 { sum += T(Double(i)) * x }
      return sum
    }
    #expect(Reverse.derivative(at: 2, of: sum) == 5_000_050_000)
    #expect(Symbolic.derivative(at: 2, of: sum) == 5_000_050_000)
  }

  @Test func manyInputs() {
    let x = (0..<20_000).map { Double($0) / 20_000 }
    let gradient = Reverse.gradient(at: x) { x in x.reduce(0) { $0 + $1 * $1 } }
    #expect(gradient == x.map { 2 * $0 })
  }

  @Test("SW1: an expression of a million lines is made, differentiated and released")
  func expression() {
    let length = 1_000_000
    let result = onSmallStack {
      let x = Expression.variable("x")
      var y = x
      for k in 0..<length { y = k % 2 == 0 ? .sin(y) : y + x }
      let lines = x.graph!.instructions.count
      return [Double(lines), y.value(at: [0.5]), Forward.derivative(at: 0.5) { y.value(at: [$0]) }]
    }
    #expect(result[0] == Double(length + 1))
    #expect(result[1].isFinite && result[2].isFinite)
  }

  @Test func symbolicDerivativeOfLongChain() {
    let slope = onSmallStack {
      Symbolic.derivative(at: 0.5) { x in
        var y = x
        for _ in 0..<100_000 { y = .sin(y) + x }
        return y
      }
    }
    let expected = Reverse.derivative(at: 0.5) { x in
      var y = x
      for _ in 0..<100_000 { y = .sin(y) + x }
      return y
    }
    #expect(isClose(slope, expected))
  }

  @Test func hessianOfLongChain() {
    let hessian = onSmallStack {
      Reverse.hessian(at: [0.5, 0.25]) { x in
        var y = x[0]
        for _ in 0..<20_000 { y = .sin(y) + x[1] }
        return y
      }
    }
    #expect(hessian[0][1] == hessian[1][0] && hessian[1][1].isFinite)
  }
}
