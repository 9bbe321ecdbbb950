// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertKernels
import WengertScalars
import WengertTensors

/// A function of one tensor, element by element, and where to try it.
struct SampledFunction: Sendable, CustomTestStringConvertible {
  let name: String
  let range: ClosedRange<Double>
  let function: @Sendable (Tensor) -> Tensor

  init(
    _ name: String, _ range: ClosedRange<Double>,
    _ function: @escaping @Sendable (Tensor) -> Tensor
  ) {
    (self.name, self.range, self.function) = (name, range, function)
  }

  init(_ name: String, _ function: @escaping @Sendable (Tensor) -> Tensor) {
    self.init(name, -3...3, function)
  }

  var testDescription: String { name }

  static let all = elementary + piecewise + special + activations

  static let elementary: [SampledFunction] = [
    .init("exp", exp), .init("exp2", exp2), .init("exp10", exp10), .init("expm1", expm1),
    .init("log", 0.1...4, log), .init("log2", 0.1...4, log2), .init("log10", 0.1...4, log10),
    .init("log1p", -0.9...4, log1p), .init("sqrt", 0.1...4, sqrt), .init("cbrt", 0.1...4, cbrt),
    .init("rsqrt", 0.2...4, rsqrt), .init("square", square),
    .init("reciprocal", 0.2...4, reciprocal),
    .init("sin", sin), .init("cos", cos), .init("tan", -1.2...1.2, tan),
    .init("asin", -0.9...0.9, asin), .init("acos", -0.9...0.9, acos), .init("atan", atan),
    .init("sinh", sinh), .init("cosh", cosh), .init("tanh", tanh), .init("asinh", asinh),
    .init("acosh", 1.1...4, acosh), .init("atanh", -0.9...0.9, atanh),
    .init("x^x", 0.2...3) { pow($0, $0) }, .init("x³") { pow($0, 3) },
    .init("atan2", 0.1...3) { atan2($0, 1 - $0) }, .init("hypot") { hypot($0, 2) },
  ]

  static let piecewise: [SampledFunction] = [
    .init("abs", abs), .init("sign", sign), .init("floor", floor), .init("ceil", ceil),
    .init("round", round), .init("trunc", trunc), .init("maximum") { maximum($0, 0.3) },
    .init("min") { min($0 * $0, 0.5) }, .init("fmax") { fmax($0, 0.3) },
    .init("fmin") { fmin(0.3, $0) }, .init("copysign") { copysign($0, -1) },
    .init("modulo") { modulo($0, 1.3) }, .init("fmod") { fmod($0, -0.7) },
    .init("clip") { clip($0, -1, $0 * $0) }, .init("lerp") { lerp(1, $0, square($0)) },
  ]

  static let special: [SampledFunction] = [
    .init("erf", erf), .init("erfc", erfc), .init("gamma", 0.3...4, gamma),
    .init("lgamma", 0.3...4, lgamma), .init("digamma", 0.3...4, digamma),
    .init("polygamma", 0.5...4) { polygamma(2, $0) }, .init("sinc", sinc),
    .init("xlogy", 0.1...3) { xlogy($0, $0) }, .init("xlog1py", -0.9...3) { xlog1py($0, $0) },
    .init("logaddexp") { logaddexp($0, -2 * $0) }, .init("logaddexp2") { logaddexp2($0, 1) },
    .init("logit", 0.1...0.9, logit), .init("normalCDF", normalCDF),
    .init("logNormalCDF", -12...3, logNormalCDF), .init("besselI0e", 0.1...40, besselI0e),
  ]

  static let activations: [SampledFunction] = [
    .init("relu", relu), .init("relu6", -2...8, relu6), .init("leakyRelu") { leakyRelu($0) },
    .init("prelu") { prelu($0, slope: 0.2) }, .init("elu") { elu($0, alpha: 0.7) },
    .init("celu") { celu($0, alpha: 0.7) }, .init("selu", selu), .init("gelu", gelu),
    .init("geluTanh", geluTanh), .init("sigmoid", sigmoid), .init("logSigmoid", logSigmoid),
    .init("silu", silu), .init("mish", mish), .init("softplus") { softplus($0) },
    .init("softplus of a threshold") { softplus($0, beta: 3, threshold: 0.2) },
    .init("softsign", softsign), .init("tanhshrink", tanhshrink),
    .init("hardshrink") { hardshrink($0) }, .init("softshrink") { softshrink($0) },
    .init("hardtanh") { hardtanh($0) }, .init("hardsigmoid", -5...5, hardsigmoid),
    .init("hardswish", -5...5, hardswish), .init("threshold") { threshold($0, 0.5, value: 2) },
  ]
}

@Suite struct MathFunctionsTests {
  @Test(arguments: SampledFunction.all)
  func `derivatives are those that differences show`(_ sampled: SampledFunction) {
    let f = sampled.function
    let x = Tensor.random([3, 2], seed: 5, in: sampled.range)
    let step = 1e-5
    let difference = (f(x + Tensor(step)) - f(x - Tensor(step))) / Tensor(2 * step)
    let reverse = gradient(at: x) { x in f(x).sum() }
    expectClose(reverse, difference, 3e-8, sampled.name)
    let forward = pushforward(at: x, along: Tensor(ones: x.shape)) { x in f(x) }.derivative
    expectClose(forward, reverse, 1e-13, sampled.name)
  }

  @Test(arguments: SampledFunction.all)
  func `any shape and type will do, in a batch, too`(_ sampled: SampledFunction) {
    let f = sampled.function
    let x = Tensor.random([3, 2], seed: 6, in: sampled.range)
    expectClose(batched(x) { row in f(row) }, f(x), 1e-15, sampled.name)
    expectClose(
      batched(x) { row in gradient(at: row) { row in f(row).sum() } },
      gradient(at: x) { x in f(x).sum() }, 1e-14, sampled.name)
    let single = x.converted(to: .float32)
    #expect(f(single).dtype == .float32)
    expectClose(f(single), f(single.converted(to: .float64)), 1e-4, sampled.name)
    #expect(f(Tensor(zeros: [2, 0, 3])).shape == [2, 0, 3])
    #expect(f(Tensor(repeating: 1.5, shape: [])).shape == [])
  }

  @Test func `functions of integers are real`() {
    let n = Tensor([1, 2, 4] as [Int64])
    #expect(exp(n).dtype == .float64)
    #expect(gelu(n).dtype == .float64)
    #expect(besselI0e(n).dtype == .float64)
    #expect(abs(-n) == n && abs(-n).dtype == .int64)
    expectClose(sqrt(n), Tensor([1, 2.0.squareRoot(), 2]))
  }

  /// References computed with mpmath to 30 digits.
  @Test func `special functions keep their digits far out`() {
    expectClose(
      logNormalCDF(Tensor([-50.0, -10, -9.75, -1, 0.5])),
      Tensor([
        -1254.8313611394199013, -53.231285150512470578, -50.737711939342285036,
        -1.8410216450092635058, -0.36894641528865639307,
      ]), 1e-15)
    expectClose(logNormalCDF(Tensor([8.0])), Tensor([-6.2209605742717858e-16]), 1e-14)
    let points = Tensor([0.5, 7, 29.5, 30.5, 200])
    expectClose(
      besselI0e(points),
      Tensor([
        0.64503527044915006811, 0.15373774467288124815, 0.073768617278728589512,
        0.07253878407077907656, 0.02822715994911191567,
      ]), 1e-15)
    expectClose(
      gradient(at: points) { x in besselI0e(x).sum() },
      Tensor([
        -0.48861446726427837097, -0.011448509963282573709, -0.0012612911215448645775,
        -0.0011992447855170728366, -0.000070656554278997847884,
      ]), 1e-14)
    #expect(besselI0e(0.0 as Tensor).double == 1)
  }

  @Test func `functions do not overflow or cancel`() {
    #expect(logSigmoid(-800).double == -800)
    #expect(softplus(800).double == 800)
    expectClose(gelu(Tensor([-20.0])), Tensor([-5.5072482372124674e-88]), 1e-13)
    #expect(elu(1000).double == 1000)
    #expect(gradient(at: Tensor([1000.0])) { x in elu(x).sum() } == Tensor([1.0]))
    expectClose(logaddexp2(2000, 2000), 2001, 1e-15)
    #expect(xlogy(0, 0).double == 0 && xlog1py(0, -1).double == 0)
  }

  @Test func `kinks`() {
    let zero = Tensor([0.0])
    for f in [relu, abs, sign, selu, softsign] as [@Sendable (Tensor) -> Tensor] {
      #expect(f(zero) == zero)
    }
    #expect(gradient(at: zero) { x in relu(x).sum() + abs(x).sum() } == zero)
    #expect(gradient(at: zero) { x in max(x, 0).sum() } == Tensor([0.5]))
    #expect(gradient(at: zero) { x in x.clamped(to: 0...1).sum() } == Tensor([0.5]))
    #expect(gradient(at: zero) { x in fmod(x, 2).sum() } == Tensor([1.0]))
  }

  @Test func `bounds`() {
    let x = Tensor([-2.0, 0.5, 3])
    #expect(x.clamped(to: 0...1) == Tensor([0.0, 0.5, 1]))
    #expect(x.clamped(to: 0...) == Tensor([0.0, 0.5, 3]))
    #expect(x.clamped(to: ...1) == Tensor([-2.0, 0.5, 1]))
    #expect(fmax(x, .init(.nan)) == x)
    #expect(fmin(Tensor(.nan), x) == x)
    #expect(maximum(x, Tensor(.nan)).isNaN.all().double == 1)
    #expect(fmod(Tensor([-5.5, 5.5]), 2) == Tensor([-1.5, 1.5]))
    #expect(modulo(Tensor([-5.5, 5.5]), 2) == Tensor([0.5, 1.5]))
  }

  @Test func `functions of parts of a tensor`() {
    let x = Tensor.random([2, 4, 3], seed: 9)
    expectClose(glu(x, axis: 1), x[.all, 0..<2] * sigmoid(x[.all, 2..<4]))
    let slopes = Tensor([0.1, 0.2, 0.3, 0.4])
    expectClose(
      prelu(x, slope: slopes), maximum(x, 0) + slopes.reshaped([4, 1]) * minimum(x, 0))
    let squares = square(x)
    let sums = squares + squares.padded([(0, 0), (1, -1), (0, 0)])
    expectClose(
      localResponseNormalization(x, size: 2, alpha: 0.4, beta: 2, k: 1), x / square(1 + 0.2 * sums))
  }

  @Test func `mistakes are told`() async {
    let slopes = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = prelu(Tensor(zeros: [2, 3]), slope: Tensor(zeros: [2]))
    }
    expectMessage(slopes, ["prelu: the shape [2]", "axis 1 of the shape [2, 3]"])
    let halves = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = glu(Tensor(zeros: [2, 3]))
    }
    expectMessage(halves, ["glu: axis 1 of shape [2, 3] has no two halves."])
  }
}
