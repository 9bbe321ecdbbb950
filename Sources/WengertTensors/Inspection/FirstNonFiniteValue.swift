// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
import WengertScalars

/// The place where a function or its gradient first leaves the finite numbers, nil if both are
/// finite.
///
/// The function is run forward and backward, and the line is found that is infinite or nan though
/// what it reads is not. Infinities that do no harm (in a branch that `select` does not take, in a
/// mask that is meant so) are passed over. The gradient is that of the sum of all results.
///
/// ```swift
/// if let fault = firstNonFiniteValue(at: model, of: { loss($0(x), y) }) { print(fault) }
/// // The first value that is not finite is -inf, at [1] of
/// //   v4: float64[3] = log(v3)
/// // in the forward pass, near "hidden", which depends on layers[0].weight.
/// //   v3[1] = 0.0
/// //   formula: log(x), for x > 0
/// ```
///
/// - Complexity: one gradient, whose values are all kept until the end.
public func firstNonFiniteValue<P: ParameterTree, Output: ParameterTree, E: Error>(
  at point: P, of f: (P) throws(E) -> Output
) throws(E) -> NonFiniteValue? {
  let trace = Trace(parent: Trace.current)
  return try trace.running { () throws(E) in
    let variables = trace.variables(point.leaves, point.paths, "firstNonFiniteValue")
    let output = try f(point.replacingLeaves(variables))
    let values = output.leaves.filter { $0.dtype.isFloatingPoint }.map { trace.line(of: $0) }
    let end = trace.count
    let seeds: [Tensor?] = values.map { line in
      let type = trace.lines[Int(line)].type
      return Tensor(ones: type.shape, dtype: type.dtype)
    }
    let gradient = trace.pullback(values, seeds, to: variables.map { $0.line })
    return trace.firstNonFiniteValue(
      results: values + gradient.compactMap { $0.map { trace.line(of: $0) } }, forwardEnd: end)
  }
}

extension TensorProgram {
  /// The place where a run of the program first leaves the finite numbers, nil if all results are
  /// finite; see ``firstNonFiniteValue(at:of:)``.
  ///
  /// ```swift
  /// step.program(for: w, x).firstNonFiniteValue(for: [w, x])
  /// ```
  public func firstNonFiniteValue(for operands: [Tensor]) -> NonFiniteValue? {
    precondition(
      operands.map { $0.type } == inputTypes,
      """
      firstNonFiniteValue: the program has inputs of \(inputTypes); found \
      \(operands.map { $0.type }).
      """)
    // The lines keep their numbers, so that names are those of the listing.
    let trace = Trace(parent: nil)
    var place = [Int32: Int]()
    for (position, input) in inputs.enumerated() { place[input] = position }
    for (i, line) in lines.enumerated() {
      switch line.operation {
      case .constant: _ = trace.line(of: Tensor(constants[Int32(i)].unsafelyUnwrapped))
      case .input(let input):
        let value = place[Int32(i)].map { operands[$0].value }
        _ = trace.input(line.type, name: input.name, value: value)
      default: _ = trace.append(line.operation, line.operands, line.type)
      }
    }
    return trace.running { trace.firstNonFiniteValue(results: outputs, forwardEnd: nil) }
  }
}

extension Trace {
  /// The line to blame for results that are not finite.
  ///
  /// - Parameter forwardEnd: The number of the lines of the forward pass; nil if there is one pass.
  fileprivate func firstNonFiniteValue(results: [Int32], forwardEnd: Int32?) -> NonFiniteValue? {
    if let unknown = evaluate(results) {
      preconditionFailure("firstNonFiniteValue: the value of line \(unknown) is not known.")
    }
    guard let i = NonFiniteSearch(self).firstLine(results: results) else { return nil }
    let isBackward = forwardEnd.map { i >= $0 } ?? false
    let value = values[Int(i)].unsafelyUnwrapped
    let counts = value.nonFiniteCounts
    let place = (0..<value.count).first { place in
      let element = value.double(at: place)
      return counts.nan > 0 ? element.isNaN : element.isInfinite
    }.unsafelyUnwrapped

    let names = LineNames(trace: self)
    let graph = LineGraph(self, end: forwardEnd ?? count)
    let origin = isBackward ? origin(of: i, in: graph) : nil
    let formula =
      isBackward
      ? origin.map { lines[Int($0.line)].operation.derivativeFormula(at: $0.operand) } ?? ""
      : lines[Int(i)].operation.formula
    let start = origin?.line ?? i
    return NonFiniteValue(
      pass: forwardEnd.map { _ in isBackward ? .backward : .forward }, line: names.text(of: i),
      value: value.double(at: place), index: value.index(at: place),
      count: counts.nan + counts.infinite,
      operands: sources(of: i).compactMap { operand(names, $0, of: i, at: place) },
      formula: formula, differentiatedLine: origin.map { names.text(of: $0.line) },
      path: graph.nearestPath(to: start), label: graph.nearestLabel(to: start))
  }

  /// What is said of an operand of line `i`, whose element at `place` is not finite.
  private func operand(
    _ names: LineNames, _ operand: Int32, of i: Int32, at place: Int
  ) -> NonFiniteValue.Operand? {
    if names.isNumber(operand) { return nil }
    let value = values[Int(operand)].unsafelyUnwrapped
    let result = lines[Int(i)].type.shape
    var element: (index: [Int], value: Double)?
    if case .elementwise = lines[Int(i)].operation {
      let strides = value.shape.broadcastStrides(to: result)
      let places = result.strides
      let source = result.indices.reduce(0) {
        $0 + place / places[$1] % result[$1] * strides[$1]
      }
      element = (value.index(at: source), value.double(at: source))
    }
    return NonFiniteValue.Operand(
      name: names[operand], type: lines[Int(operand)].type, element: element, range: value.range)
  }
}
