// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation
import Testing
import WengertScalars

/// Whether `a` and `b` are the same number, the sign of zero and nan included.
func isSame(_ a: Double, _ b: Double) -> Bool {
  (a.isNaN && b.isNaN) || (a == b && a.sign == b.sign)
}

/// Whether `value` is `expected` up to a relative error, measured against `scale` if that is
/// larger.
func isClose(
  _ value: Double, _ expected: Double, _ tolerance: Double = 1e-12, scale: Double = 0
) -> Bool {
  if expected.isNaN || value.isNaN { return expected.isNaN && value.isNaN }
  if value == expected { return true }
  return (value - expected).magnitude <= tolerance * max(expected.magnitude, scale.magnitude)
}

/// The same for vectors, whose scale is that of their largest element.
func isClose(_ value: [Double], _ expected: [Double], _ tolerance: Double = 1e-12) -> Bool {
  guard value.count == expected.count else { return false }
  let scale = expected.filter(\.isFinite).map(\.magnitude).max() ?? 0
  return zip(value, expected).allSatisfy { isClose($0, $1, tolerance, scale: scale) }
}

/// A small generator with a seed, so that every run sees the same numbers (Steele, Lea and Flood's
/// SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func numbers(_ count: Int, in range: ClosedRange<Double> = -2...2) -> [Double] {
    (0..<count).map { _ in .random(in: range, using: &self) }
  }
}

/// Runs `body` on a thread with a stack of 512 KB, on which anything that recurses over a long
/// chain of operations overflows.
func onSmallStack<Result: Sendable>(_ body: @escaping @Sendable () -> Result) -> Result {
  let box = ResultBox<Result>()
  let thread = Thread {
    box.value = body()
    box.done.signal()
  }
  thread.stackSize = 512 << 10
  thread.start()
  box.done.wait()
  return box.value!
}

/// Written by one thread before it signals, read by another after it has waited.
private final class ResultBox<Value>: @unchecked Sendable {
  let done = DispatchSemaphore(value: 0)
  var value: Value?
}

/// Whether the tests of the largest sizes are asked for.
let isHeavy = ProcessInfo.processInfo.environment["WENGERT_HEAVY"] != nil

/// Checks that a process ended with a message that contains all of `parts`.
func expectMessage(
  _ result: ExitTest.Result?, _ parts: String..., sourceLocation: SourceLocation = #_sourceLocation
) {
  let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
  for part in parts {
    #expect(
      message.contains(part), "the message does not contain “\(part)”: \(message.prefix(500))",
      sourceLocation: sourceLocation)
  }
}
