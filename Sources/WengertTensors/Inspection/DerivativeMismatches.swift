// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
import WengertScalars

/// Computes the derivatives of a function in every way there is, and returns where two ways
/// disagree: nothing, if all is well.
///
/// First derivatives are computed by forward mode, by reverse mode and by extrapolated central
/// differences; second ones, as products of the Hessian with a random vector, by forward over
/// reverse, reverse over forward, reverse over reverse and differences of gradients. The ways of
/// differentiation have to agree almost to the last digit, and with differences to about half of
/// the digits. Results that are not one number are first multiplied by random numbers and summed.
///
/// Derivatives are taken along a random direction in each leaf of the point and, if there are
/// not more elements than `elementLimit`, with respect to every element.
///
/// ```swift
/// #expect(derivativeMismatches(at: [0.3, 2]) { x in sin(x).sum() }.isEmpty)
/// ```
///
/// Choose a point where the function is smooth: at a kink differences are another derivative.
///
/// - Parameters:
///   - point: Where the derivatives are taken.
///   - order: 1, or 2 to compare second derivatives, too.
///   - tolerance: How far the ways of differentiation may be apart, relative to the size of the
///     terms, or 1 if they are smaller; nil for 10⁻¹⁰ (10⁻⁴ if a leaf is of float32).
///   - differenceTolerance: How far differences may be from the others; nil for 10⁻⁶ (10⁻²).
///   - elementLimit: Up to how many elements each is looked at by itself.
///   - seed: The random directions. The same seed gives the same.
/// - Complexity: about 50 evaluations, and for order 2 as many gradients, a leaf or element.
///
/// The extrapolation is that of C. J. F. Ridders, Adv. Eng. Software 4 (1982).
public func derivativeMismatches<P: ParameterTree, Output: ParameterTree, E: Error>(
  at point: P, order: Int = 2, tolerance: Double? = nil, differenceTolerance: Double? = nil,
  elementLimit: Int = 32, seed: UInt64 = 0, of f: (P) throws(E) -> Output
) throws(E) -> [DerivativeMismatch] {
  precondition(
    order == 1 || order == 2, "derivativeMismatches: the order is 1 or 2; found \(order).")
  var random = SplitMix64(state: seed)
  let leaves = point.leaves.map { Tensor($0.value) }
  var weights: [Tensor]?
  // The function as a number, of the leaves.
  func g(_ leaves: [Tensor]) throws(E) -> Tensor {
    let results = try f(point.replacingLeaves(leaves)).leaves.filter { $0.dtype.isFloatingPoint }
    let factors = weights ?? results.map { random.tensor(like: $0) }
    weights = factors
    return dot(results, factors)
  }
  _ = try g(leaves)
  var comparison = DerivativeComparison(
    paths: point.paths, leaves: leaves, tolerance: tolerance,
    differenceTolerance: differenceTolerance, elementLimit: elementLimit, random: random)
  try comparison.compareFirstOrder(g)
  if order == 2 { try comparison.compareSecondOrder(g) }
  return comparison.mismatches
}

/// `Σ xᵢ yᵢ` over all elements of all leaves.
private func dot(_ x: [Tensor], _ y: [Tensor]) -> Tensor {
  zip(x, y).reduce(Tensor(0.0)) { $0 + ($1.0 * $1.1).sum() }
}

/// The comparison of one function, leaf by leaf.
private struct DerivativeComparison {
  /// A direction in which a derivative is taken.
  struct Probe {
    let leaf: Int
    let index: [Int]?
    let direction: [Tensor]
  }

  let paths: [ParameterPath]
  let leaves: [Tensor]
  let isDouble: Bool
  let tolerance: Double
  let differenceTolerance: Double
  let probes: [Probe]
  /// The vector that the Hessian is multiplied by.
  let vector: [Tensor]
  var mismatches: [DerivativeMismatch] = []

  init(
    paths: [ParameterPath], leaves: [Tensor], tolerance: Double?, differenceTolerance: Double?,
    elementLimit: Int, random: SplitMix64
  ) {
    var random = random
    self.paths = paths
    self.leaves = leaves
    isDouble = leaves.allSatisfy { $0.dtype == .float64 }
    self.tolerance = tolerance ?? (isDouble ? 1e-10 : 1e-4)
    self.differenceTolerance = differenceTolerance ?? (isDouble ? 1e-6 : 1e-2)
    vector = leaves.map { random.tensor(like: $0) }
    let zeros = leaves.map { Tensor(zeros: $0.shape, dtype: $0.dtype) }
    let hasElements = leaves.reduce(0) { $0 + $1.count } <= elementLimit
    var probes: [Probe] = []
    for (k, leaf) in leaves.enumerated() where leaf.count > 0 {
      var direction = zeros
      if hasElements {
        for place in 0..<leaf.count {
          var unit = [Double](repeating: 0, count: leaf.count)
          unit[place] = 1
          direction[k] = Tensor(NDArray(unit, shape: leaf.shape).converted(to: leaf.dtype))
          probes.append(Probe(leaf: k, index: leaf.value.index(at: place), direction: direction))
        }
      }
      direction[k] = random.tensor(like: leaf)
      probes.append(Probe(leaf: k, index: nil, direction: direction))
    }
    self.probes = probes
  }

  mutating func compareFirstOrder<E: Error>(
    _ g: ([Tensor]) throws(E) -> Tensor
  ) throws(E) {
    let gradient = try WengertTensors.gradient(at: leaves, of: g)
    for probe in probes {
      let direction = probe.direction
      let forward = try pushforward(at: leaves, along: direction, of: g).derivative.double
      let slope = try slope { (t) throws(E) in try g(moved(by: t, along: direction)).double }
      compare(probe, .reverse, gradient, [(.forward, forward)], .differences, slope)
    }
  }

  mutating func compareSecondOrder<E: Error>(
    _ g: ([Tensor]) throws(E) -> Tensor
  ) throws(E) {
    let (leaves, vector) = (leaves, vector)
    let reference = try hessianVectorProduct(at: leaves, along: vector, of: g)
    let reverseOverForward = try gradient(at: leaves) { (x) throws(E) in
      try pushforward(at: x, along: vector, of: g).derivative
    }
    let reverseOverReverse = try gradient(at: leaves) { (x) throws(E) in
      dot(try gradient(at: x, of: g), vector)
    }
    // The steps are the same for all probes, and so are the gradients.
    var gradients: [Double: [Tensor]] = [:]
    for probe in probes {
      let slope = try slope { (t) throws(E) in
        if let known = gradients[t] { return dot(known, probe.direction).double }
        let gradient = try WengertTensors.gradient(at: moved(by: t, along: vector), of: g)
        gradients[t] = gradient
        return dot(gradient, probe.direction).double
      }
      compare(
        probe, .forwardOverReverse, reference,
        [
          (.reverseOverForward, dot(reverseOverForward, probe.direction).double),
          (.reverseOverReverse, dot(reverseOverReverse, probe.direction).double),
        ], .differencesOfGradients, slope)
    }
  }

  /// The point, moved by a multiple of a direction.
  private func moved(by t: Double, along direction: [Tensor]) -> [Tensor] {
    zip(leaves, direction).map { $0 + Tensor(t) * $1 }
  }

  /// The derivative at 0 by differences, and how far off it may be, computed in the precision that
  /// the values have.
  private func slope<E: Error>(
    _ f: (Double) throws(E) -> Double
  ) throws(E) -> (value: Double, error: Double) {
    if isDouble {
      let estimate = try Numerical.estimate(at: 0, scheme: .richardson, of: f)
      return (estimate.derivative, estimate.error)
    }
    let estimate = try NumericalMethod<Float>.estimate(at: 0, scheme: .richardson) {
      (t) throws(E) in Float(try f(Double(t)))
    }
    return (Double(estimate.derivative), Double(estimate.error))
  }

  /// Notes which of the derivatives along a probe differ from that by the cotangents `reference`.
  private mutating func compare(
    _ probe: Probe, _ mode: DerivativeMismatch.Mode, _ reference: [Tensor],
    _ others: [(DerivativeMismatch.Mode, Double)], _ differenceMode: DerivativeMismatch.Mode,
    _ difference: (value: Double, error: Double)
  ) {
    let expected = dot(reference, probe.direction).double
    // Sums are compared to the size of their terms.
    let scale = max(
      1, dot(reference.map { .abs($0) }, probe.direction.map { .abs($0) }).double)
    func check(_ other: DerivativeMismatch.Mode, _ value: Double, _ tolerance: Double) {
      if expected == value || (expected - value).magnitude <= tolerance { return }
      mismatches.append(
        DerivativeMismatch(
          mode: mode, reference: other, path: paths[probe.leaf], index: probe.index,
          value: expected, expected: value, tolerance: tolerance))
    }
    for (other, value) in others { check(other, value, tolerance * scale) }
    // Differences know how far off they may be; they are believed up to a point.
    let doubt = min(8 * difference.error, 100 * differenceTolerance * scale)
    check(differenceMode, difference.value, differenceTolerance * scale + (doubt.isNaN ? 0 : doubt))
  }
}

/// Random numbers for test directions.
///
/// G. L. Steele, D. Lea, C. H. Flood, "Fast splittable pseudorandom number generators", OOPSLA
/// (2014).
private struct SplitMix64 {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }

  /// A tensor of numbers between ½ and 1 of either sign: none of them hides an element.
  mutating func tensor(like tensor: Tensor) -> Tensor {
    var elements: [Double] = []
    for _ in 0..<tensor.count {
      let bits = next()
      let magnitude = 0.5 + 0.5 * Double(bits >> 12) * 0x1p-52
      elements.append(bits & 1 == 0 ? magnitude : -magnitude)
    }
    return Tensor(NDArray(elements, shape: tensor.shape).converted(to: tensor.dtype))
  }
}
