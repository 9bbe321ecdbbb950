// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// The list that a family of expressions is recorded on.
///
/// Equal lines are entered once (hash consing), so what a function computes twice is one line, and
/// comparing expressions is comparing numbers. The list is flat: it is released in one step,
/// however deep the expressions are.
///
/// - Complexity: entering a line takes constant time.
public final class ExpressionGraph {
  /// The lines so far.
  public private(set) var instructions: ContiguousArray<Instruction> = []

  /// The names of the inputs, in order.
  public private(set) var inputNames: [String] = []

  /// Whether a line that an identity makes superfluous (`x + 0`, `1 · x`, `2 · 3`) is left out.
  ///
  /// Derivatives are recorded so; what a person typed is not.
  public let simplifies: Bool

  /// The values of the inputs, where the recording happens at a point: they decide comparisons.
  public let point: [Double]?

  /// An open-addressing hash table of lines; its size is a power of two.
  private var table = ContiguousArray<TableEntry>(repeating: TableEntry(), count: 64)

  /// The number of a line, −1 where free, beside its hash: most other lines are told apart without a look
  /// at them.
  private struct TableEntry {
    var hash: UInt32 = 0
    var line: Int32 = -1
  }

  /// The values of the first lines at ``point``, as far as a comparison has asked for them.
  private var values: ContiguousArray<Double> = []

  /// An empty list.
  public init(simplifying simplifies: Bool = true, point: [Double]? = nil) {
    self.simplifies = simplifies
    self.point = point
  }

  /// A new input.
  public func input(_ name: String) -> Expression {
    inputNames.append(name)
    return Expression(
      graph: self, index: enter(Instruction(.input, parameter: Int32(inputNames.count - 1))))
  }

  /// The number `value` as a line of its own.
  public func constant(_ value: Double) -> Expression {
    Expression(graph: self, index: enter(Instruction(.constant(value))))
  }

  /// The number of the line equal to `instruction`, which is appended if there is none.
  func enter(_ instruction: Instruction) -> Int32 {
    let hash = Self.hash(instruction)
    let mask = table.count - 1
    var slot = Int(hash) & mask
    while table[slot].line >= 0 {
      let entry = table[slot]
      if entry.hash == hash, Self.isSame(instructions[Int(entry.line)], instruction) {
        return entry.line
      }
      slot = (slot + 1) & mask
    }
    let index = Int32(instructions.count)
    instructions.append(instruction)
    table[slot] = TableEntry(hash: hash, line: index)
    if instructions.count * 2 > table.count { growTable() }
    return index
  }

  private func growTable() {
    var grown = ContiguousArray(repeating: TableEntry(), count: table.count * 2)
    let mask = grown.count - 1
    for entry in table where entry.line >= 0 {
      var slot = Int(entry.hash) & mask
      while grown[slot].line >= 0 { slot = (slot + 1) & mask }
      grown[slot] = entry
    }
    table = grown
  }

  /// Constants are the same only if their bits are: 0 and −0 differ, and nan is itself.
  private static func isSame(_ a: Instruction, _ b: Instruction) -> Bool {
    if let u = a.constant, let v = b.constant { return u.bitPattern == v.bitPattern }
    return a == b
  }

  private static func hash(_ instruction: Instruction) -> UInt32 {
    var code: UInt64 =
      switch instruction.operation {
      case .input: 1
      case .pi: 2
      case .constant(let value): value.bitPattern
      case .function(let function): UInt64(function.rawValue) + 16
      }
    for part in [instruction.parameter, instruction.x, instruction.y, instruction.z] {
      code = (code ^ UInt64(UInt32(bitPattern: part))) &* 0x9E37_79B9_7F4A_7C15
      code ^= code >> 32
    }
    return UInt32(truncatingIfNeeded: code & 0x7FFF_FFFF)
  }

  /// The value of a line at ``point``, nil if the recording happens at no point.
  func value(of index: Int32) -> Double? {
    guard let point else { return instructions[Int(index)].constant }
    while values.count <= Int(index) {
      let instruction = instructions[values.count]
      values.append(instruction.value(values, inputs: point))
    }
    return values[Int(index)]
  }

  /// The line of `expression` here: that of another graph is copied, with the lines before it.
  public func adopt(_ expression: Expression) -> Int32 {
    guard let other = expression.graph else { return enter(Instruction(.constant(expression.number))) }
    if other === self { return expression.index }
    precondition(
      other.inputNames.isEmpty || inputNames.isEmpty || other.inputNames == inputNames,
      "Expressions of two recordings were combined; record them with the same inputs.")
    if inputNames.isEmpty { inputNames = other.inputNames }
    var map = ContiguousArray<Int32>()
    for var instruction in other.instructions[...Int(expression.index)] {
      for i in 0..<instruction.operandCount {
        instruction[operand: i] = map[Int(instruction[operand: i])]
      }
      map.append(enter(instruction))
    }
    return map[Int(expression.index)]
  }
}
