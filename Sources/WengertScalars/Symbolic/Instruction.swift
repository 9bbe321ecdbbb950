// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// One line of a Wengert list: an operation and the earlier lines that it works on.
///
/// Lines name each other by number, and operands always come first: the order of the list is the
/// order of computation, and nothing needs to be linked, sorted or released.
public struct Instruction: Hashable, Sendable {
  /// What a line computes.
  public enum Operation: Hashable, Sendable {
    /// The input with the number ``Instruction/parameter``.
    case input
    /// A number.
    case constant(Double)
    /// The number π, to the precision of whatever evaluates the list.
    case pi
    /// A function of the table.
    case function(ElementaryFunction)
  }

  public var operation: Operation

  /// The integer of an indexed function (the `n` of `xⁿ`), or the number of an input.
  public var parameter: Int32

  /// The operands, −1 where there is none; those of `select` are condition, then, else.
  public var x: Int32
  public var y: Int32
  public var z: Int32

  public init(
    _ operation: Operation, parameter: Int32 = 0, x: Int32 = -1, y: Int32 = -1, z: Int32 = -1
  ) {
    self.operation = operation
    self.parameter = parameter
    self.x = x
    self.y = y
    self.z = z
  }

  /// How many of the operands there are.
  public var operandCount: Int { x < 0 ? 0 : y < 0 ? 1 : z < 0 ? 2 : 3 }

  /// Operand number `i`.
  public subscript(operand i: Int) -> Int32 {
    get { i == 0 ? x : i == 1 ? y : z }
    set {
      switch i {
      case 0: x = newValue
      case 1: y = newValue
      default: z = newValue
      }
    }
  }

  /// The function of the table that the line applies, if it applies one.
  public var function: ElementaryFunction? {
    if case .function(let function) = operation { function } else { nil }
  }

  /// The number, if the line is one.
  public var constant: Double? {
    if case .constant(let value) = operation { value } else { nil }
  }
}

extension ElementaryFunction {
  /// The value of the function on any scalars.
  ///
  /// - Parameters:
  ///   - n: The integer of an indexed function; others do not look at it.
  ///   - x: The first operand, or the condition of `select`.
  @inlinable
  public func callAsFunction<T: Scalar>(_ n: Int, _ x: T, _ y: T, _ z: T) -> T {
    accept(Application(n: n, x: x, y: y, z: z))
  }

  @usableFromInline
  struct Application<T: Scalar>: RowVisitor {
    @usableFromInline let n: Int
    @usableFromInline let x: T
    @usableFromInline let y: T
    @usableFromInline let z: T

    @inlinable init(n: Int, x: T, y: T, z: T) {
      self.n = n
      self.x = x
      self.y = y
      self.z = z
    }
    @inlinable func visit<F: UnaryFunction>(_ row: F.Type) -> T { .apply(row, x) }
    @inlinable func visit<F: BinaryFunction>(_ row: F.Type) -> T { .apply(row, x, y) }
    @inlinable func visit<F: IndexedFunction>(_ row: F.Type) -> T { .apply(row, n, x) }
    @inlinable func visitSelect() -> T { .select(x, y, z) }
  }

  /// How many operands the function has.
  public var arity: Int { accept(ArityVisitor()) }

  private struct ArityVisitor: RowVisitor {
    func visit<F: UnaryFunction>(_ row: F.Type) -> Int { 1 }
    func visit<F: BinaryFunction>(_ row: F.Type) -> Int { 2 }
    func visit<F: IndexedFunction>(_ row: F.Type) -> Int { 1 }
    func visitSelect() -> Int { 3 }
  }

  /// Whether the function has an integer parameter.
  public var isIndexed: Bool {
    switch self {
    case .integerPower, .root, .polygamma, .sphericalBessel: true
    default: false
    }
  }

  /// How the function is called and written.
  public var notation: Notation { accept(NotationVisitor()) }

  private struct NotationVisitor: RowVisitor {
    func visit<F: UnaryFunction>(_ row: F.Type) -> Notation { row.notation }
    func visit<F: BinaryFunction>(_ row: F.Type) -> Notation { row.notation }
    func visit<F: IndexedFunction>(_ row: F.Type) -> Notation { row.notation }
    func visitSelect() -> Notation { Notation("select") }
  }

  /// What the rule for the derivative is called.
  public var rule: String { accept(RuleVisitor()) }

  private struct RuleVisitor: RowVisitor {
    func visit<F: UnaryFunction>(_ row: F.Type) -> String { row.rule }
    func visit<F: BinaryFunction>(_ row: F.Type) -> String { row.rule }
    func visit<F: IndexedFunction>(_ row: F.Type) -> String { row.rule }
    func visitSelect() -> String { "derivative of a choice" }
  }

  /// Where the function is defined, as a condition on its operands `x` and `y`; empty if
  /// everywhere.
  public var domain: String { accept(DomainVisitor()) }

  private struct DomainVisitor: RowVisitor {
    func visit<F: UnaryFunction>(_ row: F.Type) -> String { row.domain }
    func visit<F: BinaryFunction>(_ row: F.Type) -> String { row.domain }
    func visit<F: IndexedFunction>(_ row: F.Type) -> String { row.domain }
    func visitSelect() -> String { "" }
  }
}
