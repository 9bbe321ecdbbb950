// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertExplain
import WengertPrograms
import WengertScalars

/// Writes a program as a function of one of its inputs, `w`: whatever does not depend on it is a
/// number, and lines with names are statements.
///
/// The text is one that `ExpressionParser` reads. Numbers are the shortest decimals that read back
/// as the same doubles; only the numbers of a sum are added up in another order.
struct SliceWriter {
  private let program: Program
  private let values: ContiguousArray<Double>
  private var depends: [Bool]
  private var uses: [Int]
  private var parts: [Part?]
  private var statements = ""

  /// A formula, and a number that is still to be added to it.
  private struct Part {
    var text: String
    var kind = Kind.atom
    var number = 0.0

    enum Kind { case atom, product, sum }

    var startsWithMinus: Bool { text.utf8.first == UInt8(ascii: "-") }
  }

  /// The statements; nil if a number in them is not finite.
  static func text(_ program: Program, at inputs: [Double], input: Int) -> String? {
    var writer = SliceWriter(program, inputs, input)
    return writer.write(input)
  }

  private init(_ program: Program, _ inputs: [Double], _ input: Int) {
    self.program = program
    values = program.lineValues(at: inputs)
    depends = [Bool](repeating: false, count: values.count)
    uses = [Int](repeating: 0, count: values.count)
    parts = [Part?](repeating: nil, count: values.count)
    for (i, line) in program.instructions.enumerated() {
      if case .input = line.operation { depends[i] = Int(line.parameter) == input }
      for k in 0..<line.operandCount {
        let operand = Int(line[operand: k])
        uses[operand] += 1
        if depends[operand] { depends[i] = true }
      }
    }
  }

  private mutating func write(_ input: Int) -> String? {
    let output = Int(program.outputs[0])
    guard depends[output] else { return values[output].isFinite ? values[output].shortDescription : nil }
    for (i, line) in program.instructions.enumerated() where depends[i] && i <= output {
      guard let function = line.function else {
        parts[i] = Part(text: "w")
        continue
      }
      for k in 0..<line.operandCount {
        let operand = Int(line[operand: k])
        if !depends[operand] && !values[operand].isFinite { return nil }
      }
      let part = part(function, line)
      guard i != output else { return statements + rendered(part) }
      let name = program.lineNames[Int32(i)]
      if name != nil || uses[i] > 1 {
        let name = name ?? "v\(i)"
        statements += name + " = " + rendered(part) + "; "
        parts[i] = Part(text: name)
      } else {
        parts[i] = part
      }
    }
    return nil
  }

  private func rendered(_ part: Part) -> String {
    if part.number == 0 { return part.text }
    return part.text + (part.number < 0 ? " - " : " + ") + part.number.magnitude.shortDescription
  }

  /// An operand, a number or formula, in parentheses unless it is an atom.
  private func operand(_ line: Int32) -> String {
    let part = parts[Int(line)] ?? Part(text: values[Int(line)].shortDescription)
    return part.kind == .atom && part.number == 0 && !part.startsWithMinus
      ? part.text : "(" + rendered(part) + ")"
  }

  /// An operand between commas, or at the beginning.
  private func argument(_ line: Int32) -> String {
    parts[Int(line)].map(rendered) ?? values[Int(line)].shortDescription
  }

  private func part(_ function: ElementaryFunction, _ line: Instruction) -> Part {
    let (x, y) = (line.x, line.y)
    switch function {
    case .add, .subtract: return sum(x, y, isDifference: function == .subtract)
    case .multiply:
      // Numbers first.
      if depends[Int(x)] && depends[Int(y)] {
        return Part(text: operand(x) + "*" + operand(y), kind: .product)
      }
      let (number, formula) = depends[Int(x)] ? (y, x) : (x, y)
      return Part(text: argument(number) + "*" + operand(formula), kind: .product)
    case .divide: return Part(text: operand(x) + "/" + operand(y), kind: .product)
    case .negate: return Part(text: "-" + operand(x), kind: .product)
    case .square: return Part(text: operand(x) + "^2", kind: .product)
    case .integerPower:
      return Part(text: operand(x) + "^\(line.parameter)", kind: .product)
    case .less, .lessOrEqual, .equal:
      return Part(
        text: "(" + operand(x) + " " + function.notation.name + " " + operand(y) + ")")
    default:
      var text = function.notation.name + "("
      if function.isIndexed { text += "\(line.parameter), " }
      for k in 0..<line.operandCount { text += (k == 0 ? "" : ", ") + argument(line[operand: k]) }
      return Part(text: text + ")")
    }
  }

  private func sum(_ x: Int32, _ y: Int32, isDifference: Bool) -> Part {
    let sign: Double = isDifference ? -1 : 1
    guard var left = parts[Int(x)] else {
      // The number comes behind: `3 - w` is `-w + 3`.
      var right = parts[Int(y)] ?? Part(text: "0")
      if isDifference {
        right.text = "-" + (right.kind == .atom ? right.text : "(" + right.text + ")")
        right.kind = .product
        right.number = -right.number
      }
      right.number += values[Int(x)]
      return right
    }
    guard let right = parts[Int(y)] else {
      left.number += sign * values[Int(y)]
      return left
    }
    left.kind = .sum
    left.number += sign * right.number
    if isDifference && right.kind == .sum {
      left.text += " - (" + right.text + ")"
    } else {
      // A sign at the beginning becomes that of the term.
      let isMinus = right.startsWithMinus != isDifference
      left.text += (isMinus ? " - " : " + ") + String(right.text.dropFirst(right.startsWithMinus ? 1 : 0))
    }
    return left
  }
}

extension TrainingRun {
  /// The loss of one point as a function of one weight.
  func slice(weight: Int, point: Int) throws(StudioError) -> StudioAnswer {
    guard data.points.indices.contains(point) else {
      throw StudioError("state", "There are no points yet.", member: "point")
    }
    let inputs =
      features.columns(data.places([point])) + data.targets([point], state) + moment.weights
    let input = inputs.count - moment.weights.count + weight
    guard let text = SliceWriter.text(network.lossProgram, at: inputs, input: input) else {
      throw StudioError("notFinite", "The loss of this point has numbers in it that are not finite.")
    }
    guard text.utf8.count <= 200_000 else {
      throw StudioError("tooLong", "This network is too large to be written out as one formula.")
    }
    return StudioAnswer([
      "text": .string(text), "values": .object(["w": .number(moment.weights[weight])]),
    ])
  }
}
