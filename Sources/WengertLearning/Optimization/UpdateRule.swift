// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import WengertScalars

/// What a method remembers of one parameter: its quantities in their order, three at most.
struct ParameterMemory<T: Scalar> {
  var a: T = 0
  var b: T = 0
  var c: T = 0

  subscript(slot: Int) -> T {
    get { slot == 0 ? a : slot == 1 ? b : c }
    set {
      switch slot {
      case 0: a = newValue
      case 1: b = newValue
      default: c = newValue
      }
    }
  }
}

/// One step of a method for one parameter: the arithmetic of every optimizer, written once for
/// numbers, tensors and formulas.
///
/// What depends on the step alone, such as `1 − β₁ᵗ`, is a plain number: `number` says what stands for it.
struct UpdateRule {
  let method: OptimizerMethod
  let rate: Double
  let weightDecay: Double
  /// The number of the step, from 1 on.
  let step: Int
  /// The product of the momenta of NAdam before this step, 1 for other methods.
  var momentumProduct = 1.0

  /// Moves `w`, and replaces what is remembered of it.
  @inline(__always)
  func callAsFunction<T: Scalar>(
    _ w: inout T, _ gradient: T, _ memory: inout ParameterMemory<T>,
    number: (Double) -> T = { T($0) }
  ) {
    var (a, b, c) = (memory.a, memory.b, memory.c)
    defer { memory = ParameterMemory(a: a, b: b, c: c) }
    var g = gradient
    if weightDecay != 0 {
      if case .adamW = method {
        w = w - number(rate * weightDecay) * w
      } else {
        g = g + number(weightDecay) * w
      }
    }
    switch method {
    case .gradientDescent(let momentum, let dampening, let isNesterov):
      if momentum != 0 {
        a = T(momentum) * a + (step == 1 || dampening == 0 ? g : T(1 - dampening) * g)
        g = isNesterov ? g + T(momentum) * a : a
      }
      w = w - number(rate) * g

    case .rmsProp(let decay, let epsilon, let momentum, let isCentered):
      a = Self.mean(decay, a, .square(g))
      var variance = a
      if isCentered {
        b = Self.mean(decay, b, g)
        // The difference is not negative but for rounding.
        variance = .maximum(a - .square(b), 0)
      }
      var direction = g / (.sqrt(variance) + T(epsilon))
      if momentum != 0 {
        direction = T(momentum) * (isCentered ? c : b) + direction
        if isCentered { c = direction } else { b = direction }
      }
      w = w - number(rate) * direction

    case .adagrad(let rateDecay, _, let epsilon):
      a = a + .square(g)
      w = w - number(rate / (1 + Double(step - 1) * rateDecay)) * g / (.sqrt(a) + T(epsilon))

    case .adam(let beta1, let beta2, let epsilon, let isAMSGrad),
      .adamW(let beta1, let beta2, let epsilon, let isAMSGrad):
      a = Self.mean(beta1, a, g)
      b = Self.mean(beta2, b, .square(g))
      if isAMSGrad { c = .maximum(c, b) }
      let m = a / number(Self.complement(Self.power(beta1, step)))
      let v = (isAMSGrad ? c : b) / number(Self.complement(Self.power(beta2, step)))
      w = w - number(rate) * m / (.sqrt(v) + T(epsilon))

    case .adadelta(let decay, let epsilon):
      a = Self.mean(decay, a, .square(g))
      let move = .sqrt(b + T(epsilon)) / .sqrt(a + T(epsilon)) * g
      b = Self.mean(decay, b, .square(move))
      w = w - number(rate) * move

    case .adamax(let beta1, let beta2, let epsilon):
      a = Self.mean(beta1, a, g)
      b = .maximum(T(beta2) * b, .abs(g) + T(epsilon))
      w = w - number(rate) * (a / number(Self.complement(Self.power(beta1, step)))) / b

    case .nadam(let beta1, let beta2, let epsilon, _):
      a = Self.mean(beta1, a, g)
      b = Self.mean(beta2, b, .square(g))
      let (now, next) = (momentum(at: step), momentum(at: step + 1))
      let product = momentumProduct * now
      let direction =
        number((1 - now) / (1 - product)) * g + number(next / (1 - product * next)) * a
      let v = b / number(Self.complement(Self.power(beta2, step)))
      w = w - number(rate) * direction / (.sqrt(v) + T(epsilon))

    case .radam(let beta1, let beta2, let epsilon):
      a = Self.mean(beta1, a, g)
      b = Self.mean(beta2, b, .square(g))
      let m = a / number(Self.complement(Self.power(beta1, step)))
      if let factor = Self.rectification(beta2, step) {
        // The root of the mean is corrected here, and ε is not: so do the authors.
        w = w - number(rate * factor) * m / (.sqrt(b) + T(epsilon))
      } else {
        w = w - number(rate) * m
      }

    case .rprop(let decrease, let increase, let smallest, let largest):
      let agreement = g * a
      let grown = T.select(.less(0, agreement), T(increase) * b, b)
      b = .clip(.select(.less(agreement, 0), T(decrease) * b, grown), T(smallest), T(largest))
      a = .select(.less(agreement, 0), 0, g)
      w = w - .sign(a) * b

    case .averagedGradientDescent(let decay, let power, let start):
      let eta = rate / Double.pow(1 + decay * rate * Double(step - 1), power)
      w = number(1 - decay * eta) * w - number(eta) * g
      let count = step - 1 - start
      a = count <= 1 ? w : a + (w - a) / number(Double(count))
    }
  }

  /// The numbers of the step, in the order in which they are asked for.
  var numbers: [Double] {
    var numbers: [Double] = []
    var (w, memory) = (0.0, ParameterMemory<Double>())
    self(&w, 0, &memory) {
      numbers.append($0)
      return $0
    }
    return numbers
  }

  /// What the arithmetic depends on besides those numbers.
  struct Form: Hashable {
    let method: OptimizerMethod
    let decaysWeights: Bool
    let numberCount: Int
    var isFirst = false
    var isRectified = false
  }

  var form: Form {
    var form = Form(
      method: method, decaysWeights: weightDecay != 0, numberCount: numbers.count)
    if case .gradientDescent = method { form.isFirst = step == 1 }
    if case .radam(_, let beta2, _) = method {
      form.isRectified = Self.rectification(beta2, step) != nil
    }
    return form
  }

  /// The running mean `β x + (1 − β) y`.
  private static func mean<T: Scalar>(_ beta: Double, _ x: T, _ y: T) -> T {
    T(beta) * x + T(complement(beta)) * y
  }

  /// `1 − x`, as a decimal of 15 places where that is as near as the difference of doubles is:
  /// 1 − 0.9 is 0.1 then, for people who read the update, and not 0.09999999999999998.
  static func complement(_ x: Double) -> Double {
    let difference = 1 - x
    let decimal = (difference * 1e15).rounded() / 1e15
    return (decimal - difference).magnitude <= 0x1p-53 ? decimal : difference
  }

  /// `xⁿ` by multiplications alone, so that it is the same on every platform.
  static func power(_ x: Double, _ n: Int) -> Double {
    var (result, square, rest) = (1.0, x, n)
    while rest > 0 {
      if rest & 1 == 1 { result *= square }
      square *= square
      rest >>= 1
    }
    return result
  }

  /// The momentum of NAdam in a step.
  private func momentum(at step: Int) -> Double { method.momentum(at: step) ?? 0 }

  /// The factor of RAdam, times the correction of `√v`; nil while the variance is not bounded.
  private static func rectification(_ beta2: Double, _ step: Int) -> Double? {
    let power = power(beta2, step)
    let limit = 2 / (1 - beta2) - 1
    let length = limit - 2 * Double(step) * power / (1 - power)
    guard length > 5 else { return nil }
    let ratio = (length - 4) * (length - 2) * limit / ((limit - 4) * (limit - 2) * length)
    return .sqrt(ratio) * .sqrt(1 - power)
  }
}

extension OptimizerMethod {
  /// The momentum of NAdam in a step; nil for other methods.
  func momentum(at step: Int) -> Double? {
    guard case .nadam(let beta1, _, _, let decay) = self else { return nil }
    return beta1 * (1 - 0.5 * .pow(0.96, Double(step) * decay))
  }
}
