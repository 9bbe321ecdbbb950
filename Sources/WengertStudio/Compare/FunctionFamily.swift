// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import WengertExplain
import WengertPrograms
import WengertScalars

/// Functions that exist for any number of inputs, to see how costs grow with it.
enum FunctionFamily: String, CaseIterable {
  /// `x₁ x₂ … xₙ`.
  case product
  /// `Σ 100 (xᵢ₊₁ − xᵢ²)² + (1 − xᵢ)²`; H. H. Rosenbrock (1960), in n variables.
  case rosenbrock
  /// The squared error of one neuron with n weights: `(tanh(Σ wᵢ aᵢ) − ½)²`, where the `aᵢ` are ±1, ±½, ±¼.
  case network

  static let inputLimit = 2000
  static let outputLimit = 200

  private static let features = [1, -0.5, 0.25, -1, 0.5, -0.25]

  /// The function.
  func callAsFunction<T: Scalar>(_ x: [T]) -> T {
    switch self {
    case .product: return x.dropFirst().reduce(x[0]) { $0 * $1 }
    case .rosenbrock:
      var sum: T = .square(1 - x[0])
      for i in x.indices.dropLast() {
        sum += 100 * .square(x[i + 1] - .square(x[i])) + .square(1 - x[i])
      }
      return sum
    case .network:
      var sum: T = 0
      for i in x.indices { sum += x[i] * T(Self.features[i % Self.features.count]) }
      return .square(.tanh(sum) - 0.5)
    }
  }

  /// A point at which nothing is 0 or infinite.
  func point(count: Int) -> [Double] { (0..<count).map { 1 + 0.1 * .sin(Double($0 + 1)) } }

  /// The function as a list of operations; the results of several are `f` and `sin 2f`, `sin 3f`, ….
  func program(count: Int, outputs: Int = 1) -> Program {
    Program(inputs: (1...count).map { "x\($0)" }) { x in
      let first: Expression = self(x)
      return (1...outputs).map { $0 == 1 ? first : .sin(Expression(Double($0)) * first) }
    }
  }

  /// The family and the number of inputs of a request.
  static func parsed(_ request: JSONValue) throws(StudioError) -> (family: Self, count: Int) {
    guard let name = try request.text(named: "family"), let family = Self(rawValue: name) else {
      throw StudioError("family", "There is no such family of functions.")
    }
    guard let count = try request.integer(named: "inputs"), (1...inputLimit).contains(count) else {
      throw StudioError("inputs", "The number of inputs is 1 to \(inputLimit).")
    }
    return (family, count)
  }
}
