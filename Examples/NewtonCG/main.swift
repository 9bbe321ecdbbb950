// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// The minimum of Rosenbrock's function of 1000 variables by a truncated Newton method: the Hessian
// has a million entries, and none of them is computed, only products with a few vectors.

import Foundation
import Wengert

/// `Σ 100 (xᵢ₊₁ − xᵢ²)² + (1 − xᵢ)²`: a curved valley, whose floor leads to the minimum 0 where all
/// `xᵢ` are 1.
func rosenbrock(_ x: Tensor) -> Tensor {
  let (current, next) = (x[..<(-1)], x[1...])
  return (100 * square(next - square(current)) + square(1 - current)).sum()
}

/// Solves `H p = −g` by conjugate gradients, as exactly as is worth it: roughly far from the
/// minimum, and only as long as the function curves upward.
func newtonStep(at x: Tensor, _ gradient: Tensor) -> (step: Tensor, products: Int) {
  var (p, residual, direction) = (Tensor(zeros: x.shape), -gradient, -gradient)
  var size = dot(residual, residual)
  let goal = min(0.25, sqrt(size)) * size
  for products in 1...x.count {
    let curved = hessianVectorProduct(at: x, along: direction, of: rosenbrock)
    let curvature = dot(direction, curved)
    if curvature <= 0 { return (products == 1 ? direction : p, products) }
    p += size / curvature * direction
    residual -= size / curvature * curved
    let next = dot(residual, residual)
    if next < goal { return (p, products) }
    direction = residual + next / size * direction
    size = next
  }
  return (p, x.count)
}

print("step         value    |gradient|   products with the Hessian")
var x = Tensor(repeating: 2, shape: [1000])
var products = 0
for iteration in 0..<100 {
  let (value, slope) = valueWithGradient(at: x, of: rosenbrock)
  let isDone = slope.norm() < 1e-10
  if iteration.isMultiple(of: 4) || isDone {
    let numbers = (iteration, value.double, slope.norm().double, products)
    print(String(format: "%4d  %12.4e  %12.4e  %10d", numbers.0, numbers.1, numbers.2, numbers.3))
  }
  if isDone { break }

  let (step, count) = newtonStep(at: x, slope)
  products += count
  // Half the step until it goes down enough.
  var length: Tensor = 1
  while rosenbrock(x + length * step) > value + 1e-4 * length * dot(slope, step) { length /= 2 }
  x += length * step
}

let error = abs(x - 1).max().double
print(String(format: "\nfarthest from the minimum: %.1e", error))
exit(error < 1e-10 ? 0 : 1)
