// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertKernels
import WengertLearning
import WengertScalars
import WengertTensors

/// A mistake of the programmer, and the sentence that it stops with.
struct Mistake: Sendable {
  let message: String
  let body: @Sendable () -> Void

  init(_ message: String, _ body: @escaping @Sendable () -> Void) {
    (self.message, self.body) = (message, body)
  }

  static let shape = NetworkShape(inputs: 2, hidden: [3], outputs: 1)

  static let optimizers: [Mistake] = [
    Mistake("Optimizer.update: there are 1 parameters, but 2 derivatives.") {
      var w = [1.0]
      var optimizer = Optimizer<Double>(.adam(), learningRate: 0.1)
      optimizer.update(&w, gradient: [1, 2])
    },
    Mistake("Optimizer.update: the steps before had 1 parameters; found 2.") {
      var (w, v) = ([1.0], [1.0, 2])
      var optimizer = Optimizer<Double>(.adam(), learningRate: 0.1)
      optimizer.update(&w, gradient: [1])
      optimizer.update(&v, gradient: [1, 2])
    },
    Mistake(
      """
      Optimizer.update: the gradient of layers[1].weight has the shape [3], but the parameter [3, 1].
      """
    ) {
      var network = Network(shape, seed: 1)
      var slope = network
      slope.layers[1].weight = Tensor(zeros: [3])
      var optimizer = Optimizer<Tensor>(.gradientDescent(), learningRate: 0.1)
      optimizer.update(&network, gradient: slope)
    },
    Mistake(
      "Optimizer.update: the gradient of the parameter has the shape [3], but the parameter [2]."
    ) {
      var w = Tensor([1.0, 2])
      var optimizer = Optimizer<Tensor>(.gradientDescent(), learningRate: 0.1)
      optimizer.update(&w, gradient: Tensor([1.0, 2, 3]))
    },
    Mistake("Optimizer.update: the gradient of parameter 1 has the shape [3], but the parameter [2].") {
      var w = [Tensor(1.0), Tensor([1.0, 2])]
      var optimizer = Optimizer<Tensor>(.gradientDescent(), learningRate: 0.1)
      optimizer.update(&w, gradient: [Tensor(1.0), Tensor([1.0, 2, 3])])
    },
    Mistake("updateProgram: steps count from 1; found 0.") {
      _ = OptimizerMethod.adam().updateProgram(learningRate: 0.1, step: 0)
    },
    Mistake("LBFGS: at least one step is remembered; found 0.") { _ = LBFGS<Double>(memory: 0) },
    Mistake("LBFGS: there are 2 parameters, but 1 derivatives.") {
      var x = [1.0, 2]
      var method = LBFGS<Double>()
      _ = method.minimize(&x) { x in (x[0], [1]) }
    },
    Mistake("GradientTransform: a gradient is clipped to a number above 0; found 0.0.") {
      _ = GradientTransform.clippingNorm(to: 0)([1.0])
    },
    Mistake("GradientTransform: a gradient is clipped to a number above 0; found -1.0.") {
      _ = GradientTransform.clippingValues(to: -1)([1.0])
    },
  ]

  private static func method(_ method: OptimizerMethod, _ message: String) -> Mistake {
    Mistake(message) { _ = Optimizer<Double>(method, learningRate: 0.1) }
  }

  static let hyperparameters: [Mistake] = [
    method(
      .gradientDescent(momentum: -1),
      "gradientDescent: momentum is a number from 0 on; found -1.0."),
    method(
      .gradientDescent(isNesterov: true),
      "gradientDescent: Nesterov's method needs a momentum and no dampening; found 0.0 and 0.0."),
    method(
      .gradientDescent(momentum: 0.5, dampening: 0.5, isNesterov: true), "found 0.5 and 0.5."),
    method(.rmsProp(decay: 1), "rmsProp: decay is from 0 to below 1; found 1.0."),
    method(.rmsProp(epsilon: -1), "rmsProp: epsilon is a number from 0 on; found -1.0."),
    method(.rmsProp(momentum: -1), "rmsProp: momentum is a number from 0 on; found -1.0."),
    method(.adagrad(rateDecay: -1), "adagrad: rateDecay is a number from 0 on; found -1.0."),
    method(.adagrad(initialSum: -1), "adagrad: initialSum is a number from 0 on; found -1.0."),
    method(.adagrad(epsilon: -1), "adagrad: epsilon is a number from 0 on; found -1.0."),
    method(.adam(beta1: 1.5), "adam: beta1 is from 0 to below 1; found 1.5."),
    method(.adam(beta2: .nan), "adam: beta2 is from 0 to below 1; found nan."),
    method(.adam(epsilon: -1), "adam: epsilon is a number from 0 on; found -1.0."),
    method(.adamW(beta2: 1), "adamW: beta2 is from 0 to below 1; found 1.0."),
    method(.adadelta(decay: -1), "adadelta: decay is from 0 to below 1; found -1.0."),
    method(.adadelta(epsilon: -1), "adadelta: epsilon is a number from 0 on; found -1.0."),
    method(.adamax(beta1: 1), "adamax: beta1 is from 0 to below 1; found 1.0."),
    method(.nadam(beta1: 1), "nadam: beta1 is from 0 to below 1; found 1.0."),
    method(.nadam(momentumDecay: -1), "nadam: momentumDecay is a number from 0 on; found -1.0."),
    method(.radam(beta2: 1), "radam: beta2 is from 0 to below 1; found 1.0."),
    method(.rprop(decrease: 2), "rprop: 0 < decrease < 1 < increase is needed; found 2.0 and 1.2."),
    method(
      .rprop(smallestStep: 2, largestStep: 1),
      "rprop: the steps are between 2.0 and 1.0, which is no range."),
    method(
      .averagedGradientDescent(decay: -1),
      "averagedGradientDescent: decay is a number from 0 on; found -1.0."),
    method(
      .averagedGradientDescent(power: -1),
      "averagedGradientDescent: power is a number from 0 on; found -1.0."),
    Mistake("LearningRateSchedule: a learning rate is a number from 0 on; found -1.0.") {
      _ = LearningRateSchedule.constant(-1)
    },
    Mistake("LearningRateSchedule.step: the interval is at least 1; found 0.") {
      _ = LearningRateSchedule.step(1, factor: 0.5, every: 0)
    },
    Mistake("LearningRateSchedule.cosine: the number of steps is at least 1; found 0.") {
      _ = LearningRateSchedule.cosine(1, over: 0)
    },
    Mistake("LearningRateSchedule.warmingUp: the number of steps is not negative; found -1.") {
      _ = LearningRateSchedule.constant(1).warmingUp(over: -1)
    },
  ]

  static let data: [Mistake] = [
    Mistake("CounterRandom.integer: there is no integer from 0 to below 0.") {
      var random = CounterRandom(seed: 1)
      _ = random.integer(below: 0)
    },
    Mistake("CounterRandom.permutation: a count is not negative; found -1.") {
      var random = CounterRandom(seed: 1)
      _ = random.permutation(of: -1)
    },
    Mistake("ToyData: neither count nor noise is negative; found -1 and 0.0.") {
      _ = ToyData.circle.points(count: -1, seed: 1)
    },
    Mistake("ToyData: neither count nor noise is negative; found 1 and -0.5.") {
      _ = ToyData.points(above: { $0 }, count: 1, noise: -0.5, seed: 1)
    },
    Mistake("oneHotTargets: the class 2 is not one of 2.") {
      _ = [DataPoint(x: 0, y: 0, target: 2)].oneHotTargets(classes: 2)
    },
    Mistake("trainTestSplit: the share of test examples is from 0 to 1; found 1.5.") {
      _ = trainTestSplit([1, 2], testShare: 1.5, seed: 1)
    },
    Mistake(
      "Batches: a batch has at least one example, and a set none or more; found 0 of 5."
    ) { _ = Batches(count: 5, size: 0, seed: 1) },
    Mistake("Metrics.predictedClass: there are no outputs.") { _ = Metrics.predictedClass([]) },
    Mistake("Metrics.accuracy: there are 1 examples, but 2 labels.") {
      _ = Metrics.accuracy([[1]], labels: [1, 2])
    },
    Mistake("Metrics.meanLoss: there are 1 examples, but 0 targets.") {
      _ = Metrics.meanLoss(.meanSquaredError, [[1]], targets: [])
    },
    Mistake(
      """
      Metrics.accuracy: outputs of shape [examples, outputs] and a label for each example are \
      needed; found the shapes [2] and [2].
      """
    ) { _ = Metrics.accuracy(Tensor([1.0, 2]), labels: Tensor([1.0, 0])) },
  ]

  static let networks: [Mistake] = [
    Mistake("Loss: there are 2 outputs, but 1 targets.") {
      _ = Loss.meanSquaredError([1.0, 2.0] as [Double], [1.0])
    },
    Mistake("squaredError: the targets have the shape [2], but the predictions [2, 1].") {
      _ = Loss.meanSquaredError(Tensor([[1.0], [2]]), Tensor([1.0, 2]))
    },
    Mistake(
      """
      NetworkShape: a network has at least one input, and at least one layer, none of them empty; \
      found 2 inputs and the layers [3, 0].
      """
    ) { _ = NetworkShape(inputs: 2, hidden: [3], outputs: 0) },
    Mistake("NetworkShape: there is no weight w1_4_1.") {
      _ = shape.place(of: .weight(layer: 0, from: 0, to: 3))
    },
    Mistake("NetworkShape: there is no bias b3_1.") {
      _ = shape.place(of: .bias(layer: 2, unit: 0))
    },
    Mistake("NetworkShape: an example has 2 features; found 1.") {
      _ = shape.activations(features: [1.0], parameters: shape.initialParameters(seed: 1))
    },
    Mistake("NetworkShape: a network of this shape has 13 parameters; found 1.") {
      _ = shape.activations(features: [1.0, 2], parameters: [1])
    },
    Mistake("Network: a network of this shape has 13 parameters; found 1.") {
      _ = Network(shape, parameters: [1])
    },
    Mistake("NetworkProgram: a network of this shape has 13 parameters; found 1.") {
      _ = NetworkProgram(shape).inputs(features: [1.0, 2], parameters: [1])
    },
    Mistake("NetworkProgram: an example has 2 features and 1 targets; found 2 and 0.") {
      let program = NetworkProgram(shape, computing: .loss(.meanSquaredError))
      _ = program.inputs(features: [1.0, 2], parameters: shape.initialParameters(seed: 1))
    },
    Mistake("NetworkProgram.training: only the program of a loss can be trained.") {
      _ = NetworkProgram(shape).training()
    },
    Mistake(
      "Dense: the weights have the shape [inputs, units] and the biases [units]; found [2, 3] and [2]."
    ) { _ = Dense(weight: Tensor(zeros: [2, 3]), bias: Tensor(zeros: [2])) },
    Mistake("Dropout: the rate is from 0 to below 1; found 1.0.") { _ = Dropout(rate: 1) },
  ]

  static let all = optimizers + hyperparameters + data + networks
}

@Suite("Messages of learning")
struct MessageTests {
  @Test("Mistakes stop with a sentence", arguments: Mistake.all.indices)
  func mistakes(index: Int) async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { [index] in
      Mistake.all[index].body()
    }
    expectMessage(result, [Mistake.all[index].message])
  }
}
