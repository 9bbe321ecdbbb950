// swift-tools-version: 6.0
// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import PackageDescription

let wengert = Target.Dependency.product(name: "Wengert", package: "wengert")

// A package of its own, so that users of the library never build it.
let package = Package(
  name: "Benchmarks",
  products: [
    .executable(name: "gradbench", targets: ["GradBench"]),
    .executable(name: "adbench", targets: ["ADBench"]),
  ],
  dependencies: [.package(name: "wengert", path: "..")],
  targets: [
    .executableTarget(name: "ScalarBenchmarks", dependencies: [wengert]),
    .executableTarget(name: "MatrixBenchmarks", dependencies: [wengert]),
    .executableTarget(name: "TensorBenchmarks", dependencies: [wengert]),

    // What GradBench and ADBench have in common, written once.
    .target(name: "Objectives", dependencies: [wengert]),
    .executableTarget(name: "GradBench", dependencies: ["Objectives", wengert]),
    .executableTarget(
      name: "ADBench",
      dependencies: [
        "Objectives", wengert, .product(name: "WengertFiles", package: "wengert"),
      ]),
  ]
)
