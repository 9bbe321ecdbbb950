// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import WengertRuntime

/// A number on a tape: a value, and the place of the operation that made it in the list of all
/// operations, from which reverse mode computes derivatives.
///
/// ```swift
/// Reverse.gradient(at: [2, 3]) { x in x[0] * .sin(x[1]) }   // x[0] and x[1] are variables
/// ```
///
/// A variable is a trivial value: it owns nothing, and copying it copies 24 bytes. It is valid
/// until the gradient, or the ``Tape``, that it belongs to ends; using it later stops with a
/// message. Threads cannot share it, which the compiler checks, as `Variable` is not
/// `Sendable`.
@frozen
public struct Variable<Primal: Scalar> {
  /// The value.
  public let primal: Primal

  /// The memory of the tape, nil for a constant.
  @usableFromInline let tape: UnsafeMutablePointer<WengertTapeBlock>?

  /// The place on the tape; places start at 1, and 0 is a constant.
  @usableFromInline let index: UInt32

  /// The use of the block that the variable belongs to.
  @usableFromInline let epoch: UInt32

  @inlinable @inline(__always)
  init(
    _ primal: Primal, tape: UnsafeMutablePointer<WengertTapeBlock>?, index: UInt32, epoch: UInt32
  ) {
    self.primal = primal
    self.tape = tape
    self.index = index
    self.epoch = epoch
  }

  /// The constant `primal`, which is on no tape.
  ///
  /// Lifts a number of an outer derivative into an inner one.
  @inlinable @inline(__always)
  public init(constant primal: Primal) {
    self.init(primal, tape: nil, index: 0, epoch: 0)
  }

  /// The value as a constant: what is computed from it has no derivative through it.
  @inlinable public var withoutDerivative: Self { Self(constant: primal) }
}

@available(*, unavailable, message: "a variable belongs to the tape of one thread")
extension Variable: Sendable {}

extension Variable: DerivedScalar {
  public typealias Lanes = Self
  public typealias Coefficient = Self
  public typealias Magnitude = Self

  @inlinable @inline(__always)
  public init(_ value: Double) { self.init(constant: Primal(value)) }

  @inlinable public static var pi: Self { Self(constant: .pi) }
  @inlinable public var double: Double { primal.double }

  @inlinable @inline(__always)
  public static func apply<F: UnaryFunction>(_ function: F.Type, _ x: Self) -> Self {
    guard let tape = x.tape else { return Self(constant: Primal.apply(F.self, x.primal)) }
    let (y, derivative) = Primal.valueWithDerivative(F.self, x.primal)
    return TapeRecord.append(to: tape, y, x, derivative)
  }

  @inlinable @inline(__always)
  public static func apply<F: IndexedFunction>(_ function: F.Type, _ n: Int, _ x: Self) -> Self {
    let y = Primal.apply(F.self, n, x.primal)
    guard let tape = x.tape else { return Self(constant: y) }
    return TapeRecord.append(to: tape, y, x, F.derivative(n, x.primal, y))
  }

  @inlinable @inline(__always)
  public static func apply<F: BinaryFunction>(_ function: F.Type, _ x: Self, _ y: Self) -> Self {
    let z = Primal.apply(F.self, x.primal, y.primal)
    guard let tape = x.tape else {
      guard let tape = y.tape else { return Self(constant: z) }
      return TapeRecord.append(to: tape, z, y, F.partialY(x.primal, y.primal, z))
    }
    if y.tape == nil {
      return TapeRecord.append(to: tape, z, x, F.partialX(x.primal, y.primal, z))
    }
    if _slowPath(x.tape != y.tape || x.epoch != y.epoch) { stopForMixedTapes() }
    return TapeRecord.append(
      to: tape, z, x, F.partialX(x.primal, y.primal, z), y, F.partialY(x.primal, y.primal, z))
  }

  @inlinable
  public static func preaccumulated<E: Error>(
    _ operands: [Self], _ f: ([Self]) throws(E) -> Self
  ) throws(E) -> Self {
    let (value, gradient) = try ReverseMode<Primal>.valueWithGradient(
      at: operands.map { $0.primal }, of: f)
    var sum = Self(constant: value)
    for (operand, partial) in zip(operands, gradient) where !partial.isZero {
      guard let tape = operand.tape else { continue }
      requireOneTape(sum, operand)
      // A sum of products, each with the partial sum before it: two operands a record.
      sum =
        sum.tape == nil
        ? TapeRecord.append(to: tape, value, operand, partial)
        : TapeRecord.append(to: tape, value, sum, 1, operand, partial)
    }
    return sum
  }

  @inlinable
  public static func select(_ condition: Self, _ x: Self, _ y: Self) -> Self {
    let z = Primal.select(condition.primal, x.primal, y.primal)
    guard let tape = x.tape ?? y.tape else { return Self(constant: z) }
    requireOneTape(x, y)
    return TapeRecord.append(
      to: tape, z, x, .select(condition.primal, 1, 0), y, .select(condition.primal, 0, 1))
  }

  /// Stops if `x` and `y` are of two tapes; either may be a constant, which is of none.
  @inlinable
  static func requireOneTape(_ x: Self, _ y: Self) {
    if x.tape == nil || y.tape == nil { return }
    if x.tape != y.tape || x.epoch != y.epoch { stopForMixedTapes() }
  }

  @inlinable public static func < (x: Self, y: Self) -> Bool { x.primal < y.primal }
  @inlinable public static func == (x: Self, y: Self) -> Bool { x.primal == y.primal }
}

/// Variables as the derivatives of an outer variable: reverse mode over reverse mode.
extension Variable {
  @inlinable public var hasNaN: Bool { primal.hasNaN }

  /// A variable that happens to be zero may still have influence, so only a constant counts.
  @inlinable public var isZero: Bool { tape == nil && primal.isZero }

  @inlinable public func absorbing(_ partial: Self) -> Self {
    if isZero || partial.isZero { return 0 }
    let product = primal.absorbing(partial.primal)
    guard let tape = tape ?? partial.tape else { return Self(constant: product) }
    Self.requireOneTape(self, partial)
    return TapeRecord.append(to: tape, product, self, partial.primal, partial, primal)
  }
}

extension Variable: CustomStringConvertible where Primal: CustomStringConvertible {
  public var description: String { primal.description }
}

@inlinable @inline(never)
func stopForMixedTapes() -> Never {
  fatalError(
    """
    A Variable of one gradient met a Variable of another: inside an inner gradient, lift an outer \
    variable with Variable(constant:), and give the inner gradient its point as a Variable.
    """)
}

@inlinable @inline(never)
func stopForEndedTape() -> Never {
  fatalError("A Variable was used after the gradient or Tape that it belongs to had ended.")
}
