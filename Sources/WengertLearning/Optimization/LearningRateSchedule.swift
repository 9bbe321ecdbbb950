// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule

/// The learning rate as a function of the number of steps taken.
///
/// ```swift
/// let schedule = LearningRateSchedule.cosine(0.1, over: 100).warmingUp(over: 10, from: 0.1)
/// var optimizer = Optimizer<Double>(.adam(), learningRate: schedule(0))
/// optimizer.learningRate = schedule(optimizer.stepCount)
/// ```
public struct LearningRateSchedule: Hashable, Sendable {
  private enum Decay: Hashable {
    case constant
    case step(factor: Double, interval: Int)
    case exponential(factor: Double)
    case cosine(end: Double, steps: Int)
  }

  private let rate: Double
  private let decay: Decay
  private var warmUpSteps = 0
  private var warmUpFactor = 1.0

  private init(_ rate: Double, _ decay: Decay) {
    precondition(
      rate >= 0 && rate < .infinity,
      "LearningRateSchedule: a learning rate is a number from 0 on; found \(rate).")
    self.rate = rate
    self.decay = decay
  }

  /// The same rate in every step.
  public static func constant(_ rate: Double) -> Self { Self(rate, .constant) }

  /// The rate times `factor` after every `interval` steps: `η fˡ` where `l = ⌊t / interval⌋`.
  public static func step(_ rate: Double, factor: Double, every interval: Int) -> Self {
    precondition(
      interval > 0, "LearningRateSchedule.step: the interval is at least 1; found \(interval).")
    return Self(rate, .step(factor: factor, interval: interval))
  }

  /// The rate times `factor` after each step: `η fᵗ`.
  public static func exponential(_ rate: Double, factor: Double) -> Self {
    Self(rate, .exponential(factor: factor))
  }

  /// Half a wave of the cosine from `rate` to `end` in a number of steps, and then `end`:
  /// `end + (η − end) (1 + cos(π t / steps)) / 2`.
  ///
  /// I. Loshchilov and F. Hutter, "SGDR: stochastic gradient descent with warm restarts" (2017).
  public static func cosine(_ rate: Double, over steps: Int, to end: Double = 0) -> Self {
    precondition(
      steps > 0, "LearningRateSchedule.cosine: the number of steps is at least 1; found \(steps).")
    return Self(rate, .cosine(end: end, steps: steps))
  }

  /// The schedule behind a warm-up: in the first `steps` the rate grows linearly from `factor`
  /// times the first rate to the whole of it.
  public func warmingUp(over steps: Int, from factor: Double = 0) -> Self {
    precondition(
      steps >= 0, "LearningRateSchedule.warmingUp: the number of steps is not negative; found \(steps).")
    var schedule = self
    schedule.warmUpSteps = steps
    schedule.warmUpFactor = factor
    return schedule
  }

  /// The rate of the step that follows `count` others.
  public func callAsFunction(_ count: Int) -> Double {
    if count < warmUpSteps {
      let share = Double(count) / Double(warmUpSteps)
      return rate * (warmUpFactor + (1 - warmUpFactor) * share)
    }
    let t = count - warmUpSteps
    switch decay {
    case .constant: return rate
    case .step(let factor, let interval): return rate * UpdateRule.power(factor, t / interval)
    case .exponential(let factor): return rate * UpdateRule.power(factor, t)
    case .cosine(let end, let steps):
      let share = Double(min(t, steps)) / Double(steps)
      return end + (rate - end) * (1 + .cos(.pi * share)) / 2
    }
  }
}
