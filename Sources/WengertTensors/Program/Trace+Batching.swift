// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension Trace {
  /// The lines `outputs` once more, with `batches`, which have one axis more in front, in place of
  /// `inputs`. A result that depends on none of them is repeated.
  func batched(_ outputs: [Int32], over inputs: [Int32], _ batches: [Tensor], size: Int) -> [Tensor] {
    let start = inputs.min() ?? 0
    let end = outputs.max() ?? -1
    var known = [Int32](repeating: -1, count: Int(Swift.max(end - start, -1)) + 1)
    for (input, batch) in zip(inputs, batches) where input <= end {
      known[Int(input - start)] = line(of: batch)
    }
    var tuples: [Int32: [Tensor]] = [:]
    let isNeeded = dependencies(of: outputs, downTo: start)
    for i in start..<Swift.max(end + 1, start)
    where isNeeded[Int(i - start)] && known[Int(i - start)] < 0 {
      let line = lines[Int(i)]
      var isBatched: [Bool] = []
      var operands: [Tensor] = []
      for operand in line.operands {
        let batch = operand >= start ? known[Int(operand - start)] : -1
        isBatched.append(batch >= 0)
        operands.append(Tensor(self, batch >= 0 ? batch : operand))
      }
      guard isBatched.contains(true) else { continue }
      switch line.operation {
      case .tuple(let line):
        tuples[i] = line.tuple.batched(operands, isBatched, size: size)
        known[Int(i - start)] = i
      case .projection(let projection):
        let results = tuples[line.operands[0]].unsafelyUnwrapped
        known[Int(i - start)] = self.line(of: results[projection.index])
      default:
        let batch = line.operation.batched(operands, isBatched, size: size)
        known[Int(i - start)] = self.line(of: batch)
      }
    }
    return outputs.map { output in
      if output >= start, known[Int(output - start)] >= 0 {
        return Tensor(self, known[Int(output - start)])
      }
      return Tensor(self, output).repeated(size)
    }
  }
}
