// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars

extension Explanation {
  /// One record of the tape, which is the Wengert list that reverse mode keeps: where the operands
  /// are, and the partial derivatives at the point. Values are not needed any more.
  public struct TapeEntry: Sendable, Equatable {
    /// The place on the tape; places start at 1.
    public let index: Int
    public let name: String
    /// The operation, `*`; empty for an input.
    public let operation: String
    /// The places of the operands that are variables. Numbers have none.
    public let operands: [Int]
    /// The derivatives with respect to these operands.
    public let partials: [Double]
  }
}

extension Worksheet {
  /// The place of each line on the tape, 0 for numbers and what is computed from numbers alone.
  func tapePlaces() -> (places: ContiguousArray<Int>, count: Int) {
    var places = ContiguousArray<Int>(repeating: 0, count: list.count)
    for input in point.indices { places[input] = input + 1 }
    var count = point.count
    for line in steps where list[line].operands.contains(where: { places[$0] > 0 }) {
      count += 1
      places[line] = count
    }
    return (places, count)
  }

  func tapeEntries() -> Excerpt<Explanation.TapeEntry> {
    let (places, count) = tapePlaces()
    let inputs = shownInputs.map {
      Explanation.TapeEntry(
        index: $0 + 1, name: names[$0], operation: "", operands: [], partials: [])
    }
    let records = shownSteps.filter { places[$0] > 0 }.map { line in
      let used = zip(operands(line), partials(line)).filter { places[$0.0] > 0 }
      return Explanation.TapeEntry(
        index: places[line], name: names[line],
        operation: list[line].function?.notation.name ?? "", operands: used.map { places[$0.0] },
        partials: used.map { $0.1 })
    }
    return Excerpt(inputs + records, of: count)
  }
}
