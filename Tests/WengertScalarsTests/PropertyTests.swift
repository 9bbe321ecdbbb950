// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import Testing
import WengertScalars

/// What must hold between the modes, on functions and points drawn at random.
@Suite("Properties")
struct PropertyTests {
  static let seeds: ClosedRange<UInt64> = 1...40

  private static func point(_ count: Int, _ seed: UInt64) -> [Double] {
    var random = SeededGenerator(seed: seed &* 7919)
    return random.numbers(count)
  }

  @Test("Forward, reverse and symbolic agree", arguments: seeds)
  func agreement(seed: UInt64) {
    let f = RandomFunction(seed: seed, inputs: 4)
    let x = Self.point(4, seed)
    let forward = Forward.valueWithGradient(at: x) { f($0)[0] }
    let reverse = Reverse.valueWithGradient(at: x) { f($0)[0] }
    let symbolic = Symbolic.valueWithGradient(at: x) { f($0)[0] }
    #expect(forward.value == f(x)[0] && reverse.value == f(x)[0], "\(f)")
    #expect(isClose(forward.gradient, reverse.gradient), "\(f)")
    #expect(isClose(symbolic.gradient, reverse.gradient), "\(f)")
  }

  @Test("Numerical gradients agree", arguments: seeds)
  func numerical(seed: UInt64) {
    let f = RandomFunction(seed: seed, inputs: 3, of: RandomFunction.smooth)
    let x = Self.point(3, seed)
    let exact = Reverse.valueWithGradient(at: x) { f($0)[0] }
    let approximate = Numerical.gradient(at: x) { f($0)[0] }
    let scale = exact.gradient.reduce(exact.value.magnitude) { max($0, $1.magnitude) }
    for (a, b) in zip(approximate, exact.gradient) { #expect(isClose(a, b, 1e-6, scale: scale)) }
  }

  /// CV3: `⟨u, J v⟩ = ⟨Jᵀ u, v⟩`, and both are products with the Jacobian.
  @Test("CV3: products with the Jacobian", arguments: seeds)
  func duality(seed: UInt64) {
    let f = RandomFunction(seed: seed, inputs: 11, outputs: 3, steps: 15)
    var random = SeededGenerator(seed: seed)
    let (x, v, u) = (random.numbers(11), random.numbers(11), random.numbers(3))
    let pushed = Forward.jacobianVectorProduct(at: x, along: v) { f($0) }
    let pulled = Reverse.vectorJacobianProduct(at: x, cotangent: u) { f($0) }
    let scale = zip(pulled, v).map { ($0 * $1).magnitude }.max()!
    #expect(isClose(dot(u, pushed), dot(pulled, v), scale: scale), "\(f)")

    let rows = Forward.jacobian(at: x) { f($0) }
    let transposed = Reverse.jacobian(at: x) { f($0) }
    for (row, other) in zip(rows, transposed) { #expect(isClose(row, other), "\(f)") }
    #expect(isClose(rows.map { dot($0, v) }, pushed, 1e-11))
    let combination = x.indices.map { j in dot(u, rows.map { $0[j] }) }
    #expect(isClose(combination, pulled, 1e-11))
  }

  @Test("Hessians", arguments: seeds)
  func hessian(seed: UInt64) {
    let f = RandomFunction(seed: seed, inputs: 3, steps: 8, of: RandomFunction.smooth)
    let x = Self.point(3, seed)
    let (_, gradient, hessian) = Reverse.valueWithHessian(at: x) { f($0)[0] }
    let scale = hessian.flatMap { $0 }.map(\.magnitude).max()!
    #expect(isClose(gradient, Reverse.gradient(at: x) { f($0)[0] }))

    for i in x.indices {
      for j in x.indices { #expect(isClose(hessian[i][j], hessian[j][i], scale: scale), "\(f)") }
    }
    let others = [
      Forward.hessian(at: x) { f($0)[0] },
      Symbolic.hessian(at: x) { f($0)[0] },
      Reverse.jacobian(at: x) { x in ReverseMode<Variable<Double>>.gradient(at: x) { f($0)[0] } },
      Forward.jacobian(at: x) { x in ReverseMode<MultiDual<Double>>.gradient(at: x) { f($0)[0] } },
    ]
    for other in others {
      #expect(isClose(other.flatMap { $0 }, hessian.flatMap { $0 }, 1e-11), "\(f)")
    }

    let h = 1e-5
    for i in x.indices {
      var (above, below) = (x, x)
      above[i] += h
      below[i] -= h
      let difference = zip(
        Reverse.gradient(at: above) { f($0)[0] }, Reverse.gradient(at: below) { f($0)[0] }
      ).map { ($0 - $1) / (2 * h) }
      let size = max(scale, gradient.map(\.magnitude).max()!)
      for (a, b) in zip(difference, hessian[i]) {
        #expect(isClose(a, b, 1e-5, scale: size), "\(f)")
      }
    }
  }

  @Test("Hessian times a vector", arguments: seeds)
  func hessianVectorProduct(seed: UInt64) {
    let f = RandomFunction(seed: seed, inputs: 10, steps: 12)
    var random = SeededGenerator(seed: seed)
    let (x, v) = (random.numbers(10), random.numbers(10))
    let product = Reverse.hessian(at: x) { f($0)[0] }.map { dot($0, v) }
    #expect(isClose(Reverse.hessianVectorProduct(at: x, along: v) { f($0)[0] }, product, 1e-11))
    #expect(isClose(Forward.hessianVectorProduct(at: x, along: v) { f($0)[0] }, product, 1e-11))
    #expect(isClose(Symbolic.hessianVectorProduct(at: x, along: v) { f($0)[0] }, product, 1e-11))
  }

  @Test("Derivatives along a direction", arguments: seeds)
  func directional(seed: UInt64) {
    let f = RandomFunction(seed: seed, inputs: 3, steps: 6, of: RandomFunction.smooth)
    var random = SeededGenerator(seed: seed)
    let (x, v) = (random.numbers(3), random.numbers(3))
    let series = Forward.directionalDerivatives(at: x, along: v, upTo: 3) { f($0)[0] }
    let (value, gradient, hessian) = Forward.valueWithHessian(at: x) { f($0)[0] }
    let curvature = dot(hessian.map { dot($0, v) }, v)
    #expect(isClose(series[0], value))
    #expect(isClose(series[1], dot(gradient, v), 1e-11, scale: dot(gradient, gradient)))
    #expect(isClose(series[2], curvature, 1e-10, scale: dot(hessian[0], hessian[0])))
    let reverse = Reverse.directionalDerivatives(at: x, along: v, upTo: 3) { f($0)[0] }
    let symbolic = Symbolic.directionalDerivatives(at: x, along: v, upTo: 3) { f($0)[0] }
    #expect(isClose(reverse, series, 1e-11), "\(f)")
    #expect(isClose(symbolic, series, 1e-11), "\(f)")
  }

  @Test("Mixed partial derivatives", arguments: [[0], [1, 0], [0, 0, 1], [2, 1, 0], [1, 2, 1, 0]])
  func mixed(axes: [Int]) {
    let x = [0.75, 1.5, -0.5]
    func f<T: Scalar>(_ x: [T]) -> T {
      .exp(x[0] * x[2]) * .log(x[1]) + .pow(x[0], 3) * x[1] * x[2]
    }
    let variables = Expression.variables(["x", "y", "z"])
    var formula = f(variables)
    for axis in axes { formula = formula.derivative(with: variables[axis]) }
    // A derivative is on a list of its own; its inputs have the same numbers.
    let expected = formula.value(at: x)
    let forward = Forward.partialDerivative(at: x, withRespectTo: axes, of: f)
    let reverse = Reverse.partialDerivative(at: x, withRespectTo: axes.reversed(), of: f)
    let symbolic = Symbolic.partialDerivative(at: x, withRespectTo: axes, of: f)
    for value in [forward, reverse, symbolic] { #expect(isClose(value, expected, 1e-13)) }
  }

  private func dot(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
