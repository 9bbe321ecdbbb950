// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// One line of a trace or program: an operation and the earlier lines that it works on.
///
/// Lines name each other by number and operands come first, so the order of the list is the order
/// of computation; nothing is linked, sorted or released one by one.
struct Line: Sendable {
  var operation: Operation
  var operands: Operands
  var type: ArrayType

  /// The numbers of the operands; up to three are stored in place.
  struct Operands: RandomAccessCollection, Sendable {
    private var inline: (Int32, Int32, Int32) = (-1, -1, -1)
    private var _count: Int32 = 0
    private var rest: [Int32]?

    init() {}

    init(_ numbers: some Sequence<Int32>) {
      for number in numbers { append(number) }
    }

    mutating func append(_ number: Int32) {
      if count > 2, rest == nil { rest = [] }
      if count > 2 { rest?.append(number) } else { self[count] = number }
      _count += 1
    }

    var count: Int { Int(_count) }

    var startIndex: Int { 0 }
    var endIndex: Int { count }

    subscript(i: Int) -> Int32 {
      get {
        switch i {
        case 0: inline.0
        case 1: inline.1
        case 2: inline.2
        default: rest.unsafelyUnwrapped[i - 3]
        }
      }
      set {
        switch i {
        case 0: inline.0 = newValue
        case 1: inline.1 = newValue
        case 2: inline.2 = newValue
        default: rest?[i - 3] = newValue
        }
      }
    }
  }
}

extension ContiguousArray<Line> {
  /// Whether the lines of another list compute the same.
  func computesLike(_ other: Self) -> Bool {
    count == other.count
      && zip(self, other).allSatisfy { a, b in
        a.operands.elementsEqual(b.operands) && a.type == b.type && a.operation == b.operation
      }
  }

  /// Hashes how the lines are connected, which tells most lists apart; the rest is left to comparison.
  ///
  /// - Parameter sizeCount: Of how many lines to take the number of elements, too.
  func hashConnections(sizeCount: Int, _ outputs: [Int32], into hasher: inout Hasher) {
    var bits = UInt64(count)
    // Fowler, Noll and Vo's multiplication, a word at a time.
    func mix(_ word: Int) { bits = (bits ^ UInt64(bitPattern: Int64(word))) &* 0x100_0000_01b3 }
    for line in self { for operand in line.operands { mix(Int(operand)) } }
    for line in prefix(sizeCount) { mix(line.type.shape.elementCount) }
    for output in outputs { mix(Int(output)) }
    hasher.combine(bits ^ (bits >> 32))
  }

  /// The lines that are the results of a line with several: those right after it.
  func projections(of tuple: Int32) -> Range<Int32> {
    var end = tuple + 1
    while end < Int32(count), case .projection = self[Int(end)].operation { end += 1 }
    return (tuple + 1)..<end
  }
}
