// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// The error function: an odd polynomial near 0, 1 − e^(−Q(x)) with a polynomial Q elsewhere. Its
// complement, which has to be right where it is small: e^(−x²) G(t) / (1 + 2x) with a polynomial G of
// t = (x − K) / (x + K), K in the middle of what matters.
//
// M. M. Shepherd and J. G. Laframboise, "Chebyshev approximation of (1 + 2x) exp(x²) erfc x in
// 0 ≤ x < ∞", Mathematics of Computation 36 (1981). The polynomials are minimax fits of our own (Remez'
// algorithm in 60 digits), of the relative error of the function.

extension VectorBuilder {
  /// `x P(x²)` with `erf x = x + x P(x²)` for `|x| ≤ 1`.
  private func errorFunctionRest(_ x: VectorValue) -> VectorValue {
    let coefficients =
      isDouble
      ? [
        0.12837916709551256, -0.3761263890318352, 0.11283791670944185, -0.02686617064311146,
        0.005223977606118426, -0.0008548325929311893, 0.00012055293576816174,
        -1.492471230029015e-05, 1.6447131549126013e-06, -1.6206313583187198e-07,
        1.3710979620445635e-08, -7.779467009284168e-10,
      ]
      : [
        0.12837916572671346, -0.37612625824215745, 0.11283585148351825, -0.026853811923966422,
        0.00518832766464742, -0.0008010193446308958, 7.853860784269767e-05,
      ]
    return x * polynomial(x * x, coefficients)
  }

  func errorFunction(_ x: VectorValue) -> VectorValue {
    // −log(erfc x) for x from 1 to where erf x is 1.
    let coefficients =
      isDouble
      ? [
        5.028019734055068e-07, 1.1283740899438772, 0.6366436259653602, 0.10270344544835362,
        -0.018990190263776272, -0.0004106118906163898, 0.001915926402341743, -0.0007706294304927324,
        0.00013504163176929418, 2.0271013234626028e-05, -2.282420984171949e-05,
        8.667688674357604e-06, -2.135801925201504e-06, 3.7332517279515e-07, -4.6425796249399954e-08,
        3.934521428303219e-09, -2.0451080663428828e-10, 4.928998174942124e-12,
      ]
      : [
        -0.00018846740825550256, 1.1295803091604788, 0.6332164019718914, 0.10842209364985095,
        -0.025210335827674017, 0.004205283252457222, -0.0004414723428666231, 2.169758772163782e-05,
      ]
    let size = constant(isDouble ? 5.95 : 4).applying(.minimum, x.magnitude)
    let large = 1 - exponentialWithinRange(-polynomial(size, coefficients))
    let small = size + errorFunctionRest(size)
    return size.selecting(.less, constant(1), small, else: large) | x.sign
  }

  func complementaryErrorFunction(_ x: VectorValue) -> VectorValue {
    let one = constant(1)
    let part = VectorPair.sum(one, -x)
    let small = part.high - (errorFunctionRest(x) - part.low)
    let tail = errorFunctionTail(x.magnitude)
    let large = x.selecting(.less, constant(0), 2 - tail, else: tail)
    return x.magnitude.selecting(.less, constant(0.5), small, else: large)
  }

  /// `erfc x` for `x ≥ ½`.
  private func errorFunctionTail(_ x: VectorValue) -> VectorValue {
    let coefficients =
      isDouble
      ? [
        -0.14000918013761943, -0.010555596332218328, 0.09751909515325853, -0.11508959816018952,
        0.08798315382486788, -0.04882332582795672, 0.01909933094241005, -0.004215019907254902,
        -0.0003022678782921927, 0.0005643844155463671, -0.00012151241014991784,
        -4.2782230758483466e-05, 2.4260869262878774e-05, 2.328331299796011e-06,
        -3.81419799415039e-06, -4.430424862934261e-08, 5.998522021649499e-07,
        -7.852084781190783e-09, -9.275791661737459e-08, 5.393079467790551e-10,
        1.0306280957238225e-08,
      ]
      : [
        -0.12235677233861716, -0.09902436361939532, 0.1576303405676457, -0.10297073522414955,
        0.03275503827945629, 0.0009588043769154107, -0.004346545566260218, 0.00041082838374348064,
        0.0005320306109676157,
      ]
    let constantTerm = constant(isDouble ? 1.2423492448711544 : 1.2648381830333544)
    let middle = isDouble ? 3.5 : 2.5
    let x = constant(isDouble ? 27.5 : 10.3).applying(.minimum, x)
    let t = (x - middle) / (x + middle)
    let factor = VectorPair.sum(constantTerm, t * polynomial(t, coefficients))
    let square = VectorPair.product(x, x)
    let (n, rest) = reducedExponential(
      VectorPair(high: -square.high, low: -square.low))
    let power = VectorPair.sum(constant(1), rest) * factor
    return scaled(VectorPair.quotient(power, VectorPair.sum(x + x, constant(1))), by: n)
  }
}
