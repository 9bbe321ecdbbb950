// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import WengertScalars

// What the pointers in this file rely on. A slot is `blockSize` numbers, slot `s` starts
// `s · blockSize` numbers behind `slots`, and every slot of a plan is below its `slotCount`, for
// which the evaluator has room. All of it is initialised. A block has at most `blockSize` points.
// Results are in slots that none of their operands are in.

extension ColumnStep {
  /// Computes the step for one block of `count` points.
  @inline(__always)
  func compute(
    _ slots: UnsafeMutablePointer<Double>, _ uniform: UnsafePointer<Double>, _ blockSize: Int,
    _ count: Int
  ) {
    let result = slots + Int(self.result) * blockSize
    switch form {
    case .blocks:
      function.accept(
        ColumnLoops(
          result: result, x: slots + Int(x) * blockSize, y: slots + Int(y) * blockSize,
          z: slots + Int(z) * blockSize, parameter: Int(parameter), count: count))
    case .blockUniform:
      let x = UnsafePointer(slots + Int(x) * blockSize)
      let y = uniform[Int(y)]
      switch function {
      case .add: ColumnLoops.fill(result, count) { x[$0] + y }
      case .subtract: ColumnLoops.fill(result, count) { x[$0] - y }
      case .multiply: ColumnLoops.fill(result, count) { x[$0] * y }
      default: ColumnLoops.fill(result, count) { x[$0] / y }
      }
    case .uniformBlock:
      let x = uniform[Int(x)]
      let y = UnsafePointer(slots + Int(y) * blockSize)
      switch function {
      case .add: ColumnLoops.fill(result, count) { x + y[$0] }
      case .subtract: ColumnLoops.fill(result, count) { x - y[$0] }
      case .multiply: ColumnLoops.fill(result, count) { x * y[$0] }
      default: ColumnLoops.fill(result, count) { x / y[$0] }
      }
    case .spread:
      let x = uniform[Int(x)]
      ColumnLoops.fill(result, count) { _ in x }
    case .load, .deliver: break
    }
  }
}

/// The loop over the points of a block, for each kind of row.
struct ColumnLoops: RowVisitor {
  let result: UnsafeMutablePointer<Double>
  let x: UnsafePointer<Double>
  let y: UnsafePointer<Double>
  let z: UnsafePointer<Double>
  let parameter: Int
  let count: Int

  func visit<F: UnaryFunction>(_ row: F.Type) {
    Self.fill(result, count) { F.value(x[$0]) }
  }
  func visit<F: BinaryFunction>(_ row: F.Type) {
    Self.fill(result, count) { F.value(x[$0], y[$0]) }
  }
  func visit<F: IndexedFunction>(_ row: F.Type) {
    Self.fill(result, count) { F.value(parameter, x[$0]) }
  }
  func visitSelect() {
    Self.fill(result, count) { Double.select(x[$0], y[$0], z[$0]) }
  }

  @inline(__always)
  static func fill(
    _ result: UnsafeMutablePointer<Double>, _ count: Int, _ f: (Int) -> Double
  ) {
    for i in 0..<count { result[i] = f(i) }
  }

  /// The sum of a block, by four partial sums.
  static func sum(_ block: UnsafePointer<Double>, _ count: Int) -> Double {
    var (a, b, c, d) = (0.0, 0.0, 0.0, 0.0)
    var i = 0
    while i + 4 <= count {
      a += block[i]
      b += block[i + 1]
      c += block[i + 2]
      d += block[i + 3]
      i += 4
    }
    while i < count {
      a += block[i]
      i += 1
    }
    return (a + b) + (c + d)
  }
}
