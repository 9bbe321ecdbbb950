// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars

/// The functions of the table that make sense on integers. Results that do not fit wrap around, as
/// in NumPy.
extension NDArray {
  static func integer<T: FixedWidthInteger & ArrayElement>(
    _ function: ElementaryFunction, _ parameter: Int, _ operands: [NDArray], _ shape: Shape,
    _ type: T.Type
  ) -> NDArray {
    let x = operands[0]
    func unary(_ f: (T) -> T) -> NDArray { map(x, shape, f) }
    func binary(_ f: (T, T) -> T) -> NDArray { map(x, operands[1], shape, f) }
    switch function {
    case .add: return binary { $0 &+ $1 }
    case .subtract: return binary { $0 &- $1 }
    case .multiply: return binary { $0 &* $1 }
    case .maximum: return binary { $0 > $1 ? $0 : $1 }
    case .minimum: return binary { $0 < $1 ? $0 : $1 }
    case .modulo:
      return binary { a, b in
        precondition(b != 0, "mod: the remainder of integers divided by 0 does not exist.")
        let remainder = a.remainderReportingOverflow(dividingBy: b).partialValue
        return remainder != 0 && (remainder < 0) != (b < 0) ? remainder &+ b : remainder
      }
    case .negate: return unary { 0 &- $0 }
    case .absoluteValue: return unary { $0 < 0 ? 0 &- $0 : $0 }
    case .sign: return unary { $0.signum() }
    case .square: return unary { $0 &* $0 }
    case .floor, .ceiling, .round, .truncate: return x.broadcast(to: shape)
    case .integerPower where parameter >= 0:
      return unary { a in
        var result: T = 1
        for _ in 0..<parameter { result = result &* a }
        return result
      }
    default:
      preconditionFailure(
        "\(function.notation.name) of integers: convert them to floating-point numbers first.")
    }
  }
}
