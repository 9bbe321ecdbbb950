// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// The shortest time of one call of `function`, in seconds, measured as ADBench does: the number of calls
/// in a batch is doubled until a batch takes as long as `seconds`, and the shortest of `batches` such
/// batches counts, or of fewer if they take more than twice as long as they should.
func shortestTime(of function: () -> Void, seconds: Double, batches: Int) -> Double {
  func time(_ calls: Int) -> Double {
    let start = ContinuousClock.now
    for _ in 0..<calls { function() }
    return (ContinuousClock.now - start) / .seconds(1)
  }
  // What is made at the first call is not counted.
  function()
  var calls = 1
  var shortest = time(calls)
  while shortest < seconds {
    calls *= 2
    shortest = time(calls)
  }
  let end = ContinuousClock.now + .seconds(2 * seconds * Double(batches))
  for _ in 1..<max(1, batches) where ContinuousClock.now < end { shortest = min(shortest, time(calls)) }
  return shortest / Double(calls)
}
