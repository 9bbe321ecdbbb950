// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertKernels
import WengertLearning
import WengertPrograms
import WengertScalars
import WengertTensors

@Suite("Training")
struct TrainingTests {
  /// One run on tensors and one on plain numbers, through the network written out: both must see
  /// the same losses.
  @Test(arguments: [OptimizerCase.nesterov, .rmsPropBoth, .adagrad, .amsGrad, .adamW, .nadam])
  func `numbers learn as tensors do`(name: OptimizerCase) {
    let shape = NetworkShape(inputs: 2, hidden: [4, 3], activation: .tanh, outputs: 1)
    let points = ToyData.exclusiveOr.points(count: 24, noise: 0.2, seed: 5)
    let loss = Loss.binaryCrossEntropy
    let (x, t) = (Tensor(points.map { $0.features }), Tensor(points.map { [$0.target] }))
    let clip = GradientTransform.clippingNorm(to: 0.5)

    var network = Network(shape, seed: 3)
    var tensors = Optimizer<Tensor>(name.method, learningRate: 0.03, weightDecay: 0.001)
    let written = NetworkProgram(shape, computing: .loss(loss))
    let training = written.training()
    var weights = shape.initialParameters(seed: 3)
    var numbers = Optimizer<Double>(name.method, learningRate: 0.03, weightDecay: 0.001)
    let schedule = LearningRateSchedule.cosine(0.03, over: 40).warmingUp(over: 5)

    for step in 0..<40 {
      (tensors.learningRate, numbers.learningRate) = (schedule(step), schedule(step))
      let (value, slope) = valueWithGradient(at: network) { network in loss(network(x), t) }
      tensors.update(&network, gradient: clip(slope))

      var mean = [Double](repeating: 0, count: 1 + shape.parameterCount)
      for point in points {
        let values = written.inputs(
          features: point.features, targets: [point.target], parameters: weights)
        for (i, result) in training(values).enumerated() {
          mean[i] += result / Double(points.count)
        }
      }
      numbers.update(&weights, gradient: clip(Array(mean.dropFirst())))
      expectClose([mean[0]], [value.double], 1e-12, "loss of step \(step)")
    }
    expectClose(weights, network.parameters, 1e-11)
  }

  /// Every set can be learned by a small network.
  @Test(arguments: ToyData.allCases)
  func `toy data can be learned`(data: ToyData) {
    let points = data.points(count: 120, seed: 2)
    let outputs = data.classCount == 3 ? 3 : 1
    let shape = NetworkShape(inputs: 2, hidden: [16, 16], activation: .tanh, outputs: outputs)
    var network = Network(shape, seed: 4)
    let x = Tensor(points.map { $0.features })
    let loss: Loss =
      data.classCount == 0
      ? .meanSquaredError : outputs == 3 ? .softmaxCrossEntropy : .binaryCrossEntropy
    let targets =
      outputs == 3
      ? Tensor(points.oneHotTargets(classes: 3)) : Tensor(points.map { [$0.target] })
    var optimizer = Optimizer<Tensor>(.adam(), learningRate: 0.02)
    for _ in 0..<(data == .spiral || data == .multiGaussian ? 500 : 150) {
      let slope = gradient(at: network) { network in loss(network(x), targets) }
      optimizer.update(&network, gradient: slope)
    }
    let result = network(x)
    if data.classCount == 0 {
      // Nine tenths of the variance, at least, are explained.
      let variance = loss(targets, Tensor(zeros: targets.shape) + targets.mean())
      #expect(loss(result, targets) < 0.1 * variance)
    } else {
      #expect(Metrics.accuracy(result, labels: Tensor(points.map { Int64($0.label) })) > 0.97)
    }
  }

  @Test func `mini-batches learn, too`() {
    let points = ToyData.gaussians.points(count: 100, seed: 1)
    let shape = NetworkShape(inputs: 2, hidden: [], outputs: 1)
    let written = NetworkProgram(shape, computing: .loss(.binaryCrossEntropy))
    let training = written.training()
    var weights = shape.initialParameters(seed: 1)
    var optimizer = Optimizer<Double>(.gradientDescent(), learningRate: 0.1)
    let batches = Batches(count: points.count, size: 16, seed: 1)
    for epoch in 0..<5 {
      for batch in batches.epoch(epoch) {
        var slope = [Double](repeating: 0, count: weights.count)
        for example in batch {
          let point = points[example]
          let results = training(
            written.inputs(features: point.features, targets: [point.target], parameters: weights))
          for i in slope.indices { slope[i] += results[i + 1] / Double(batch.count) }
        }
        optimizer.update(&weights, gradient: slope)
      }
    }
    let outputs = points.map { shape.activations(features: $0.features, parameters: weights)[0] }
    #expect(Metrics.accuracy(outputs, labels: points.map { $0.label }) > 0.97)
  }
}
