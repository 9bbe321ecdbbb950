// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertKernels
import WengertPrograms
import WengertScalars
import WengertTensors

@testable import WengertLearning

@Suite("Optimizers")
struct OptimizerTests {
  /// Gradients that change their signs, and are 0 at times.
  static func gradient(_ step: Int) -> [Double] {
    [[1, -0.5, 0.25], [-0.75, -0.5, 0], [0.3, 0.9, -2], [0.1, 0.2, 0.4]][step % 4]
  }

  @Test(arguments: OptimizerCase.allCases)
  func `tensors move as numbers do`(name: OptimizerCase) {
    var numbers = Optimizer<Double>(name.method, learningRate: 0.1, weightDecay: 0.01)
    var tensors = Optimizer<Tensor>(name.method, learningRate: 0.1, weightDecay: 0.01)
    var w = [1.0, -2, 0.5]
    var model: [String: Tensor] = ["a": Tensor([1.0, -2]), "b": Tensor(0.5)]
    for step in 0..<12 {
      let g = Self.gradient(step)
      if step == 6 { (numbers.learningRate, tensors.learningRate) = (0.05, 0.05) }
      numbers.update(&w, gradient: g)
      tensors.update(&model, gradient: ["a": Tensor([g[0], g[1]]), "b": Tensor(g[2])])
      expectClose(model.leaves.flatMap { $0.elements }, w, 1e-15, "step \(step)")
    }
    #expect(tensors.stepCount == 12)
    for quantity in name.method.quantities {
      expectClose(tensors[quantity]!.flatMap { $0.elements }, numbers[quantity]!, 1e-15)
    }
  }

  /// Large ones are written over where nobody else has them; copies and what others hold stay.
  @Test(arguments: OptimizerCase.allCases)
  func `large tensors move as numbers do, and copies stay what they are`(name: OptimizerCase) {
    let count = 40_000
    var numbers = Optimizer<Double>(name.method, learningRate: 0.1, weightDecay: 0.01)
    var tensors = Optimizer<Tensor>(name.method, learningRate: 0.1, weightDecay: 0.01)
    var w = (0..<count).map { Double($0 % 17) - 8 }
    var model = [Tensor(w), Tensor([0.5] as [Double])]
    var last = 0.5
    var single = Optimizer<Double>(name.method, learningRate: 0.1, weightDecay: 0.01)
    for step in 0..<6 {
      let g = w.indices.map { Double(($0 + step) % 5) - 1.5 }
      // Every other step someone keeps what was.
      let before = step % 2 == 0 ? (model: model, w: w, optimizer: tensors) : nil
      numbers.update(&w, gradient: g)
      var rest = [last]
      single.update(&rest, gradient: [g[0]])
      last = rest[0]
      let gradient = [Tensor(g), Tensor([g[0]])]
      tensors.update(&model, gradient: gradient)
      #expect(model[0].elements.elementsEqual(w) { abs($0 - $1) <= 1e-14 * max(1, abs($1)) })
      #expect(abs(model[1].double - last) < 1e-14)
      guard let before else { continue }
      let isKept = before.model[0].elements.elementsEqual(before.w) {
        abs($0 - $1) <= 1e-14 * max(1, abs($1))
      }
      #expect(isKept)
      var (again, other) = (before.model, before.optimizer)
      other.update(&again, gradient: gradient)
      #expect(again == model)
      #expect(gradient[0].elements == g)
    }
  }

  @Test func `numbers of a step are as wide as the arithmetic`() {
    // Parameter, derivative and what comes of it.
    let cases: [(Tensor, Tensor, DType)] = [
      (Tensor([1, 2] as [Float]), Tensor([1, 1] as [Float]), .float32),
      (Tensor([1, 2] as [Float]), Tensor([1.0, 1]), .float64),
      (Tensor([1.0, 2]), Tensor([1, 1] as [Float]), .float64),
      (Tensor([1, 2] as [Int64]), Tensor([1.0, 1]), .float64),
    ]
    for (parameter, derivative, dtype) in cases {
      var optimizer = Optimizer<Tensor>(.gradientDescent(), learningRate: 0.1)
      var w = parameter
      optimizer.update(&w, gradient: derivative)
      #expect(w.dtype == dtype)
      let tolerance = dtype == .float64 ? 1e-15 : 1e-7
      expectClose(w.converted(to: .float64).elements, [0.9, 1.9], tolerance)
    }
    var optimizer = Optimizer<Tensor>(.gradientDescent(), learningRate: 0.1)
    var literal: Tensor = 1
    optimizer.update(&literal, gradient: Tensor([0.5] as [Float]).sum())
    #expect(literal.dtype == .float32)
  }

  @Test(arguments: OptimizerCase.allCases)
  func `the program of an update computes what the optimizer does, to the last bit`(
    name: OptimizerCase
  ) {
    var optimizer = Optimizer<Double>(name.method, learningRate: 0.1, weightDecay: 0.01)
    var w = [1.0, -2, 0.5]
    for step in 0..<12 {
      let g = Self.gradient(step)
      let program = optimizer.updateProgram()
      let before = optimizer
      let old = w
      optimizer.update(&w, gradient: g)
      for i in w.indices {
        let memory = name.method.quantities.map { quantity in
          before[quantity]?[i]
            ?? name.method.initialValue(of: quantity, learningRate: optimizer.learningRate)
        }
        let after = name.method.quantities.map { optimizer[$0]![i] }
        #expect(program([old[i], g[i]] + memory) == [w[i]] + after)
      }
    }
  }

  @Test(arguments: OptimizerCase.allCases)
  func `a copy is a snapshot`(name: OptimizerCase) {
    var optimizer = Optimizer<Double>(name.method, learningRate: 0.1)
    var w = [1.0, -2, 0.5]
    for step in 0..<3 { optimizer.update(&w, gradient: Self.gradient(step)) }
    var (copy, v) = (optimizer, w)
    for step in 3..<8 { optimizer.update(&w, gradient: Self.gradient(step)) }
    for step in 3..<8 { copy.update(&v, gradient: Self.gradient(step)) }
    #expect(v == w)
    #expect(copy.state == optimizer.state)
  }

  @Test(arguments: OptimizerCase.allCases)
  func `a bowl is descended`(name: OptimizerCase) {
    // At a constant rate those that go by the sign alone would circle around the minimum.
    let schedule = LearningRateSchedule.cosine(
      name == .adadelta ? 3 : name == .adagrad ? 0.5 : 0.02, over: 1500)
    var optimizer = Optimizer<Double>(name.method, learningRate: schedule(0))
    var w = [1.0, -0.5]
    for step in 0..<1500 {
      optimizer.learningRate = schedule(step)
      optimizer.update(&w, gradient: [w[0] - 0.25, 2 * (w[1] - 0.25)])
    }
    expectClose(w, [0.25, 0.25], 0.02, "\(name)")
  }

  @Test(arguments: OptimizerCase.allCases)
  func `parameters whose gradient is 0 stay, and single precision stays single`(name: OptimizerCase) {
    var optimizer = Optimizer<Tensor>(name.method, learningRate: 0.1)
    var w = Tensor([1.0, 2]).converted(to: .float32)
    optimizer.update(&w, gradient: Tensor([0.0, 1]).converted(to: .float32))
    optimizer.update(&w, gradient: Tensor([0.0, -1]).converted(to: .float32))
    #expect(w.dtype == .float32)
    for slot in optimizer.state { #expect(slot.allSatisfy { $0.dtype == .float32 }) }
    // The decay of the averaged descent is part of the method.
    if name != .averaged { #expect(w.elements[0] == 1) }
  }

  @Test func `updates of single numbers, by hand`() {
    func moved(_ method: OptimizerMethod, decay: Double = 0, _ gradients: [Double]) -> Double {
      var optimizer = Optimizer<Double>(method, learningRate: 0.5, weightDecay: decay)
      var w = [1.0]
      for g in gradients { optimizer.update(&w, gradient: [g]) }
      return w[0]
    }
    #expect(moved(.gradientDescent(), [1]) == 0.5)
    #expect(moved(.gradientDescent(), decay: 0.5, [1]) == 0.25)
    #expect(moved(.gradientDescent(momentum: 0.5), [1, 1]) == -0.25)
    #expect(moved(.gradientDescent(momentum: 0.5, isNesterov: true), [1]) == 0.25)
    // The first step of dampened momentum is not dampened.
    #expect(moved(.gradientDescent(momentum: 0.5, dampening: 0.5), [1, 1]) == 0)
    #expect(moved(.rprop(), [1, 3]) == 1 - 0.5 - 0.6)
    #expect(moved(.rprop(), [1, -3]) == 0.5)
    // Decay apart from the gradient does not pass through the division by its size.
    expectClose([moved(.adamW(), decay: 0.5, [2])], [0.75 - 0.5], 1e-8)
    expectClose([moved(.adam(), decay: 0.5, [2])], [0.5], 1e-8)
  }

  @Test func `a constant gradient does not make centered RMSProp stop`() {
    var optimizer = Optimizer<Double>(.rmsProp(decay: 0.5, isCentered: true), learningRate: 1e-9)
    var w = [0.0]
    for _ in 0..<500 { optimizer.update(&w, gradient: [0.1]) }
    #expect(w[0].isFinite && w[0] < 0)
  }

  @Test func `the update is written down`() {
    let program = OptimizerMethod.gradientDescent(momentum: 0.9).updateProgram(learningRate: 0.1)
    #expect(
      program.description == """
        w, g, m ->
          v3 = 0.9
          v4 = v3 * m
          m_next = v4 + g
          v6 = 0.1
          v7 = v6 * m_next
          w_next = w - v7
          return w_next, m_next
        """)
    let names = OptimizerMethod.adam(isAMSGrad: true).quantities.map { $0.name }
    #expect(names == ["momentum", "mean of squares", "greatest mean of squares"])
    #expect(Set(OptimizerQuantity.allCases.map { $0.name }).count == OptimizerQuantity.allCases.count)
    for name in OptimizerCase.allCases {
      let symbols = ["w", "g"] + name.method.quantities.map { $0.symbol }
      #expect(Set(symbols).count == symbols.count)
      #expect(name.method.updateProgram(learningRate: 0.1).inputs == symbols)
    }
  }

  /// Two steps on formulas are the formula of two steps.
  @Test(arguments: OptimizerCase.allCases)
  func `formulas move as numbers do`(name: OptimizerCase) {
    var formulas = Optimizer<Expression>(name.method, learningRate: 0.1, weightDecay: 0.01)
    var numbers = Optimizer<Double>(name.method, learningRate: 0.1, weightDecay: 0.01)
    let inputs = Expression.variables(["w", "g", "h"])
    var (formula, number) = ([inputs[0]], [0.7])
    for (g, value) in [(inputs[1], 0.4), (inputs[2], -0.3)] {
      formulas.update(&formula, gradient: [g])
      numbers.update(&number, gradient: [value])
    }
    expectClose([formula[0].value(at: [0.7, 0.4, -0.3])], number, 1e-14)
  }

  /// How the weight after five steps depends on the one before: a derivative through training.
  @Test(arguments: OptimizerCase.allCases)
  func `training is differentiable`(name: OptimizerCase) {
    func trained<T: ParameterValue>(_ start: T) -> T {
      var optimizer = Optimizer<T>(name.method, learningRate: 0.1)
      var w = [start]
      for _ in 0..<5 { optimizer.update(&w, gradient: [.square(w[0]) * w[0]]) }
      return w[0]
    }
    let forward = Forward.derivative(at: 0.8) { trained($0) }
    expectClose([forward], [Numerical.derivative(at: 0.8) { trained($0) }], 1e-7)
    expectClose([forward], [Reverse.derivative(at: 0.8) { trained($0) }], 1e-14)
  }

  /// The derivative of an update is a program, too: how the new weight depends on the gradient.
  @Test func `an update can be differentiated`() {
    let program = OptimizerMethod.adam().updateProgram(learningRate: 0.1, step: 3)
    let gradient = program.gradient()([1.0, 0.5, 0.2, 0.3])
    let numerical = Numerical.gradient(at: [1.0, 0.5, 0.2, 0.3]) { program($0)[0] }
    expectClose(Array(gradient.dropFirst()), numerical, 1e-9)
  }
}
