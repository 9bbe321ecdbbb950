// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertExplain
import WengertLearning
import WengertPrograms
import WengertScalars

/// The numbers that go into the network: formulas in x and y that a person typed, and how they are
/// brought to mean 0 and variance 1.
struct TrainingFeatures {
  let names: [String]

  /// The features without normalisation; `x` and `y` go in, two columns.
  private let evaluator: ColumnEvaluator

  private(set) var means: [Double]
  private(set) var scales: [Double]

  init(_ texts: [String]) throws(StudioError) {
    names = texts
    var programs: [Program] = []
    for (number, text) in texts.enumerated() {
      programs.append(
        try Self.program(text, variables: ["x", "y"], "features[\(number)]", "Feature \(number + 1)"))
    }
    let graph = Program(inputs: ["x", "y"]) { v in programs.map { $0(v)[0] } }
    evaluator = ColumnEvaluator(graph.simplified(), columns: [true, true])
    means = [Double](repeating: 0, count: texts.count)
    scales = [Double](repeating: 1, count: texts.count)
  }

  var count: Int { names.count }

  /// The program of a formula with one result.
  static func program(
    _ text: String, variables: [String], _ member: String, _ title: String
  ) throws(StudioError) -> Program {
    let program: Program
    do {
      program = Program(try ExpressionParser.parse(text, options: .init(variables: variables)))
    } catch {
      throw StudioError(
        "expression", "\(title): \(error.message)", offset: error.offset, member: member)
    }
    guard program.outputs.count == 1 else {
      throw StudioError(
        "expression", "\(title) has \(program.outputs.count) results; it needs one.", member: member)
    }
    return program
  }

  /// The columns of all features, one after the other, at places whose x and y are in two columns.
  func columns(_ places: [Double]) -> [Double] {
    let count = places.count / 2
    var result: [Double] = []
    evaluator.values(uniforms: [], columns: places, count: count, into: &result)
    for (feature, (mean, scale)) in zip(means, scales).enumerated() where mean != 0 || scale != 1 {
      for place in feature * count..<(feature + 1) * count {
        result[place] = (result[place] - mean) * scale
      }
    }
    return result
  }

  /// Takes mean and variance of each feature at some places for the normalisation, or none.
  mutating func normalize(at places: [Double]?) {
    means = [Double](repeating: 0, count: count)
    scales = [Double](repeating: 1, count: count)
    guard let places, !places.isEmpty else { return }
    let columns = columns(places)
    let number = places.count / 2
    for feature in 0..<count {
      let column = columns[feature * number..<(feature + 1) * number]
      let mean = column.reduce(0, +) / Double(number)
      let variance = column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(number)
      // A feature that is the same everywhere, or nowhere a number, stays as it is.
      guard variance > 0, variance < .infinity else { continue }
      means[feature] = mean
      scales[feature] = 1 / variance.squareRoot()
    }
  }
}
