// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
import WengertScalars
public import WengertTensors

extension Tensor: ParameterValue {
  public var sumOfElements: Tensor { sum() }

  public func filled(with value: Double) -> Tensor {
    Tensor(repeating: value, shape: shape, dtype: dtype)
  }

  public func requireSameForm(
    _ other: Tensor, _ name: @autoclosure () -> String, _ operation: StaticString
  ) {
    precondition(
      shape == other.shape,
      "\(operation): the gradient of \(name()) has the shape \(other.shape), but the parameter \(shape).")
  }
}
