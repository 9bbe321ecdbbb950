// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import ArgumentParser
import Wengert

/// The ways to compute derivatives at a point.
enum DerivativeMethod: String, CaseIterable, ExpressibleByArgument {
  case symbolic, numerical, forward, reverse, rounded

}

struct MethodOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How to differentiate.",
      discussion: """
        symbolic evaluates the formula of the derivative; numerical extrapolates differences, to \
        10 or 12 digits; forward and reverse are automatic differentiation; rounded computes with \
        up to 4096 bits, so that every digit is right.
        """))
  var method: DerivativeMethod = .reverse
}

extension DerivativeMethod {
  /// The values of the outputs and their gradients.
  func jacobian(
    of subject: Subject, at point: [Double]
  ) -> (value: [Double], jacobian: [[Double]]) {
    let program = subject.program
    switch self {
    case .symbolic: return Symbolic.valueWithJacobian(at: point) { program($0) }
    case .numerical: return Numerical.valueWithJacobian(at: point) { program($0) }
    case .forward: return Forward.valueWithJacobian(at: point) { program($0) }
    case .reverse: return Reverse.valueWithJacobian(at: point) { program($0) }
    case .rounded:
      let results = program.outputs.indices.map {
        CorrectlyRounded(subject.program(ofOutput: $0), at: point)
      }
      return (results.map(\.value), results.map(\.gradient))
    }
  }

  /// The value, gradient and Hessian of the first output.
  func hessian(
    of program: Program, at point: [Double]
  ) -> (value: Double, gradient: [Double], hessian: [[Double]]) {
    switch self {
    case .symbolic: return Symbolic.valueWithHessian(at: point) { program($0)[0] }
    case .numerical: return Numerical.valueWithHessian(at: point) { program($0)[0] }
    case .forward: return Forward.valueWithHessian(at: point) { program($0)[0] }
    case .reverse: return Reverse.valueWithHessian(at: point) { program($0)[0] }
    case .rounded:
      let result = CorrectlyRounded(program, at: point, order: 2)
      return (result.value, result.gradient, result.hessian)
    }
  }
}
