// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import RealModule

extension ElementaryFunction {
  /// The error function.
  public enum ErrorFunction: UnaryFunction {
    public static var function: ElementaryFunction { .errorFunction }
    public static var notation: Notation { Notation("erf") }
    public static var rule: String { "derivative of the error function" }
    @inlinable public static func value<T: PrimitiveScalar>(_ x: T) -> T { .erf(x) }
    @inlinable public static func derivative<T: Scalar>(_ x: T, _ y: T) -> T {
      2 / .sqrt(.pi) * .exp(-(x * x))
    }
  }

  /// One minus the error function, accurate where that difference is tiny.
  public enum ComplementaryErrorFunction: UnaryFunction {
    public static var function: ElementaryFunction { .complementaryErrorFunction }
    public static var notation: Notation { Notation("erfc") }
    public static var rule: String { "derivative of the error function" }
    @inlinable public static func value<T: PrimitiveScalar>(_ x: T) -> T { .erfc(x) }
    @inlinable public static func derivative<T: Scalar>(_ x: T, _ y: T) -> T {
      -2 / .sqrt(.pi) * .exp(-(x * x))
    }
  }

  /// The gamma function, `Γ(n + 1) = n!`.
  public enum Gamma: UnaryFunction {
    public static var function: ElementaryFunction { .gamma }
    public static var notation: Notation { Notation("gamma", latex: "\\Gamma", mathML: "Γ") }
    public static var domain: String { "x not 0, -1, -2, …" }
    public static var rule: String { "derivative of the gamma function" }
    @inlinable public static func value<T: PrimitiveScalar>(_ x: T) -> T { .gamma(x) }
    @inlinable public static func derivative<T: Scalar>(_ x: T, _ y: T) -> T { y * .digamma(x) }
  }

  /// `log |Γ(x)|`.
  public enum LogGamma: UnaryFunction {
    public static var function: ElementaryFunction { .logGamma }
    public static var notation: Notation { Notation("lgamma", latex: "\\log\\Gamma", mathML: "logΓ") }
    public static var domain: String { "x not 0, -1, -2, …" }
    public static var rule: String { "derivative of log Γ" }
    @inlinable public static func value<T: PrimitiveScalar>(_ x: T) -> T { .logGamma(x) }
    @inlinable public static func derivative<T: Scalar>(_ x: T, _ y: T) -> T { .digamma(x) }
  }

  /// `ψ(x) = Γ′(x) / Γ(x)`.
  public enum Digamma: UnaryFunction {
    public static var function: ElementaryFunction { .digamma }
    public static var notation: Notation { Notation("digamma", latex: "\\psi", mathML: "ψ") }
    public static var domain: String { "x not 0, -1, -2, …" }
    public static var rule: String { "derivative of the digamma function" }
    @inlinable public static func value<T: PrimitiveScalar>(_ x: T) -> T { .digammaValue(x) }
    @inlinable public static func derivative<T: Scalar>(_ x: T, _ y: T) -> T { .polygamma(1, x) }
  }

  /// The `n`-th derivative of ``Digamma``.
  public enum Polygamma: IndexedFunction {
    public static var function: ElementaryFunction { .polygamma }
    public static var notation: Notation { Notation("polygamma", latex: "\\psi", mathML: "ψ") }
    public static var domain: String { "x not 0, -1, -2, …" }
    public static var rule: String { "derivative of a polygamma function" }
    @inlinable public static func value<T: PrimitiveScalar>(_ n: Int, _ x: T) -> T {
      .polygammaValue(n, x)
    }
    @inlinable public static func derivative<T: Scalar>(_ n: Int, _ x: T, _ y: T) -> T {
      .polygamma(n + 1, x)
    }
  }

  /// The spherical Bessel function `jₙ`; `j₀(x) = sin(x) / x`, which is 1 at 0.
  ///
  /// The derivative is written without division by `x` (DLMF 10.51.2 with 10.51.1), so that every
  /// derivative of `sinc` is as accurate at and near 0 as elsewhere.
  public enum SphericalBessel: IndexedFunction {
    public static var function: ElementaryFunction { .sphericalBessel }
    public static var notation: Notation {
      Notation("sphericalBessel", latex: "\\operatorname{j}", mathML: "j")
    }
    public static var rule: String { "derivative of a spherical Bessel function" }
    @inlinable public static func value<T: PrimitiveScalar>(_ n: Int, _ x: T) -> T {
      .sphericalBesselValue(n, x)
    }
    @inlinable public static func derivative<T: Scalar>(_ n: Int, _ x: T, _ y: T) -> T {
      let above = T.sphericalBessel(n + 1, x)
      if n == 0 { return -above }
      let order = Double(n)
      return (T(order) * .sphericalBessel(n - 1, x) - T(order + 1) * above) / T(2 * order + 1)
    }
  }
}
