// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
import WengertScalars

/// The derivatives of repeated terms by machine code, and where they go.
struct CompiledTerms: Sendable {
  private struct Form: Sendable {
    let terms: RepeatedTerms
    let weights: [Double]
    let derivatives: Program
    /// For each output and term the place that it is added to; −1 for none.
    let places: [Int]
    /// Whether all terms of an output are added to one place, as values of a sum are.
    let isSummed: [Bool]
    /// Evaluators that are not in use; each is one thread's at a time.
    private let evaluators = Locked<[ColumnEvaluator]>([])

    init(_ terms: RepeatedTerms, _ weights: [Double], _ derivatives: Program, _ places: [Int]) {
      self.terms = terms
      self.weights = weights
      self.derivatives = derivatives
      self.places = places
      isSummed = stride(from: 0, to: places.count, by: weights.count).map { start in
        places[start] >= 0
          && places[start..<start + weights.count].allSatisfy { $0 == places[start] }
      }
    }

    /// The outputs of all terms at a point, the first of all of them, the second of all of them, ….
    func values(at x: [Double], into results: inout [Double]) {
      let evaluator =
        evaluators.withLock { $0.popLast() }
        ?? ColumnEvaluator(
          derivatives, columns: [Bool](repeating: true, count: derivatives.inputs.count),
          isCompiled: weights.count >= 64)
      evaluator.values(
        uniforms: [], columns: terms.columns(at: x), count: weights.count, into: &results)
      evaluators.withLock { $0.append(evaluator) }
    }

    /// Adds the outputs of all terms to their places; says whether all are numbers.
    func add(_ results: [Double], to sums: inout [Double]) -> Bool {
      let count = weights.count
      return sums.withUnsafeMutableBufferPointer { sums in
        for (output, isSummed) in isSummed.enumerated() {
          let places = places[output * count..<(output + 1) * count]
          let shares = zip(weights, results[output * count..<(output + 1) * count]).lazy.map { $0 * $1 }
          if isSummed {
            let sum = shares.reduce(0, +)
            if sum.isNaN { return false }
            sums[places[places.startIndex]] += sum
          } else {
            for (place, share) in zip(places, shares) where place >= 0 {
              if share.isNaN { return false }
              sums[place] += share
            }
          }
        }
        return true
      }
    }
  }

  private var forms: [Form] = []

  /// The rows of a Jacobian: the elements of the pattern, and behind them the values.
  init?(jacobianOf program: Program, _ pattern: SparsityPattern) {
    guard let repeated = RepeatedTerms.forms(of: program.outputs, program) else { return nil }
    for terms in repeated {
      var places = terms.terms.map { pattern.nonzeroCount + $0 }
      for input in 0..<terms.inputCount {
        places += zip(terms.terms, terms.inputs(input)).map { pattern.place($0, $1) ?? -1 }
      }
      let gradient = terms.program.gradient().taking(first: terms.inputCount + 1).simplified()
      forms.append(Form(terms, terms.terms.map { _ in 1 }, gradient, places))
    }
  }

  /// The Hessian of a sum: the elements of the pattern, and behind them the gradient and the value.
  init?(hessianOf program: Program, _ pattern: SparsityPattern) {
    guard let summands = program.summands(),
      let repeated = RepeatedTerms.forms(of: summands.map { $0.line }, program)
    else { return nil }
    for terms in repeated {
      // The square of it is the number of derivatives to write down.
      if terms.inputCount > 32 { return nil }
      let graph = ExpressionGraph()
      let (value, gradient, hessian) = ReverseMode<Expression>.valueWithHessian(
        at: terms.program.inputs.map { graph.input($0) }
      ) { terms.program($0)[0] }
      var outputs = [value]
      var places = terms.terms.map { _ in pattern.nonzeroCount + pattern.rowCount }
      for i in 0..<terms.inputCount {
        outputs.append(gradient[i])
        places += terms.inputs(i).map { pattern.nonzeroCount + $0 }
        for j in 0..<terms.inputCount where !hessian[i][j].isZero {
          outputs.append(hessian[i][j])
          places += zip(terms.inputs(i), terms.inputs(j)).map { pattern.place($0, $1) ?? -1 }
        }
      }
      let derivatives = Program(outputs, inputs: terms.program.inputs).simplified()
      forms.append(Form(terms, terms.terms.map { summands[$0].weight }, derivatives, places))
    }
  }

  /// Adds what there is at a point to `sums`; says whether all of it are numbers.
  func add(at x: [Double], to sums: inout [Double]) -> Bool {
    var results: [Double] = []
    for form in forms {
      form.values(at: x, into: &results)
      if !form.add(results, to: &sums) { return false }
    }
    return true
  }
}

extension Program {
  /// The first output as a sum of lines, each times a number; nil if it has more summands than lines.
  fileprivate func summands() -> [(line: Int32, weight: Double)]? {
    var summands: [(line: Int32, weight: Double)] = []
    var waiting: [(line: Int32, weight: Double)] = [(outputs[0], 1)]
    while let (index, weight) = waiting.popLast() {
      let line = instructions[Int(index)]
      func number(_ operand: Int32) -> Double? { instructions[Int(operand)].constant }
      switch line.function {
      case .add: waiting += [(line.y, weight), (line.x, weight)]
      case .subtract: waiting += [(line.y, -weight), (line.x, weight)]
      case .negate: waiting.append((line.x, -weight))
      case .multiply where number(line.x) != nil:
        waiting.append((line.y, weight * (number(line.x) ?? 1)))
      case .multiply where number(line.y) != nil:
        waiting.append((line.x, weight * (number(line.y) ?? 1)))
      case .divide where number(line.y) != nil:
        waiting.append((line.x, weight / (number(line.y) ?? 1)))
      default: summands.append((index, weight))
      }
      if summands.count + waiting.count > instructions.count { return nil }
    }
    // As they were recorded.
    return summands.reversed()
  }
}
