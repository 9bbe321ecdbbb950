// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertKernels
import WengertLearning
import WengertPrograms
import WengertScalars
import WengertTensors

/// A network as tensors and as a list of numbers must be the same function.
@Suite("Networks number by number")
struct NetworkProgramTests {
  static let shapes: [NetworkShape] =
    Activation.allCases.flatMap { activation in
      [
        NetworkShape(inputs: 2, hidden: [3], activation: activation, outputs: 1),
        NetworkShape(
          inputs: 3, hidden: [4, 2], activation: activation, outputs: 3, outputActivation: activation),
      ]
    } + [
      NetworkShape(inputs: 1, layers: [.init(units: 1, activation: .linear, hasBias: false)]),
      NetworkShape(
        inputs: 5,
        layers: [
          .init(units: 1, activation: .relu, hasBias: false), .init(units: 2, activation: .tanh),
          .init(units: 4, activation: .softplus, hasBias: false),
        ]),
      NetworkShape(inputs: 4, hidden: [], outputs: 2),
    ]

  static let losses: [Loss] = [
    .meanSquaredError, .huber(), .huber(delta: 0.1), .binaryCrossEntropy, .softmaxCrossEntropy,
  ]

  /// Parameters, biases too, and examples with targets that are probabilities.
  struct Sample {
    var parameters: [Double]
    var features: [[Double]]
    var targets: [[Double]]

    init(_ shape: NetworkShape, examples: Int = 5) {
      var random = CounterRandom(seed: 11)
      parameters = (0..<shape.parameterCount).map { _ in random.normal() }
      features = (0..<examples).map { _ in (0..<shape.inputCount).map { _ in random.normal() } }
      targets = (0..<examples).map { _ in
        let numbers = (0..<shape.outputCount).map { _ in 0.1 + random.uniform() }
        return numbers.map { $0 / numbers.reduce(0, +) }
      }
    }
  }

  @Test(arguments: shapes)
  func `outputs and activations`(shape: NetworkShape) {
    let sample = Sample(shape)
    let network = Network(shape, parameters: sample.parameters)
    #expect(network.parameters == sample.parameters)
    let outputs = NetworkProgram(shape)
    let activations = NetworkProgram(shape, computing: .activations)
    #expect(activations.program.outputs.count == shape.neuronCount)
    let tensor = network(Tensor(sample.features))
    for (number, features) in sample.features.enumerated() {
      let values = outputs.inputs(features: features, parameters: sample.parameters)
      let found = outputs.program(values)
      expectClose(found, tensor[number].elements, 1e-13)
      let all = activations.program(values)
      #expect(Array(all.suffix(shape.outputCount)) == found)
      let layers = shape.activations(features: features, parameters: sample.parameters)
      #expect(layers.flatMap { $0 } == all)
    }
  }

  @Test(arguments: shapes, losses)
  func `loss and gradient`(shape: NetworkShape, loss: Loss) {
    let sample = Sample(shape)
    let network = Network(shape, parameters: sample.parameters)
    let (value, gradient) = valueWithGradient(at: network) { network in
      loss(network(Tensor(sample.features)), Tensor(sample.targets))
    }
    let written = NetworkProgram(shape, computing: .loss(loss))
    let training = written.training()
    #expect(training.inputs == written.program.inputs)
    #expect(training.outputs.count == 1 + shape.parameterCount)
    var total = [Double](repeating: 0, count: 1 + shape.parameterCount)
    for (features, targets) in zip(sample.features, sample.targets) {
      let values = written.inputs(
        features: features, targets: targets, parameters: sample.parameters)
      let results = training(values)
      expectClose(written.program(values), [results[0]], 1e-14, "loss of an example")
      for i in total.indices { total[i] += results[i] / Double(sample.features.count) }
    }
    expectClose([total[0]], [value.double], 1e-13, "loss")
    expectClose(Array(total.dropFirst()), gradient.parameters, 1e-13, "gradient")
  }

  @Test func `nothing is written for derivatives by features and targets`() {
    let shape = NetworkShape(inputs: 2, hidden: [3], outputs: 1)
    let written = NetworkProgram(shape, computing: .loss(.meanSquaredError))
    let training = written.training()
    let all = written.program.gradient().simplified()
    // Three weights lead from each feature: three products and two sums for each derivative.
    #expect(training.instructions.count <= all.instructions.count - 2 * (3 + 2))
    #expect(training.simplified().instructions.count == training.instructions.count)
  }

  @Test func `inputs and lines have names`() {
    let shape = NetworkShape(inputs: 2, hidden: [2], outputs: 1)
    let written = NetworkProgram(shape, computing: .loss(.meanSquaredError))
    #expect(
      written.program.inputs == [
        "x1", "x2", "t1", "w1_1_1", "w1_2_1", "w1_1_2", "w1_2_2", "b1_1", "b1_2", "w2_1_1", "w2_1_2",
        "b2_1",
      ])
    let lines = written.program.description.split(separator: "\n").map { String($0) }
    #expect(lines.contains("  a1_2 = tanh(s1_2)"))
    #expect(lines.contains { $0.hasPrefix("  s1_1 = v") && $0.hasSuffix(" + b1_1") })
    #expect(lines.contains { $0.hasPrefix("  a2_1 = v") && $0.hasSuffix(" + b2_1") })
    #expect(lines.last == "  return loss")
    let names = Set(written.training().lineNames.values)
    for name in ["s1_1", "a1_1", "a2_1", "loss", "ds1_1", "da1_2", "da2_1"] {
      #expect(names.contains(name), "\(name)")
    }
  }

  /// The derivatives that carry a name are those that finite differences find.
  @Test func `names of derivatives tell the truth`() {
    let shape = NetworkShape(inputs: 2, hidden: [3, 2], activation: .sigmoid, outputs: 2)
    let sample = Sample(shape, examples: 1)
    let written = NetworkProgram(shape, computing: .loss(.huber(delta: 0.5)))
    let values = written.inputs(
      features: sample.features[0], targets: sample.targets[0], parameters: sample.parameters)
    let training = written.training()
    let lines = training.lineValues(at: values)
    let named = training.lineNames.filter { $0.value.hasPrefix("ds") }
    #expect(named.count == 5)
    for (line, name) in named {
      // A sum moves with its bias.
      let bias = written.program.inputs.firstIndex(of: "b" + name.dropFirst(2))!
      let slope = Numerical.derivative(at: values[bias]) { b in
        var values = values
        values[bias] = b
        return written.program(values)[0]
      }
      expectClose([lines[Int(line)]], [slope], 1e-8, name)
    }
  }

  @Test func `parameters have their places`() {
    for shape in Self.shapes {
      #expect(shape.parameters.count == shape.parameterCount)
      #expect(shape.parameters.enumerated().allSatisfy { shape.place(of: $1) == $0 })
      #expect(Set(shape.parameterNames).count == shape.parameterCount)
      #expect(
        shape.parameters.filter { $0.isBias }.count
          == shape.layers.reduce(0) { $0 + ($1.hasBias ? $1.units : 0) })
    }
    let shape = NetworkShape(inputs: 2, layers: [.init(units: 3, hasBias: false)])
    #expect(shape.place(of: .bias(layer: 0, unit: 1)) == nil)
    #expect(Network(shape, seed: 1).paths.map { $0.description } == ["layers[0].weight"])
  }
}
