// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// A function of the table that `<math.h>` has no function for, or none with the same special
/// values: it is defined in the file where it is used.
enum CHelper: String, CaseIterable {
  case sign, precedes, maximum, minimum, modulo, root
  case sigmoid, softplus, rectifier, xLogY, logAddExp
  case sphericalBessel, digamma, polygamma

  /// The name in C: `f_sigmoid`.
  func name(prefix: String) -> String { CNames.joined(prefix, rawValue) }

  /// Whether the function works in double precision in every file.
  var isDouble: Bool { self == .digamma || self == .polygamma }

  /// The definition in C, which follows the row of the table.
  ///
  /// Where a product is subtracted it has a line of its own, for compilers may else fuse both to
  /// one operation with another result.
  func definition(prefix: String, _ precision: CSource.Precision) -> String {
    let name = name(prefix: prefix)
    let (real, f) = (precision.type, precision.suffix)
    switch self {
    case .sign:
      return "static \(real) \(name)(\(real) x) { return x > 0 ? 1 : x < 0 ? -1 : x; }"
    case .precedes:
      return """
        static \(real) \(name)(\(real) x, \(real) y) {
          return x < y ? 1 : x == y ? \(precision.literal(0.5)) : 0;
        }
        """
    case .maximum:
      return """
        static \(real) \(name)(\(real) x, \(real) y) {
          if (x > y) return x;
          if (y > x) return y;
          return x == y ? (signbit(x) ? y : x) : x + y;
        }
        """
    case .minimum:
      return """
        static \(real) \(name)(\(real) x, \(real) y) {
          if (x < y) return x;
          if (y < x) return y;
          return x == y ? (signbit(x) ? x : y) : x + y;
        }
        """
    case .modulo:
      return """
        static \(real) \(name)(\(real) x, \(real) y) {
          const \(real) remainder = fmod\(f)(x, y);
          return remainder != 0 && (signbit(remainder) != 0) != (signbit(y) != 0) ? remainder + y : remainder;
        }
        """
    case .root:
      return """
        static \(real) \(name)(int n, \(real) x) {
          if (x < 0 && n % 2 == 0) return NAN;
          return copysign\(f)(pow\(f)(fabs\(f)(x), 1 / (\(real))n), x);
        }
        """
    case .sigmoid:
      return """
        static \(real) \(name)(\(real) x) {
          const \(real) decay = exp\(f)(-fabs\(f)(x));
          return (x < 0 ? decay : 1) / (1 + decay);
        }
        """
    case .softplus:
      return """
        static \(real) \(name)(\(real) x) {
          const \(real) rest = log1p\(f)(exp\(f)(-fabs\(f)(x)));
          return x > 0 ? x + rest : rest;
        }
        """
    case .rectifier:
      return "static \(real) \(name)(\(real) x) { return x > 0 || isnan(x) ? x : 0; }"
    case .xLogY:
      return """
        static \(real) \(name)(\(real) x, \(real) y) {
          return x == 0 && !isnan(y) ? 0 : x * log\(f)(y);
        }
        """
    case .logAddExp:
      return """
        static \(real) \(name)(\(real) x, \(real) y) {
          if (x == y) return x + log\(f)(2);
          return (x > y ? x : y) + log1p\(f)(exp\(f)(-fabs\(f)(x - y)));
        }
        """
    case .sphericalBessel: return Self.sphericalBessel(name, precision)
    case .digamma: return Self.digamma(name)
    case .polygamma: return Self.polygamma(name)
    }
  }
}
