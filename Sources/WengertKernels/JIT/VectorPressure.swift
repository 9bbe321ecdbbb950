// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// What is known of a list before its code is written: whether two vectors at once, and which
// constants, have room in registers.

extension ContiguousArray<VectorInstruction> {
  /// The registers that a line may need beside those of living values: for its result, and for
  /// operands that are read for it alone.
  static var temporaryCount: Int { 4 }

  /// The list for `count` vectors that follow each other, line by line.
  ///
  /// - Parameter isShared: Whether a line has the same result for all vectors.
  func interleaved(_ count: Int, isShared: (Element) -> Bool) -> ContiguousArray {
    var result = ContiguousArray()
    result.reserveCapacity(self.count * count)
    /// The lines in the result, those of all vectors together.
    var names = [Int32](repeating: -1, count: self.count * count)
    for (i, line) in enumerated() {
      for vector in 0..<count {
        if vector > 0 && isShared(line) {
          names[i * count + vector] = names[i * count]
          continue
        }
        var copy = line.renamed { $0 < 0 ? $0 : names[Int($0) * count + vector] }
        copy.vector = Int32(vector)
        names[i * count + vector] = Int32(result.count)
        result.append(copy)
      }
    }
    return result
  }

  /// The line of a constant.
  func line(ofConstant number: Int32) -> Int32 {
    // As many constants stand before it, at least.
    var line = Int(number)
    while self[line].opcode != .constant || self[line].immediate != number { line += 1 }
    return Int32(line)
  }

  /// The numbers of the constants that are used most, at most `count`.
  func mostUsedConstants(_ useCounts: [Int], _ count: Int) -> [Int32] {
    guard count > 0 else { return [] }
    let constants = indices.filter { self[$0].opcode == .constant && useCounts[$0] > 0 }
    // Of equally many uses the first, whatever sorting does with them.
    return constants.sorted { (useCounts[$1], $0) < (useCounts[$0], $1) }
      .prefix(count).map { self[$0].immediate }
  }

  /// How many values other than constants are alive at once.
  func pressure(_ useCounts: [Int]) -> Int {
    var remaining = useCounts
    var isAlive = [Bool](repeating: false, count: count)
    var (alive, greatest) = (0, 0)
    for (i, line) in enumerated().reversed() where isNeeded(i, useCounts) {
      if isAlive[i] && line.opcode != .load { alive -= 1 }
      var loadCount = 0
      for k in 0..<line.opcode.operandCount {
        let operand = Int(line[operand: k])
        if self[operand].opcode == .constant { continue }
        if !isAlive[operand] {
          isAlive[operand] = true
          alive += 1
        }
        remaining[operand] -= 1
        // An input is loaded where it is used first.
        if remaining[operand] == 0 && self[operand].opcode == .load { loadCount += 1 }
      }
      greatest = Swift.max(greatest, alive)
      alive -= loadCount
    }
    return greatest
  }

  /// How often each value is used by something that matters.
  var useCounts: [Int] {
    var result = [Int](repeating: 0, count: count)
    for (i, line) in enumerated().reversed() where isNeeded(i, result) {
      for k in 0..<line.opcode.operandCount { result[Int(line[operand: k])] += 1 }
    }
    return result
  }

  private func isNeeded(_ line: Int, _ useCounts: [Int]) -> Bool {
    !self[line].opcode.hasResult || useCounts[line] > 0
  }
}
