// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertKernels
import WengertLearning
import WengertScalars
import WengertTensors

extension Tensor {
  /// The elements in row-major order, whatever their type.
  var elements: [Double] { value.converted(to: .float64).elements(Double.self) }
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

/// Checks numbers, to within `tolerance` of the largest.
func expectClose(
  _ found: [Double], _ expected: [Double], _ tolerance: Double = 1e-13, _ what: String = "",
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let error = relativeError(found, expected)
  #expect(
    error <= tolerance,
    "\(what): \(found.prefix(6)), not \(expected.prefix(6)): error \(error)",
    sourceLocation: sourceLocation)
}

/// Checks that a process has ended with a message that contains all `parts`.
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
