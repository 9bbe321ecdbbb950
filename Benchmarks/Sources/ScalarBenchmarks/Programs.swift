// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Wengert

/// The times to record, differentiate, simplify and print a program of about `lines` lines, and to
/// record and reverse as many operations on a tape, in milliseconds.
func programTimes(lines: Int) -> [(step: String, milliseconds: Double)] {
  var times: [(step: String, milliseconds: Double)] = []
  func timed<T>(_ step: String, _ work: () -> T) -> T {
    let start = ContinuousClock.now
    let result = work()
    times.append((step, (ContinuousClock.now - start) / .milliseconds(1)))
    return result
  }
  let program = timed("record") {
    Program(inputs: ["x", "a"]) { v in chain(v[0], v[1], operations: lines) }
  }
  let gradient = timed("differentiate (pullback)") { program.pullback() }
  let simple = timed("simplify the derivative") { gradient.simplified() }
  let text = timed("print the derivative") { simple.description }
  let values = timed("evaluate the derivative") { simple([0.5, 1e-7, 1]) }
  consume(values[1] + Double(text.utf8.count))
  timed("release") {
    var released: Program? = program
    released = nil
    consume(released == nil ? 1 : 0)
  }
  return times
}
