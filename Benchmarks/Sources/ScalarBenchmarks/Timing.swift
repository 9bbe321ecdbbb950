// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Something to time, and how many operations one run of it is.
struct Contender {
  let name: String
  let operations: Int
  let run: () -> Double
}

/// Runs the contenders in turn, A B C A B C …, so that all see the same machine, and gives the
/// median time of each in nanoseconds an operation.
func medians(of contenders: [Contender], rounds: Int) -> [Double] {
  var times = contenders.map { _ in [Double]() }
  for round in 0..<rounds + 1 {
    for (i, contender) in contenders.enumerated() {
      let start = ContinuousClock.now
      consume(contender.run())
      let time = (ContinuousClock.now - start) / .nanoseconds(1)
      // The first round warms up.
      if round > 0 { times[i].append(time / Double(contender.operations)) }
    }
  }
  return times.map { $0.sorted()[$0.count / 2] }
}

nonisolated(unsafe) private var sink = 0.0

/// Keeps a result alive, so that its computation is not optimised away.
@inline(never)
func consume(_ value: Double) { sink += value }

/// `value`, which the optimiser knows nothing of.
@inline(never)
@_optimize(none)
func opaque(_ value: Double) -> Double { value }

extension Double {
  /// Rounded to a few digits for print.
  var short: String {
    let scale = self < 10 ? 100.0 : 10
    return "\((self * scale).rounded() / scale)"
  }
}
