// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation
import RealModule
import Testing
import WengertScalars

@Suite("Threads")
struct ThreadTests {
  private static func gradient(_ k: Int) -> [Double] {
    let x = [0.3, 0.7, 1.1, Double(k) / 10]
    return Reverse.gradient(at: x) { x in
      var sum: Variable<Double> = 0
      for i in 1...20 { for x in x { sum += .sin(Variable(Double(i + k % 7)) * x) } }
      return sum
    }
  }

  @Test("TH1: 8 threads, 200 gradients each, to the bit")
  func independent() {
    let expected = (0..<200).map(Self.gradient)
    let results = Results()
    DispatchQueue.concurrentPerform(iterations: 8) { thread in
      let own = (0..<200).map(Self.gradient)
      results.record(own.elementsEqual(expected))
    }
    #expect(results.all == [Bool](repeating: true, count: 8))
  }

  /// Threads that end leave their memory to others; those see none of the numbers in it.
  @Test("TH1: threads that come and go")
  func shortLived() {
    let expected = (0..<40).map(Self.gradient)
    for k in 0..<40 {
      #expect(onSmallStack { Self.gradient(k) } == expected[k])
    }
  }

  @Test("TH1: tasks that change threads between gradients")
  func tasks() async {
    let expected = (0..<50).map(Self.gradient)
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 {
        group.addTask {
          for k in 0..<50 {
            guard Self.gradient(k) == expected[k] else { return false }
            await Task.yield()
          }
          return true
        }
      }
      for await isRight in group { #expect(isRight) }
    }
  }

  /// A variable cannot leave its thread, so what threads share is numbers and formulas' programs.
  @Test("TH3: one thread differentiates while another builds")
  func together() {
    let shared = [0.5, 1.5, 2.5]
    let results = Results()
    DispatchQueue.concurrentPerform(iterations: 4) { thread in
      for k in 0..<200 {
        if thread % 2 == 0 {
          let g = Reverse.gradient(at: shared) { x in x[0] * x[1] * .sin(x[2]) }
          results.record(isClose(g[0], 1.5 * .sin(2.5), 1e-15))
        } else {
          let x = Expression.variables(["x", "y", "z"])
          let f = x[0] * x[1] * .sin(x[2]) + Expression(Double(k))
          results.record(isClose(f.gradient()[1].value(at: shared), 0.5 * .sin(2.5), 1e-15))
        }
      }
    }
    #expect(results.all.count == 800 && results.all.allSatisfy { $0 })
  }

  private final class Results: @unchecked Sendable {
    private let lock = NSLock()
    private var values: [Bool] = []
    var all: [Bool] { lock.withLock { values } }
    func record(_ value: Bool) { lock.withLock { values.append(value) } }
  }
}
