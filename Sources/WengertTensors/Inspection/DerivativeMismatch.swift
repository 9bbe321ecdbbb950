// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Two ways to the same derivative that do not agree.
public struct DerivativeMismatch: Sendable {
  /// A way to compute a first or second derivative.
  public enum Mode: String, Sendable {
    case forward = "forward mode"
    case reverse = "reverse mode"
    case differences = "differences"
    case forwardOverReverse = "forward over reverse"
    case reverseOverForward = "reverse over forward"
    case reverseOverReverse = "reverse over reverse"
    case differencesOfGradients = "differences of gradients"
  }

  /// The way that is doubted.
  public let mode: Mode

  /// The way that it was compared to.
  public let reference: Mode

  /// The path of the argument, empty for a tensor by itself.
  public let path: ParameterPath

  /// The element that the derivative is taken with respect to; nil for a derivative along a random
  /// direction in all elements of the argument.
  public let index: [Int]?

  /// The derivative by the doubted mode.
  public let value: Double

  /// The derivative by the other.
  public let expected: Double

  /// How far apart the two may be.
  public let tolerance: Double
}

extension DerivativeMismatch: CustomStringConvertible {
  /// `reverse mode: derivative with respect to weight[0, 1] is 2.0, by forward mode 3.0 (tolerance
  /// 1e-10)`.
  public var description: String {
    var place = "\(path)"
    if let index {
      if place.isEmpty { place = "element " }
      place += index.isEmpty ? "" : "[\(index.map { "\($0)" }.joined(separator: ", "))]"
    } else {
      place = "a random direction" + (place.isEmpty ? "" : " of " + place)
    }
    let order = reference.order == 1 ? "derivative" : "second derivative"
    return """
      \(mode.rawValue): the \(order) with respect to \(place) is \(value), by \
      \(reference.rawValue) \(expected) (tolerance \(tolerance))
      """
  }
}

extension DerivativeMismatch.Mode {
  fileprivate var order: Int {
    switch self {
    case .forward, .reverse, .differences: 1
    default: 2
    }
  }
}
