// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// What examples of the documentation speak of without defining it; `Scripts/check-examples` puts it
// before them.

private let x: Tensor = 1
private let y: Tensor = 1
private let points: Tensor = 1
private let targets: Tensor = 1
nonisolated(unsafe) private var model = Network(
  NetworkShape(inputs: 2, hidden: [4], outputs: 1), seed: 1)
private func loss(_ x: Tensor, _ y: Tensor) -> Tensor { y }
