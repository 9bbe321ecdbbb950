// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
import WengertScalars

// Special functions, element by element.

/// The error function `2/√π ∫₀ˣ exp(−t²) dt`.
public func erf(_ x: Tensor) -> Tensor { .erf(x) }

/// `1 − erf x`, accurate where that is tiny.
public func erfc(_ x: Tensor) -> Tensor { .erfc(x) }

/// The gamma function, `Γ(n + 1) = n!`.
public func gamma(_ x: Tensor) -> Tensor { .gamma(x) }

/// `log |Γ(x)|`.
public func lgamma(_ x: Tensor) -> Tensor { .logGamma(x) }

/// `ψ(x) = Γ′(x) / Γ(x)`.
public func digamma(_ x: Tensor) -> Tensor { .digamma(x) }

/// The `n`-th derivative of the digamma function.
public func polygamma(_ n: Int, _ x: Tensor) -> Tensor { .polygamma(n, x) }

/// `sin(πx) / (πx)`, which is 1 at 0.
public func sinc(_ x: Tensor) -> Tensor { .sinc(x) }

/// `x log y`, which is 0 where `x` is.
public func xlogy(_ x: Tensor, _ y: Tensor) -> Tensor { .xlogy(x, y) }

/// `x log(1 + y)`, which is 0 where `x` is.
public func xlog1py(_ x: Tensor, _ y: Tensor) -> Tensor { .contribution(x, .log(onePlus: y)) }

/// `log(eˣ + eʸ)` without overflow.
public func logaddexp(_ x: Tensor, _ y: Tensor) -> Tensor { .logAddExp(x, y) }

/// `log₂(2ˣ + 2ʸ)` without overflow.
public func logaddexp2(_ x: Tensor, _ y: Tensor) -> Tensor {
  let base: Tensor = .log(2)
  return .logAddExp(x * base, y * base) / base
}

/// The log-odds `log(x / (1 − x))`, the inverse of the sigmoid.
public func logit(_ x: Tensor) -> Tensor { .log(x) - .log(onePlus: -x) }

/// The distribution function of the standard normal distribution.
public func normalCDF(_ x: Tensor) -> Tensor { .erfc(-x / .sqrt(2)) / 2 }

/// The logarithm of ``normalCDF(_:)``, accurate on both sides.
///
/// Far to the left, where the function itself is tiny or underflows, its ratio to the density is
/// Laplace's continued fraction, of which twelve levels are exact to the last bit below −10
/// (DLMF 7.9.2).
public func logNormalCDF(_ x: Tensor) -> Tensor {
  var fraction = -x
  for level in stride(from: 12, through: 1, by: -1) {
    fraction = Tensor(Double(level)) / fraction - x
  }
  let tail = -log(.sqrt(2 * .pi) * fraction) - square(x) / 2
  let center = log(normalCDF(x))
  let right = log1p(-normalCDF(-x))
  return .select(x .< -10, tail, .select(x .< -1, center, right))
}

/// The modified Bessel function of the first kind, scaled: `I₀(x) e^(−|x|)`.
///
/// It is the mean of `exp(|x| (cos θ − 1))` over the circle, for which the trapezoidal rule
/// converges exponentially, up to `|x| = 30`; Hankel's expansion beyond (DLMF 10.32.1, 10.40.1).
/// Its derivatives are those of the sums, and as accurate.
public func besselI0e(_ x: Tensor) -> Tensor {
  let size = abs(x.real)
  let nodes = 64
  var angles: [Double] = []
  for k in 0..<nodes { angles.append(2 * .pi * Double(k) / Double(nodes)) }
  let heights = (cos(Tensor(angles)) - 1).converted(to: size.dtype)
  let near = exp(size.reshaped(Shape(size.shape.dimensions + [1])) * heights).mean(axes: [-1])
  var series: Tensor = 1
  for k in stride(from: 16, through: 1, by: -1) {
    let odd = Double(2 * k - 1)
    series = 1 + Tensor(odd * odd / Double(k)) / (8 * size) * series
  }
  return .select(size .< 30, near, series / sqrt(2 * .pi * size))
}
