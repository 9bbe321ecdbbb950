// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// One power series of a ``SeriesSystem``: the scalar that rows of the table are run on to write
/// their derivatives into the system.
struct Series<Base: Scalar> {
  let system: SeriesSystem<Base>?
  let index: Int
  /// The constant coefficient.
  let number: Base

  /// The line of the series; a constant is given one.
  func place(in system: SeriesSystem<Base>) -> Int {
    self.system == nil ? system.append(.constant, first: number).index : index
  }
}

extension Taylor {
  /// The series of a function, by solving the system that its row gives.
  static func solve(
    order: Int, _ function: ((Taylor) -> Series<Base>) -> Series<Base>
  ) -> Taylor {
    let system = SeriesSystem<Base>(order: order)
    let result = function { system.append(known: $0) }
    system.run()
    return result.system == nil
      ? Taylor(constant: result.number) : Taylor(coefficients: system[result.index])
  }
}

extension UnaryFunction {
  static func series<Base: Scalar>(_ x: Series<Base>) -> Series<Base> { .apply(self, x) }
}

extension BinaryFunction {
  static func series<Base: Scalar>(_ x: Series<Base>, _ y: Series<Base>) -> Series<Base> {
    .apply(self, x, y)
  }
}

extension IndexedFunction {
  static func series<Base: Scalar>(_ n: Int, _ x: Series<Base>) -> Series<Base> {
    .apply(self, n, x)
  }
}

extension Series: DerivedScalar {
  typealias Lanes = Self
  typealias Coefficient = Self
  typealias Magnitude = Self

  init(constant number: Base) {
    system = nil
    index = -1
    self.number = number
  }

  init(_ value: Double) { self.init(constant: Base(value)) }
  static var pi: Self { Self(constant: .pi) }
  var double: Double { number.double }

  static func apply<F: UnaryFunction>(_ function: F.Type, _ x: Self) -> Self {
    let value = Base.apply(F.self, x.number)
    guard let system = x.system else { return Self(constant: value) }
    if F.function == .negate { return system.append(.negative(x.index), first: value) }
    return system.function(F.function, 0, [x], value: value) { [F.derivative(x, $0)] }
  }

  static func apply<F: BinaryFunction>(_ function: F.Type, _ x: Self, _ y: Self) -> Self {
    let value = Base.apply(F.self, x.number, y.number)
    guard let system = x.system ?? y.system else { return Self(constant: value) }
    let line: SeriesSystem<Base>.Line? =
      switch F.function {
      case .add: .sum(x.place(in: system), y.place(in: system), 1)
      case .subtract: .sum(x.place(in: system), y.place(in: system), -1)
      case .multiply: .product(x.place(in: system), y.place(in: system))
      case .divide: .quotient(x.place(in: system), y.place(in: system))
      default: nil
      }
    if let line { return system.append(line, first: value) }
    return system.function(F.function, 0, [x, y], value: value) {
      [F.partialX(x, y, $0), F.partialY(x, y, $0)]
    }
  }

  static func apply<F: IndexedFunction>(_ function: F.Type, _ n: Int, _ x: Self) -> Self {
    let value = Base.apply(F.self, n, x.number)
    guard let system = x.system else { return Self(constant: value) }
    return system.function(F.function, n, [x], value: value) { [F.derivative(n, x, $0)] }
  }

  static func select(_ condition: Self, _ x: Self, _ y: Self) -> Self {
    let value = Base.select(condition.number, x.number, y.number)
    guard let system = x.system ?? y.system else { return Self(constant: value) }
    return system.append(
      .choice(condition.number, x.place(in: system), y.place(in: system)), first: value)
  }

  static func < (x: Self, y: Self) -> Bool { x.number < y.number }
  static func == (x: Self, y: Self) -> Bool { x.number == y.number }

  var hasNaN: Bool { number.hasNaN }
  var isZero: Bool { system == nil && number.isZero }
  func absorbing(_ partial: Self) -> Self {
    if isZero || partial.isZero { return 0 }
    let value = number.absorbing(partial.number)
    guard let system = system ?? partial.system else { return Self(constant: value) }
    return system.append(
      .product(place(in: system), partial.place(in: system)), first: value)
  }
}
