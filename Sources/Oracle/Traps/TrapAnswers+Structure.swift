// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation
import Wengert
import WengertKernels
import WengertScalars
import WengertTensors

extension TrapAnswers {
  /// Types, shapes, and values that change while something else refers to them.
  static let types: [String: TrapAnswer] = [
    "TY1": .test("TrapTests"), "TY2": .test("TrapTests"), "TY3": .test("TrapTests"),
    "TY5": .words {
      let derivative = gradient(at: Tensor([Float(0.1)], shape: [])) { x in x * x }
      return derivative.dtype == .float32 && derivative.double == 0.20000000298023224
    },
    "AL1": .words {
      let derivative = gradient(at: [1, 2]) { (x: Tensor) in
        var y = Tensor.exp(x)
        let z = y * 1
        y *= 2
        return z.sum()
      }
      return relativeError(derivative.doubles, Tensor.exp([1, 2]).doubles) < 1e-15
    },
    "AL2": .words {
      slope(at: [1, 2]) { (x: Tensor) in
        var y = x * 1
        let z = y * y
        y += 1
        return z.sum()
      } == [2, 4]
    },
    "AL3": .words {
      var leaf: Tensor = [1, 2]
      let derivative = gradient(at: leaf) { (x: Tensor) in
        leaf += 10
        return (x * x).sum()
      }
      return derivative.doubles == [2, 4] && leaf.doubles == [11, 12]
    },
    "AL4": .words { slopeAfterMutation() == [2, 4] },
    "AL4b": .words { slopeAfterMutation() == [2, 4] },
    "AL6": .words {
      slope(at: 3) { (x: Tensor) in
        var parts: [Tensor] = [1, 2, 3]
        parts[1] = x * x
        return parts[0] + parts[1] * parts[2]
      }[0] == 18
    },
    "AL7": .words {
      let a: Tensor = [1, 2]
      var b = a
      let (_, back) = pullback(at: a) { a in (a * a).sum() }
      var first = back(1)
      let second = first
      b *= 100
      first += 1
      return a.doubles == [1, 2] && b.doubles == [100, 200] && second.doubles == [2, 4]
        && back(1).doubles == [2, 4]
    },
  ]

  private static func slopeAfterMutation() -> [Double] {
    var numbers = [1.0, 2]
    var x = Tensor(numbers)
    let (_, back) = pullback(at: x) { x in (x * x).sum() }
    numbers[0] = 11
    x += 10
    return back(1).doubles
  }

  /// Graphs that are long, wide, or used twice; threads; and what other tests check.
  static let graphs: [String: TrapAnswer] = [
    "GR1-300": additions(300), "GR1-900": additions(900), "GR1-1100": additions(1100),
    "GR1-10000": additions(10_000),
    // The sum of the logarithms' rounding errors is ten times the tolerance of single results.
    "GR1-1e6": .numbers(tolerance: 1e-12) {
      onSmallStack { slope(at: 1) { x in repeated(1_000_000, x) { $0 * 1.0000001 } } }
    },
    "GR4": .numbers {
      slope(at: 2) { x in (1...100_000).reduce(0) { $0 + Tensor(Double($1)) * x } }
    },
    "GR5": .numbers { gradient(at: 2, 3) { (x: Tensor, y: Tensor) in x * x }.1.doubles },
    "GR6": .numbers { slope(at: 2) { (_: Tensor) in 7 } },
    "GR7": .words {
      let (_, back) = pullback(at: 3) { (x: Tensor) in x * x }
      return [back(1).double, back(1).double] == [6, 6]
    },
    // Nothing accumulates but what is added up.
    "GR8": .numbers {
      let (_, back) = pullback(at: 3) { (a: Tensor) in (a * a) * (a * a) }
      let (first, second) = (back(1), back(1))
      return first.doubles + (first + second).doubles
    },
    "GR9": .words {
      let leaf: Tensor = 3
      return (0..<2).map { _ in slope(at: leaf) { x in x * x }[0] } == [6, 6]
    },
    "GR10": .numbers {
      func f(_ x: Tensor) -> Tensor { x * x.withoutDerivative }
      return slope(at: 3, of: f) + hessian(at: Tensor(3), of: f).doubles
    },
    "GR12": .words {
      var escaped: Tensor = 0
      let derivative = gradient(at: 2) { (x: Tensor) in
        escaped = x * x
        return escaped * x
      }
      return derivative.double == 12 && escaped.double == 4
        && slope(at: 5) { x in x * escaped }[0] == 4
    },
    "TH1": .words {
      @Sendable func slopes() -> [[Double]] {
        (1...200).map { k in
          slope(at: [0.1, 0.2, 0.3]) { x in Tensor.sin(Tensor(Double(k)) * x).sum() }
        }
      }
      let expected = slopes()
      let wrong = Counter()
      DispatchQueue.concurrentPerform(iterations: 8) { _ in
        if slopes() != expected { wrong.increase() }
      }
      return wrong.count == 0
    },
    "TH3": .test("ThreadTests"),
    "CV1": .test("the file of edge conventions"),
    "CV2": .test("the compiler: it does not compile"),
    "CV3": .test("RowPropertyTests"),
    "GRP1": .numbers {
      pushforward(at: [2, 3, 4], along: [1, 1, 1]) { x in
        Tensor([1.0, 1]).scattering(x, at: Tensor([0, 0, 1] as [Int64]), by: .multiplying)
      }.derivative.doubles
    },
    "SW1": .words {
      onSmallStack {
        _ = gradient(at: 1) { x in repeated(1_000_000, x) { $0 + x } }
        return true
      }
    },
  ]

  private static func additions(_ length: Int) -> TrapAnswer {
    .numbers { onSmallStack { slope(at: 1) { x in repeated(length, x) { $0 + 1 } } } }
  }

  private static func repeated(_ count: Int, _ x: Tensor, _ f: (Tensor) -> Tensor) -> Tensor {
    var y = x
    for _ in 0..<count { y = f(y) }
    return y
  }

  /// Runs `body` on a thread with a stack of 512 KB.
  private static func onSmallStack<R: Sendable>(_ body: @escaping @Sendable () -> R) -> R {
    nonisolated(unsafe) var result: R?
    let done = DispatchSemaphore(value: 0)
    let thread = Thread {
      result = body()
      done.signal()
    }
    thread.stackSize = 512 << 10
    thread.start()
    done.wait()
    return result!
  }

  private final class Counter: @unchecked Sendable {
    private let lock = NSLock()
    private(set) var count = 0
    func increase() { lock.withLock { count += 1 } }
  }
}
