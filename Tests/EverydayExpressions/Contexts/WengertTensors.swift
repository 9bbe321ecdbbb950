// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// What examples of the documentation speak of without defining it; `Scripts/check-examples` puts it
// before them.

nonisolated(unsafe) private var x: Tensor = 0
nonisolated(unsafe) private var w: Tensor = 0
private let y: Tensor = 0
private let (a, b, k, q, r, t, v, xs, ys) = (y, y, y, y, y, y, y, y, y)
private let (covariance, images, logits, matrix, messages) = (y, y, y, y, y)
private let (noise, scores, signal, targets, words, zeros) = (y, y, y, y, y, y)
private let (columns, grid, m, scale, shift, table) = (y, y, y, y, y, y)
private let basis = [y]

private struct Layer: ParameterTree {
  var weight: Tensor = 0
  mutating func visitChildren(_ visit: inout ParameterVisitor) { visit("weight", &weight) }
  func callAsFunction(_ x: Tensor) -> Tensor { weight * x }
}
private let layers = [Layer()]
private let model = Layer()
private func loss(_ x: Tensor, _ y: Tensor) -> Tensor { y }
private func loss(_ w: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { y }
nonisolated(unsafe) private let step = compiled { (w: Tensor, x: Tensor) in w * x }
private let program = step.program(for: w, x)
nonisolated(unsafe) private let f = compiled { (x: Tensor) in x * x }
private let (inputs, u) = (y, y)
private let width = 3
