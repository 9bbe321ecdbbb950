// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation
import Testing
import WengertKernels
import WengertScalars
import WengertTensors

@Suite("Threads")
struct ThreadTests {
  private static func slopes(_ k: Int) -> [Double] {
    let x = Tensor([0.3, 0.7, 1.1, Double(k) / 10])
    return gradient(at: x) { (x: Tensor) in
      var sum: Tensor = 0
      for i in 1...8 { sum += Tensor.sin(Tensor(Double(i + k % 7)) * x).sum() }
      return sum
    }.elements
  }

  /// What several threads report.
  private final class Results: @unchecked Sendable {
    private let lock = NSLock()
    private var values: [Bool] = []
    var all: [Bool] { lock.withLock { values } }
    func record(_ value: Bool) { lock.withLock { values.append(value) } }
  }

  @Test("TH1: 8 threads, 200 gradients each, to the bit")
  func independent() {
    let expected = (0..<200).map(Self.slopes)
    let results = Results()
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      results.record((0..<200).map(Self.slopes) == expected)
    }
    #expect(results.all == [Bool](repeating: true, count: 8))
  }

  @Test("TH1: tasks that change threads between gradients")
  func tasks() async {
    let expected = (0..<50).map(Self.slopes)
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 {
        group.addTask {
          for k in 0..<50 {
            guard Self.slopes(k) == expected[k] else { return false }
            await Task.yield()
          }
          return true
        }
      }
      for await isRight in group { #expect(isRight) }
    }
  }

  /// A pullback is kept over suspensions, after which another thread may go on.
  @Test("A pullback of a task that changes threads")
  func pullbacks() async {
    await withTaskGroup(of: Bool.self) { group in
      for k in 0..<16 {
        group.addTask {
          let x = Tensor([1.0, 2, Double(k)])
          let (y, back) = pullback(at: x) { x in x * x * x }
          let (_, tangent) = linearized(at: x) { x in x * x * x }
          for i in 1...20 {
            await Task.yield()
            let u = Tensor(Double(i))
            guard back(u * y) == 3 * x * x * u * y, tangent(u * y) == 3 * x * x * u * y else {
              return false
            }
          }
          return true
        }
      }
      for await isRight in group { #expect(isRight) }
    }
  }

  @Test("TH3: one thread differentiates while another builds on the same leaf")
  func together() {
    let shared = Tensor([0.5, 1.5, 2.5])
    // Its programs are locked; that the closure may run on any thread is for us to know.
    nonisolated(unsafe) let program = compiled { (x: Tensor) in
      gradient(at: x) { x in x.product() }
    }
    let results = Results()
    DispatchQueue.concurrentPerform(iterations: 8) { thread in
      for k in 0..<100 {
        switch thread % 4 {
        case 0:
          let g = gradient(at: shared) { x in (x * x).sum() }
          results.record(g == 2 * shared)
        case 1: results.record((shared + Tensor(Double(k)) - Tensor(Double(k))).sum().double == 4.5)
        case 2: results.record(program(shared).sum().double == 5.75)
        default: results.record(jacobian(at: shared) { x in x * x }.sum().double == 9)
        }
      }
    }
    #expect(results.all.count == 800 && results.all.allSatisfy { $0 })
  }

  @Test("GR12: a tensor that outlives its transform is a plain number")
  func escape() {
    var escaped: [Tensor] = []
    let slope = gradient(at: 3) { (x: Tensor) in
      let y = x * x
      escaped += [
        x, y,
        gradient(at: y) { (z: Tensor) in
          escaped.append(z * z)
          return z * z * z
        },
      ]
      return y * y
    }
    #expect(slope.double == 108)
    #expect(escaped.map { $0.double } == [81, 3, 9, 243])
    #expect((escaped[2] + 1).double == 10)
    // In a later transform it is a constant.
    #expect(gradient(at: 2) { x in x * x * escaped[1] }.double == 12)
    #expect(gradient(at: escaped[2]) { x in x * escaped[2] }.double == 9)
    #expect(compiled { (x: Tensor) in x * escaped[2] }(2).double == 18)
  }

  @Test("GR12: a tensor that outlives its transform, on many threads")
  func escapeToThreads() {
    var escaped: [Tensor] = []
    _ = gradient(at: Tensor([1.0, 2, 3])) { (x: Tensor) in
      var y = x
      for _ in 0..<50 {
        y = .sin(y) + x
        escaped.append(y)
      }
      return y.sum()
    }
    let expected = escaped.map { $0.elements }
    let tensors = escaped
    let results = Results()
    DispatchQueue.concurrentPerform(iterations: 8) { thread in
      results.record(
        tensors.indices.allSatisfy { i in
          let k = thread % 2 == 0 ? i : tensors.count - 1 - i
          return tensors[k].elements == expected[k]
        })
    }
    #expect(results.all == [Bool](repeating: true, count: 8))
  }

  @Test("One program on many threads at once")
  func programs() {
    let program = TensorProgram(inputs: [ArrayType([20, 20], .float64)]) { v in
      let y = tanh(matmul(v[0], v[0]) / 20)
      return [matmul(y, v[0]), y.sum(axes: [0]), v[0]]
    }
    let inputs = (0..<8).map { (k: Int) -> Tensor in
      let numbers: [Double] = (0..<400).map { i in Double((i * 31 + k * 7) % 53) / 53 }
      return Tensor(numbers, shape: [20, 20])
    }
    let expected = inputs.map { program([$0]) }
    let results = Results()
    DispatchQueue.concurrentPerform(iterations: 8) { k in
      results.record((0..<200).allSatisfy { _ in program([inputs[k]]) == expected[k] })
    }
    #expect(results.all == [Bool](repeating: true, count: 8))
  }
}
