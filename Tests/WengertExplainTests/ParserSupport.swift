// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation
import Testing
import WengertExplain
import WengertScalars

/// A text's outputs at a point.
func parsedValues(
  _ source: String, _ options: ExpressionParser.Options = .standard, at point: [Double] = []
) throws(ParseError) -> [Double] {
  let parsed = try ExpressionParser.parse(source, options: options)
  let values = parsed.graph.instructions.values(at: point)
  return parsed.outputs.map { values[Int($0.index)] }
}

/// The error that a text has; one that has none fails the test.
func parseError(
  _ source: String, _ options: ExpressionParser.Options = .standard,
  sourceLocation: SourceLocation = #_sourceLocation
) throws -> ParseError {
  var error: ParseError?
  do throws(ParseError) {
    _ = try ExpressionParser.parse(source, options: options)
  } catch let thrown {
    error = thrown
  }
  return try #require(error, sourceLocation: sourceLocation)
}

/// Whether two results are the same number, up to a relative error.
func agree(_ a: Double, _ b: Double, within tolerance: Double = 1e-12) -> Bool {
  a == b || (a.isNaN && b.isNaN) || (a - b).magnitude <= tolerance * max(a.magnitude, b.magnitude)
}

/// Runs `body` on a thread with a stack of 512 KB.
func onSmallStack<T: Sendable>(_ body: @escaping @Sendable () -> T) async -> T {
  await withCheckedContinuation { continuation in
    let thread = Thread { continuation.resume(returning: body()) }
    thread.stackSize = 512 << 10
    thread.start()
  }
}

/// Steele, Lea and Flood's generator, for tests that are the same every time.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}
