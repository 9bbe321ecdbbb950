// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import WengertScalars

/// A parameter that is trained: a number, a formula, or a tensor of numbers.
///
/// What is written for parameter values runs on all of them. `Optimizer<Double>` updates plain
/// numbers, `Optimizer<Tensor>` the leaves of a model, and `Optimizer<Expression>` writes its own
/// arithmetic down. On dual numbers or variables of a tape, training itself is differentiated.
public protocol ParameterValue: Scalar {
  /// The sum of the elements; a number is one element.
  var sumOfElements: Self { get }

  /// A parameter of the same form and type whose elements are all `value`.
  func filled(with value: Double) -> Self

  /// Stops with a sentence if `other` has another form than this parameter.
  ///
  /// - Parameters:
  ///   - name: What the parameter is called, such as `layers[0].weight`.
  ///   - operation: The operation that was asked for.
  func requireSameForm(_ other: Self, _ name: @autoclosure () -> String, _ operation: StaticString)
}

extension ParameterValue {
  public var sumOfElements: Self { self }
  public func filled(with value: Double) -> Self { Self(value) }
  public func requireSameForm(
    _ other: Self, _ name: @autoclosure () -> String, _ operation: StaticString
  ) {}
}

extension Double: ParameterValue {}
extension Float: ParameterValue {}
extension Expression: ParameterValue {}
extension BigFloat: ParameterValue {}
extension DualNumber: ParameterValue {}
extension Variable: ParameterValue {}
