// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
@testable import WengertTensors

/// The binomial schedule is optimal in memory and time.
@Suite("Binomial checkpoints")
struct ControlFlowScheduleTests {
  /// The states that exist at the same time.
  final class Census {
    var alive = 0
    var most = 0
  }

  /// The number of a step, which says when nobody holds it any more.
  final class State {
    let step: Int
    let census: Census

    init(_ step: Int, _ census: Census) {
      self.step = step
      self.census = census
      census.alive += 1
      census.most = max(census.most, census.alive)
    }

    deinit { census.alive -= 1 }
  }

  private func binomial(_ n: Int, _ k: Int) -> Int {
    var result = 1
    let k = min(k, n - k)
    if k < 0 { return 0 }
    for i in 0..<k { result = result * (n - i) / (i + 1) }
    return result
  }

  @Test(arguments: [0, 1, 2, 3, 10, 17, 100, 1000, 4321], [1, 2, 3, 5, 12, 2000])
  func `every step is taken back once, in order, with the fewest steps`(_ n: Int, _ s: Int) {
    if s == 1 && n > 1000 { return }
    let census = Census()
    var forward = 0
    var reversed: [Int] = []
    BinomialSchedule(count: n, snapshots: s).run(
      from: State(0, census),
      advance: { state in
        forward += 1
        return State(state.step + 1, census)
      }, reverse: { reversed.append($0.step) })
    #expect(reversed == Array((0..<n).reversed()))
    // The snapshots, the state that is computed and the one that it is computed from.
    #expect(census.most <= s + 2)
    // Griewank and Walther: t(n, s) = r n − C(s + r, s + 1) for the least r with C(s + r, s) ≥ n.
    var r = 0
    while binomial(s + r, s) < n { r += 1 }
    #expect(forward == (n == 0 ? 0 : r * n - binomial(s + r, s + 1)))
  }

  @Test func `by default memory and repetitions grow like the logarithm`() {
    for n in [17, 1000, 100_000] {
      let census = Census()
      var forward = 0
      BinomialSchedule(count: n).run(
        from: State(0, census),
        advance: { state in
          forward += 1
          return State(state.step + 1, census)
        }, reverse: { _ in })
      #expect(census.most < 20 + Int.bitWidth - n.leadingZeroBitCount)
      #expect(forward <= (n == 17 ? 1 : n == 1000 ? 3 : 5) * n)
    }
  }
}
