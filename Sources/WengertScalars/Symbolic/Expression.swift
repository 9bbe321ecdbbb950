// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// A formula: a scalar that records how it was computed.
///
/// Running a generic function on expressions writes its formula down; the derivative of that is
/// again a formula, since the table's partial derivatives are generic functions too.
///
/// ```swift
/// let (x, y) = Expression.variables("x", "y")
/// let f = (x + y) * (x + 2 * y)
/// f.derivative(with: x)       // 2x + 3y
/// ```
///
/// An expression is a place on an ``ExpressionGraph``, so that sharing is kept and nothing is ever
/// walked recursively. Constants are on no graph.
///
/// Comparing expressions asks for their values, which a recording at a point knows and one without
/// a point does not: it stops, and names ``Scalar/select(_:_:_:)``, which needs no value.
public struct Expression {
  /// The list that the expression is on, nil for a number.
  public let graph: ExpressionGraph?

  /// The line of the list.
  public let index: Int32

  /// The number, where there is no list.
  let number: Double

  public init(graph: ExpressionGraph, index: Int32) {
    self.graph = graph
    self.index = index
    self.number = 0
  }

  /// One new variable.
  public static func variable(_ name: String) -> Expression { ExpressionGraph().input(name) }

  /// New variables of one recording.
  public static func variables(_ x: String, _ y: String) -> (Expression, Expression) {
    let graph = ExpressionGraph()
    return (graph.input(x), graph.input(y))
  }

  /// New variables of one recording.
  public static func variables(_ names: [String]) -> [Expression] {
    let graph = ExpressionGraph()
    return names.map { graph.input($0) }
  }

  /// The number, if the expression is one.
  public var constant: Double? {
    guard let graph else { return number }
    return graph.instructions[Int(index)].constant
  }

  /// The line that computes the expression.
  public var instruction: Instruction {
    graph?.instructions[Int(index)] ?? Instruction(.constant(number))
  }

  /// Operand number `i` of the expression's operation.
  public func operand(_ i: Int) -> Expression {
    guard let graph else { preconditionFailure("A number has no operands.") }
    return Expression(graph: graph, index: instruction[operand: i])
  }
}

extension Expression: DerivedScalar {
  public typealias Lanes = Self
  public typealias Coefficient = Self
  public typealias Magnitude = Self

  public init(_ value: Double) {
    graph = nil
    index = -1
    number = value
  }

  public static var pi: Expression {
    let graph = ExpressionGraph()
    return Expression(graph: graph, index: graph.enter(Instruction(.pi)))
  }

  public static func apply<F: UnaryFunction>(_ function: F.Type, _ x: Self) -> Self {
    record(F.function, 0, x, nil, nil)
  }

  public static func apply<F: BinaryFunction>(_ function: F.Type, _ x: Self, _ y: Self) -> Self {
    record(F.function, 0, x, y, nil)
  }

  public static func apply<F: IndexedFunction>(_ function: F.Type, _ n: Int, _ x: Self) -> Self {
    guard let parameter = Int32(exactly: n) else {
      if F.function == .integerPower { return record(.power, 0, x, Self(Double(n)), nil) }
      preconditionFailure("\(F.notation.name): the index \(n) is too large for a formula.")
    }
    return record(F.function, parameter, x, nil, nil)
  }

  public static func select(_ condition: Self, _ x: Self, _ y: Self) -> Self {
    record(.select, 0, condition, x, y)
  }

  /// Enters a line, unless an identity of ``ExpressionGraph/simplifies`` gives an existing one.
  static func record(
    _ function: ElementaryFunction, _ parameter: Int32, _ x: Self, _ y: Self?, _ z: Self?
  ) -> Self {
    let home = home(of: home(of: x.graph, y?.graph), z?.graph)
    if home?.simplifies ?? true, let known = identity(function, parameter, x, y, z) { return known }
    let graph = home ?? ExpressionGraph()
    return Expression(
      graph: graph,
      index: graph.enter(
        Instruction(
          .function(function), parameter: parameter, x: graph.adopt(x),
          y: y.map(graph.adopt) ?? -1, z: z.map(graph.adopt) ?? -1)))
  }

  /// The recording that two operands belong to: a list without inputs is a constant, and moves to
  /// the other one.
  private static func home(of a: ExpressionGraph?, _ b: ExpressionGraph?) -> ExpressionGraph? {
    guard let a, let b else { return a ?? b }
    return a.inputNames.isEmpty && !b.inputNames.isEmpty ? b : a
  }

  /// The value at the point of the recording; nan if there is none.
  public var double: Double { knownValue ?? .nan }

  private var knownValue: Double? { graph == nil ? number : graph?.value(of: index) }

  public static func < (x: Self, y: Self) -> Bool { value(of: x, "<") < value(of: y, "<") }

  public static func == (x: Self, y: Self) -> Bool {
    if let graph = x.graph, graph === y.graph, x.index == y.index { return true }
    return value(of: x, "==") == value(of: y, "==")
  }

  private static func value(of x: Self, _ comparison: String) -> Double {
    guard let value = x.knownValue else {
      fatalError(
        """
        `\(comparison)` on an expression whose value is not known while it is recorded; use \
        select(_:_:_:) in place of `if`, or record at a point.
        """)
    }
    return value
  }

  public var hasNaN: Bool { constant?.isNaN ?? false }
  public var isZero: Bool { constant?.isZero ?? false }
  public func absorbing(_ partial: Self) -> Self { isZero || partial.isZero ? 0 : self * partial }
}
