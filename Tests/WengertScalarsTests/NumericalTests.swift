// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import Testing
import WengertScalars

@Suite("Finite differences")
struct NumericalTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let point: Double
    let slope: Double
    let f: @Sendable (Double) -> Double
    var testDescription: String { "\(name) at \(point)" }

    init(
      _ name: String, _ point: Double, _ slope: Double, _ f: @escaping @Sendable (Double) -> Double
    ) {
      self.name = name
      self.point = point
      self.slope = slope
      self.f = f
    }
  }

  static let cases: [Case] = [
    Case("exp", 2, .exp(2), { .exp($0) }),
    Case("exp", -20, .exp(-20), { .exp($0) }),
    Case("sin", 0.5, .cos(0.5), { .sin($0) }),
    Case("sin", 100, .cos(100), { .sin($0) }),
    Case("log", 0.01, 100, { .log($0) }),
    Case("log", 1e6, 1e-6, { .log($0) }),
    Case("x³", 0, 0, { $0 * $0 * $0 }),
    Case("x³", 1e6, 3e12, { $0 * $0 * $0 }),
    Case("√", 1e-6, 500, { .sqrt($0) }),
    Case("tan", 1.5, 1 + .pow(.tan(1.5), 2), { .tan($0) }),
    Case("1/x", 1e-6, -1e12, { 1 / $0 }),
    Case("10⁶ sin", 1, 1e6 * .cos(1), { 1e6 * .sin($0) }),
    Case("10⁻⁶ sin", 1, 1e-6 * .cos(1), { 1e-6 * .sin($0) }),
    Case("sin 10⁶x", 1e-7, 1e6 * .cos(0.1), { .sin(1e6 * $0) }),
    Case("constant", 3, 0, { _ in 7 }),
    Case("linear", 3, 5, { 5 * $0 - 2 }),
    Case("|x|", 1e-3, 1, { $0.magnitude }),
  ]

  /// The error is bounded by its estimate, but for what rounding leaves of the values at that step.
  @Test("Richardson's estimate and its error", arguments: cases)
  func richardson(_ item: Case) {
    let estimate = Numerical.estimate(at: item.point, scheme: .richardson, of: item.f)
    let error = (estimate.derivative - item.slope).magnitude
    let size = item.f(item.point).magnitude + (item.point * item.slope).magnitude
    let rounding = 16 * size.ulp / estimate.step + 1e-18
    #expect(estimate.step > 0)
    #expect(error <= 10 * estimate.error + rounding, "\(estimate)")
    // The poles of the tangent leave room for a few steps only.
    if item.name != "tan" { #expect(error <= 1e-8 * item.slope.magnitude + 1e-10, "\(estimate)") }
  }

  @Test func schemes() {
    let h = 1e-3
    let forward = Numerical.estimate(at: 0.5, scheme: .forward(step: h)) { .sin($0) }
    let central = Numerical.estimate(at: 0.5, scheme: .central(step: h)) { .sin($0) }
    #expect(forward.step == h && central.step == h)
    #expect(forward.error.isNaN && central.error.isNaN)
    // The leading terms of the errors are h f″/2 and h² f‴/6.
    #expect(isClose(forward.derivative - .cos(0.5), -h * .sin(0.5) / 2, 1e-2))
    #expect(isClose(central.derivative - .cos(0.5), -h * h * .cos(0.5) / 6, 1e-2))
  }

  @Test func forwardIsFirstOrderAndCentralSecond() {
    func error(_ scheme: DifferenceScheme<Double>) -> Double {
      (Numerical.estimate(at: 1, scheme: scheme) { .exp($0) }.derivative - .exp(1)).magnitude
    }
    #expect(isClose(error(.forward(step: 2e-3)) / error(.forward(step: 1e-3)), 2, 1e-2))
    #expect(isClose(error(.central(step: 2e-2)) / error(.central(step: 1e-2)), 4, 1e-2))
    // Smaller is not better: at 10⁻¹⁵ rounding has taken over.
    #expect(error(.central(step: 1e-15)) > 100 * error(.central(step: 1e-5)))
  }

  @Test func noValue() {
    #expect(Numerical.derivative(at: -1) { .log($0) }.isNaN)
    let gradient = Numerical.gradient(at: [1, .nan]) { $0[0] + $0[1] }
    #expect(gradient.map(\.isNaN) == [true, true])
    #expect(Numerical.derivative(at: -1, order: 3) { .log($0) }.isNaN)
  }

  @Test func verbs() {
    func f<T: Scalar>(_ x: T, _ y: T) -> T { .sin(x) * .exp(y) + x * x * y }
    let (x, y) = (0.75, -0.5)
    let gradient = Numerical.gradient(at: x, y, of: f)
    let exact = Forward.gradient(at: x, y, of: f)
    #expect(isClose([gradient.0, gradient.1], [exact.0, exact.1], 1e-10))
    let hessian = Numerical.hessian(at: x, y, of: f).flatMap { $0 }
    #expect(isClose(hessian, Forward.hessian(at: x, y, of: f).flatMap { $0 }, 1e-7))
    let product = Numerical.hessianVectorProduct(at: [x, y], along: [1, -2]) { f($0[0], $0[1]) }
    let exactProduct = Forward.hessianVectorProduct(at: [x, y], along: [1, -2]) { f($0[0], $0[1]) }
    #expect(isClose(product, exactProduct, 1e-7))
    let jacobian = Numerical.jacobian(at: x, y) { x, y in [f(x, y), x * y, 3] }
    #expect(isClose(jacobian[1], [y, x], 1e-10) && jacobian[2] == [0, 0])
  }

  @Test("Orders 1 to 4", arguments: [(1, 1e-10), (2, 1e-8), (3, 1e-6), (4, 1e-4)])
  func orders(order: Int, tolerance: Double) {
    let exact = Forward.derivative(at: 0.7, order: order) { .sin($0) * .exp($0) }
    let value = Numerical.derivative(at: 0.7, order: order) { .sin($0) * .exp($0) }
    #expect(isClose(value, exact, tolerance))
  }

  @Test func singlePrecision() {
    let slope = NumericalMethod<Float>.derivative(at: 0.5) { .sin($0) }
    #expect((slope - .cos(0.5)).magnitude < 1e-4)
  }

  private struct Refusal: Error {}

  @Test func throwing() {
    #expect(throws: Refusal.self) {
      try Numerical.derivative(at: 1) { (x: Double) throws(Refusal) -> Double in
        if x > 1 { throw Refusal() }
        return x
      }
    }
  }
}
