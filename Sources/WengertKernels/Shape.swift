// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// The lengths of an array's axes: `[2, 3]` for two rows of three columns, `[]` for a number.
public struct Shape: Hashable, Sendable, RandomAccessCollection, ExpressibleByArrayLiteral {
  /// The length of each axis, the outermost first.
  public let dimensions: [Int]

  @inlinable
  public init(_ dimensions: [Int]) { self.dimensions = dimensions }

  @inlinable
  public init(arrayLiteral dimensions: Int...) { self.dimensions = dimensions }

  @inlinable public var startIndex: Int { 0 }
  @inlinable public var endIndex: Int { dimensions.count }
  @inlinable public subscript(axis: Int) -> Int { dimensions[axis] }

  /// The number of axes.
  @inlinable public var rank: Int { dimensions.count }

  /// The number of elements: the product of the lengths, 1 for a number.
  @inlinable
  public var elementCount: Int {
    var count = 1
    for length in dimensions { count *= length }
    return count
  }

  /// How many elements apart neighbours along each axis are, in row-major order.
  public var strides: [Int] {
    var strides = [Int](repeating: 1, count: rank)
    var step = 1
    for axis in indices.reversed() {
      strides[axis] = step
      step *= Swift.max(dimensions[axis], 1)
    }
    return strides
  }

  /// The shape of elementwise operations on `x` and `y` by NumPy's rule, nil if they do not fit:
  /// aligned at the last axis, lengths are equal or one of them is 1.
  public static func broadcast(_ x: Shape, _ y: Shape) -> Shape? {
    if x.dimensions == y.dimensions { return x }
    let rank = Swift.max(x.rank, y.rank)
    var result = [Int](repeating: 1, count: rank)
    for i in 0..<rank {
      let a = i < rank - x.rank ? 1 : x[i - (rank - x.rank)]
      let b = i < rank - y.rank ? 1 : y[i - (rank - y.rank)]
      guard a == b || a == 1 || b == 1 else { return nil }
      result[i] = a == 1 ? b : a
    }
    return Shape(result)
  }

  /// The strides with which an array of this shape is read as one of `shape`, which it broadcasts
  /// to: 0 along the axes it is repeated on.
  public func broadcastStrides(to shape: Shape) -> [Int] {
    let own = strides
    let missing = shape.rank - rank
    return shape.indices.map { axis in
      axis < missing || (self[axis - missing] == 1 && shape[axis] != 1) ? 0 : own[axis - missing]
    }
  }
}

extension Shape: CustomStringConvertible {
  public var description: String {
    var text = "["
    for (axis, length) in dimensions.enumerated() { text += axis == 0 ? "\(length)" : ", \(length)" }
    return text + "]"
  }
}
