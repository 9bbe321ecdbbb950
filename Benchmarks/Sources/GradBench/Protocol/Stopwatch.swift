// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Runs a function as often as a message asks for, and keeps the time of each run.
struct Stopwatch {
  private let minimumRuns: Int
  private let minimumSeconds: Double

  /// The times of the runs so far.
  private(set) var nanoseconds: [Int] = []

  /// The fields `min_runs` and `min_seconds` of an input, each 1 if it is missing; an input that is no
  /// object is for one run.
  init(for input: JSON) throws(ToolError) {
    guard case .object = input else {
      (minimumRuns, minimumSeconds) = (1, 0)
      return
    }
    minimumRuns = try input.member("min_runs")?.integer ?? 1
    minimumSeconds = try input.member("min_seconds")?.number ?? 1
  }

  /// The result of the last run of `function`, which is run until both minima are reached, the sum
  /// of its times being the one of seconds; at least once.
  mutating func time<Result>(_ function: () -> Result) -> Result {
    var elapsed = 0
    while true {
      let start = ContinuousClock.now
      let result = function()
      let (seconds, attoseconds) = (ContinuousClock.now - start).components
      let time = Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000)
      nanoseconds.append(time)
      elapsed += time
      if nanoseconds.count >= minimumRuns, Double(elapsed) >= minimumSeconds * 1e9 { return result }
    }
  }
}
