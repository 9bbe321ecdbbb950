// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import WengertKernels

/// An array of numbers of one type, with NumPy's broadcasting, that can be differentiated.
///
/// A tensor is a value: a copy is independent, and what looks like a change in place makes a new
/// array. The element type is known when the program runs (``dtype``); a literal takes the type of
/// the tensor that it meets.
///
/// ```swift
/// let x: Tensor = [[1, 2], [3, 4]]
/// let y = exp(x) * 2 + x.sum(axes: [0])
/// let g = gradient(at: x) { x in (x * x * x).sum() }      // 3x²
/// ```
///
/// Outside a transform an operation runs at once. Inside one it is recorded, and runs when its
/// value is looked at (`if x.sum() > 0`, `print(x)`) or when the transform returns.
///
/// `Tensor` is a ``Scalar``, taken element by element: a function that is generic over `Scalar`
/// runs on whole tensors as it stands.
public struct Tensor: Sendable {
  enum Storage: Sendable {
    /// A literal, or a number of Swift: it has no type of its own.
    case number(Double, isInteger: Bool)
    /// Numbers.
    case array(NDArray)
    /// A line of a transform that is running.
    case traced(Trace, Int32)
  }

  let storage: Storage

  init(_ storage: Storage) { self.storage = storage }
  init(_ trace: Trace, _ line: Int32) { storage = .traced(trace, line) }

  /// The tensor of a kernel's array.
  public init(_ array: NDArray) { storage = .array(array) }

  /// The shape and element type.
  public var type: ArrayType {
    switch storage {
    case .number: ArrayType([], .float64)
    case .array(let array): ArrayType(array.shape, array.dtype)
    case .traced(let trace, let line): trace.lines[Int(line)].type
    }
  }

  /// The length of each axis.
  public var shape: Shape { type.shape }

  /// The type of the elements.
  public var dtype: DType {
    switch storage {
    case .number: .float64
    case .array(let array): array.dtype
    case .traced(let trace, let line): trace.lines[Int(line)].type.dtype
    }
  }

  /// The number of axes.
  public var rank: Int { shape.rank }

  /// The number of elements.
  public var count: Int { shape.elementCount }
}

extension Tensor {
  /// The line of a traced tensor, −1 of another.
  var line: Int32 {
    if case .traced(_, let line) = storage { line } else { -1 }
  }

  /// The line of a tensor of a transform; nil of another.
  @inline(__always)
  func line(in trace: Trace) -> Int32? {
    if case .traced(let own, let line) = storage, own === trace { line } else { nil }
  }

  var isTraced: Bool {
    if case .traced = storage { true } else { false }
  }

  /// The number of a literal.
  package var number: Double? {
    if case .number(let value, _) = storage { value } else { nil }
  }

  var array: NDArray? {
    if case .array(let array) = storage { array } else { nil }
  }

  /// A literal as an array.
  var materialized: NDArray {
    switch storage {
    case .number(let value, _): NDArray([value], shape: [])
    case .array(let array): array
    case .traced: value
    }
  }

  /// The tensor, or its value if the transform that it comes from has ended.
  var resolved: Tensor {
    guard case .traced(let trace, _) = storage, !trace.isRunning else { return self }
    return Tensor(value)
  }

  /// The value, computed now if it is not yet; nil if it depends on inputs without a value.
  var valueIfKnown: NDArray? {
    switch storage {
    case .number, .array: return materialized
    case .traced(let trace, let line): return trace.value(of: line)
    }
  }

  /// The numbers.
  ///
  /// Inside a transform this computes them, unless they cannot be known yet.
  public var value: NDArray {
    guard let value = valueIfKnown else {
      preconditionFailure(
        """
        The value of \(lineDescription) is not known while a program is recorded; use \
        select, cond, scan or loop in place of `if` and `while`.
        """)
    }
    return value
  }

  /// The line of a traced tensor, in words.
  var lineDescription: String {
    guard case .traced(let trace, let line) = storage else { return "a tensor" }
    return "\(trace.lines[Int(line)].operation.name) \(type)"
  }
}

extension Trace {
  /// Whether this is the list that is being recorded, or one around it.
  var isRunning: Bool {
    var trace = Trace.current
    while let running = trace {
      if running === self { return true }
      trace = running.parent
    }
    return false
  }
}
