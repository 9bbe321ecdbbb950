// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
public import WengertScalars

/// The table of elementary functions, read element by element.
extension Tensor: DerivedScalar {
  public typealias Lanes = Self
  public typealias Coefficient = Self
  public typealias Magnitude = Self

  /// A number, which takes the element type of the tensor that it meets; float64 by itself.
  public init(_ value: Double) { storage = .number(value, isInteger: false) }

  /// A number, which takes the element type of the tensor that it meets; float64 by itself.
  public init(_ value: Int) { self.init(integerLiteral: value) }

  public init(integerLiteral value: Int) { storage = .number(Double(value), isInteger: true) }

  public static var pi: Tensor { Tensor(Double.pi) }

  public static func apply<F: UnaryFunction>(_ function: F.Type, _ x: Tensor) -> Tensor {
    if let number = x.number { return Tensor(F.value(number)) }
    return .elementwise(
      .function(F.function, parameter: 0), [F.function.keepsIntegers ? x : x.real])
  }

  public static func apply<F: BinaryFunction>(
    _ function: F.Type, _ x: Tensor, _ y: Tensor
  ) -> Tensor {
    if let a = x.number, let b = y.number { return Tensor(F.value(a, b)) }
    let (x, y) = promoted(x, y, isReal: !F.function.keepsIntegers)
    return .elementwise(.function(F.function, parameter: 0), [x, y])
  }

  public static func apply<F: IndexedFunction>(
    _ function: F.Type, _ n: Int, _ x: Tensor
  ) -> Tensor {
    if let number = x.number { return Tensor(F.value(n, number)) }
    guard let parameter = Int32(exactly: n) else {
      preconditionFailure("\(F.notation.name): the index \(n) is too large.")
    }
    let keepsIntegers = F.function == .integerPower && n >= 0
    return .elementwise(
      .function(F.function, parameter: parameter), [keepsIntegers ? x : x.real])
  }

  /// `x` where `condition` is not zero, `y` where it is, element by element; the one that is not
  /// taken has no influence, not even on derivatives.
  ///
  /// ```swift
  /// let root = Tensor.select(x .> 0, .sqrt(x), 0)     // derivative 0 where x < 0, not nan
  /// ```
  public static func select(_ condition: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor {
    let (x, y) = promoted(x, y)
    return .elementwise(.select, [condition.mask, x, y])
  }

  /// Where the elements are not zero.
  var mask: Tensor {
    if dtype == .bool { return self }
    if let number { return Tensor(NDArray([number != 0], shape: [])) }
    return !(self .== Tensor(0))
  }

  /// The value of a tensor with one element.
  ///
  /// Inside a transform this computes the value, unless it cannot be known yet.
  public var double: Double {
    precondition(
      count == 1, "A number was asked of a tensor of shape \(shape), which has \(count) elements.")
    return number ?? value.double(at: 0)
  }

  public static func < (x: Tensor, y: Tensor) -> Bool { x.double < y.double }

  /// Whether two tensors have the same shape and the same numbers.
  public static func == (x: Tensor, y: Tensor) -> Bool {
    guard x.shape == y.shape else { return false }
    let (x, y) = (x.value, y.value)
    let type = DType.promoted(x.dtype, y.dtype)
    let equal = NDArray.elementwise(
      .equal, [x.converted(to: type), y.converted(to: type)], shape: x.shape)
    return equal.withElements(Bool.self) { $0.allSatisfy { $0 } }
  }

  public var hasNaN: Bool { number?.isNaN ?? false }
  public var isZero: Bool { number?.isZero ?? false }
  public func absorbing(_ partial: Tensor) -> Tensor { .contribution(self, partial) }
  public func scaled(by partial: Tensor) -> Tensor {
    if isZero || partial.isZero { return 0 }
    return .contribution(self, partial)
  }
}

extension ElementaryFunction {
  /// Whether the function of integers is an integer, so that they need not be made real.
  var keepsIntegers: Bool {
    switch self {
    case .add, .subtract, .multiply, .negate, .absoluteValue, .sign, .square, .maximum, .minimum,
      .modulo, .floor, .ceiling, .round, .truncate:
      true
    default: false
    }
  }
}

/// Arithmetic, not generic, so that the type checker need not look further.
extension Tensor {
  public static func + (x: Tensor, y: Tensor) -> Tensor { apply(ElementaryFunction.Add.self, x, y) }
  public static func - (x: Tensor, y: Tensor) -> Tensor {
    apply(ElementaryFunction.Subtract.self, x, y)
  }
  public static func * (x: Tensor, y: Tensor) -> Tensor {
    apply(ElementaryFunction.Multiply.self, x, y)
  }
  public static func / (x: Tensor, y: Tensor) -> Tensor {
    apply(ElementaryFunction.Divide.self, x, y)
  }
  public static prefix func - (x: Tensor) -> Tensor { apply(ElementaryFunction.Negate.self, x) }
  public static func += (x: inout Tensor, y: Tensor) { x = x + y }
  public static func -= (x: inout Tensor, y: Tensor) { x = x - y }
  public static func *= (x: inout Tensor, y: Tensor) { x = x * y }
  public static func /= (x: inout Tensor, y: Tensor) { x = x / y }
}
