// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// Where is a planet on its orbit? Kepler's equation `E = M + e sin E` has no solution in closed form;
// iterated, it converges to one. The derivative of the solution needs no iteration: the equation has
// one itself, by the implicit function theorem.

import Foundation
import Wengert

/// The time since the planet was nearest to its sun, as an angle.
let meanAnomaly: Tensor = 0.1

/// One iteration: the angle `E` from an approximation and the eccentricity `e` of the orbit.
func iteration(_ angle: Tensor, _ eccentricity: Tensor) -> Tensor {
  meanAnomaly + eccentricity * sin(angle)
}

/// The solution, as a function of `e`: its derivative is that of the equation.
func solution(_ eccentricity: Tensor) -> Tensor {
  fixedPoint(from: meanAnomaly, parameters: eccentricity, tolerance: 1e-15, iteration)
}

/// Some iterations, which are differentiated one by one.
func unrolled(_ eccentricity: Tensor, _ count: Int) -> Tensor {
  repeated(count, from: meanAnomaly) { angle in iteration(angle, eccentricity) }
}

print("The angle E and its derivative, and the errors of three ways to that:\n")
print("  e  E               ∂E/∂e             implicit    20 steps   200 steps")
var isRight = true
for eccentricity in stride(from: 0.1, through: 0.9, by: 0.2) {
  let e = Tensor(eccentricity)
  let (angle, derivative) = valueWithGradient(at: e, of: solution)
  let exact = sin(angle) / (1 - e * cos(angle))
  let errors = [
    derivative - exact,
    gradient(at: e) { e in unrolled(e, 20) } - exact,
    gradient(at: e) { e in unrolled(e, 200) } - exact,
  ].map { $0.double }
  print(
    String(format: "%.1f  %.12f  %.12f", eccentricity, angle.double, exact.double),
    errors.map { String(format: "%12.1e", $0) }.joined())
  isRight = isRight && abs(errors[0]) < 1e-13 && abs(errors[2]) < 1e-13
}
exit(isRight ? 0 : 1)
