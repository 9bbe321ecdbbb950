// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// What can stand in a subscript of a tensor: an integer, a range of integers, ``AxisIndex/all``
/// and the like, a tensor or array of integers, a tensor of bools.
public protocol TensorIndex {
  /// What it says of the axis, or axes, that it stands for.
  var axisIndex: AxisIndex { get }
}

/// One of the indices of a subscript.
public struct AxisIndex: Sendable {
  enum Kind: Sendable {
    /// One place; the axis disappears.
    case place(Int)
    /// Every `step`-th place from a first one on, up to one that is left out; nil is an end of the
    /// axis. Those beyond the ends are left out if `isClipped`, and a mistake otherwise.
    case span(from: Int?, to: Int?, step: Int, isClipped: Bool)
    /// An axis more.
    case newAxis
    /// All axes that no other index stands for.
    case ellipsis
    /// The places that integers name, or where bools are true.
    case tensor(Tensor)
  }

  let kind: Kind
}

extension TensorIndex where Self == AxisIndex {
  /// The whole axis.
  public static var all: AxisIndex { .stride(by: 1) }

  /// An axis of length 1 more.
  public static var newAxis: AxisIndex { AxisIndex(kind: .newAxis) }

  /// The whole of all axes that the other indices leave.
  public static var ellipsis: AxisIndex { AxisIndex(kind: .ellipsis) }

  /// Every `step`-th place from `start` on, up to `end`, which is left out; from one end of the
  /// axis to the other where they are nil.
  ///
  /// Negative places count from the back, a negative step runs backward, and what lies beyond the
  /// ends of the axis is left out: the slices of Python.
  ///
  /// ```swift
  /// x[.stride(by: -1)]                        // backward
  /// x[.stride(from: 1, to: -1, by: 1)]        // without the first and the last
  /// ```
  public static func stride(from start: Int? = nil, to end: Int? = nil, by step: Int) -> AxisIndex {
    precondition(step != 0, "subscript: a stride of 0 leads nowhere.")
    return AxisIndex(kind: .span(from: start, to: end, step: step, isClipped: true))
  }

  fileprivate static func span(from start: Int?, to end: Int?) -> AxisIndex {
    AxisIndex(kind: .span(from: start, to: end, step: 1, isClipped: false))
  }
}

extension AxisIndex: TensorIndex, ExpressibleByIntegerLiteral {
  public init(integerLiteral place: Int) { kind = .place(place) }
  public var axisIndex: AxisIndex { self }
}

/// A place, counted from the back if negative; the axis disappears.
extension Int: TensorIndex {
  public var axisIndex: AxisIndex { AxisIndex(kind: .place(self)) }
}

extension Range: TensorIndex where Bound == Int {
  public var axisIndex: AxisIndex { .span(from: lowerBound, to: upperBound) }
}

extension ClosedRange: TensorIndex where Bound == Int {
  public var axisIndex: AxisIndex { .span(from: lowerBound, to: upperBound + 1) }
}

/// The places up to one, which counts from the back if negative.
extension PartialRangeUpTo: TensorIndex where Bound == Int {
  public var axisIndex: AxisIndex { .span(from: nil, to: upperBound) }
}

/// The places up to and with one, which counts from the back if negative.
extension PartialRangeThrough: TensorIndex where Bound == Int {
  public var axisIndex: AxisIndex {
    .span(from: nil, to: upperBound == -1 ? nil : upperBound + 1)
  }
}

/// The places from one on, which counts from the back if negative.
extension PartialRangeFrom: TensorIndex where Bound == Int {
  public var axisIndex: AxisIndex { .span(from: lowerBound, to: nil) }
}

/// Integers name places of one axis; bools say for each element along as many axes as they have
/// whether it is taken.
extension Tensor: TensorIndex {
  public var axisIndex: AxisIndex { AxisIndex(kind: .tensor(self)) }
}

extension Array: TensorIndex where Element == Int {
  public var axisIndex: AxisIndex { Tensor(map { Int64($0) }).axisIndex }
}
