// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// What the interface of tensors is made of; the kernels themselves stay behind it.
@_exported public import struct WengertKernels.NDArray
@_exported public import struct WengertKernels.Shape
@_exported public import enum WengertKernels.DType
@_exported public import protocol WengertKernels.ArrayElement
@_exported public import enum WengertKernels.Triangle
