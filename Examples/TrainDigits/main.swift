// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// A network learns to read handwritten digits, from 192 small pictures, and is tested with 64 others.

import Foundation
import Wengert
import WengertFiles

let file = URL(filePath: #filePath).deletingLastPathComponent()
  .appending(path: "../../Tests/Oracle/Files/digits.csv")
// 64 pixels from 0 to 16, and the digit.
let table = try CSVTable(file)
let (training, test) = trainTestSplit(Array(0..<table.values.shape[0]), testShare: 0.25, seed: 1)

func examples(_ rows: [Int]) -> (images: Tensor, digits: Tensor) {
  let rows = table.values.taking(Tensor(rows.map { Int64($0) }), axis: 0)
  return (rows[.all, ..<(-1)] / 16, rows[.all, -1].converted(to: .int64))
}

let shape = NetworkShape(inputs: 64, hidden: [32], activation: .relu, outputs: 10)
var network = Network(shape, .heNormal, seed: 2)
var optimizer = Optimizer<Tensor>(.adamW(), learningRate: 0, weightDecay: 0.01)
let epochs = 30
let batches = Batches(count: training.count, size: 32, seed: 3)
let schedule = LearningRateSchedule.cosine(0.01, over: epochs * 6).warmingUp(over: 6)

print("epoch     loss   accuracy on the others")
let (others, answers) = examples(test)
for epoch in 0..<epochs {
  var sum = 0.0
  for batch in batches.epoch(epoch) {
    let (images, digits) = examples(batch.map { training[$0] })
    let (loss, slope) = valueWithGradient(at: network) { network in
      Loss.softmaxCrossEntropy(network(images), digits)
    }
    optimizer.learningRate = schedule(optimizer.stepCount)
    optimizer.update(&network, gradient: slope)
    sum += loss.double * Double(batch.count)
  }
  if epoch % 5 == 4 {
    let accuracy = Metrics.accuracy(network(others), labels: answers)
    print(String(format: "%5d  %7.4f   %5.1f %%", epoch + 1, sum / Double(training.count), 100 * accuracy))
  }
}

let accuracy = Metrics.accuracy(network(others), labels: answers)
exit(accuracy > 0.9 ? 0 : 1)
