// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertTensors

extension Tensor {
  /// The tensor of an array from a file.
  init(_ array: StoredArray) {
    let dtype: DType =
      switch array.type {
      case .bool: .bool
      case .int32: .int32
      case .int64: .int64
      case .float32: .float32
      case .float64: .float64
      }
    self.init(NDArray(bytes: array.bytes, shape: Shape(array.shape), dtype: dtype))
  }

  /// The tensor as files hold it.
  var stored: StoredArray {
    let array = value
    let type: StoredArray.ElementType =
      switch array.dtype {
      case .bool: .bool
      case .int32: .int32
      case .int64: .int64
      case .float32: .float32
      case .float64: .float64
      }
    return StoredArray(shape: array.shape.dimensions, type: type, bytes: array.bytes)
  }
}
