// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import WengertKernels

/// The shape and element type of an array: everything about it but its numbers.
public struct ArrayType: Hashable, Sendable {
  public var shape: Shape
  public var dtype: DType

  public init(_ shape: Shape, _ dtype: DType) {
    self.shape = shape
    self.dtype = dtype
  }

  /// The memory that the elements take.
  public var byteCount: Int { shape.elementCount * dtype.byteCount }
}

extension ArrayType: CustomStringConvertible {
  public var description: String { "\(dtype)\(shape)" }
}
