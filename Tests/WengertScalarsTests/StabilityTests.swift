// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import Testing
import WengertScalars

/// Where the textbook formula overflows, cancels or divides zero by zero.
@Suite("Stability")
struct StabilityTests {
  @Test("ST1: log(eˣ + eʸ) at 1000")
  func logAddExp() {
    let f = RecordedFunction(2) { .logAddExp($0[0], $0[1]) }
    let value: Double = f([1000, 1000])
    #expect(isClose(value, 1000.6931471805599))
    f.expectGradient(at: [1000, 1000], [0.5, 0.5])
    f.expectGradient(at: [1000, -1000], [1, 0])
    f.expectHessian(at: [1000, 1000], [0.25, -0.25, -0.25, 0.25])
  }

  @Test("ST6: cross entropy with logits")
  func crossEntropy() {
    let ofOne = RecordedFunction { .softplus(-$0[0]) }
    let ofZero = RecordedFunction { .softplus($0[0]) }
    let values: [Double] = [ofOne([-800]), ofZero([800])]
    #expect(values == [800, 800])
    ofOne.expectGradient(at: [-800], [-1])
    ofZero.expectGradient(at: [800], [1])
  }

  @Test("ST7: tanh′(20) and σ′(40)")
  func tails() {
    RecordedFunction { .tanh($0[0]) }.expectGradient(at: [20], [1.6993417021166355e-17])
    RecordedFunction { .sigmoid($0[0]) }.expectGradient(at: [40], [4.248354255291589e-18])
    #expect(Symbolic.derivative(at: 20) { .tanh($0) } > 1.69e-17)
  }

  /// The reference of softplus(30) − 30 is what is left of log(1 + e⁻³⁰) beside 30.
  @Test("ST9: softplus above 20")
  func softplus() {
    #expect((Double.softplus(30) - 30 - 9.357622968839737e-14).magnitude <= (30.0).ulp)
    #expect(isClose(Double.softplus(20.5), 20.500000001250154, 1e-15))
    #expect(isClose(Double.softplus(-30), 9.357622968839737e-14, 1e-15))
  }

  @Test("ST11: subnormal numbers are not flushed")
  func subnormals() {
    let x = Double.leastNonzeroMagnitude
    #expect(isClose(.log(x), -744.4400719213812))
    #expect(Forward.derivative(at: x) { .log($0) } == .infinity)
    #expect(Reverse.derivative(at: x) { .log($0) } == .infinity)
    #expect(Reverse.valueWithDerivative(at: 0x1p-1030) { $0 * 1 }.value == 0x1p-1030)
    #expect(Reverse.derivative(at: 1) { x in x * 0x1p-1030 } == 0x1p-1030)
    #expect(Forward.derivative(at: 1) { x in x * 0x1p-1030 } == 0x1p-1030)
  }

  /// Numbers are added in the order of the code, as in plain Swift: derivatives change no value.
  @Test("ST13: a million copies of 0.1, naively")
  func naiveSum() {
    func sum<T: Scalar>(_ x: T) -> T {
      var sum: T = 0
      for _ in 0..<1_000_000 { sum += x }
      return sum
    }
    let (value, slope) = Reverse.valueWithDerivative(at: 0.1, of: sum)
    #expect(value == sum(0.1))
    #expect(isClose(value, 100_000, 1e-10))
    #expect(slope == 1_000_000)
  }

  @Test("ST14: ∞ · 0 and ∞ − ∞ are nan, by IEEE")
  func infinities() {
    #expect(Reverse.valueWithDerivative(at: .infinity) { $0 * 0 }.value.isNaN)
    #expect(Forward.valueWithDerivative(at: .infinity) { $0 - $0 }.value.isNaN)
    #expect(Symbolic.valueWithDerivative(at: .infinity) { $0 - .floor($0) }.value.isNaN)
  }

  @Test("TY5: Float stays Float")
  func singlePrecision() {
    let forward: Float = ForwardMode<Float>.derivative(at: 0.1) { $0 * $0 }
    let reverse: Float = ReverseMode<Float>.derivative(at: 0.1) { $0 * $0 }
    #expect(forward == 0.2 && reverse == 0.2)
    #expect(Double(forward) == 0.20000000298023224)
  }

  @Test("SG1: the norm of the zero vector of 3")
  func norm() {
    RecordedFunction(3) { .sqrt($0[0] * $0[0] + $0[1] * $0[1] + $0[2] * $0[2]) }
      .expectGradient(at: [0, 0, 0], [0, 0, 0])
    RecordedFunction(3) { .hypot(.hypot($0[0], $0[1]), $0[2]) }.expectGradient(at: [0, 0, 0], [0, 0, 0])
  }

  @Test("SG2: the 1-norm of (0, 2, −3)")
  func oneNorm() {
    RecordedFunction(3) { .abs($0[0]) + .abs($0[1]) + .abs($0[2]) }
      .expectGradient(at: [0, 2, -3], [0, 1, -1])
  }

  @Test func largeArguments() {
    RecordedFunction(2) { .hypot($0[0], $0[1]) }.expectGradient(at: [3e18, 4e18], [0.6, 0.8])
    let angle = Reverse.gradient(at: 3e200, 4e200) { y, x in .atan2(y: y, x: x) }
    #expect(isClose([angle.0, angle.1], [1.6e-201, -1.2e-201]))
  }
}
