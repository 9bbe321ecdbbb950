// swift-tools-version: 6.0
// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import PackageDescription

// A package of its own, so that users of the library never build it.
let package = Package(
  name: "Benchmarks",
  products: [.executable(name: "gradbench", targets: ["GradBench"])],
  dependencies: [.package(name: "wengert", path: "..")],
  targets: [
    .executableTarget(
      name: "ScalarBenchmarks", dependencies: [.product(name: "Wengert", package: "wengert")]),
    .executableTarget(
      name: "MatrixBenchmarks", dependencies: [.product(name: "Wengert", package: "wengert")]),
    .executableTarget(
      name: "TensorBenchmarks", dependencies: [.product(name: "Wengert", package: "wengert")]),
    .executableTarget(
      name: "GradBench", dependencies: [.product(name: "Wengert", package: "wengert")]),
  ]
)
