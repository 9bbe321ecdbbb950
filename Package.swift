// swift-tools-version: 6.0
// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// One of the short programs to read first; `Scripts/run-examples` builds and runs them all.
func example(_ name: String) -> Target {
  .executableTarget(
    name: name, dependencies: ["Wengert", "WengertFiles"], path: "Examples/\(name)",
    swiftSettings: strict)
}

/// Imports run downward only: every target may use the ones listed before it, none after it.
let package = Package(
  name: "wengert",
  products: [
    .library(name: "Wengert", targets: ["Wengert"]),
    .library(name: "WengertTesting", targets: ["WengertTesting"]),
    .library(name: "WengertFiles", targets: ["WengertFiles"]),
    .executable(name: "wengert", targets: ["WengertCommand"]),
    .executable(name: "oracle", targets: ["Oracle"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  ],
  targets: [
    // Portable: these also compile under Embedded Swift for WebAssembly.
    .target(name: "WengertRuntime"),
    .target(
      name: "WengertScalars",
      dependencies: [
        "WengertRuntime", .product(name: "RealModule", package: "swift-numerics"),
      ],
      swiftSettings: strict),
    .target(
      name: "WengertKernels",
      dependencies: [
        "WengertRuntime", "WengertScalars",
        .product(name: "RealModule", package: "swift-numerics"),
      ],
      swiftSettings: strict),
    .target(
      name: "WengertPrograms",
      dependencies: [
        "WengertScalars", "WengertKernels", .product(name: "RealModule", package: "swift-numerics"),
      ],
      swiftSettings: strict),
    .target(
      name: "WengertTensors",
      dependencies: [
        "WengertRuntime", "WengertScalars", "WengertKernels",
        .product(name: "RealModule", package: "swift-numerics"),
      ],
      swiftSettings: strict),
    .target(
      name: "WengertExplain",
      dependencies: [
        "WengertPrograms", "WengertTensors", .product(name: "RealModule", package: "swift-numerics"),
      ],
      swiftSettings: strict),
    .target(
      name: "WengertLearning",
      dependencies: [
        "WengertScalars", "WengertPrograms", "WengertKernels", "WengertTensors",
        .product(name: "RealModule", package: "swift-numerics"),
      ],
      swiftSettings: strict),
    .target(
      name: "WengertStudio",
      dependencies: [
        "WengertScalars", "WengertPrograms", "WengertExplain", "WengertLearning",
        .product(name: "RealModule", package: "swift-numerics"),
      ],
      swiftSettings: strict),
    .target(
      name: "Wengert",
      dependencies: [
        "WengertScalars", "WengertPrograms", "WengertTensors", "WengertExplain", "WengertLearning",
        .product(name: "RealModule", package: "swift-numerics"),
      ],
      swiftSettings: strict),

    // Native: Foundation, Swift Testing and argument parsing.
    .target(name: "WengertTesting", dependencies: ["WengertTensors"], swiftSettings: strict),
    .target(name: "WengertFiles", dependencies: ["WengertTensors"], swiftSettings: strict),
    .executableTarget(
      name: "WengertCommand",
      dependencies: [
        "Wengert", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "Oracle",
      dependencies: [
        "Wengert", "WengertTensors", "WengertKernels", "WengertScalars",
        .product(name: "RealModule", package: "swift-numerics"),
      ],
      swiftSettings: strict),

    example("LogisticRegression"),
    example("TrainDigits"),
    example("PendulumFit"),
    example("NewtonCG"),
    example("PerExampleGradients"),
    example("FixedPoint"),

    // The same program natively and in WebAssembly, whose results are compared.
    .executableTarget(
      name: "Smoke",
      dependencies: ["WengertLearning", "WengertPrograms", "WengertTensors", "WengertScalars"],
      path: "Tests/WebAssembly/Smoke", swiftSettings: strict),

    // The engine of the page in Studio/: a WebAssembly module, natively a filter of requests.
    .executableTarget(
      name: "StudioModule", dependencies: ["WengertStudio", "WengertExplain"], path: "Studio/Module",
      swiftSettings: strict + [.enableExperimentalFeature("Extern")]),

    .testTarget(
      name: "WengertScalarsTests",
      dependencies: [
        "WengertScalars", .product(name: "RealModule", package: "swift-numerics"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "WengertProgramsTests",
      dependencies: [
        "WengertPrograms", "WengertScalars",
        .product(name: "RealModule", package: "swift-numerics"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "WengertCommandTests", dependencies: ["WengertCommand"], swiftSettings: strict),
    .testTarget(
      name: "WengertExplainTests",
      dependencies: [
        "WengertExplain", "WengertPrograms", "WengertTensors", "WengertKernels",
        "WengertScalars",
        .product(name: "RealModule", package: "swift-numerics"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "WengertKernelsTests",
      dependencies: [
        "WengertKernels", "WengertScalars",
        .product(name: "RealModule", package: "swift-numerics"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "WengertTensorsTests",
      dependencies: [
        "WengertTesting", "WengertTensors", "WengertKernels", "WengertScalars",
        .product(name: "RealModule", package: "swift-numerics"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "WengertLearningTests",
      dependencies: [
        "WengertLearning", "WengertPrograms", "WengertTensors", "WengertKernels",
        "WengertScalars",
        .product(name: "RealModule", package: "swift-numerics"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "WengertStudioTests",
      dependencies: [
        "WengertStudio", "WengertExplain", "WengertLearning", "WengertPrograms", "WengertScalars",
        .product(name: "RealModule", package: "swift-numerics"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "WengertFilesTests", dependencies: ["WengertFiles", "WengertTensors"],
      resources: [.copy("Fixtures")], swiftSettings: strict),
  ]
)
