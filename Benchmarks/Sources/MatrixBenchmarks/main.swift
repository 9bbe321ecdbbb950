// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

// Prints the type, the sizes and the billions of operations a second of matrix products of every shape
// that is given as ROWSxDEPTHxCOLUMNS: the best of as many runs as fit in a fifth of a second.
// Peers/matrices.py runs it, and does the same with NumPy.

/// Seconds for one run of `body`.
func best(operations: Double, _ body: () -> Void) -> Double {
  let clock = ContinuousClock()
  let end = clock.now + .milliseconds(200)
  // Enough of the small ones for the clock to tell.
  let repetitions = 1 + Int(1e6 / operations)
  var best = Double.infinity
  repeat {
    let time = clock.measure { for _ in 0..<repetitions { body() } }
    best = min(best, time / .seconds(1) / Double(repetitions))
  } while clock.now < end
  return best
}

func measure<T: KernelScalar>(_: T.Type, rows: Int, depth: Int, columns: Int) {
  let a = (0..<rows * depth).map { T(Double($0 % 17) - 8) }
  let b = (0..<depth * columns).map { T(Double($0 % 13) - 6) }
  var c = [T](repeating: 0, count: rows * columns)
  let operations = 2 * Double(rows * depth * columns)
  let time = best(operations: operations) {
    MatrixProduct.multiply(a, by: b, into: &c, rows: rows, columns: columns, depth: depth)
  }
  print("\(T.dtype)\t\(rows)x\(depth)x\(columns)\t\(operations / time / 1e9)")
}

for shape in CommandLine.arguments.dropFirst() {
  let sizes = shape.split(separator: "x").compactMap { Int($0) }
  guard sizes.count == 3 else { fatalError("A shape is ROWSxDEPTHxCOLUMNS; found \(shape).") }
  measure(Float.self, rows: sizes[0], depth: sizes[1], columns: sizes[2])
  measure(Double.self, rows: sizes[0], depth: sizes[1], columns: sizes[2])
}
