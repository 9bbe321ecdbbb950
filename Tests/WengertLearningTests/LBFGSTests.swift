// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import Testing
import WengertKernels
import WengertScalars
import WengertTensors

@testable import WengertLearning

@Suite("L-BFGS")
struct LBFGSTests {
  static func rosenbrock<T: Scalar>(_ x: [T]) -> T {
    var sum: T = 0
    for i in 0..<x.count - 1 {
      let (off, rest) = (x[i + 1] - x[i] * x[i], 1 - x[i])
      sum += 100 * off * off + rest * rest
    }
    return sum
  }

  @Test(arguments: [(2, 3), (2, 10), (10, 5), (100, 10)])
  func `the valley of Rosenbrock`(count: Int, memory: Int) {
    var x = (0..<count).map { $0.isMultiple(of: 2) ? -1.2 : 1.0 }
    var method = LBFGS<Double>(memory: memory)
    let outcome = method.minimize(&x, maximumSteps: 1000, tolerance: 1e-10) { x in
      Reverse.valueWithGradient(at: x) { Self.rosenbrock($0) }
    }
    #expect(outcome == .converged)
    // From this start the valley of many numbers has a second minimum, near (−1, 1, …, 1).
    if x[0] > 0 { expectClose(x, x.map { _ in 1 }, 1e-8) } else { #expect(count > 3) }
    #expect(method.gradientNorm! <= 1e-10)
    #expect(method.evaluationCount < 2 * method.stepCount + 10)
  }

  @Test func `a quadratic takes a few steps`() {
    var x = [3.0, -4, 5]
    var method = LBFGS<Double>()
    let outcome = method.minimize(&x, tolerance: 1e-12) { x in
      (x[0] * x[0] + 10 * x[1] * x[1] + 100 * x[2] * x[2], [2 * x[0], 20 * x[1], 200 * x[2]])
    }
    #expect(outcome == .converged)
    #expect(method.stepCount < 20)
    #expect(method.value! < 1e-24)
  }

  /// Every step must satisfy both conditions, from far and from near.
  @Test(arguments: [1e-6, 0.01, 0.3, 1, 30, 1e4])
  func `line searches end with the strong Wolfe conditions`(first: Double) {
    let functions: [@Sendable (Variable<Double>) -> Variable<Double>] = [
      { (($0 - 2) * ($0 - 2)) + 0.1 * .sin(5 * $0) },
      { -$0 / ($0 * $0 + 2) },
      { .exp($0) - 3 * $0 },
      { .square(.square($0 - 1)) - $0 },
      { -.log($0 + 0.1) + $0 },
    ]
    for (number, f) in functions.enumerated() {
      let (value, slope) = Reverse.valueWithDerivative(at: 0, of: f)
      let start = LinePoint(distance: 0, parameters: [0.0], value: value, gradient: [slope], slope: 0)
      let sign: Double = slope < 0 ? 1 : -1
      var search = LineSearch(from: start, slope: sign * slope, first: first)
      while let distance = search.next() {
        let (value, slope) = Reverse.valueWithDerivative(at: sign * distance, of: f)
        search.record(
          LinePoint(
            distance: distance, parameters: [sign * distance], value: value, gradient: [slope],
            slope: sign * slope))
      }
      let end = search.best!
      let initial = sign * slope
      #expect(end.value <= value + 1e-4 * end.distance * initial, "function \(number)")
      #expect(end.slope.magnitude <= 0.9 * initial.magnitude, "function \(number)")
    }
  }

  @Test func `a function that is not finite everywhere`() {
    var x = [0.5]
    var method = LBFGS<Double>()
    let outcome = method.minimize(&x) { x in
      Reverse.valueWithGradient(at: x) { x in 3 * x[0] - .log(1 - x[0]) - .log(x[0]) }
    }
    #expect(outcome == .converged)
    expectClose(x, [(5 - 13.0.squareRoot()) / 6], 1e-8)
  }

  @Test func outcomes() {
    var x = [1.0]
    var method = LBFGS<Double>()
    #expect(method.minimize(&x) { _ in (.nan, [1]) } == .notFinite)
    #expect(method.minimize(&x) { x in (x[0] * x[0], [0]) } == .converged)
    #expect(method.minimize(&x, maximumSteps: 3) { x in (-x[0], [-1]) } == .stepLimit)
    #expect(x[0] > 4)
    // The gradient points the wrong way.
    method = LBFGS()
    #expect(method.minimize(&x) { x in (x[0], [-1]) } == .noProgress)
  }

  @Test func `steps one by one lead where all together do`() {
    let f = { (x: [Double]) in Reverse.valueWithGradient(at: x) { Self.rosenbrock($0) } }
    var (x, y) = ([-1.2, 1.0], [-1.2, 1.0])
    var (single, whole) = (LBFGS<Double>(), LBFGS<Double>())
    var outcome: LBFGS<Double>.Outcome?
    while outcome == nil { outcome = single.step(&x, of: f) }
    #expect(outcome == .converged)
    #expect(whole.minimize(&y, of: f) == .converged)
    #expect(x == y)
    #expect(single.stepCount == whole.stepCount)
  }

  struct Failure: Error, Equatable {}

  @Test func `errors of the function pass through`() {
    var x = [1.0]
    var method = LBFGS<Double>()
    #expect(throws: Failure.self) {
      try method.minimize(&x) { x throws(Failure) in throw Failure() }
    }
  }

  /// The optimum that the reference file states for the two species of iris that overlap, from 20
  /// digits, and a model made of tensors.
  @Test func `logistic regression of iris`() {
    let count = IrisData.lengths.count
    let x = Tensor(IrisData.lengths.flatMap { $0 }, shape: [count, 4])
    let y = Tensor(IrisData.isVirginica)
    var model: [String: Tensor] = ["w": Tensor(zeros: [4]), "b": Tensor(0.0)]
    var method = LBFGS<Tensor>(memory: 20)
    let outcome = method.minimize(&model, maximumSteps: 500, tolerance: 1e-9) { model in
      binaryCrossEntropy(logits: matmul(x, model["w"]!) + model["b"]!, y, reduction: .sum)
    }
    #expect(outcome == .converged)
    #expect(model["b"]!.dtype == .float64)
    expectClose([method.value!], [5.949273395679421], 1e-12)
    expectClose(
      model["w"]!.elements + model["b"]!.elements,
      [
        -2.4652201951866640781, -6.680887014078549659, 9.4293851539266421427, 18.286136887850985542,
        -42.637803813021989008,
      ], 1e-8)
  }

  /// Classes that a line separates have no optimum: the loss falls to 0, and nothing becomes nan.
  @Test func `separable classes`() {
    var w = [0.0, 0]
    var method = LBFGS<Double>()
    let outcome = method.minimize(&w, maximumSteps: 60, tolerance: 0) { w in
      Reverse.valueWithGradient(at: w) { w in
        [-2.0, -1, 1, 3].reduce(0) { sum, x in
          let z = w[0] * Variable(x) + w[1]
          return sum + Loss.binaryCrossEntropy([z], [x > 0 ? 1 : 0])
        }
      }
    }
    #expect(outcome == .stepLimit || outcome == .noProgress || outcome == .converged)
    #expect(method.value! < 1e-8)
    #expect(w.allSatisfy { $0.isFinite })
  }
}
