// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// An equation of ``einsum(_:_:)-(String,Tensor...)`` with the axes of `...` numbered.
///
/// A letter's label is its code; the axes of `...` are −1, −2, … from the last to the first, so
/// that they align as broadcasting wants.
struct EinsumEquation {
  private(set) var operands: [[Int]] = []
  private(set) var result: [Int] = []
  /// How long each axis is.
  private(set) var lengths: [Int: Int] = [:]

  private let text: String
  private static let ellipsis = 0

  init(_ text: String, _ shapes: [Shape]) {
    self.text = text
    let (symbols, resultSymbols) = parse()
    precondition(
      symbols.count == shapes.count,
      "einsum: \"\(text)\" is about \(symbols.count) operands; found \(shapes.count).")
    for (symbols, shape) in zip(symbols, shapes) {
      operands.append(labels(symbols, shape))
      for (label, length) in zip(operands[operands.count - 1], shape) { use(length, for: label) }
    }
    let ellipsis = lengths.keys.filter { $0 < 0 }.sorted()
    result =
      resultSymbols.map { symbols in
        symbols.flatMap { $0 == EinsumEquation.ellipsis ? ellipsis : [$0] }
      } ?? ellipsis + lettersNamedOnce(symbols)
    for (place, label) in result.enumerated() {
      precondition(
        lengths[label] != nil && !result[..<place].contains(label),
        "einsum: the result of \"\(text)\" names an axis twice, or one that no operand has.")
    }
  }

  /// The symbols of each operand and, if there are any, those of the result.
  private func parse() -> (operands: [[Int]], result: [Int]?) {
    var sides: [[[Int]]] = [[[]]]
    var dots = 0
    var isArrow = false
    for scalar in text.unicodeScalars where scalar != " " {
      let side = sides.count - 1
      let term = sides[side].count - 1
      precondition(
        (dots == 0 || scalar == ".") && (!isArrow || scalar == ">"),
        "einsum: \"\(text)\" has dots that are not three, or half an arrow.")
      switch scalar {
      case "a"..."z", "A"..."Z": sides[side][term].append(Int(scalar.value))
      case ",": sides[side].append([])
      case "-": isArrow = true
      case ">" where isArrow:
        isArrow = false
        sides.append([[]])
      case ".":
        dots = (dots + 1) % 3
        if dots == 1 { sides[side][term].append(EinsumEquation.ellipsis) }
      default:
        preconditionFailure(
          "einsum: \"\(text)\" is not made of letters, commas, \"...\" and one \"->\".")
      }
    }
    precondition(
      dots == 0 && !isArrow && sides.count <= 2 && (sides.count == 1 || sides[1].count == 1),
      "einsum: \"\(text)\" is not made of operands, \"->\" and one result.")
    return (sides[0], sides.count == 2 ? sides[1][0] : nil)
  }

  /// The labels of the axes of one operand.
  private func labels(_ symbols: [Int], _ shape: Shape) -> [Int] {
    let letters = symbols.count { $0 != EinsumEquation.ellipsis }
    let free = shape.rank - letters
    precondition(
      symbols.count - letters <= 1 && (symbols.count > letters ? free >= 0 : free == 0),
      "einsum: an operand of \"\(text)\" has the shape \(shape), which does not fit its axes.")
    return symbols.flatMap { $0 == EinsumEquation.ellipsis ? Array((-free)..<0) : [$0] }
  }

  /// Notes a length, where 1 gives way to any other.
  private mutating func use(_ length: Int, for label: Int) {
    let known = lengths[label] ?? 1
    precondition(
      known == length || known == 1 || length == 1,
      "einsum: an axis of \"\(text)\" is \(known) long in one place and \(length) in another.")
    lengths[label] = known == 1 ? length : known
  }

  private func lettersNamedOnce(_ symbols: [[Int]]) -> [Int] {
    var counts: [Int: Int] = [:]
    for symbol in symbols.joined() where symbol != EinsumEquation.ellipsis {
      counts[symbol] = (counts[symbol] ?? 0) + 1
    }
    return counts.keys.filter { counts[$0] == 1 }.sorted()
  }
}
