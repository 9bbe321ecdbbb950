// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars

// Four precisions times four ways to differentiate are two megabytes of WebAssembly.
#if !hasFeature(Embedded)
  /// The value and derivatives of a program with every digit right.
  ///
  /// Differentiation is exact, arithmetic is not: `(1 - cos(x)) / x^2` at 10⁻⁶ has lost a quarter of
  /// its digits as a value in double precision, and all of them as a second derivative. Here the
  /// same rules run on ``BigFloat``, with more and more bits, until two precisions agree on every
  /// double of the result.
  ///
  /// ```swift
  /// let f = Program(inputs: ["x"]) { x in (1 - .cos(x[0])) / (x[0] * x[0]) }
  /// CorrectlyRounded(f, at: [1e-6], order: 2).hessian      // [[-0.08333333333331666]]
  /// ```
  public struct CorrectlyRounded: Sendable {
    /// The way of differentiation that is run on big numbers.
    public enum Mode: Sendable, CaseIterable { case forward, reverse, forwardOverReverse }

    /// The value of the first output.
    public let value: Double

    /// Its gradient.
    public let gradient: [Double]

    /// Its Hessian, if it was asked for.
    public let hessian: [[Double]]

    /// The precision that settled the result.
    public let bits: Int

    /// Whether two precisions agreed; if not, the result is that of the largest.
    public let isSettled: Bool

    /// Evaluates the first output of `program` with its derivatives of order 1, or 1 and 2.
    ///
    /// The inputs and constants are the given doubles, taken exactly.
    ///
    /// - Complexity: tens of microseconds an operation; for use as a reference, not in a loop.
    public init(_ program: Program, at point: [Double], order: Int = 1, mode: Mode = .reverse) {
      precondition(order == 1 || order == 2, "CorrectlyRounded: the order is 1 or 2; found \(order).")
      let evaluation = Evaluation(program: program, point: point, order: order, mode: mode)
      var result = evaluation(Bits256.self)
      var bits = 256
      var isSettled = false
      for next in 0..<3 where !isSettled {
        let better =
          switch next {
          case 0: evaluation(Bits512.self)
          case 1: evaluation(Bits1024.self)
          default: evaluation(Bits4096.self)
          }
        isSettled = zip(result, better).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) }
        result = better
        bits = [512, 1024, 4096][next]
      }
      let n = point.count
      value = result[0]
      gradient = Array(result[1...n])
      hessian =
        order == 1
        ? [] : (0..<n).map { row in Array(result[(1 + n + row * n)..<(1 + 2 * n + row * n)]) }
      self.bits = bits
      self.isSettled = isSettled
    }

    /// One evaluation: the value, the gradient and the rows of the Hessian, one after the other.
    private struct Evaluation {
      let program: Program
      let point: [Double]
      let order: Int
      let mode: Mode

      func callAsFunction<P: Precision>(_ precision: P.Type) -> [Double] {
        typealias Number = BigFloat<P>
        let x = point.map { Number($0) }
        var value: Number
        var gradient: [Number]
        var hessian: [[Number]] = []
        switch (mode, order) {
        case (.forward, 1):
          (value, gradient) = ForwardMode<Number>.valueWithGradient(at: x) { program($0)[0] }
        case (.forward, _):
          (value, gradient, hessian) = ForwardMode<Number>.valueWithHessian(at: x) { program($0)[0] }
        case (_, 1):
          (value, gradient) = ReverseMode<Number>.valueWithGradient(at: x) { program($0)[0] }
        case (.forwardOverReverse, _):
          (value, gradient, hessian) = ReverseMode<Number>.valueWithHessian(at: x) { program($0)[0] }
        case (.reverse, _):
          (value, gradient) = ReverseMode<Number>.valueWithGradient(at: x) { program($0)[0] }
          hessian = ReverseMode<Number>.jacobian(at: x) { x in
            ReverseMode<Variable<Number>>.gradient(at: x) { program($0)[0] }
          }
        }
        return [value.double] + gradient.map { $0.double } + hessian.flatMap { $0.map { $0.double } }
      }
    }
  }
#endif
