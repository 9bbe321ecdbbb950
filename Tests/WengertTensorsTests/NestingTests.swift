// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertKernels
import WengertScalars
@testable import WengertTensors

/// A function of tensors with its derivatives of order 0 to 6 along a direction, made with mpmath.
struct NestedFunction: Sendable, CustomTestStringConvertible {
  let name: String
  let point: Tensor
  let direction: Tensor
  let derivatives: [Double]
  let f: @Sendable (Tensor) -> Tensor
  var testDescription: String { name }

  private static let x = Tensor([0.5, -0.25, 1.5])
  private static let v = Tensor([1.0, -0.5, 0.25])

  static let all = [
    NestedFunction(
      name: "sin x · exp x", point: 0.75, direction: 1,
      derivatives: [
        1.4430292662932414, 2.9920146138544293, 3.0979706951223759, 0.21191216253589312,
        -5.7721170651729656, -11.968058455417717, -12.391882780489504,
      ]
    ) { x in .sin(x) * .exp(x) },
    NestedFunction(
      name: "tanh x / x", point: 0.5, direction: 1,
      derivatives: [
        0.92423431452001952, -0.27557316310818421, -0.3514313103344377, 0.97816928548708546,
        0.079084843552482456, -7.3242213794676099, 15.331575970028068,
      ]
    ) { x in .tanh(x) / x },
    NestedFunction(
      name: "log(1 + x²)", point: 1.25, direction: 1,
      derivatives: [
        0.94098334446452657, 0.97560975609756098, -0.17132659131469363, -0.4271557290230844,
        1.6513668353409931, -4.444019358100651, 8.7894264466100587,
      ]
    ) { x in .log(1 + x * x) },
    NestedFunction(
      name: "sin(a·x) exp(b·x)", point: x, direction: v,
      derivatives: [
        0.56590707756393382, -0.14013148129903849, -0.95356250401507742, 0.42142296593172863,
        1.5720245216404691, -1.0244254167499267, -2.5297947234888338,
      ]
    ) { x in
      let a = Tensor([0.5, -1.25, 0.75])
      let b = Tensor([0.25, 0.5, -0.375])
      return .sin((a * x).sum()) * .exp((b * x).sum())
    },
    NestedFunction(
      name: "log Σ exp x", point: x, direction: v,
      derivatives: [
        1.9328554668787689, 0.34443051514880776, 0.18871486946717924, -0.0011862106910392981,
        -0.0054001289899103556, -0.017268894208309743, -0.025728687607037738,
      ]
    ) { x in .log(Tensor.exp(x).sum()) },
  ]
}

/// A transform as a map of functions: the derivative along a direction by one of the ways to get
/// it, or something that changes no number.
enum NestedTransform: CaseIterable, Sendable {
  case gradient, pushforward, jacobian, pullback, linearized, hessian, hessianVectorProduct
  case batched, compiled, checkpointed

  var order: Int {
    switch self {
    case .gradient, .pushforward, .jacobian, .pullback, .linearized: 1
    case .hessian, .hessianVectorProduct: 2
    case .batched, .compiled, .checkpointed: 0
    }
  }

  var isBasic: Bool { [.gradient, .pushforward, .batched].contains(self) }

  func callAsFunction(
    _ f: @escaping (Tensor) -> Tensor, along v: Tensor
  ) -> (Tensor) -> Tensor {
    switch self {
    case .gradient:
      { x in (WengertTensors.gradient(at: x, of: f) * v).sum() }
    case .pushforward:
      { x in WengertTensors.pushforward(at: x, along: v, of: f).derivative }
    case .jacobian:
      { x in (WengertTensors.jacobian(at: x, of: f) * v).sum() }
    case .pullback:
      { x in (WengertTensors.pullback(at: x, of: f).pullback(1) * v).sum() }
    case .linearized:
      { x in WengertTensors.linearized(at: x, of: f).tangent(v) }
    case .hessian:
      { x in
        let rows = WengertTensors.hessian(at: x, of: f) * v
        return (rows.sum(axes: Array(v.rank..<2 * v.rank)) * v).sum()
      }
    case .hessianVectorProduct:
      { x in (WengertTensors.hessianVectorProduct(at: x, along: v, of: f) * v).sum() }
    case .batched:
      { x in
        let twice = x.broadcast(to: Shape([2] + x.shape.dimensions))
        return WengertTensors.batched(twice, of: f).sum() / 2
      }
    case .compiled: { x in WengertTensors.compiled(f)(x) }
    case .checkpointed: { x in WengertTensors.checkpointed(x, of: f) }
    }
  }
}

@Suite("Nesting")
struct NestingTests {
  /// Gradients, pushforwards and batches in every order on every function; of all transforms every
  /// triple up to fourth order on one function, and in the heavy tests all on all.
  @Test(
    "Three transforms in every order", arguments: NestedFunction.all.indices,
    NestedTransform.allCases.indices)
  func triples(index: Int, outermost: Int) {
    let function = NestedFunction.all[index]
    let all = NestedTransform.allCases
    let outermost = all[outermost]
    for (j, middle) in all.enumerated() {
      for (k, inner) in all.enumerated() {
        let order = outermost.order + middle.order + inner.order
        let isOwn = order <= 4 && (j + 2 * k) % NestedFunction.all.count == index
        let isBasic = [outermost, middle, inner].allSatisfy(\.isBasic)
        guard isOwn || isBasic || isHeavy else { continue }
        let v = function.direction
        let nested = outermost(middle(inner(function.f, along: v), along: v), along: v)
        expectClose(
          nested(function.point),
          Tensor(function.derivatives[order]), 1e-11, "\(outermost) of \(middle) of \(inner)")
      }
    }
  }

  @Test("Nested gradients of order 0 to 6", arguments: NestedFunction.all)
  func nestedGradients(function: NestedFunction) {
    var f: (Tensor) -> Tensor = function.f
    for order in 0...6 {
      expectClose(f(function.point), Tensor(function.derivatives[order]), 4e-12, "order \(order)")
      f = NestedTransform.gradient(f, along: function.direction)
    }
  }

  /// The derivative of an inner derivative with respect to what it captures, by all ways.
  @Test(
    "Perturbations are not confused", arguments: NestedTransform.allCases,
    NestedTransform.allCases)
  func confusion(outer: NestedTransform, inner: NestedTransform) {
    guard outer.order == 1, inner.order == 1 else { return }
    func derivative(
      _ transform: NestedTransform, _ x: Tensor, _ f: @escaping (Tensor) -> Tensor
    ) -> Tensor {
      transform(f, along: 1)(x)
    }
    // d/dx [x · d/dy (x + y)], d/dx [x · d/dy (x y)], d/dx [d/dy (x² y³) at y = x].
    expectClose(derivative(outer, 1) { x in x * derivative(inner, 1) { y in x + y } }, 1)
    expectClose(derivative(outer, 3) { x in x * derivative(inner, 2) { y in x * y } }, 6)
    expectClose(
      derivative(outer, 2) { x in derivative(inner, x) { y in x * x * y * y * y } }, 96)
    expectClose(derivative(outer, 3) { x in derivative(inner, 4) { _ in x } + x }, 1)
    // The inner function leaves its own variable behind, in the outer one.
    var leaked: Tensor = 0
    expectClose(
      derivative(outer, 2) { x in
        let slope = derivative(inner, x * x) { y in
          leaked = y
          return y * y
        }
        return slope * leaked
      }, 64)
  }

  /// The function-valued derivative applied twice, where one tag for both would answer 0.
  @Test("The amazing bug", arguments: [NestedTransform.gradient, .pushforward, .jacobian])
  func amazingBug(transform: NestedTransform) {
    func shifted(_ f: @escaping (Tensor) -> Tensor) -> (Tensor) -> Tensor {
      { x in transform({ u in f(x + u) }, along: 1)(0) }
    }
    expectClose(shifted(shifted { x in .sin(x) })(0.3), -0.29552020666133955)
  }

  @Test("A pullback serves many times, and inside other transforms")
  func pullbacks() {
    let x = Tensor([0.5, 1, 2])
    let (y, back) = pullback(at: x) { x in Tensor.exp(x) * x.sum() }
    let jacobian = jacobian(at: x) { x in Tensor.exp(x) * x.sum() }
    expectClose(y, Tensor.exp(x) * 3.5)
    for seed in 1...3 as ClosedRange<UInt64> {
      let u = Tensor.random([3], seed: seed)
      expectClose(back(u), matmul(u, jacobian))
    }
    // Inside transforms that began after it: linear in what it is given.
    let u = Tensor([1.0, -2, 0.5])
    expectClose(gradient(at: u) { u in (back(u * u) * x).sum() }, 2 * u * matmul(jacobian, x))
    expectClose(pushforward(at: u, along: x) { u in back(u) }.derivative, matmul(x, jacobian))
    expectClose(batched(Tensor.identity(3)) { u in back(u) }, jacobian)
    expectClose(compiled { (u: Tensor) in back(u) }(u), matmul(u, jacobian))
    // Made inside a transform: its derivative with respect to the point counts.
    let second = gradient(at: x) { (x: Tensor) in
      let (y, back) = pullback(at: x) { x in x * x * x }
      return (back(y) * back(1)).sum()
    }
    expectClose(second, 63 * .pow(x, 6))
    // Called in a program that is recorded inside of that transform.
    let inProgram = gradient(at: x) { (x: Tensor) in
      let (_, back) = pullback(at: x) { x in x * x * x }
      return compiled { (u: Tensor) in back(u) }(x).sum()
    }
    expectClose(inProgram, 9 * x * x)
  }

  @Test("A linear map serves many times, and inside other transforms")
  func linearMaps() {
    let x = Tensor([0.5, 1, 2])
    let (_, tangent) = linearized(at: x) { x in Tensor.exp(x) * x.sum() }
    let jacobian = jacobian(at: x) { x in Tensor.exp(x) * x.sum() }
    let v = Tensor([1.0, -2, 0.5])
    expectClose(tangent(v), matmul(jacobian, v))
    expectClose(gradient(at: v) { v in (tangent(v * v) * x).sum() }, 2 * v * matmul(x, jacobian))
    expectClose(
      batched(Tensor.identity(3)) { v in tangent(v) }, jacobian.transposed([1, 0]))
  }

  /// Central differences of the gradient err by `h²` and by `ε / h`: 1e-10 for a step of 6e-6.
  @Test("The Hessian of a network of 99 parameters")
  func network() {
    let widths = [4, 10, 4, 1]
    let input = Tensor.random([6, 4], seed: 1, in: -1...1)
    let target = Tensor.random([6, 1], seed: 2, in: -1...1)
    func loss(_ parameters: Tensor) -> Tensor {
      var start = 0
      func part(_ shape: Shape) -> Tensor {
        defer { start += shape.elementCount }
        return parameters.sliced(axis: 0, from: start, count: shape.elementCount).reshaped(shape)
      }
      var x = input
      for (n, m) in zip(widths, widths.dropFirst()) {
        x = Tensor.tanh(matmul(x, part([n, m])) + part([m]))
      }
      return ((x - target) * (x - target)).sum()
    }
    let count = 99
    let w = Tensor.random([count], seed: 3, in: -0.8...0.8)
    let h = hessian(at: w, of: loss)
    #expect(h.shape == [count, count])
    expectClose(h, h.transposed([1, 0]), 1e-13, "symmetry")
    let slope = compiled { (w: Tensor) in gradient(at: w, of: loss) }
    let step = 6e-6
    var rows: [Double] = []
    for k in 0..<count {
      let e = Tensor((0..<count).map { $0 == k ? step : 0 })
      rows += ((slope(w + e) - slope(w - e)) / Tensor(2 * step)).elements
    }
    expectClose(Tensor(rows, shape: [count, count]), h, 1e-9, "differences")
    let v = Tensor.random([count], seed: 4)
    expectClose(hessianVectorProduct(at: w, along: v, of: loss), matmul(h, v), 1e-12)
    // The same in batches of few directions at a time.
    expectClose(hessian(at: w, memory: 1 << 16, of: loss), h, 1e-14)
  }
}
