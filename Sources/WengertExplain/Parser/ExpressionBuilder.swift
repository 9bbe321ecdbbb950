// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars

/// Writes lines on a graph for operators and calls, whose operands come from a stack.
///
/// A number stays on the stack until something uses it, so that `-2` can become one number, and
/// `x^2` an integer power.
struct ExpressionBuilder {
  /// A value that waits for its operator.
  enum Operand {
    case literal(Double)
    case line(Int32)
  }

  let graph: ExpressionGraph
  private var operands: ContiguousArray<Operand> = []

  init(_ graph: ExpressionGraph) { self.graph = graph }

  mutating func push(_ operand: Operand) { operands.append(operand) }

  mutating func push(_ expression: Expression) { operands.append(.line(expression.index)) }

  /// Takes the topmost operand, as a line of the graph.
  mutating func pop() -> Expression { expression(operands.removeLast()) }

  /// Replaces the operands of `operation` by its value.
  mutating func apply(_ operation: Operator) {
    switch operation {
    case .plusSign: break
    case .minusSign: negate()
    case .squareRoot: push(.sqrt(pop()))
    case .power: applyPower()
    default:
      let (x, y) = popPair()
      push(Self.value(of: operation, x, y))
    }
  }

  /// Replaces the topmost operand by its power.
  mutating func raise(to exponent: Int32) { push(.pow(pop(), Int(exponent))) }

  /// Replaces the topmost operand by its absolute value.
  mutating func takeAbsoluteValue() { push(.abs(pop())) }

  /// Replaces the arguments of `function`, as many as it takes, by its value.
  ///
  /// - Returns: Whether the integer of an indexed function is a literal in `orders`; if it is
  ///   not, nothing is done.
  mutating func call(_ function: Callable) -> Bool {
    switch function {
    case .elementary(.power): applyPower()
    case .elementary(let function) where function.isIndexed:
      guard let n = Self.integer(operands[operands.count - 2]), Self.orders.contains(n) else {
        return false
      }
      let x = pop()
      operands.removeLast()
      push(function(n, x, x, x))
    case .elementary(let function):
      let (x, y, z) = popArguments(function.arity)
      push(function(0, x, y, z))
    case .derived(let function):
      let (x, y, z) = popArguments(function.argumentCount)
      push(function(x, y, z))
    }
    return true
  }

  /// What the integer of an indexed function may be. Values are found by recurrences of that many
  /// steps, and derivatives add to it.
  static let orders = 0...1000

  private static func value(
    of operation: Operator, _ x: Expression, _ y: Expression
  ) -> Expression {
    switch operation {
    case .add: x + y
    case .subtract: x - y
    case .multiply: x * y
    case .divide: x / y
    case .less: .less(x, y)
    case .lessOrEqual: .lessOrEqual(x, y)
    case .greater: .less(y, x)
    case .greaterOrEqual: .lessOrEqual(y, x)
    case .equal: .equal(x, y)
    case .notEqual: 1 - .equal(x, y)
    case .plusSign, .minusSign, .squareRoot, .power: preconditionFailure("`apply` does these itself.")
    }
  }

  private mutating func negate() {
    if case .literal(let value)? = operands.last, value.sign == .plus {
      operands[operands.count - 1] = .literal(-value)
    } else {
      push(-pop())
    }
  }

  private mutating func applyPower() {
    if let last = operands.last, let n = Self.integer(last), n.magnitude <= Self.largestExponent {
      operands.removeLast()
      push(.pow(pop(), n))
    } else {
      let (x, y) = popPair()
      push(.power(x, y))
    }
  }

  /// Exponents beyond this are real ones: the parameter of a line has 32 bits, and derivatives
  /// count it down.
  private static let largestExponent: UInt = 1 << 30

  private static func integer(_ operand: Operand) -> Int? {
    guard case .literal(let value) = operand else { return nil }
    return Int32(exactly: value).map { Int($0) }
  }

  private mutating func popPair() -> (Expression, Expression) {
    let (x, y, _) = popArguments(2)
    return (x, y)
  }

  /// Takes `count` operands, 1 to 3; lines are written in the order of the text.
  private mutating func popArguments(_ count: Int) -> (Expression, Expression, Expression) {
    let first = operands.count - count
    let x = expression(operands[first])
    let y = count > 1 ? expression(operands[first + 1]) : x
    let z = count > 2 ? expression(operands[first + 2]) : x
    operands.removeLast(count)
    return (x, y, z)
  }

  private func expression(_ operand: Operand) -> Expression {
    switch operand {
    case .literal(let value): graph.constant(value)
    case .line(let index): Expression(graph: graph, index: index)
    }
  }
}
