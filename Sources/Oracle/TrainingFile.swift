// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation
import Wengert

/// Curves of training: the loss before each of 50 steps and after the last, for every optimizer
/// from the same weights, on the first rows of the digits in a file beside this one.
///
/// Each number of a curve must be met to 1e-12, as must the norms of the gradients on the way, and
/// the sums and norms of the weights at the end.
///
/// Once the loss is below 1e-4, nearly all derivatives are differences of a probability from 0 or 1,
/// which have lost 4 digits and lose more with every step. Rprop goes by their signs alone, and its
/// loss falls to 1e-18, so from there on its curve depends on how the reference rounds, and is not
/// compared; the report says from which step on.
struct TrainingFile {
  private static let tolerance = 1e-12
  private static let settledLoss = 1e-4
  private static let shape = NetworkShape(inputs: 64, hidden: [32], outputs: 10)

  private var report = Report()
  private let images: Tensor
  private let labels: Tensor

  /// Checks the file at `path`, whose digits are in `digits.csv` in the same folder or in `data`.
  static func check(_ file: JSON, path: String) throws -> Report {
    let rows = try digits(near: path).prefix(256)
    var checker = TrainingFile(
      images: Tensor(rows.flatMap { $0.dropLast() }, shape: [rows.count, 64]) / 16,
      labels: Tensor(rows.map { Int64($0[64]) }))
    let weights = ["W1", "b1", "W2", "b2"].flatMap { file["weights"][$0].numbers ?? [] }
    guard weights.count == shape.parameterCount, !rows.isEmpty else {
      checker.report.record("weights", ["the weights or the digits cannot be read"])
      return checker.report
    }
    let network = Network(shape, parameters: weights)
    checker.checkFirst(network, file["first"])
    for (name, curve) in (file["curves"].object ?? [:]).sorted(by: { $0.key < $1.key }) {
      checker.check(name, network, curve)
    }
    return checker.report
  }

  private init(images: Tensor, labels: Tensor) {
    self.images = images
    self.labels = labels
  }

  /// The rows of the table of digits: 64 pixels, and the digit.
  private static func digits(near path: String) throws -> [[Double]] {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    let places = ["digits.csv", "data/digits.csv"].map { folder.appendingPathComponent($0) }
    let place = places.first { FileManager.default.fileExists(atPath: $0.path) } ?? places[0]
    let text = try String(contentsOf: place, encoding: .utf8)
    return text.split(separator: "\n").dropFirst().map { line in
      line.split(separator: ",").compactMap { Double($0) }
    }.filter { $0.count == 65 }
  }

  private func lossWithGradient(_ network: Network) -> (Tensor, Network) {
    valueWithGradient(at: network) { network in
      Loss.softmaxCrossEntropy(network(images), labels)
    }
  }

  private mutating func checkFirst(_ network: Network, _ expected: JSON) {
    let (loss, gradient) = lossWithGradient(network)
    var complaints = mismatch(
      "the loss", [loss.double], [expected["loss"].number ?? .nan], tolerance: Self.tolerance)
    for (leaf, name) in zip(gradient.leaves, ["grad_W1", "grad_b1", "grad_W2", "grad_b2"]) {
      complaints += mismatch(
        name, leaf.doubles, expected[name].numbers ?? [], tolerance: Self.tolerance)
    }
    report.record("first gradient", complaints)
  }

  private mutating func check(_ name: String, _ start: Network, _ curve: JSON) {
    guard let run = TrainingRun(name, curve) else {
      report.record(name, ["there is no such optimizer here"])
      return
    }
    var (network, optimizer) = (start, run.optimizer)
    var losses: [Double] = []
    var norms: [Double] = []
    var rates: [Double] = []
    let steps = (curve["loss"].array?.count ?? 1) - 1
    for step in 0..<steps {
      let (loss, gradient) = lossWithGradient(network)
      losses.append(loss.double)
      norms.append(GradientTransform.norm(gradient).double)
      if let schedule = run.schedule { optimizer.learningRate = schedule(step) }
      rates.append(optimizer.learningRate)
      optimizer.update(&network, gradient: run.transform.map { $0(gradient) } ?? gradient)
    }
    let outputs = network(images)
    losses.append(Loss.softmaxCrossEntropy(outputs, labels).double)

    let expected = curve["loss"].numbers ?? []
    let settled = expected.firstIndex { $0 < Self.settledLoss } ?? expected.count
    var complaints: [String] = []
    // Each number of a curve by itself, as it falls by orders of magnitude.
    let compare = { (what: String, found: [Double], key: String, limit: Int) in
      guard curve[key].exists else { return }
      let expected = curve[key].numbers ?? []
      if found.count != expected.count {
        complaints.append("\(what): there are \(found.count) numbers, not \(expected.count)")
      }
      for (place, (found, expected)) in zip(found, expected).enumerated().prefix(limit) {
        complaints += mismatch("\(what) \(place)", [found], [expected], tolerance: Self.tolerance)
      }
    }
    compare("loss", losses, "loss", settled)
    compare("norm of the gradient", norms, "grad_norm", settled)
    compare("learning rate", rates, "lr", .max)
    if settled == expected.count {
      compare("sum of leaf", network.leaves.map { $0.sum().double }, "final_param_sums", .max)
      compare("norm of leaf", network.leaves.map { $0.norm().double }, "final_param_norms", .max)
      if let biases = curve["final_b2"].numbers {
        complaints += mismatch(
          "the last biases", network.layers[1].bias?.doubles ?? [], biases,
          tolerance: Self.tolerance)
      }
    } else {
      report.remarks.append(
        "\(name): compared up to step \(settled), where the loss is below \(Self.settledLoss)")
    }
    if let accuracy = curve["train_accuracy"].number {
      complaints += mismatch(
        "accuracy", [Metrics.accuracy(outputs, labels: labels)], [accuracy], tolerance: 0)
    }
    report.record(name, complaints)
  }
}
