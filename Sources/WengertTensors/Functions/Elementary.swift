// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars

// The elementary functions, element by element, under the names that C and NumPy give them. Each
// is a row of the table of `ElementaryFunction`: operands broadcast, integers become float64, and
// every derivative follows. Inside `Tensor` itself the same functions are written `.exp(x)`.

/// `eˣ`.
public func exp(_ x: Tensor) -> Tensor { .exp(x) }

/// `2ˣ`.
public func exp2(_ x: Tensor) -> Tensor { .exp2(x) }

/// `10ˣ`.
public func exp10(_ x: Tensor) -> Tensor { .exp10(x) }

/// `eˣ − 1`, accurate near 0.
public func expm1(_ x: Tensor) -> Tensor { .expMinusOne(x) }

/// The natural logarithm.
public func log(_ x: Tensor) -> Tensor { .log(x) }

/// The logarithm to base 2.
public func log2(_ x: Tensor) -> Tensor { .log2(x) }

/// The logarithm to base 10.
public func log10(_ x: Tensor) -> Tensor { .log10(x) }

/// `log(1 + x)`, accurate near 0.
public func log1p(_ x: Tensor) -> Tensor { .log(onePlus: x) }

/// `√x`, with derivative ∞ at 0.
public func sqrt(_ x: Tensor) -> Tensor { .sqrt(x) }

/// `∛x`, of negative numbers too.
public func cbrt(_ x: Tensor) -> Tensor { .cbrt(x) }

/// `1 / √x`.
public func rsqrt(_ x: Tensor) -> Tensor { .reciprocal(.sqrt(x)) }

/// `x²`.
public func square(_ x: Tensor) -> Tensor { .square(x) }

/// `1 / x`.
public func reciprocal(_ x: Tensor) -> Tensor { .reciprocal(x) }

/// The sine of an angle in radians.
public func sin(_ x: Tensor) -> Tensor { .sin(x) }

/// The cosine of an angle in radians.
public func cos(_ x: Tensor) -> Tensor { .cos(x) }

/// The tangent of an angle in radians.
public func tan(_ x: Tensor) -> Tensor { .tan(x) }

/// The inverse sine.
public func asin(_ x: Tensor) -> Tensor { .asin(x) }

/// The inverse cosine.
public func acos(_ x: Tensor) -> Tensor { .acos(x) }

/// The inverse tangent.
public func atan(_ x: Tensor) -> Tensor { .atan(x) }

/// The hyperbolic sine.
public func sinh(_ x: Tensor) -> Tensor { .sinh(x) }

/// The hyperbolic cosine.
public func cosh(_ x: Tensor) -> Tensor { .cosh(x) }

/// The hyperbolic tangent.
public func tanh(_ x: Tensor) -> Tensor { .tanh(x) }

/// The inverse hyperbolic sine.
public func asinh(_ x: Tensor) -> Tensor { .asinh(x) }

/// The inverse hyperbolic cosine.
public func acosh(_ x: Tensor) -> Tensor { .acosh(x) }

/// The inverse hyperbolic tangent.
public func atanh(_ x: Tensor) -> Tensor { .atanh(x) }

/// `xʸ`; a negative base may have an integral exponent.
public func pow(_ x: Tensor, _ y: Tensor) -> Tensor { .power(x, y) }

/// `xⁿ`; `x⁰` is 1 with derivative 0 for every `x`.
public func pow(_ x: Tensor, _ n: Int) -> Tensor { .pow(x, n) }

/// The angle of the point `(x, y)`, which is given ordinate first.
public func atan2(_ y: Tensor, _ x: Tensor) -> Tensor { .atan2(y: y, x: x) }

/// `√(x² + y²)` without overflow, with derivative 0 at the origin.
public func hypot(_ x: Tensor, _ y: Tensor) -> Tensor { .hypot(x, y) }
