// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// The rule by which an ``Optimizer`` moves a parameter `w` against its derivative `g`.
///
/// In the formulas `η` is the learning rate, `t` counts the steps from 1, and what is remembered
/// from the step before starts at 0. The defaults are those of PyTorch, whose results the tests
/// reproduce to 12 digits.
///
/// ```swift
/// var optimizer = Optimizer<Double>(.adam(), learningRate: 0.01)
/// var w = [1.0, 2.0]
/// optimizer.update(&w, gradient: [0.5, -0.5])         // [0.99, 2.01]
/// ```
public enum OptimizerMethod: Hashable, Sendable {
  /// Gradient descent, `w ← w − η g`, or with momentum `μ` and dampening `δ`
  ///
  ///     m ← μ m + (1 − δ) g        (without δ in the first step)
  ///     w ← w − η m                or w − η (g + μ m) after Nesterov
  ///
  /// B. T. Polyak, "Some methods of speeding up the convergence of iteration methods" (1964);
  /// Y. E. Nesterov, "A method for solving the convex programming problem with convergence rate
  /// O(1/k²)" (1983), in the form of I. Sutskever et al. (2013).
  case gradientDescent(momentum: Double = 0, dampening: Double = 0, isNesterov: Bool = false)

  /// RMSProp: the gradient divided by the root of the running mean of its squares
  ///
  ///     v ← α v + (1 − α) g²
  ///     w ← w − η g / (√v + ε)
  ///
  /// Centered, the square of the running mean of the gradients is subtracted from `v` under the
  /// root. With momentum, `m ← μ m + g / (√v + ε)` and `w ← w − η m`.
  ///
  /// T. Tieleman and G. Hinton, lecture 6.5 of "Neural networks for machine learning" (2012);
  /// centered: A. Graves, "Generating sequences with recurrent neural networks" (2013).
  case rmsProp(
    decay: Double = 0.99, epsilon: Double = 1e-8, momentum: Double = 0, isCentered: Bool = false)

  /// Adagrad: the gradient divided by the root of the sum of all its squares
  ///
  ///     v ← v + g²
  ///     w ← w − η / (1 + (t − 1) ρ) · g / (√v + ε)
  ///
  /// with the decay `ρ` of the learning rate.
  ///
  /// J. Duchi, E. Hazan and Y. Singer, "Adaptive subgradient methods", JMLR 12 (2011).
  case adagrad(rateDecay: Double = 0, initialSum: Double = 0, epsilon: Double = 1e-10)

  /// Adam: running means of the gradient and of its square, corrected for their start at 0
  ///
  ///     m ← β₁ m + (1 − β₁) g
  ///     v ← β₂ v + (1 − β₂) g²
  ///     w ← w − η m̂ / (√v̂ + ε)      where m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ)
  ///
  /// AMSGrad takes the greatest `v` so far. A weight decay is added to the gradient, as an L2
  /// penalty is.
  ///
  /// D. P. Kingma and J. Ba, "Adam: a method for stochastic optimization" (2015); S. J. Reddi,
  /// S. Kale and S. Kumar, "On the convergence of Adam and beyond" (2018).
  case adam(
    beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8, isAMSGrad: Bool = false)

  /// Adam whose weight decay `λ` is apart from the gradient: `w ← w − η λ w`, and then Adam's step.
  ///
  /// I. Loshchilov and F. Hutter, "Decoupled weight decay regularization" (2019).
  case adamW(
    beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8, isAMSGrad: Bool = false)

  /// Adadelta: steps in the units of the parameter, by the ratio of two running means of squares
  ///
  ///     v ← ρ v + (1 − ρ) g²
  ///     Δ = √(d + ε) / √(v + ε) · g
  ///     d ← ρ d + (1 − ρ) Δ²
  ///     w ← w − η Δ
  ///
  /// Its learning rate is 1 in the paper.
  ///
  /// M. D. Zeiler, "ADADELTA: an adaptive learning rate method" (2012).
  case adadelta(decay: Double = 0.9, epsilon: Double = 1e-6)

  /// Adamax: Adam with the ∞-norm
  ///
  ///     m ← β₁ m + (1 − β₁) g
  ///     u ← max(β₂ u, |g| + ε)
  ///     w ← w − η m̂ / u
  ///
  /// D. P. Kingma and J. Ba (2015), section 7.
  case adamax(beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8)

  /// NAdam: Adam with the momentum of Nesterov, whose `μₜ = β₁ (1 − ½ 0.96^(ψ t))` grows to `β₁`
  ///
  ///     w ← w − η ((1 − μₜ) g / (1 − μ₁⋯μₜ) + μₜ₊₁ m / (1 − μ₁⋯μₜ₊₁)) / (√v̂ + ε)
  ///
  /// T. Dozat, "Incorporating Nesterov momentum into Adam" (2016).
  case nadam(
    beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8, momentumDecay: Double = 0.004)

  /// RAdam: Adam, without the division by `√v̂` while the variance of that is not yet bounded, and
  /// with a factor that rectifies it afterwards
  ///
  ///     ρ = 2 / (1 − β₂) − 1,   ρₜ = ρ − 2 t β₂ᵗ / (1 − β₂ᵗ)
  ///     r = √((ρₜ − 4) (ρₜ − 2) ρ / ((ρ − 4) (ρ − 2) ρₜ))
  ///     w ← w − η r m̂ √(1 − β₂ᵗ) / (√v + ε)      if ρₜ > 5, else w − η m̂
  ///
  /// L. Liu et al., "On the variance of the adaptive learning rate and beyond" (2020).
  case radam(beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8)

  /// Rprop: only the sign of the derivative counts. Each parameter has a step size `s`, at first
  /// the learning rate, which grows by a factor while the sign stays and shrinks when it changes;
  /// in such a step the parameter rests
  ///
  ///     s ← increase · s    if g g₋ > 0,     decrease · s, and g ← 0,    if g g₋ < 0
  ///     w ← w − s sign g                     where g₋ is the g of the step before
  ///
  /// It is for gradients of all examples.
  ///
  /// M. Riedmiller and H. Braun, "A direct adaptive method for faster backpropagation learning:
  /// the RPROP algorithm" (1993).
  case rprop(
    decrease: Double = 0.5, increase: Double = 1.2, smallestStep: Double = 1e-6,
    largestStep: Double = 50)

  /// Gradient descent whose rate falls as `ηₜ = η / (1 + λ η (t − 1))^α`, with the mean of the
  /// parameter over all steps after the first `start`
  ///
  ///     w ← (1 − λ ηₜ) w − ηₜ g
  ///     a ← a + (w − a) / max(1, t − 1 − start)
  ///
  /// The mean is ``OptimizerQuantity/average`` of the optimizer's state.
  ///
  /// B. T. Polyak and A. B. Juditsky, "Acceleration of stochastic approximation by averaging"
  /// (1992).
  case averagedGradientDescent(
    decay: Double = 1e-4, power: Double = 0.75, start: Int = 1_000_000)

  /// What the method remembers of each parameter, in the order of ``Optimizer/state``.
  public var quantities: [OptimizerQuantity] {
    switch self {
    case .gradientDescent(let momentum, _, _): momentum == 0 ? [] : [.momentum]
    case .rmsProp(_, _, let momentum, let isCentered):
      [.meanOfSquares] + (isCentered ? [.meanOfGradients] : [])
        + (momentum == 0 ? [] : [.momentum])
    case .adagrad: [.sumOfSquares]
    case .adam(_, _, _, let isAMSGrad), .adamW(_, _, _, let isAMSGrad):
      [.momentum, .meanOfSquares] + (isAMSGrad ? [.greatestMeanOfSquares] : [])
    case .adadelta: [.meanOfSquares, .meanOfSquaredUpdates]
    case .adamax: [.momentum, .greatestGradient]
    case .nadam, .radam: [.momentum, .meanOfSquares]
    case .rprop: [.previousGradient, .stepSize]
    case .averagedGradientDescent: [.average]
    }
  }
}
