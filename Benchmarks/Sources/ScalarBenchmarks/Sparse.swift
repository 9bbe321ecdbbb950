// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Wengert

/// A function of many variables whose Jacobian has three diagonals.
func banded<T: Scalar>(_ x: [T]) -> [T] {
  var rows: [T] = []
  for i in 1..<x.count - 1 { rows.append(x[i - 1] * .sin(x[i]) + x[i + 1] * x[i + 1]) }
  return rows
}

/// The times of sparse Jacobians and Hessians of 10⁵ variables, in nanoseconds for each element.
func printSparseTimes() {
  let count = 100_000
  let x = (0..<count).map { 0.5 + Double($0 % 7) / 10 }
  let chained = rosenbrockPoint(count)
  func row(_ name: String, _ nonzeros: Int, _ rounds: Int, _ work: () -> Double) {
    let times = (0..<rounds).map { _ in
      let start = ContinuousClock.now
      consume(work())
      return (ContinuousClock.now - start) / .nanoseconds(1)
    }
    let time = times.sorted()[rounds / 2]
    print("  \(name): \((time / Double(nonzeros)).short) ns an element, \((time / 1e6).short) ms")
  }

  let compiled = SparseJacobian(inputs: count, isCompiled: true, of: banded)
  let elements = compiled.pattern.nonzeroCount
  print("Jacobian of 10⁵ variables, \(elements) elements, compiled")
  row("recorded, prepared, computed", elements, 5) {
    SparseJacobian(inputs: count, isCompiled: true, of: banded)(at: x).values[0]
  }
  row("computed", elements, 21) { compiled(at: x).values[0] }
  for mode in [SparseJacobian.Mode.forward, .reverse] {
    let jacobian = SparseJacobian(inputs: count, mode: mode, of: banded)
    let nonzeros = jacobian.pattern.nonzeroCount
    print("Jacobian of 10⁵ variables, \(nonzeros) elements, \(jacobian.colorCount) colours, \(mode)")
    row("recorded, prepared, computed", nonzeros, 5) {
      SparseJacobian(inputs: count, mode: mode, of: banded)(at: x).values[0]
    }
    row("prepared from a program, computed", nonzeros, 5) {
      SparseJacobian(jacobian.program, mode: mode)(at: x).values[0]
    }
    row("computed", nonzeros, 21) { jacobian(at: x).values[0] }
  }
  for isCompiled in [true, false] {
    let hessian = SparseHessian(inputs: count, isCompiled: isCompiled, of: rosenbrock)
    let nonzeros = hessian.pattern.nonzeroCount
    print(
      "Hessian of Rosenbrock-10⁵, \(nonzeros) elements, \(hessian.colorCount) colours",
      isCompiled ? "compiled" : "")
    row("recorded, prepared, computed", nonzeros, 5) {
      SparseHessian(inputs: count, isCompiled: isCompiled, of: rosenbrock)(at: chained).values[0]
    }
    row("computed", nonzeros, 11) { hessian(at: chained).values[0] }
  }
}
