// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// How to run `count` steps backward, the last one first, with at most `snapshots` of the states on
/// the way in memory, for the fewest steps computed again.
///
/// With `s` snapshots, the first state among them, and no step computed more than `r` times before
/// it is taken back, `C(s + r, s)` steps can be run backward, and no method does better: memory and
/// time both grow like the logarithm of the number of steps.
///
/// A. Griewank and A. Walther, "Algorithm 799: Revolve", ACM Transactions on Mathematical Software
/// 26 (2000).
struct BinomialSchedule {
  let count: Int
  let snapshots: Int

  /// - Parameter snapshots: How many states may be kept; nil for a few more than `log₂ count`, with
  ///   which short loops compute nothing again.
  init(count: Int, snapshots: Int? = nil) {
    self.count = count
    self.snapshots = snapshots ?? 16 + Int.bitWidth - count.leadingZeroBitCount
  }

  /// Runs the steps backward.
  ///
  /// - Parameters:
  ///   - state: What the first step starts from.
  ///   - advance: The state after the one given, by one step.
  ///   - reverse: Takes back the step that starts from the state given.
  func run<State>(
    from state: State, advance: (State) -> State, reverse: (State) -> Void
  ) {
    var kept = [(step: 0, state: state)]
    var end = count
    while end > 0 {
      let top = kept[kept.count - 1]
      let free = snapshots - kept.count
      let isKept = free > 0 && end - top.step > 1
      let target = isKept ? top.step + stride(end - top.step, free + 1) : end - 1
      var state = top.state
      for _ in top.step..<target { state = advance(state) }
      if isKept {
        kept.append((target, state))
      } else {
        reverse(state)
        end -= 1
        if target == top.step { kept.removeLast() }
      }
    }
  }

  /// How many of `count` steps lie before the next snapshot, with `snapshots` of them, that of the
  /// first state among them: both parts can then be run backward without a step more than needed.
  private func stride(_ count: Int, _ snapshots: Int) -> Int {
    // β(s, r) = C(s + r, s), for the least r with β(s, r) ≥ count, and three of its neighbours.
    var (whole, repetitions) = (1, 0)
    var before = 0
    while whole < count {
      before = whole
      repetitions += 1
      whole = whole * (snapshots + repetitions) / repetitions
    }
    // β(s − 1, r − 1) = β(s, r − 1) s / (s + r − 1)
    let after = before * snapshots / (snapshots + repetitions - 1)
    return min(before, count - after)
  }
}
