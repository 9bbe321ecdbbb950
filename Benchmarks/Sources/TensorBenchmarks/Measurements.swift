// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Wengert

/// The shortest time of one call, in microseconds, of batches of calls that take a few milliseconds.
func shortest(_ calls: Int, _ body: () -> Void) -> Double {
  var best = Double.infinity
  for _ in 0..<12 {
    let start = ContinuousClock.now
    for _ in 0..<calls { body() }
    best = min(best, (ContinuousClock.now - start) / .microseconds(1) / Double(calls))
  }
  return best
}

/// Normal numbers in float32.
private func numbers(_ shape: Shape, random: inout CounterRandom) -> Tensor {
  Tensor((0..<shape.elementCount).map { _ in Float(random.normal()) }, shape: shape)
}

extension Double {
  var short: String { "\((self * 1000).rounded() / 1000)" }
}

let measurements: [(String, @Sendable () -> [(String, Double)])] = [
  ("elementwise", elementwise), ("recording", recording), ("planning", planning),
]

/// `tanh(x) · exp(y) + z` of 10⁶ float32, softmax and logsumexp of (1000, 1000), a sum.
func elementwise() -> [(String, Double)] {
  var random = CounterRandom(seed: 1)
  let x = numbers([1_000_000], random: &random)
  let y = numbers([1_000_000], random: &random)
  let z = numbers([1_000_000], random: &random)
  let m = numbers([1000, 1000], random: &random)
  let f = compiled { (x: Tensor, y: Tensor, z: Tensor) in tanh(x) * exp(y) + z }
  let share = compiled { (x: Tensor) in softmax(x, axis: 1) }
  let logSumExp = compiled { (x: Tensor) in x.logSumExp(axes: [1]) }
  let sum = compiled { (x: Tensor) in x.sum() }
  return [
    ("tanh(x)*exp(y)+z", shortest(20) { _ = f(x, y, z) }),
    ("softmax", shortest(20) { _ = share(m) }),
    ("logsumexp", shortest(20) { _ = logSumExp(m) }),
    ("sum", shortest(20) { _ = sum(m) }),
  ]
}

/// What an operation costs besides its numbers: a chain of products and sums of one number, recorded, and
/// recorded, differentiated and run.
func recording() -> [(String, Double)] {
  let x: Tensor = 1.5
  let n = 1000
  let chain = shortest(3) {
    _ = valueWithGradient(at: x) { x in
      var y = x
      for _ in 0..<n { y = y * x + x }
      return y
    }
  }
  let list = shortest(30) {
    _ = TensorProgram(inputs: [ArrayType([], .float64)]) { v in
      var y = v[0]
      for _ in 0..<n { y = y * v[0] + v[0] }
      return [y]
    }
  }
  let known = TensorProgram(inputs: [ArrayType([], .float64)]) { v in [v[0] + v[0]] }
  return [
    ("a program of one operation called", shortest(10_000) { _ = known([x]) }),
    ("an operation recorded", list / Double(2 * n)),
    ("an operation recorded, differentiated and run", chain / Double(2 * n)),
  ]
}

/// What a line costs when its program is planned and compiled: the first run of programs of one loop of
/// many lines, for ever longer ones.
func planning() -> [(String, Double)] {
  [1_000, 10_000, 100_000, 1_000_000].map { count in
    let program = TensorProgram(inputs: [ArrayType([16], .float64)]) { v in
      var x = v[0]
      for _ in 0..<(count / 2) { x = x * v[0] + v[0] }
      return [x]
    }
    let x = Tensor(ones: [16], dtype: .float64)
    let start = ContinuousClock.now
    _ = program([x])
    return (
      "a line of \(count), planned, compiled and run",
      (ContinuousClock.now - start) / .microseconds(1) / Double(count)
    )
  }
}
