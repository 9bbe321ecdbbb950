// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Writes lines of a list as a formula, from left to right.
///
/// What is still to be written stands on a stack. The next piece is either text, which is
/// appended, or a line, which is replaced by its pieces: nothing recurses, and nothing is written
/// that is not kept.
struct FormulaWriter {
  private enum Piece {
    case text(String)
    /// Text that opens something, and what closes it: at `close`, or where the formula is cut.
    case open(String, String)
    case close
    /// A plus sign, which a minus sign right after it replaces: not `1 + -x`, but `1 - x`.
    case plus
    case minus
    /// A line that gets parentheses unless it binds at least so tightly, and that is one element
    /// of MathML if `isSingle`.
    case line(Int32, atLeast: FormulaShape.Binding, isSingle: Bool = false)
    case number(Double, isSingle: Bool = false)
  }

  private typealias Binding = FormulaShape.Binding

  private let lines: ContiguousArray<Instruction>
  private let inputNames: [String]
  private let names: (Int) -> String?
  private let tags: (Int) -> String?
  private let markup: FormulaMarkup
  /// Whether a variable has the name of a constant, which is then written with digits.
  private let hidesPi: Bool
  private let hidesE: Bool
  private var root = 0
  private var text = ""
  private var stack: [Piece] = []
  private var closers: [String] = []
  private var owesPlus = false
  private var isCut = false
  private var limit = 0

  init(
    _ lines: ContiguousArray<Instruction>, inputNames: [String], style: Formula.Style,
    names: @escaping (Int) -> String?, tags: @escaping (Int) -> String? = { _ in nil }
  ) {
    self.lines = lines
    self.inputNames = inputNames
    self.names = names
    self.tags = tags
    markup = FormulaMarkup(style)
    hidesPi = inputNames.contains { $0.utf8.elementsEqual("pi".utf8) }
    hidesE = inputNames.contains { $0.utf8.elementsEqual("e".utf8) }
  }

  /// The formula of line `root`, cut after `limit` characters.
  mutating func write(_ root: Int, limit: Int) -> String {
    self.root = root
    self.limit = limit
    text = markup.document.open
    stack = [.line(Int32(root), atLeast: .relation)]
    while !isCut, let piece = stack.popLast() {
      switch piece {
      case .text(let part): append(part)
      case .open(let part, let closer):
        append(part)
        if !isCut { closers.append(closer) }
      case .close: text += closers.removeLast()
      case .plus: owesPlus = true
      case .minus:
        let isOperator = owesPlus
        owesPlus = false
        append(isOperator ? markup.infix(ElementaryFunction.Subtract.notation) : markup.minus)
      case .number(let value, let isSingle):
        push(number(value), as: .number(value), single: isSingle)
      case .line(let line, let binding, let isSingle): expand(line, binding, isSingle)
      }
    }
    while let closer = closers.popLast() { text += closer }
    return text + markup.document.close
  }

  private mutating func append(_ part: String) {
    if owesPlus {
      owesPlus = false
      append(markup.infix(ElementaryFunction.Add.notation))
      if isCut { return }
    }
    if text.utf8.count + part.utf8.count > limit {
      isCut = true
      text += markup.ellipsis
    } else {
      text += part
    }
  }

  private mutating func push(_ pieces: [Piece], as shape: FormulaShape, single: Bool) {
    let row = single && shape.isRow ? markup.row : nil
    if row != nil { stack.append(.close) }
    stack += pieces.reversed()
    if let row { stack.append(.open(row.open, row.close)) }
  }

  private mutating func expand(_ line: Int32, _ binding: Binding, _ isSingle: Bool) {
    let shape = shape(of: line)
    // A sum replaces its sign by the sign that a negation begins with, so these cannot be enclosed.
    let tag = shape.binding(in: markup) == .negation ? nil : tags(Int(line)).flatMap(markup.tagged)
    if tag != nil { stack.append(.close) }
    if shape.binding(in: markup) < binding {
      stack.append(.close)
      push(pieces(of: line, shape, .relation), as: shape, single: false)
      stack.append(.open(markup.group.open, markup.group.close))
    } else {
      push(pieces(of: line, shape, binding), as: shape, single: isSingle && tag == nil)
    }
    if let tag { stack.append(.open(tag.open, tag.close)) }
  }

  // MARK: Shapes

  private func shape(of line: Int32) -> FormulaShape {
    if Int(line) != root, let name = names(Int(line)) { return .name(name) }
    let instruction = lines[Int(line)]
    switch instruction.operation {
    case .input:
      let number = Int(instruction.parameter)
      return .name(number < inputNames.count ? inputNames[number] : "x\(number)")
    case .constant(let value): return .number(value)
    case .pi: return hidesPi ? .number(.pi) : .pi
    case .function(let function): return FormulaShape(function, parameter: instruction.parameter)
    }
  }

  /// What `line` consists of, in surroundings that ask for `binding`.
  ///
  /// The leftmost operand is in the same surroundings: it may begin with a minus sign only where
  /// the whole may.
  private func pieces(
    of line: Int32, _ shape: FormulaShape, _ binding: Binding
  ) -> [Piece] {
    let instruction = lines[Int(line)]
    let (x, y) = (instruction.x, instruction.y)
    let first = max(.negation, min(binding, .product))
    switch shape {
    case .name(let name):
      guard name.utf8.first == UInt8(ascii: "-") else { return [.text(markup.variable(name))] }
      return [.minus, .text(markup.variable(String(name.dropFirst())))]
    case .number(let value): return number(value)
    case .pi: return [.text(markup.number(FormulaNumber(.pi)))]
    case .sum:
      return [.line(x, atLeast: .sum), .plus, .line(y, atLeast: .negation)]
    case .difference:
      let sign = markup.infix(ElementaryFunction.Subtract.notation)
      return [.line(x, atLeast: .sum), .text(sign), .line(y, atLeast: .product)]
    case .negation: return [.minus, .line(x, atLeast: .product)]
    case .product:
      return [.line(x, atLeast: first), .text(times(x, y)), .line(y, atLeast: .power)]
    case .fraction:
      guard let frame = markup.fraction else {
        let isNested = if case .fraction = self.shape(of: x) { true } else { false }
        return [
          .line(x, atLeast: isNested ? .power : first), .text("/"), .line(y, atLeast: .power),
        ]
      }
      return framed(frame, [part(x), part(y)])
    case .reciprocal:
      guard let frame = markup.fraction else { return [.text("1/"), .line(x, atLeast: .power)] }
      return framed(frame, [.number(1), part(x)])
    case .power(let exponent):
      let base = Piece.line(x, atLeast: .atom, isSingle: true)
      guard markup.isPlain else {
        let above = exponent.map { .number(Double($0), isSingle: true) } ?? part(y)
        return framed(markup.power, [base, above])
      }
      guard let exponent else { return [base, .text("^"), .line(y, atLeast: .power)] }
      return [base, .text(exponent < 0 ? "^(\(exponent))" : "^\(exponent)")]
    case .squareRoot:
      return markup.squareRoot.map { framed($0, [part(x)]) } ?? call(instruction, index: nil)
    case .absolute:
      return markup.absolute.map { framed($0, [part(x)]) } ?? call(instruction, index: nil)
    case .root(let n):
      guard let frame = markup.root else { return call(instruction, index: n) }
      let index = Piece.number(Double(n), isSingle: true)
      return framed(frame, markup.style == .latex ? [index, part(x)] : [part(x), index])
    case .relation:
      guard let function = instruction.function else { return [] }
      return [
        .line(x, atLeast: .sum), .text(markup.infix(function.notation)), .line(y, atLeast: .sum),
      ]
    case .call(let index): return call(instruction, index: index)
    }
  }

  /// An operand that needs no parentheses, whatever it is.
  private func part(_ line: Int32) -> Piece { .line(line, atLeast: .relation, isSingle: true) }

  /// One or two parts in a frame. Should the first be cut, the frame is completed nevertheless.
  private func framed(_ frame: FormulaMarkup.Frame, _ parts: [Piece]) -> [Piece] {
    if parts.count == 1 { return [.open(frame.open, frame.close), parts[0], .close] }
    return [
      .open(frame.open, frame.close), .open("", frame.separator), parts[0], .close, parts[1],
      .close,
    ]
  }

  private func number(_ value: Double) -> [Piece] {
    let isNegative = value.sign == .minus && !value.isNaN
    let number = FormulaNumber(value)
    let isHidden = number.name == .pi && hidesPi || number.name == .e && hidesE
    let digits = isHidden ? markup.variable(number.mantissa) : markup.number(number)
    return isNegative ? [.minus, .text(digits)] : [.text(digits)]
  }

  private func call(_ instruction: Instruction, index: Int?) -> [Piece] {
    guard let function = instruction.function else { return [] }
    var pieces: [Piece] = [.text(markup.functionName(function.notation))]
    var arguments = (0..<instruction.operandCount).map { part(instruction[operand: $0]) }
    if let index {
      let number = Piece.number(Double(index), isSingle: true)
      if let frame = markup.subscripted {
        pieces = framed(frame, pieces + [number])
      } else {
        arguments.insert(number, at: 0)
      }
    }
    pieces += [.text(markup.application), .open(markup.group.open, markup.group.close)]
    for (number, argument) in arguments.enumerated() {
      if number > 0 { pieces.append(.text(markup.group.separator)) }
      pieces.append(argument)
    }
    return pieces + [.close]
  }

  // MARK: Products

  /// What stands between two factors.
  ///
  /// A coefficient is joined to a name or a parenthesis, but never so that it could be read
  /// otherwise: not `2e3` for a variable `e3`, nor `0x` or `2_a`, which look like numbers.
  private func times(_ x: Int32, _ y: Int32) -> String {
    let (mark, others, numbers) = markup.times
    var isCoefficient = false
    var isZero = false
    if case .number(let value) = shape(of: x) {
      isCoefficient = FormulaNumber(value).isDigits
      isZero = value.isZero
    }
    var factor = shape(of: y)
    let binding = factor.binding(in: markup)
    // `2(-3)` would look like a call.
    if binding == .negation, markup.isPlain { return others }
    if binding < .power { return isCoefficient ? mark : others }
    if case .power = factor {
      factor = shape(of: lines[Int(y)].x)
      if factor.binding(in: markup) < .atom { return isCoefficient ? mark : others }
    }
    switch factor {
    case .number(let value): return FormulaNumber(value).name == nil ? numbers : others
    case .fraction, .reciprocal: return isCoefficient ? numbers : others
    case .pi: return isCoefficient && !isZero ? mark : others
    case .name(let name):
      if FormulaNames.isNumber(name) { return numbers }
      guard isCoefficient, let initial = name.utf8.first else { return others }
      let isUnclear =
        initial == UInt8(ascii: "e") || initial == UInt8(ascii: "E")
        || initial == UInt8(ascii: "_") || isZero
      return markup.isPlain && isUnclear ? others : mark
    default: return isCoefficient && !markup.isPlain ? mark : others
    }
  }
}
