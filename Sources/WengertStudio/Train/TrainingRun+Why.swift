// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertExplain
import WengertLearning
import WengertPrograms

extension TrainingRun {
  /// Why a weight will move: the part of every point in its derivative, the penalties, what is done
  /// to the gradient, and the arithmetic of the optimizer, for a round of all points.
  func why(_ index: Int) -> StudioAnswer {
    let count = training.count
    let columns = network.contributions(
      moment.weights, trainingColumns, count: count, weight: index)
    var order = Array(0..<count)
    // Where a part is not a number it comes first: it is what matters.
    func size(_ place: Int) -> Double {
      let part = columns[count + place].magnitude
      return part.isNaN ? .infinity : part
    }
    order.sort { size($0) != size($1) ? size($0) > size($1) : $0 < $1 }
    let contributions = order.prefix(200).map { place -> JSONValue in
      let point = data.points[training[place]]
      return .object([
        "point": .integer(training[place]), "x": .number(point.x), "y": .number(point.y),
        "loss": .number(columns[place]), "gradient": .number(columns[count + place]),
      ])
    }

    var gradient = evaluation.gradient
    var transforms: [JSONValue] = []
    for (name, transform) in state.transforms {
      let before = gradient[index]
      gradient = transform(gradient)
      transforms.append(
        .object([
          "name": .string(name), "before": .number(before), "after": .number(gradient[index]),
        ]))
    }
    return StudioAnswer([
      "name": .string(parameters[index].name), "value": .number(moment.weights[index]),
      "gradient": .number(evaluation.gradient[index]), "count": .integer(count),
      "contributions": .array(contributions),
      "regularization": .number(penalty(index)),
      "transforms": .array(transforms), "update": update(index, gradient),
    ])
  }

  /// The next step of a weight, line by line.
  private func update(_ index: Int, _ gradient: [Double]) -> JSONValue {
    let before = moment.weights[index]
    let rate = state.rates(moment.round)
    guard
      let (program, inputs) = moment.optimizer.update(
        index, weight: before, slope: gradient[index], rate: rate)
    else {
      // A step that depends on all weights together has no lines of its own.
      var (weights, optimizer) = (moment.weights, moment.optimizer)
      optimizer.move(&weights, along: gradient, rate: rate, objective: objective)
      return .object([
        "lines": [], "before": .number(before), "after": .number(weights[index]),
      ])
    }
    var options = Explanation.Options()
    options.sections = []
    let explanation = Explanation(of: program, at: inputs, options: options)
    return .object([
      "lines": .array(
        explanation.steps.items.map { step in
          .object([
            "name": .string(step.name),
            "formula": .object([
              "text": .string(step.formula.plain), "mathml": .string(step.formula.mathML),
            ]),
            "substituted": .string(step.substituted.plain), "value": .number(step.value),
          ])
        }),
      "inputs": .array(
        zip(program.inputs, inputs).map {
          .object(["name": .string($0), "value": .number($1)])
        }),
      "before": .number(before), "after": .number(explanation.value),
    ])
  }
}
