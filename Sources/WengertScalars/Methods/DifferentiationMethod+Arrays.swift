// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import RealModule

/// Verbs for functions of one number, and of an array of them.
extension DifferentiationMethod {
  /// The derivative of a function of one number.
  ///
  /// ```swift
  /// Forward.derivative(at: 0.5) { .sin($0) }     // cos 0.5
  /// ```
  ///
  /// - Complexity: one evaluation of the function on active numbers.
  @inlinable
  public static func derivative<E: Error>(
    at x: Number, of f: (Directional) throws(E) -> Directional
  ) throws(E) -> Number {
    try valueWithDerivative(at: x, of: f).derivative
  }

  /// The derivative of order `order` of a function of one number.
  ///
  /// ```swift
  /// Forward.derivative(at: 0.7, order: 10) { .sin($0) * .exp($0) }
  /// ```
  ///
  /// - Precondition: `order` is not negative; order 0 is the value.
  @inlinable
  public static func derivative<E: Error>(
    at x: Number, order: Int, of f: (Series) throws(E) -> Series
  ) throws(E) -> Number {
    try derivatives(at: x, upTo: order, of: f)[order]
  }

  /// The derivatives of order 0, 1, … `order` of a function of one number.
  @inlinable
  public static func derivatives<E: Error>(
    at x: Number, upTo order: Int, of f: (Series) throws(E) -> Series
  ) throws(E) -> [Number] {
    try directionalDerivatives(at: [x], along: [1], upTo: order) { x throws(E) in try f(x[0]) }
  }

  /// The gradient of a function of an array: `∂f/∂xᵢ`.
  ///
  /// ```swift
  /// Reverse.gradient(at: [1, 2, 3]) { x in x[0] * x[1] + .sin(x[2]) }
  /// ```
  @inlinable
  public static func gradient<E: Error>(
    at x: [Number], of f: ([Active]) throws(E) -> Active
  ) throws(E) -> [Number] {
    try valueWithGradient(at: x, of: f).gradient
  }

  /// The Jacobian of a function from arrays to arrays, by rows.
  ///
  /// ```swift
  /// Forward.jacobian(at: [2, 3]) { x in [x[0] * x[1], x[0] + x[1]] }     // [[3, 2], [1, 1]]
  /// ```
  @inlinable
  public static func jacobian<E: Error>(
    at x: [Number], of f: ([Active]) throws(E) -> [Active]
  ) throws(E) -> [[Number]] {
    try valueWithJacobian(at: x, of: f).jacobian
  }

  /// The matrix of second derivatives of a function of an array.
  @inlinable
  public static func hessian<E: Error>(
    at x: [Number], of f: ([SecondOrder]) throws(E) -> SecondOrder
  ) throws(E) -> [[Number]] {
    try valueWithHessian(at: x, of: f).hessian
  }

  /// The derivative in the direction `v`: `Σ ∂f/∂xᵢ vᵢ`.
  @inlinable
  public static func derivative<E: Error>(
    at x: [Number], along v: [Number], of f: ([Series]) throws(E) -> Series
  ) throws(E) -> Number {
    try directionalDerivatives(at: x, along: v, upTo: 1, of: f)[1]
  }

  /// A mixed partial derivative of any order: `∂ᵏf / ∂x_{i₁} … ∂x_{iₖ}`.
  ///
  /// ```swift
  /// // ∂³f/∂x²∂y of x³y² at (2, 3)
  /// Forward.partialDerivative(at: [2, 3], withRespectTo: [0, 0, 1]) { x in
  ///   .pow(x[0], 3) * .pow(x[1], 2)
  /// }                                            // 6x · 2y = 72
  /// ```
  ///
  /// By polarisation: the mixed derivative is a combination of k-th derivatives along sums and
  /// differences of the axes (A. Griewank, J. Utke, A. Walther, "Evaluating higher derivative
  /// tensors by forward propagation of univariate Taylor series", Math. Comp. 69, 2000).
  ///
  /// - Parameter axes: The number of an input for each differentiation, in any order.
  /// - Complexity: 2ᵏ⁻¹ evaluations on series of order k; one if all axes are the same.
  @inlinable
  public static func partialDerivative<E: Error>(
    at x: [Number], withRespectTo axes: [Int], of f: ([Series]) throws(E) -> Series
  ) throws(E) -> Number {
    let order = axes.count
    for axis in axes {
      precondition(
        x.indices.contains(axis),
        "partialDerivative: there is no input \(axis); the function has \(x.count).")
    }
    if Set(axes).count <= 1 {
      let v = x.indices.map { Number($0 == axes.first ? 1.0 : 0.0) }
      return try directionalDerivatives(at: x, along: v, upTo: order, of: f)[order]
    }
    precondition(order <= 24, "partialDerivative: the order is at most 24; found \(order).")
    var sum: Number = 0
    var factor = 1.0
    for k in 1...order { factor *= Double(k) }
    for signs in 0..<(1 << (order - 1)) {
      var v = [Double](repeating: 0, count: x.count)
      var isPositive = true
      for (k, axis) in axes.enumerated() {
        let isMinus = signs >> k & 1 == 1
        v[axis] += isMinus ? -1 : 1
        if isMinus { isPositive.toggle() }
      }
      let term = try directionalDerivatives(at: x, along: v.map { Number($0) }, upTo: order, of: f)
      sum += isPositive ? term[order] : -term[order]
    }
    return sum / Number(factor * Double(1 << (order - 1)))
  }
}
