// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
import WengertScalars

/// The solution `x` of `g(x, p) = 0` as a function of `p`, however it is found.
///
/// By the implicit function theorem its tangent solves a linear system at the solution,
///
///     ∂g/∂x ẋ = −∂g/∂p ṗ
///
/// which is all that derivatives of any order need: they know nothing of the steps of the solver. The
/// matrix is formed, for `n` unknowns from `n` derivatives, and factored.
struct ImplicitFunction {
  /// `x`, a vector, followed by the parameters → `g`, a vector as long.
  let residual: TensorProgram
  /// Where to begin, a vector, followed by the parameters → `x`.
  let solver: TensorProgram

  /// The solution. Where the solver begins has no influence on derivatives.
  func callAsFunction(from start: Tensor, _ parameters: [Tensor]) -> Tensor {
    let isReal = parameters.types.areReal
    let types = [start.type] + parameters.types
    let directions = zip(parameters.types, isReal).filter { $0.1 }.map { $0.0 }
    // The last inputs are the solution, the direction of the start, and those of the parameters.
    let tangent = TensorProgram(
      inputs: types + [start.type, start.type] + directions
    ) { inputs in
      let solution = inputs[types.count]
      let operands = [solution] + inputs[1..<types.count]
      let matrix = jacobian(at: solution) { x in residual([x] + operands.dropFirst())[0] }
      let change = residual.tangents([false] + isReal)(
        operands + inputs.dropFirst(types.count + 2))
      return [-solve(matrix, change[0])]
    }
    let row = CustomDerivative(
      value: solver.simplified(), tangent: tangent.simplified(),
      isDifferentiable: [true] + isReal)
    return Tensor.apply(row.operation, [start] + parameters)[0]
  }
}

extension ImplicitFunction {
  /// The solution, of the form of `start`.
  ///
  /// - Parameters:
  ///   - name: What messages call the function.
  ///   - equation: A function of the unknowns and the parameters.
  ///   - program: From that function, of a vector and the leaves of the parameters, the residual and
  ///     the solver: functions of the same.
  static func solution<X: ParameterTree, P: ParameterTree, Output: ParameterTree, E: Error>(
    _ name: String, from start: X, _ parameters: P, _ equation: (X, P) throws(E) -> Output,
    result: (Output, Raveling) -> Tensor, residual: (TensorProgram, [Tensor]) -> Tensor,
    solver: (TensorProgram, [Tensor]) -> Tensor
  ) throws(E) -> X {
    let leaves = start.leaves.map { $0.number == nil ? $0 : Tensor($0.materialized) }
    let raveling = Raveling(leaves, start.paths, name)
    let given = parameters.leaves.map { $0.number == nil ? $0 : Tensor($0.materialized) }
    let (program, captures) = try TensorProgram.recorded([raveling.type] + given.types) {
      (inputs) throws(E) in
      let output = try equation(
        start.replacingLeaves(raveling.leaves(inputs[0])),
        parameters.replacingLeaves(Array(inputs.dropFirst())))
      return [result(output, raveling)]
    }
    // What the function captures is one of its parameters.
    let operands = given + captures
    let function = program.simplified()
    let types = [raveling.type] + operands.types
    let implicit = ImplicitFunction(
      residual: TensorProgram(inputs: types) { [residual(function, $0)] }.simplified(),
      solver: TensorProgram(inputs: types) { [solver(function, $0)] })
    let solution = implicit(from: raveling.vector(leaves, name), operands)
    return start.replacingLeaves(raveling.leaves(solution))
  }
}

extension Tensor {
  /// The greatest magnitude, 0 of a tensor without elements.
  var largest: Tensor {
    count == 0 ? Tensor(zeros: [], dtype: dtype) : Tensor.abs(self).max()
  }

  /// The greatest magnitude, or 1: what changes are measured by.
  var scale: Tensor { .maximum(largest, 1) }
}

/// The tolerance that is asked for, or one that a solver of this precision reaches.
func tolerance(_ given: Double?, _ dtype: DType) -> Tensor {
  Tensor(given ?? (dtype == .float32 ? 1e-5 : 1e-12))
}
