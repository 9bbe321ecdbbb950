// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars

/// The type of a tensor's elements, known when the program runs.
public enum DType: UInt8, Hashable, Sendable, CaseIterable {
  case bool, int32, int64, float32, float64

  /// Whether derivatives exist with respect to numbers of this type.
  public var isFloatingPoint: Bool { self == .float32 || self == .float64 }

  /// Whether this is a type of integers.
  public var isInteger: Bool { self == .int32 || self == .int64 }

  /// The size of one element in bytes.
  public var byteCount: Int {
    switch self {
    case .bool: 1
    case .int32, .float32: 4
    case .int64, .float64: 8
    }
  }

  /// The type that numbers of both types are computed in: the wider of two of a kind; a floating
  /// type rather than an integer, an integer rather than bool. Nothing is narrowed silently.
  public static func promoted(_ x: DType, _ y: DType) -> DType {
    x.rawValue >= y.rawValue ? x : y
  }
}

extension DType: CustomStringConvertible {
  public var description: String {
    switch self {
    case .bool: "bool"
    case .int32: "int32"
    case .int64: "int64"
    case .float32: "float32"
    case .float64: "float64"
    }
  }

  /// The type of a name such as `float64`.
  public init?(_ name: String) {
    for type in DType.allCases where type.description == name {
      self = type
      return
    }
    return nil
  }
}

/// A Swift type that a tensor can hold.
public protocol ArrayElement: BitwiseCopyable, Hashable, Sendable {
  static var dtype: DType { get }

  /// The nearest value of this type, as Swift's conversions have it; integers saturate, and nan
  /// becomes 0.
  init(nearest value: Double)

  /// The same for an integer, exactly.
  init(nearest value: Int64)

  /// The value as a `Double`.
  var double: Double { get }

  /// The value as an integer, toward zero.
  var integer: Int64 { get }
}

extension Bool: ArrayElement {
  public static var dtype: DType { .bool }
  @inlinable public init(nearest value: Double) { self = value != 0 }
  @inlinable public init(nearest value: Int64) { self = value != 0 }
  @inlinable public var double: Double { self ? 1 : 0 }
  @inlinable public var integer: Int64 { self ? 1 : 0 }
}

extension FixedWidthInteger {
  @inlinable init(saturating value: Double) {
    if value.isNaN {
      self = 0
    } else if value >= 0x1p63 || value > Double(Self.max) {
      self = .max
    } else if value < Double(Self.min) {
      self = .min
    } else {
      self = Self(value)
    }
  }
}

extension Int32: ArrayElement {
  public static var dtype: DType { .int32 }
  @inlinable public init(nearest value: Double) { self.init(saturating: value) }
  @inlinable public init(nearest value: Int64) { self.init(clamping: value) }
  @inlinable public var double: Double { Double(self) }
  @inlinable public var integer: Int64 { Int64(self) }
}

extension Int64: ArrayElement {
  public static var dtype: DType { .int64 }
  @inlinable public init(nearest value: Double) { self.init(saturating: value) }
  @inlinable public init(nearest value: Int64) { self = value }
  @inlinable public var double: Double { Double(self) }
  @inlinable public var integer: Int64 { self }
}

extension Float: ArrayElement {
  public static var dtype: DType { .float32 }
  @inlinable public init(nearest value: Double) { self.init(value) }
  @inlinable public init(nearest value: Int64) { self.init(value) }
  @inlinable public var integer: Int64 { Int64(saturating: Double(self)) }
}

extension Double: ArrayElement {
  public static var dtype: DType { .float64 }
  @inlinable public init(nearest value: Double) { self = value }
  @inlinable public init(nearest value: Int64) { self.init(value) }
  @inlinable public var integer: Int64 { Int64(saturating: self) }
}

/// Something to do with the Swift type of a ``DType``.
public protocol DTypeVisitor {
  associatedtype Output
  func visit<T: ArrayElement>(_ type: T.Type) -> Output
}

/// Something to do with the Swift type of a floating-point ``DType``.
public protocol FloatVisitor {
  associatedtype Output
  func visit<T: KernelScalar>(_ type: T.Type) -> Output
}

extension DType {
  /// Calls `visitor` with the Swift type: the one place where the two meet.
  @inlinable
  public func accept<V: DTypeVisitor>(_ visitor: V) -> V.Output {
    switch self {
    case .bool: visitor.visit(Bool.self)
    case .int32: visitor.visit(Int32.self)
    case .int64: visitor.visit(Int64.self)
    case .float32: visitor.visit(Float.self)
    case .float64: visitor.visit(Double.self)
    }
  }

  /// Calls `visitor` with `Float` or `Double`.
  @inlinable
  public func acceptFloat<V: FloatVisitor>(_ visitor: V) -> V.Output {
    switch self {
    case .float32: visitor.visit(Float.self)
    case .float64: visitor.visit(Double.self)
    default: fatalError("An operation on floating-point numbers was given \(self).")
    }
  }
}
