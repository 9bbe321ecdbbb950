// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// The whole library by one import. `RealModule` brings `.sin`, `.exp` and their like.
@_exported import RealModule
@_exported import WengertExplain
@_exported import WengertLearning
@_exported import WengertPrograms
@_exported import WengertScalars
@_exported import WengertTensors
