// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars

/// The ways to a derivative of order k of a function of one number that the tests compare.
enum DerivativeMode: CaseIterable, Sendable {
  /// Dual numbers of dual numbers.
  case forward
  /// Tapes of variables of tapes.
  case reverse
  /// Dual numbers outside, tapes inside.
  case forwardOverReverse
  /// Tapes outside, dual numbers inside.
  case reverseOverForward
  /// Power series.
  case taylor
  /// A tape of power series.
  case reverseOverTaylor
  /// Formulas.
  case symbolic
}

extension DerivativeMode {
  /// The derivative of order `order` of `line` at 0, on numbers of type `T`; nil if the mode has
  /// none of that type.
  func derivative<T: Scalar>(_ order: Int, of line: TableLine, _: T.Type) -> T? {
    switch self {
    case .forward, .reverse, .forwardOverReverse, .reverseOverForward:
      return nested(order, of: line, at: 0)
    case .taylor: return ForwardMode<T>.derivative(at: 0, order: order) { line($0) }
    case .reverseOverTaylor: return ReverseMode<T>.derivative(at: 0, order: order) { line($0) }
    case .symbolic: return Symbolic.derivative(at: 0, order: order) { line($0) } as? T
    }
  }

  /// One more level of nesting for each order: the type of the numbers grows with it.
  private func nested<T: Scalar>(_ order: Int, of line: TableLine, at t: T) -> T {
    if order == 0 { return line(t) }
    return isForward(order)
      ? ForwardMode<T>.derivative(at: t) { nested(order - 1, of: line, at: $0) }
      : ReverseMode<T>.derivative(at: t) { nested(order - 1, of: line, at: $0) }
  }

  /// Whether the level with `order` orders left is forward mode; level 1 is the innermost.
  private func isForward(_ order: Int) -> Bool {
    switch self {
    case .reverse: false
    case .forwardOverReverse: order > 1
    case .reverseOverForward: order == 1
    default: true
    }
  }
}
