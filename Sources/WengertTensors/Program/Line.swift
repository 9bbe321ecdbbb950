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
    private var rest: [Int32] = []
    private(set) var count: Int

    init(_ numbers: some Collection<Int32>) {
      count = numbers.count
      var position = 0
      for number in numbers {
        set(position, number)
        position += 1
      }
    }

    var startIndex: Int { 0 }
    var endIndex: Int { count }

    subscript(i: Int) -> Int32 {
      get {
        switch i {
        case 0: inline.0
        case 1: inline.1
        case 2: inline.2
        default: rest[i - 3]
        }
      }
      set { set(i, newValue) }
    }

    private mutating func set(_ i: Int, _ number: Int32) {
      switch i {
      case 0: inline.0 = number
      case 1: inline.1 = number
      case 2: inline.2 = number
      default:
        if i - 3 < rest.count { rest[i - 3] = number } else { rest.append(number) }
      }
    }
  }
}
