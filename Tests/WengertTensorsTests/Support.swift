// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation
import Testing
import WengertKernels
import WengertScalars
import WengertTensors

extension Tensor {
  /// The elements in row-major order, whatever their type.
  var elements: [Double] { value.converted(to: .float64).elements(Double.self) }

  /// Numbers that look random and are the same in every run: number `i` is a hash of `seed` and `i`
  /// (Steele, Lea and Flood's SplitMix64).
  static func random(
    _ shape: Shape, seed: UInt64, in range: ClosedRange<Double> = -2...2, dtype: DType = .float64
  ) -> Tensor {
    let numbers = (0..<shape.elementCount).map { i in
      let unit = Double(mixed(mixed(seed) &+ UInt64(i)) >> 11) * 0x1p-53
      return range.lowerBound + (range.upperBound - range.lowerBound) * unit
    }
    return Tensor(numbers, shape: shape).converted(to: dtype)
  }
}

/// The hash of SplitMix64.
private func mixed(_ counter: UInt64) -> UInt64 {
  var z = (counter &+ 1) &* 0x9E37_79B9_7F4A_7C15
  z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
  z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
  return z ^ (z >> 31)
}

/// `max |a − b| / max |b|`, absolute where `b` is zero; infinite where the counts differ, or where
/// an element that is not finite does not equal its counterpart.
func relativeError(_ a: [Double], _ b: [Double]) -> Double {
  guard a.count == b.count else { return .infinity }
  var difference = 0.0
  var size = 0.0
  for (a, b) in zip(a, b) where !(a == b || (a.isNaN && b.isNaN)) {
    guard a.isFinite, b.isFinite else { return .infinity }
    difference = max(difference, (a - b).magnitude)
  }
  for b in b where b.isFinite { size = max(size, b.magnitude) }
  return size == 0 ? difference : difference / size
}

/// Checks the shape and the numbers of a tensor, these to within `tolerance` of the largest.
func expectClose(
  _ found: Tensor, _ expected: Tensor, _ tolerance: Double = 1e-12, _ what: String = "",
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(found.shape == expected.shape, "\(what)", sourceLocation: sourceLocation)
  let error = relativeError(found.elements, expected.elements)
  #expect(
    error <= tolerance,
    "\(what): \(found.elements.prefix(6)), not \(expected.elements.prefix(6)): error \(error)",
    sourceLocation: sourceLocation)
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
  _ result: ExitTest.Result?, _ parts: [String], sourceLocation: SourceLocation = #_sourceLocation
) {
  let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
  for part in parts {
    #expect(
      message.contains(part), "the message does not contain “\(part)”: \(message.prefix(500))",
      sourceLocation: sourceLocation)
  }
}
