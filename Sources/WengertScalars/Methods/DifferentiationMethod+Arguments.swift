// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Verbs for functions of two, three and four numbers.
///
/// Overloads differ in the number of arguments only, which keeps closures such as
/// `{ x, y in (x + y) * (x + 2 * y) }` quick to type-check.
extension DifferentiationMethod {
  /// The gradient of a function of two numbers.
  @inlinable
  public static func gradient<E: Error>(
    at x: Number, _ y: Number,
    of f: (Active, Active) throws(E) -> Active
  ) throws(E) -> (Number, Number) {
    try valueWithGradient(at: x, y, of: f).gradient
  }

  /// The value and the gradient of a function of two numbers.
  @inlinable
  public static func valueWithGradient<E: Error>(
    at x: Number, _ y: Number,
    of f: (Active, Active) throws(E) -> Active
  ) throws(E) -> (value: Number, gradient: (Number, Number)) {
    let (value, g) = try valueWithGradient(at: [x, y]) { x throws(E) in
      try f(x[0], x[1])
    }
    return (value, (g[0], g[1]))
  }

  /// The Jacobian of a function of two numbers, by rows.
  @inlinable
  public static func jacobian<E: Error>(
    at x: Number, _ y: Number,
    of f: (Active, Active) throws(E) -> [Active]
  ) throws(E) -> [[Number]] {
    try jacobian(at: [x, y]) { x throws(E) in try f(x[0], x[1]) }
  }

  /// The Hessian of a function of two numbers.
  @inlinable
  public static func hessian<E: Error>(
    at x: Number, _ y: Number,
    of f: (SecondOrder, SecondOrder) throws(E) -> SecondOrder
  ) throws(E) -> [[Number]] {
    try hessian(at: [x, y]) { x throws(E) in try f(x[0], x[1]) }
  }

  /// The gradient of a function of three numbers.
  @inlinable
  public static func gradient<E: Error>(
    at x: Number, _ y: Number, _ z: Number,
    of f: (Active, Active, Active) throws(E) -> Active
  ) throws(E) -> (Number, Number, Number) {
    try valueWithGradient(at: x, y, z, of: f).gradient
  }

  /// The value and the gradient of a function of three numbers.
  @inlinable
  public static func valueWithGradient<E: Error>(
    at x: Number, _ y: Number, _ z: Number,
    of f: (Active, Active, Active) throws(E) -> Active
  ) throws(E) -> (value: Number, gradient: (Number, Number, Number)) {
    let (value, g) = try valueWithGradient(at: [x, y, z]) { x throws(E) in
      try f(x[0], x[1], x[2])
    }
    return (value, (g[0], g[1], g[2]))
  }

  /// The Jacobian of a function of three numbers, by rows.
  @inlinable
  public static func jacobian<E: Error>(
    at x: Number, _ y: Number, _ z: Number,
    of f: (Active, Active, Active) throws(E) -> [Active]
  ) throws(E) -> [[Number]] {
    try jacobian(at: [x, y, z]) { x throws(E) in try f(x[0], x[1], x[2]) }
  }

  /// The Hessian of a function of three numbers.
  @inlinable
  public static func hessian<E: Error>(
    at x: Number, _ y: Number, _ z: Number,
    of f: (SecondOrder, SecondOrder, SecondOrder) throws(E) -> SecondOrder
  ) throws(E) -> [[Number]] {
    try hessian(at: [x, y, z]) { x throws(E) in try f(x[0], x[1], x[2]) }
  }

  /// The gradient of a function of four numbers.
  @inlinable
  public static func gradient<E: Error>(
    at x: Number, _ y: Number, _ z: Number, _ w: Number,
    of f: (Active, Active, Active, Active) throws(E) -> Active
  ) throws(E) -> (Number, Number, Number, Number) {
    try valueWithGradient(at: x, y, z, w, of: f).gradient
  }

  /// The value and the gradient of a function of four numbers.
  @inlinable
  public static func valueWithGradient<E: Error>(
    at x: Number, _ y: Number, _ z: Number, _ w: Number,
    of f: (Active, Active, Active, Active) throws(E) -> Active
  ) throws(E) -> (value: Number, gradient: (Number, Number, Number, Number)) {
    let (value, g) = try valueWithGradient(at: [x, y, z, w]) { x throws(E) in
      try f(x[0], x[1], x[2], x[3])
    }
    return (value, (g[0], g[1], g[2], g[3]))
  }

  /// The Jacobian of a function of four numbers, by rows.
  @inlinable
  public static func jacobian<E: Error>(
    at x: Number, _ y: Number, _ z: Number, _ w: Number,
    of f: (Active, Active, Active, Active) throws(E) -> [Active]
  ) throws(E) -> [[Number]] {
    try jacobian(at: [x, y, z, w]) { x throws(E) in try f(x[0], x[1], x[2], x[3]) }
  }

  /// The Hessian of a function of four numbers.
  @inlinable
  public static func hessian<E: Error>(
    at x: Number, _ y: Number, _ z: Number, _ w: Number,
    of f: (SecondOrder, SecondOrder, SecondOrder, SecondOrder) throws(E) -> SecondOrder
  ) throws(E) -> [[Number]] {
    try hessian(at: [x, y, z, w]) { x throws(E) in try f(x[0], x[1], x[2], x[3]) }
  }
}
