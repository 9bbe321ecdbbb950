// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// The special functions that C lacks.
extension CHelper {
  /// `jₙ(x)`: upward recurrence (DLMF 10.51.1) for `n < |x|`, else the power series (10.53.1).
  static func sphericalBessel(_ name: String, _ precision: CSource.Precision) -> String {
    let (real, f) = (precision.type, precision.suffix)
    return """
      static \(real) \(name)(int n, \(real) x) {
        if (isnan(x)) return x;
        if (isinf(x)) return 1 / x;
        if (fabs\(f)(x) > (\(real))n + 1) {
          \(real) previous = cos\(f)(x) / x;
          \(real) current = sin\(f)(x) / x;
          for (int k = 0; k < n; ++k) {
            const \(real) multiple = (\(real))(2 * k + 1) / x * current;
            const \(real) next = multiple - previous;
            previous = current;
            current = next;
          }
          return current;
        }
        \(real) term = 1;
        for (int k = 0; k < n; ++k) term *= x / (\(real))(2 * k + 3);
        \(real) sum = term;
        const \(real) step = -(x * x) / 2;
        for (int k = 1; k < 10000; ++k) {
          term *= step / (\(real))(k * (2 * n + 2 * k + 1));
          const \(real) next = sum + term;
          if (next == sum) break;
          sum = next;
        }
        return sum;
      }
      """
  }

  /// `ψ(x)`: the reflection formula (DLMF 5.5.4) leads to positive `x`, the recurrence (5.5.2) to
  /// `x ≥ 10`, where eight terms of the asymptotic series (5.11.2) suffice.
  ///
  /// The error is some 10⁻¹⁵ of the greater of 1 and the terms that are added.
  static func digamma(_ name: String) -> String {
    """
    static double \(name)(double x) {
      const double pi = 3.141592653589793;
      const double series[] = {
        1.0 / 12, -1.0 / 120, 1.0 / 252, -1.0 / 240,
        1.0 / 132, -691.0 / 32760, 1.0 / 12, -3617.0 / 8160
      };
      double sum = 0;
      if (x == 0) return -1 / x;
      if (x < 0) {
        const double rest = x - nearbyint(x);
        if (rest == 0) return NAN;
        sum = -pi / tan(pi * rest);
        x = 1 - x;
      }
      for (; x < 10; x += 1) sum -= 1 / x;
      const double inverse = 1 / x;
      const double square = inverse * inverse;
      double tail = 0;
      for (int k = 7; k >= 0; --k) tail = (tail + series[k]) * square;
      return sum + (log(x) - (inverse / 2 + tail));
    }
    """
  }

  /// `ψ⁽ⁿ⁾(x) = (−1)ⁿ⁺¹ Σ n! / (x + k)ⁿ⁺¹` (DLMF 25.11.12): the first terms of the sum are added
  /// one by one, and the rest is the asymptotic series (5.15.9).
  ///
  /// For negative `x` the sum is split at the pole to the right of `x`. `n! / xⁿ⁺¹` is a product of
  /// quotients, which overflows only where it is too great itself.
  static func polygamma(_ name: String) -> String {
    let power = name + "Term"
    let sum = name + "Sum"
    return """
      /* n! / x^(n + 1) */
      static double \(power)(int n, double x) {
        double value = 1 / x;
        for (int k = 1; k <= n; ++k) value *= k / x;
        return value;
      }

      /* The sum of n! / (x + k)^(n + 1) over k = 0, 1, 2, ... */
      static double \(sum)(int n, double x) {
        const double series[] = {
          0.08333333333333333, -0.001388888888888889, 3.306878306878307e-05,
          -8.267195767195768e-07, 2.08767569878681e-08, -5.284190138687493e-10,
          1.3382536530684679e-11, -3.3896802963225827e-13, 8.586062056277845e-15,
          -2.174868698558062e-16, 5.5090028283602295e-18, -1.3954464685812522e-19
        }; /* B_2k / (2k)! */
        double total = 0;
        for (; x < n + 11; x += 1) total += \(power)(n, x);
        double tail = 1 + n / x / 2;
        double rising = n / x * ((n + 1) / x);
        for (int k = 1; k <= 12; ++k) {
          tail += series[k - 1] * rising;
          rising *= (n + 2 * k) / x * ((n + 2 * k + 1) / x);
        }
        return total + \(power)(n - 1, x) * tail;
      }

      static double \(name)(int n, double x) {
        const double sign = n % 2 == 0 ? -1 : 1;
        if (x >= 0 || isnan(x)) return sign * \(sum)(n, x);
        const double left = x - floor(x);
        const double right = ceil(x) - x;
        if (left == 0) return n % 2 == 0 ? NAN : INFINITY;
        return sign * \(sum)(n, left) + \(sum)(n, right) - \(sum)(n, 1 - x);
      }
      """
  }
}
