// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// Complex numbers as pairs along a new last axis; without imaginary parts they are real.
public func complexPairs(_ real: Tensor, _ imaginary: Tensor? = nil) -> Tensor {
  let (x, y) = Tensor.promoted(real, imaginary ?? 0, isReal: true)
  guard let shape = Shape.broadcast(x.shape, y.shape) else {
    preconditionFailure("complexPairs: the shapes \(x.shape) and \(y.shape) do not broadcast.")
  }
  return stack([x.broadcast(to: shape), y.broadcast(to: shape)], axis: -1)
}

extension Tensor {
  /// The real parts of complex numbers, pairs along the last axis.
  public var realParts: Tensor { part(0, "realParts") }

  /// The imaginary parts of complex numbers, pairs along the last axis.
  public var imaginaryParts: Tensor { part(1, "imaginaryParts") }

  /// The conjugates of complex numbers, pairs along the last axis.
  public var conjugatePairs: Tensor {
    checkPairs("conjugatePairs")
    return self * Tensor([1.0, -1.0]).converted(to: dtype)
  }

  private func part(_ index: Int, _ operation: StaticString) -> Tensor {
    checkPairs(operation)
    return sliced(axis: rank - 1, from: index, count: 1).squeezed(axes: [-1])
  }

  /// Stops unless the last axis is one of pairs.
  func checkPairs(_ operation: StaticString) {
    precondition(
      rank > 0 && shape[rank - 1] == 2,
      "\(operation): complex numbers are pairs along the last axis; found the shape \(shape).")
  }
}
