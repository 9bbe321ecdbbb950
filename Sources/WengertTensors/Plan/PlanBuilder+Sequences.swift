// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

extension PlanBuilder {
  /// The steps with neighbouring loops over large arrays put together, to run tile by tile.
  func sequenced(_ outputs: [Plan.Operand]) -> [Plan.Work] {
    var last = [Int](repeating: -1, count: valueCount)
    for (number, work) in steps.enumerated() {
      for value in work.operands { last[Int(value)] = number }
      // Who adds a segment to a value needs it in full.
      if case .loop(let call) = work, call.nest.isContinued {
        for value in call.results { last[Int(value)] = number }
      }
    }
    for output in outputs { last[Int(output.value)] = steps.count }
    var sequenced: [Plan.Work] = []
    var builder = LoopSequenceBuilder(tileBytes: tileBytes)
    func finish(_ end: Int) {
      if let sequence = builder.sequence({ last[Int($0)] >= end }) {
        sequenced.append(.sequence(sequence))
      } else {
        sequenced += steps[(end - builder.count)..<end]
      }
      builder = LoopSequenceBuilder(tileBytes: tileBytes)
    }
    for (number, work) in steps.enumerated() {
      guard case .loop(let call) = work else {
        finish(number)
        sequenced.append(work)
        continue
      }
      if builder.add(call) { continue }
      finish(number)
      if !builder.add(call) { sequenced.append(work) }
    }
    finish(steps.count)
    return sequenced
  }
}
