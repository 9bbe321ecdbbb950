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
    let lengths = lengthsOfLoopsAhead
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
    for number in steps.indices {
      if add(number, lengths, to: &builder) { continue }
      let start = number - builder.count
      let end = beginning(ofSequenceAt: number, after: start, last, lengths)
      if end < number {
        builder = LoopSequenceBuilder(tileBytes: tileBytes)
        for k in start..<end { _ = add(k, lengths, to: &builder) }
      }
      finish(end)
      for k in end...number where !add(k, lengths, to: &builder) { sequenced.append(steps[k]) }
    }
    finish(steps.count)
    return sequenced
  }

  /// Takes a step into a sequence, if it fits.
  private func add(
    _ number: Int, _ lengths: [Int], to builder: inout LoopSequenceBuilder
  ) -> Bool {
    switch steps[number] {
    case .loop(let call): builder.add(call)
    case .product(let call):
      builder.add(call, length: builder.count > 0 ? builder.length : lengths[number])
    default: false
    }
  }

  /// Where the sequence begins that a step belongs to which does not fit the one that began at `start`: at
  /// the step, or at the loops just before it, if what they make for it is more than what they read of the
  /// sequence that they leave and nothing else does, which has to be there in full then.
  private func beginning(
    ofSequenceAt number: Int, after start: Int, _ last: [Int], _ lengths: [Int]
  ) -> Int {
    guard number > start, case .loop(let loop) = steps[number] else { return number }
    // The loops of one group, segment by segment, make the same values.
    let made = Set(steps[number - 1].results)
    var first = number - 1
    while first > start, Set(steps[first - 1].results) == made { first -= 1 }
    guard first > start, !made.isDisjoint(with: loop.sources) else { return number }
    var builder = LoopSequenceBuilder(tileBytes: tileBytes)
    guard (first...number).allSatisfy({ add($0, lengths, to: &builder) }) else { return number }
    let before = Set(steps[start..<first].flatMap { $0.results })
    let read = Set(steps[first..<number].flatMap { $0.operands }).intersection(before)
    let left = read.count { last[Int($0)] < number }
    return made.count { last[Int($0)] < steps.count } > left ? first : number
  }

  /// For each step the places of the first axis of the next loop, if only products come before: those of a
  /// product may be some of its rows each. 0 if none comes.
  private var lengthsOfLoopsAhead: [Int] {
    var lengths = [Int](repeating: 0, count: steps.count)
    var next = 0
    for number in steps.indices.reversed() {
      lengths[number] = next
      switch steps[number] {
      case .loop(let call): next = call.nest.wholeLength
      case .product: break
      default: next = 0
      }
    }
    return lengths
  }
}
