// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

extension PlanBuilder {
  /// The steps with neighbouring loops and products over large arrays put together, to run tile by tile.
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
    func add(_ number: Int) -> Bool {
      switch steps[number] {
      case .loop(let call): builder.add(call)
      case .product(let call):
        builder.add(call, length: builder.count > 0 ? builder.length : lengthOfLoop(after: number))
      default: false
      }
    }
    for (number, work) in steps.enumerated() {
      if add(number) { continue }
      finish(number)
      if !add(number) { sequenced.append(work) }
    }
    finish(steps.count)
    return sequenced
  }

  /// The places of the first axis of the loop behind a product, which may be that of some rows each; 0 if
  /// none comes.
  private func lengthOfLoop(after number: Int) -> Int {
    for work in steps[(number + 1)...] {
      switch work {
      case .loop(let call): return call.nest.wholeLength
      case .product: continue
      default: return 0
      }
    }
    return 0
  }
}
