// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import WengertPrograms
import WengertScalars

extension OptimizerMethod {
  /// The update of one parameter in one step, written down as a program.
  ///
  /// Inputs are the parameter `w`, its derivative `g`, and what is remembered of it, by the symbols
  /// of the ``quantities``; outputs the same after the step, without `g`. The program evaluates to
  /// exactly the numbers of an `Optimizer<Double>`.
  ///
  /// ```swift
  /// print(OptimizerMethod.gradientDescent(momentum: 0.9).updateProgram(learningRate: 0.1))
  /// // w, g, m ->
  /// //   v3 = 0.9
  /// //   v4 = v3 * m
  /// //   m_next = v4 + g
  /// //   v6 = 0.1
  /// //   v7 = v6 * m_next
  /// //   w_next = w - v7
  /// //   return w_next, m_next
  /// ```
  ///
  /// - Parameters:
  ///   - learningRate: The learning rate `η` of the step.
  ///   - weightDecay: The weight decay `λ` of the step.
  ///   - step: The number of the step, from 1 on.
  public func updateProgram(
    learningRate: Double, weightDecay: Double = 0, step: Int = 1
  ) -> Program {
    checkHyperparameters()
    precondition(step >= 1, "updateProgram: steps count from 1; found \(step).")
    var rule = UpdateRule(
      method: self, rate: learningRate, weightDecay: weightDecay, step: step)
    if momentum(at: 1) != nil {
      for earlier in 1..<step { rule.momentumProduct *= momentum(at: earlier) ?? 1 }
    }
    let graph = ExpressionGraph(simplifying: false)
    let symbols = quantities.map { $0.symbol }
    let (w, g) = (graph.input("w"), graph.input("g"))
    var memory = ParameterMemory<Expression>()
    for (slot, symbol) in symbols.enumerated() { memory[slot] = graph.input(symbol) }
    var moved = w
    rule(&moved, g, &memory)

    let results = [moved] + symbols.indices.map { memory[$0] }
    var names: [Int32: String] = [:]
    for (result, name) in zip(results, ["w"] + symbols)
    where result.graph === graph && Int(result.index) >= graph.inputNames.count {
      if names[result.index] == nil { names[result.index] = name + "_next" }
    }
    return Program(results, inputs: graph.inputNames, names: names)
  }
}

extension Optimizer {
  /// The next step of one parameter, written down as a program:
  /// ``OptimizerMethod/updateProgram(learningRate:weightDecay:step:)`` with the rates of now.
  ///
  /// ```swift
  /// let optimizer = Optimizer<Double>(.adam(), learningRate: 0.01)
  /// let update = optimizer.updateProgram()
  /// update([1.0, 0.5, 0, 0])            // the weight 1 with the derivative 0.5: [0.99, 0.05, 0.00025]
  /// ```
  public func updateProgram() -> Program {
    method.updateProgram(
      learningRate: learningRate, weightDecay: weightDecay, step: stepCount + 1)
  }
}
