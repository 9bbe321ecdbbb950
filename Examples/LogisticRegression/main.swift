// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// Which of two species of iris is a flower? Logistic regression by Newton's method, with exact
// gradients and Hessians of the likelihood.

import Foundation
import Wengert
import WengertFiles

// Four lengths of 150 flowers, and their species: 0 setosa, 1 versicolor, 2 virginica.
let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Data/iris.csv")
let table = try CSVTable(file)
let flowers = table.values[table.values[.all, -1] .> 0]
let isVirginica = flowers[.all, -1] - 1
let lengths = flowers[.all, ..<(-1)]

// A column of ones goes with the constant term.
let design = concatenate([Tensor(ones: [lengths.shape[0], 1]), lengths], axis: 1)

/// The negative logarithm of the likelihood of the data.
let loss = { (weights: Tensor) in
  binaryCrossEntropy(logits: matmul(design, weights), isVirginica, reduction: .sum)
}

var weights = Tensor(zeros: [5])
print("step     loss     |gradient|")
for step in 0..<20 {
  let (value, slope) = valueWithGradient(at: weights, of: loss)
  print(String(format: "%4d  %9.5f  %11.2e", step, value.double, slope.norm().double))
  if slope.norm() < 1e-9 { break }
  weights -= solve(hessian(at: weights, of: loss), slope)
}

// The inverse of the Hessian estimates the covariance of the weights.
let deviations = sqrt(hessian(at: weights, of: loss).inverse().diagonal())
print("\n                     weight   standard error")
for (k, name) in (["constant"] + table.columns.dropLast()).enumerated() {
  let label = name.padding(toLength: 16, withPad: " ", startingAt: 0)
  print(label, String(format: "%10.6f   %10.6f", weights[k].double, deviations[k].double))
}

// The optimum to 12 digits, computed elsewhere in arithmetic of 50.
let optimum: Tensor = [
  -42.6378038130, -2.46522019519, -6.68088701408, 9.42938515393, 18.2861368879,
]
let error = abs(weights - optimum).max().double
print(String(format: "\nfarthest from the optimum: %.1e", error))
exit(error < 1e-8 ? 0 : 1)
