// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// What is shown of one line of a program, in a listing or a picture.
public struct ListedLine: Sendable {
  /// What a line is.
  public enum Kind: Sendable { case input, constant, operation }

  /// What the line is.
  public let kind: Kind

  /// What the results of the line are called; nearly always there is one.
  public let names: [String]

  /// The types of the results.
  public let types: [ArrayType]

  /// The right-hand side: `sum axes=[1] v3`. It is empty for an input.
  public let expression: String

  /// The label, or the path of the parameter, that the line carries; empty if it has none.
  public let comment: String

  /// The positions in the listing of the lines that it reads; numbers, which are written in place,
  /// are left out.
  public let operands: [Int]

  /// Whether the line is a result of the program.
  public let isOutput: Bool

  /// The programs that the operation runs: the body of a loop, the branches of a condition.
  public let programs: [TensorProgram]

  /// `v4: float64[3]`, for each of the results.
  public var declaration: String {
    zip(names, types).map { "\($0): \($1)" }.joined(separator: ", ")
  }
}

extension TensorProgram {
  /// The lines as they are shown, in order. Numbers stand where they are used, and a line with
  /// several results is one.
  ///
  /// ```swift
  /// for line in program.listing where line.kind == .operation { print(line.expression) }
  /// ```
  ///
  /// - Complexity: linear.
  public var listing: [ListedLine] {
    var listing: [ListedLine] = []
    forEachListedLine { listing.append($0) }
    return listing
  }

  /// What the results are called.
  var outputNames: [String] {
    let names = ProgramNames(self)
    return outputs.map { names[$0] }
  }

  /// Calls `body` with one line after the other, of which none is kept.
  func forEachListedLine(_ body: (ListedLine) -> Void) {
    let names = ProgramNames(self)
    var isOutput = [Bool](repeating: false, count: count)
    for output in outputs { isOutput[Int(output)] = true }
    var positions = [Int32](repeating: -1, count: count)
    var shown: Int32 = 0
    for i in lines.indices {
      let line = lines[i]
      if names.isWrittenInPlace(Int32(i)) { continue }
      if case .projection = line.operation {
        // It is shown with the line whose result it is.
        positions[i] = positions[Int(line.operands[0])]
        continue
      }
      let results = results(of: i)
      positions[i] = shown
      shown += 1
      let operands = line.operands
      body(
        ListedLine(
          kind: line.operation.kind, names: results.map { names[Int32($0)] },
          types: results.map { lines[$0].type },
          expression: expression(of: i, operands.map { names[$0] }),
          comment: line.operation.comment,
          operands: operands.map { Int(positions[Int($0)]) }.filter { $0 >= 0 },
          isOutput: results.contains { isOutput[$0] }, programs: line.operation.programs))
    }
  }

  private func expression(of i: Int, _ operands: [String]) -> String {
    switch lines[i].operation {
    case .input: return ""
    case .constant:
      let value = constants[Int32(i)].unsafelyUnwrapped
      if value.shape.rank == 0 { return "constant \(value.text(at: 0))" }
      guard value.shape.rank == 1, value.count <= 8 else { return "constant" }
      return "constant [\((0..<value.count).map { value.text(at: $0) }.joined(separator: ", "))]"
    case let operation: return operation.text(operands)
    }
  }

  /// The lines of the results of line `i`, which is itself nearly always.
  func results(of i: Int) -> Range<Int> {
    guard case .tuple = lines[i].operation else { return i..<(i + 1) }
    let results = lines.projections(of: Int32(i))
    return Int(results.lowerBound)..<Int(results.upperBound)
  }
}

/// What the lines of a program are called: inputs by their names, others by `v` and their number.
struct ProgramNames {
  private let program: TensorProgram
  private var inputs: [Int32: String] = [:]
  private var outputs: Set<Int32>

  init(_ program: TensorProgram) {
    self.program = program
    outputs = Set(elements: program.outputs)
    var isTaken = Set<String>()
    for line in program.inputs {
      guard case .input(let input) = program.lines[Int(line)].operation else { continue }
      if !input.name.isEmpty, isTaken.insert(input.name).inserted { inputs[line] = input.name }
    }
  }

  subscript(line: Int32) -> String {
    if isWrittenInPlace(line), let value = program.constants[line] { return value.text(at: 0) }
    return inputs[line] ?? "v\(line)"
  }

  /// Whether the line is a number that is written where it is used.
  func isWrittenInPlace(_ line: Int32) -> Bool {
    guard case .constant = program.lines[Int(line)].operation else { return false }
    return program.lines[Int(line)].type.shape.rank == 0 && !outputs.contains(line)
  }
}

extension Operation {
  fileprivate var kind: ListedLine.Kind {
    switch self {
    case .input: .input
    case .constant: .constant
    default: .operation
    }
  }

  fileprivate var comment: String {
    if case .identity(let identity) = self { identity.name ?? "" } else { "" }
  }
}
