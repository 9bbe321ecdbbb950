// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import Testing
public import WengertTensors

/// Expects, in a test of Swift Testing, that all ways to differentiate a function agree: forward
/// and reverse mode, their combinations for second derivatives, and differences.
///
/// Each disagreement is an issue of its own, which names the mode, the argument and the element.
///
/// ```swift
/// @Test func `my layer can be differentiated`() {
///   expectDerivativesMatch(at: layer) { layer in layer(x) }
/// }
/// ```
///
/// The parameters are those of `derivativeMismatches(at:of:)`.
public func expectDerivativesMatch<P: ParameterTree, Output: ParameterTree, E: Error>(
  at point: P, order: Int = 2, tolerance: Double? = nil, differenceTolerance: Double? = nil,
  elementLimit: Int = 32, seed: UInt64 = 0, sourceLocation: SourceLocation = #_sourceLocation,
  of f: (P) throws(E) -> Output
) throws(E) {
  let mismatches = try derivativeMismatches(
    at: point, order: order, tolerance: tolerance, differenceTolerance: differenceTolerance,
    elementLimit: elementLimit, seed: seed, of: f)
  for mismatch in mismatches {
    Issue.record(Comment(rawValue: mismatch.description), sourceLocation: sourceLocation)
  }
}
