// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import Testing
import WengertKernels
import WengertLearning
import WengertScalars
import WengertTensors

@Suite("Activations, losses, schedules and what is done to gradients")
struct PiecesTests {
  static let points: [Double] = [-30, -2.5, -0.5, -1e-9, 0, 1e-9, 0.5, 2.5, 30]

  /// The functions of arrays, which are tested against other libraries.
  static func tensorFunction(_ activation: Activation) -> (Tensor) -> Tensor {
    switch activation {
    case .linear: { $0 }
    case .tanh: tanh
    case .sigmoid: sigmoid
    case .relu: relu
    case .leakyReLU: { leakyRelu($0) }
    case .elu: { elu($0) }
    case .gelu: gelu
    case .silu: silu
    case .softplus: { softplus($0) }
    case .sine: { sin($0) }
    }
  }

  @Test(arguments: Activation.allCases)
  func `activations are the functions of arrays, with their derivatives`(activation: Activation) {
    let x = Tensor(Self.points)
    let expected = Self.tensorFunction(activation)(x)
    let slopes = gradient(at: x) { x in Self.tensorFunction(activation)(x).sum() }
    #expect(activation(x) == expected)
    expectClose(Self.points.map { activation($0) }, expected.elements, 1e-15)
    expectClose(
      Self.points.map { Forward.derivative(at: $0) { activation($0) } }, slopes.elements, 1e-15)
    expectClose(
      Self.points.map { Reverse.derivative(at: $0) { activation($0) } }, slopes.elements, 1e-15)
  }

  @Test(arguments: NetworkProgramTests.losses)
  func `losses of examples are those of batches`(loss: Loss) {
    var random = CounterRandom(seed: 1)
    let outputs = (0..<6).map { _ in (0..<3).map { _ in 3 * random.normal() } }
    let targets = (0..<6).map { _ -> [Double] in
      let numbers = (0..<3).map { _ in random.uniform() }
      return numbers.map { $0 / numbers.reduce(0, +) }
    }
    let (value, slope) = valueWithGradient(at: Tensor(outputs)) { x in loss(x, Tensor(targets)) }
    expectClose([Metrics.meanLoss(loss, outputs, targets: targets)], [value.double], 1e-14)
    let slopes = zip(outputs, targets).flatMap { outputs, targets in
      Reverse.gradient(at: outputs) { x in loss(x, targets.map { Variable($0) }) }
    }
    expectClose(slopes.map { $0 / 6 }, slope.elements, 1e-14)
  }

  @Test func `losses by hand, and at the ends of the range`() {
    func value(_ loss: Loss, _ outputs: [Double], _ targets: [Double]) -> Double {
      loss(outputs, targets)
    }
    #expect(value(.meanSquaredError, [1.0, 2], [1, 4]) == 2)
    #expect(value(.huber(), [0.0, 3], [0.5, 0]) == (0.125 + 2.5) / 2)
    expectClose([value(.binaryCrossEntropy, [0.0], [1])], [.log(2)], 1e-16)
    #expect(value(.binaryCrossEntropy, [-800.0], [1]) == 800)
    #expect(value(.binaryCrossEntropy, [800.0], [1]) == 0)
    expectClose([value(.binaryCrossEntropy, [40.0], [1])], [.exp(-40)], 1e-15)
    expectClose([value(.softmaxCrossEntropy, [0.0, 0, 0], [0, 1, 0])], [.log(3)], 1e-15)
    #expect(value(.softmaxCrossEntropy, [1000.0, 0], [0, 1]) == 1000)
    let labels = Tensor([2, 0] as [Int64])
    let logits = Tensor([[0.5, 1, -1], [2, 0, 1]])
    expectClose(
      [Loss.softmaxCrossEntropy(logits, labels).double],
      [
        Metrics.meanLoss(
          .softmaxCrossEntropy, [[0.5, 1, -1], [2, 0, 1]], targets: [[0, 0, 1], [1, 0, 0]])
      ],
      1e-15)
  }

  @Test func schedules() {
    #expect((0..<3).map { LearningRateSchedule.constant(0.5)($0) } == [0.5, 0.5, 0.5])
    #expect(
      [0, 9, 10, 19, 20].map { LearningRateSchedule.step(1, factor: 0.5, every: 10)($0) }
        == [1, 1, 0.5, 0.5, 0.25])
    #expect((0..<4).map { LearningRateSchedule.exponential(8, factor: 0.5)($0) } == [8, 4, 2, 1])
    let cosine = LearningRateSchedule.cosine(1, over: 4, to: 0.5)
    expectClose(
      [0, 1, 2, 4, 9].map { cosine($0) }, [1, 0.75 + 0.25 * 0.5.squareRoot(), 0.75, 0.5, 0.5], 1e-15)
    let warm = cosine.warmingUp(over: 2, from: 0.5)
    expectClose((0..<5).map { warm($0) }, [0.5, 0.75] + (0..<3).map { cosine($0) }, 1e-15)
  }

  @Test func `gradients are clipped and normalised`() {
    let g = [3.0, -4]
    let tensors = [Tensor([3.0]), Tensor([[-4.0]])]
    #expect(GradientTransform.norm(g) == 5)
    #expect(GradientTransform.norm([Double]()) == 0)
    for (transform, expected) in [
      (GradientTransform.clippingNorm(to: 1), [0.6, -0.8]), (.clippingNorm(to: 5), g),
      (.clippingNorm(to: 9), g), (.clippingNorm(to: 1, epsilon: 5), [0.3, -0.4]),
      (.clippingValues(to: 3.5), [3, -3.5]), (.normalizing, [0.6, -0.8]),
    ] {
      expectClose(transform(g), expected, 1e-15, "\(transform)")
      expectClose(transform(tensors).flatMap { $0.elements }, expected, 1e-15, "\(transform)")
      let tree = transform(["a": tensors[0], "b": tensors[1]])
      expectClose(tree.leaves.flatMap { $0.elements }, expected, 1e-15, "\(transform)")
      // The direction of no gradient is none.
      #expect(transform([0.0, 0]) == [0, 0])
      #expect(transform([Tensor([0.0, 0])])[0].elements == [0, 0])
    }
    let single = GradientTransform.clippingNorm(to: 1)([Tensor([3.0, 4]).converted(to: .float32)])[0]
    #expect(single.dtype == .float32)
  }

  @Test func `penalties and their derivatives`() {
    let w = [3.0, 0, -4]
    #expect(Regularization.none(w) == 0)
    #expect(Regularization.none.gradient(at: w) == [0, 0, 0])
    #expect(Regularization.l1(0.5)(w) == 3.5)
    #expect(Regularization.l1(0.5).gradient(at: w) == [0.5, 0, -0.5])
    #expect(Regularization.l2(0.5)(w) == 6.25)
    #expect(Regularization.l2(0.5).gradient(at: w) == [1.5, 0, -2])
    let leaves = [Tensor([3.0, 0]), Tensor(-4.0)]
    for penalty in [Regularization.l1(0.5), .l2(0.5), .none] {
      #expect(penalty(leaves).double == penalty(w))
      let slopes = penalty.gradient(at: leaves)
      #expect(slopes.flatMap { $0.elements } == penalty.gradient(at: w))
      #expect(slopes[0].shape == [2])
      let reverse = gradient(at: leaves) { leaves in penalty(leaves) + 0 * leaves[0].sum() }
      #expect(reverse.flatMap { $0.elements } == penalty.gradient(at: w))
    }
  }

  @Test func `accuracy and classes`() {
    #expect(Metrics.predictedClass([0.1, 2.5, 2.5, -1]) == 1)
    #expect(Metrics.predictedClass([0.2]) == 1)
    #expect(Metrics.predictedClass([0.2], threshold: 0.5) == 0)
    #expect(Metrics.accuracy([[2], [-1], [0.5], [1]], labels: [1, 0, 0, 1]) == 0.75)
    let outputs = Tensor([[2.0, 1], [0, 3]])
    #expect(Metrics.accuracy(outputs, labels: Tensor([0, 0] as [Int64])) == 0.5)
    #expect(Metrics.accuracy([], labels: []).isNaN)
  }

  @Test(arguments: NetworkInitialization.allCases)
  func `weights start with the variance of their method`(method: NetworkInitialization) {
    let shape = NetworkShape(inputs: 100, hidden: [60], outputs: 1)
    let first = Network(shape, method, seed: 1).layers[0]
    #expect(first.bias!.elements.allSatisfy { $0 == 0 })
    let weights = first.weight.elements
    let variance = weights.reduce(0) { $0 + $1 * $1 } / Double(weights.count)
    let isHe = method == .heUniform || method == .heNormal
    expectClose([variance], [isHe ? 2.0 / 100 : 2.0 / 160], 0.08)
    let isUniform = method == .heUniform || method == .glorotUniform
    let limit = (3 * variance).squareRoot() * 1.05
    #expect(weights.allSatisfy { $0.magnitude < limit } == isUniform)
    #expect(shape.initialParameters(method, seed: 1) == Network(shape, method, seed: 1).parameters)
    #expect(shape.initialParameters(method, seed: 1) != shape.initialParameters(method, seed: 2))
    #expect(Network(shape, method, seed: 1, dtype: .float32).layers[1].weight.dtype == .float32)
  }

  @Test func `dropout keeps the mean and the type`() {
    var random = CounterRandom(seed: 1)
    let x = Tensor(ones: [100, 100], dtype: .float32)
    let y = Dropout(rate: 0.2)(x, random: &random)
    #expect(y.shape == x.shape && y.dtype == .float32)
    #expect(Set(y.elements) == [0, 1.25])
    #expect((y.mean().double - 1).magnitude < 5 * (0.25 / 10_000).squareRoot())
    #expect(Dropout(rate: 0)(x, random: &random) == x)
    let slope = gradient(at: x) { x in
      var random = CounterRandom(seed: 1)
      return Dropout(rate: 0.2)(x, random: &random).sum()
    }
    #expect(slope == y)
  }
}
