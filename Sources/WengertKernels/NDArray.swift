// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Numbers of one type in row-major order: what the kernels work on.
///
/// It is immutable and contiguous; copying one copies a reference, which threads may share since
/// nobody writes to a buffer once it is in an array.
public struct NDArray: @unchecked Sendable {
  public let shape: Shape
  public let dtype: DType
  // A variable only so that it can be asked whether it is the only reference.
  @usableFromInline private(set) var buffer: Buffer
  /// Where in the buffer the elements begin.
  @usableFromInline let byteOffset: Int

  @inlinable
  init(shape: Shape, dtype: DType, buffer: Buffer, byteOffset: Int = 0) {
    self.shape = shape
    self.dtype = dtype
    self.buffer = buffer
    self.byteOffset = byteOffset
  }

  /// Whether nobody else has the memory, all of it and `byteCount` bytes.
  mutating func isOnlyReference(byteCount: Int) -> Bool {
    byteOffset == 0 && buffer.byteCount == byteCount && isKnownUniquelyReferenced(&buffer)
  }

  /// The elements, for those who read them. Whoever does keeps the array alive meanwhile.
  package var address: UnsafeMutableRawPointer { memory }

  /// The elements. Whoever uses them keeps the buffer alive meanwhile.
  @inlinable
  var memory: UnsafeMutableRawPointer { buffer.memory + byteOffset }

  /// An array whose elements, not set yet, `initialize` sets, every one.
  @inlinable
  public init<T: ArrayElement, E: Error>(
    _ shape: Shape, initializing initialize: (UnsafeMutableBufferPointer<T>) throws(E) -> Void
  ) throws(E) {
    let count = shape.elementCount
    let buffer = Buffer.uninitialized(byteCount: count * MemoryLayout<T>.stride)
    try initialize(
      UnsafeMutableBufferPointer(
        start: buffer.memory.bindMemory(to: T.self, capacity: count), count: count))
    self.init(shape: shape, dtype: T.dtype, buffer: buffer)
  }

  /// An array of the given elements, in row-major order.
  public init<T: ArrayElement>(_ elements: [T], shape: Shape) {
    precondition(
      elements.count == shape.elementCount,
      "An array of shape \(shape) has \(shape.elementCount) elements; found \(elements.count).")
    self.init(shape) { (storage: UnsafeMutableBufferPointer<T>) in
      _ = storage.initialize(from: elements)
    }
  }

  /// An array of one number repeated.
  public init(repeating value: Double, shape: Shape, dtype: DType) {
    self = dtype.accept(Repeating(value: value, shape: shape))
  }

  private struct Repeating: DTypeVisitor {
    let value: Double
    let shape: Shape
    func visit<T: ArrayElement>(_ type: T.Type) -> NDArray {
      NDArray(shape) { $0.initialize(repeating: T(nearest: value)) }
    }
  }

  /// The number of elements.
  @inlinable public var count: Int { shape.elementCount }

  /// Calls `body` with the elements, which it must not use afterwards.
  @inlinable
  public func withElements<T: ArrayElement, R, E: Error>(
    _ type: T.Type, _ body: (UnsafeBufferPointer<T>) throws(E) -> R
  ) throws(E) -> R {
    Swift.precondition(dtype == T.dtype, "Elements of \(dtype) were read as \(T.dtype).")
    let elements = UnsafeBufferPointer(
      start: UnsafePointer(memory.assumingMemoryBound(to: T.self)), count: count)
    // `body` is told of memory, not of the buffer, which must outlive it.
    defer { withExtendedLifetime(buffer) {} }
    return try body(elements)
  }

  /// The elements, in row-major order.
  public func elements<T: ArrayElement>(_ type: T.Type) -> [T] {
    withElements(T.self) { Array($0) }
  }

  /// The same elements in another shape of as many.
  public func reshaped(_ shape: Shape) -> NDArray {
    NDArray(shape: shape, dtype: dtype, buffer: buffer, byteOffset: byteOffset)
  }

  /// Element `i` along the first axis, which disappears: an array of shape `part`, which shares the
  /// memory.
  package func part(_ i: Int, _ part: Shape) -> NDArray {
    NDArray(
      shape: part, dtype: dtype, buffer: buffer,
      byteOffset: byteOffset + i * part.elementCount * dtype.byteCount)
  }

  /// The element at `index` in row-major order, as a `Double`.
  public func double(at index: Int) -> Double { dtype.accept(ElementAt(array: self, index: index)) }

  private struct ElementAt: DTypeVisitor {
    let array: NDArray
    let index: Int
    func visit<T: ArrayElement>(_ type: T.Type) -> Double {
      array.withElements(T.self) { $0[index].double }
    }
  }

  /// The same numbers in another type.
  public func converted(to type: DType) -> NDArray {
    type == dtype ? self : dtype.accept(ConversionSource(array: self, target: type))
  }

  private struct ConversionSource: DTypeVisitor {
    let array: NDArray
    let target: DType
    func visit<T: ArrayElement>(_ type: T.Type) -> NDArray {
      target.accept(ConversionTarget<T>(array: array))
    }
  }

  private struct ConversionTarget<S: ArrayElement>: DTypeVisitor {
    let array: NDArray
    func visit<T: ArrayElement>(_ type: T.Type) -> NDArray {
      array.withElements(S.self) { source in
        NDArray(array.shape) { (target: UnsafeMutableBufferPointer<T>) in
          if S.dtype.isFloatingPoint {
            for i in source.indices { target[i] = T(nearest: source[i].double) }
          } else {
            for i in source.indices { target[i] = T(nearest: source[i].integer) }
          }
        }
      }
    }
  }
}
