// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertKernels
import WengertScalars
import WengertTensors

/// What holds for every row of the table of operations, whatever it computes.
@Suite("Properties of every row")
struct RowPropertyTests {
  /// The function of the real operands, at a point, with the others fixed.
  private struct Sample {
    let x: [Tensor]
    let f: ([Tensor]) -> Tensor
    let seed: UInt64

    init(_ row: RowCase, seed: UInt64) {
      let point = row.point(seed: seed)
      let places = row.operands.indices.filter { row.operands[$0].isReal }
      x = places.map { point[$0] }
      f = { reals in
        var operands = point
        for (place, real) in zip(places, reals) { operands[place] = real }
        return row.f(operands)
      }
      self.seed = seed
    }

    func random(like tensor: Tensor, _ salt: UInt64) -> Tensor {
      .random(tensor.shape, seed: seed * 1000 + salt, in: -1...1)
    }
    var direction: [Tensor] { x.enumerated().map { random(like: $1, UInt64($0)) } }
  }

  private func dot(_ x: [Tensor], _ y: [Tensor]) -> Double {
    zip(x, y).reduce(0) { $0 + ($1.0 * $1.1).sum().double }
  }

  @Test("⟨u, J v⟩ = ⟨Jᵀ u, v⟩", arguments: RowCase.all)
  func transposition(row: RowCase) {
    for seed in 1...3 as ClosedRange<UInt64> {
      let sample = Sample(row, seed: seed)
      let v = sample.direction
      let (y, pullback) = pullback(at: sample.x, of: sample.f)
      let u = sample.random(like: y, 7)
      let (value, jv) = pushforward(at: sample.x, along: v, of: sample.f)
      expectClose(value, y, 0)
      let jtu = pullback(u)
      let scale = dot(jtu, jtu).squareRoot() * dot(v, v).squareRoot()
      let difference = dot([u], [jv]) - dot(jtu, v)
      #expect(difference.magnitude <= 1e-12 * max(scale, 1), "seed \(seed)")
    }
  }

  /// `J v` is the slope of the function along `v`: central differences err by `h²` and by `ε / h`.
  @Test("J v is a slope", arguments: RowCase.all)
  func slope(row: RowCase) {
    let sample = Sample(row, seed: 5)
    let v = sample.direction
    let h = 6e-6
    let (y, jv) = pushforward(at: sample.x, along: v, of: sample.f)
    let up = sample.f(zip(sample.x, v).map { $0 + Tensor(h) * $1 })
    let down = sample.f(zip(sample.x, v).map { $0 - Tensor(h) * $1 })
    let slope = (up - down) / Tensor(2 * h)
    let scale = max(1, (y.elements + jv.elements).map(\.magnitude).max() ?? 1)
    let error = zip(slope.elements, jv.elements).map { ($0 - $1).magnitude }.max() ?? 0
    #expect(error <= 2e-8 * scale)
  }

  @Test("Batched is a loop, whichever operands are batched", arguments: RowCase.all)
  func batching(row: RowCase) {
    let size = 3
    let points = (0..<size).map { row.point(seed: 20 + 10 * UInt64($0)) }
    for mask in 1..<(1 << row.operands.count) {
      let places = row.operands.indices.filter { mask >> $0 & 1 == 1 }
      func operands(_ batch: [Tensor]) -> [Tensor] {
        var operands = points[0]
        for (place, tensor) in zip(places, batch) { operands[place] = tensor }
        return operands
      }
      let stacks = places.map { place in stack(points.map { $0[place] }) }
      let outer = batched(stacks) { batch in row.f(operands(batch)) }
      let loop = stack((0..<size).map { i in row.f(operands(places.map { points[i][$0] })) })
      expectClose(outer, loop, 1e-14, "operands \(places)")
    }
  }

  @Test("Batched derivatives are a loop of derivatives", arguments: RowCase.all)
  func batchedDerivatives(row: RowCase) {
    let sample = Sample(row, seed: 40)
    let points = [sample.x, sample.x.map { $0 + 0.125 }]
    let stacks = sample.x.indices.map { k in stack(points.map { $0[k] }) }
    func slopes(_ x: [Tensor]) -> [Tensor] { gradient(at: x) { x in sample.f(x).sum() } }
    let outer = batched(stacks, of: slopes)
    for k in stacks.indices {
      expectClose(outer[k], stack(points.map { slopes($0)[k] }), 1e-12)
    }
  }

  /// Both are `∂/∂x ⟨u, f⟩` differentiated along `v`.
  @Test("Forward over reverse is reverse over forward", arguments: RowCase.all)
  func secondOrder(row: RowCase) {
    let sample = Sample(row, seed: 60)
    let (x, v) = (sample.x, sample.direction)
    let u = sample.random(like: sample.f(x), 7)
    func scalar(_ x: [Tensor]) -> Tensor { (u * sample.f(x)).sum() }
    let forwardOverReverse = hessianVectorProduct(at: x, along: v, of: scalar)
    let reverseOverForward = gradient(at: x) { x in
      pushforward(at: x, along: v, of: scalar).derivative
    }
    for (a, b) in zip(forwardOverReverse, reverseOverForward) { expectClose(a, b, 1e-11) }
  }

  @Test("A program computes the same numbers", arguments: RowCase.all)
  func programs(row: RowCase) {
    let point = row.point(seed: 80)
    let program = compiled { (x: [Tensor]) in row.f(x) }
    expectClose(program(point), row.f(point), 0)
  }

  @Test("The derivative of a conversion is a conversion")
  func conversion() {
    let x = Tensor([1.5, 2.5]).converted(to: .float32)
    let wide = gradient(at: x) { x in x.converted(to: .float64).product() }
    #expect(wide.dtype == .float32 && wide == Tensor([2.5, 1.5]))
    let narrow = hessian(at: Tensor([1.5, 2.5])) { x in x.converted(to: .float32).product() }
    #expect(narrow.dtype == .float64 && narrow == Tensor([0.0, 1, 1, 0], shape: [2, 2]))
    #expect(gradient(at: x) { x in (x.converted(to: .int64) * 2).sum() } == Tensor([0.0, 0]))
  }

  /// Tensors along a new first axis.
  private func stack(_ tensors: [Tensor]) -> Tensor {
    let elements = tensors.flatMap { $0.elements }
    return Tensor(elements, shape: Shape([tensors.count] + tensors[0].shape.dimensions))
      .converted(to: tensors[0].dtype)
  }
}
