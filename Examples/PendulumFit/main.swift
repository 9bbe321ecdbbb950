// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// How long is a pendulum, and how much is it damped? The equation of motion is solved numerically,
// and the solution fitted to noisy measurements. The derivatives go through the solver.

import Foundation
import Wengert

/// When the angle is measured, in seconds.
let times = Tensor.linearlySpaced(from: 0, to: 6, count: 61)

/// The angles at these times of a pendulum `[length, damping, first angle]` that is let go at time 0:
/// `θ″ = −g/l sin θ − c θ′`.
func swing(_ pendulum: Tensor) -> Tensor {
  let start: Tensor = [pendulum[2], 0]
  let states = odeSolve(from: start, times: times, parameters: pendulum) { _, state, pendulum in
    [state[1], -9.81 / pendulum[0] * sin(state[0]) - pendulum[1] * state[1]] as Tensor
  }
  return states[.all, 0]
}

/// Numbers between 0 and 1 that look random.
func scattered(_ count: Int, seed: Double) -> Tensor {
  modulo(43758.5453 * sin(12.9898 * Tensor(0..<count, dtype: .float64) + Tensor(seed)), 1)
}

// Measurements with normally distributed errors of 0.1.
let truth: Tensor = [0.8, 0.15, 1.2]
let noise = sqrt(-2 * log(scattered(61, seed: 1))) * cos(2 * .pi * scattered(61, seed: 2))
let measured = swing(truth) + 0.1 * noise

// Gauss and Newton's method: the residuals are replaced by their linear approximation.
var pendulum: Tensor = [1, 0, 1]
print("step    length   damping     angle    sum of squares")
for step in 0..<20 {
  let residuals = measured - swing(pendulum)
  let numbers = pendulum.elements(Double.self) + [square(residuals).sum().double]
  print(String(format: "%4d", step), numbers.map { String(format: " %9.5f", $0) }.joined())
  let change = lstsq(jacobian(at: pendulum, of: swing), residuals)
  pendulum += change
  if change.norm() < 1e-9 { break }
}

func series(_ name: String, _ y: Tensor, _ style: Plot.Series.Style) -> Plot.Series {
  let points = zip(times.elements(Double.self), y.elements(Double.self))
  return Plot.Series(name, points.map { Plot.Point($0, $1) }, style: style)
}
let plot = Plot(
  title: "The pendulum", x: .init("seconds"), y: .init("angle"),
  series: [series("fitted", swing(pendulum), .line), series("measured", measured, .points)])
print("\n" + plot.terminal(width: 80, height: 20))

// At the best fit the sum of squares is level, and the truth is as near as the noise lets it be.
let slope = gradient(at: pendulum) { square(measured - swing($0)).sum() }
let errors = abs(pendulum - truth).elements(Double.self)
print(String(format: "slope of the sum: %.1e", slope.norm().double))
print("off the truth by:", errors.map { String(format: "%.3f", $0) }.joined(separator: ", "))
exit(slope.norm() < 1e-7 && errors.max()! < 0.1 ? 0 : 1)
