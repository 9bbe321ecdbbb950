// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertScalars
import WengertTensors

/// Solutions of equations whose derivatives of order 0 to 3 are known in closed form.
struct ImplicitCase: Sendable, CustomTestStringConvertible {
  let name: String
  let parameter: Double
  let derivatives: [Double]
  let f: @Sendable (Tensor) -> Tensor
  var testDescription: String { name }

  private static let r2 = 2.0.squareRoot()
  /// √a and its derivatives at 2.
  private static let squareRoots: [Double] = [r2, 1 / (2 * r2), -1 / (8 * r2), 3 / (32 * r2)]

  static let all = [
    ImplicitCase(name: "fixed point: √a", parameter: 2, derivatives: squareRoots) { a in
      fixedPoint(from: 1, parameters: a) { x, a in (x + a / x) / 2 }
    },
    ImplicitCase(name: "fixed point: √a, captured", parameter: 2, derivatives: squareRoots) { a in
      fixedPoint(from: a, parameters: [Tensor]()) { x, _ in (x + a / x) / 2 }
    },
    ImplicitCase(name: "root: √a", parameter: 2, derivatives: squareRoots) { a in
      root(of: { x, a in x * x - a }, near: 1, parameters: a)
    },
    // Newton's method alone does not converge from here.
    ImplicitCase(
      name: "root: tan p", parameter: 1,
      derivatives: [
        1.5574077246549023, 3.42551882081476, 10.669858944975319, 56.702999867277825,
      ]
    ) { p in root(of: { x, p in .atan(x) - p }, near: -3, parameters: p) },
    ImplicitCase(name: "root: intersection", parameter: 3, derivatives: [3 / r2, 1 / r2, 0, 0]) { r in
      root(
        of: { x, r in
          let (a, b): (Tensor, Tensor) = (x["a"]!, x["b"]!)
          let circle: Tensor = a * a + b * b - r * r
          return ["a": circle, "b": a - b]
        },
        near: ["a": Tensor(1), "b": Tensor(0.5)], parameters: r)["a"]!
    },
    ImplicitCase(name: "minimum: Rosenbrock", parameter: 0.75, derivatives: [0.5625, 1.5, 2, 0]) { a in
      argmin(
        of: { x, a in
          let (u, v): (Tensor, Tensor) = (a - x[0], x[1] - x[0] * x[0])
          return u * u + 100 * v * v
        }, from: Tensor([-1.2, 1]), parameters: a)[1]
    },
    // x⁴/4 − x²/2 − p x: not convex at the start; x³ − x = p at the minimum, 2 for p = 6.
    ImplicitCase(
      name: "minimum: not convex", parameter: 6,
      derivatives: [2, 1.0 / 11, -12.0 / 1331, 366.0 / 161051]
    ) { p in
      argmin(
        of: { x, p in
          let square: Tensor = x * x
          return square * square / 4 - square / 2 - p * x
        }, from: 0.1, parameters: p)
    },
  ]
}

/// Implicit functions: derivatives of the solution, however it was found.
@Suite("Implicit functions")
struct ImplicitSolutionTests {
  @Test(arguments: ImplicitCase.all)
  func `values and derivatives of the first three orders`(_ c: ImplicitCase) {
    let p = Tensor(c.parameter)
    let d = c.derivatives.map { Tensor($0) }
    expectClose(c.f(p), d[0], 1e-11, "value")
    expectClose(compiled(c.f)(p), d[0], 1e-11, "compiled")
    expectClose(gradient(at: p, of: c.f), d[1], 1e-10, "reverse")
    expectClose(pushforward(at: p, along: 1, of: c.f).derivative, d[1], 1e-10, "forward")
    expectClose(gradient(at: p) { p in gradient(at: p, of: c.f) }, d[2], 1e-9, "reverse, twice")
    expectClose(
      pushforward(at: p, along: 1) { p in gradient(at: p, of: c.f) }.derivative, d[2], 1e-9,
      "forward over reverse")
    expectClose(
      gradient(at: p) { p in gradient(at: p) { p in gradient(at: p, of: c.f) } }, d[3], 1e-8, "third")
  }

  @Test(arguments: ImplicitCase.all)
  func `a batch is a loop over examples`(_ c: ImplicitCase) {
    let p = Tensor([c.parameter, c.parameter * 1.25])
    let values = stack(p.unstacked().map(c.f))
    let slopes = stack(p.unstacked().map { p in gradient(at: p, of: c.f) })
    expectClose(batched(p, of: c.f), values, 1e-11, "values")
    expectClose(batched(p) { p in gradient(at: p, of: c.f) }, slopes, 1e-10, "gradient inside")
    expectClose(gradient(at: p) { p in batched(p, of: c.f).sum() }, slopes, 1e-10, "gradient outside")
  }

  @Test func `Kepler's equation, with two parameters of different shapes`() {
    let m = Tensor([0.5, 1.5, 3])
    let solve = { (p: [String: Tensor]) in
      fixedPoint(from: m, parameters: p) { x, p in p["m"]! + p["e"]! * .sin(x) }
    }
    let e = 0.3
    let x = solve(["m": m, "e": Tensor(e)])
    expectClose(x - Tensor(e) * .sin(x), m, 1e-11)
    let g = gradient(at: ["m": m, "e": Tensor(e)]) { p in solve(p).sum() }
    let slope = 1 - Tensor(e) * .cos(x)
    expectClose(g["m"]!, 1 / slope, 1e-11)
    expectClose(g["e"]!, (Tensor.sin(x) / slope).sum(), 1e-11)
  }

  @Test func `where a solver begins has no influence`() {
    let g = gradient(at: 1.5) { start in
      let x = fixedPoint(from: start, parameters: Tensor(2)) { x, a in (x + a / x) / 2 }
      return x + root(of: { x, a in x * x - a }, near: start, parameters: Tensor(2))
    }
    expectClose(g, 0)
  }

  @Test func `ridge regression, differentiated in the penalty and the data`() {
    let x = Tensor.random([6, 3], seed: 11)
    let y = Tensor.random([6], seed: 12)
    let fit = { (penalty: Tensor, y: Tensor) in
      argmin(
        of: { w, penalty in
          let error: Tensor = matmul(x, w) - y
          return (error * error).sum() + penalty * (w * w).sum()
        }, from: Tensor(zeros: [3]), parameters: penalty)
    }
    let direct = { (penalty: Tensor, y: Tensor) in
      let xt = x.transposed([1, 0])
      return WengertTensors.solve(matmul(xt, x) + penalty * .identity(3), matmul(xt, y))
    }
    let (found, expected) = (fit(0.7, y), direct(0.7, y))
    expectClose(found, expected, 1e-11)
    expectClose(
      jacobian(at: y) { y in fit(0.7, y) }, jacobian(at: y) { y in direct(0.7, y) }, 1e-11)
    let weights = Tensor([1, -2, 0.5])
    expectClose(
      hessian(at: Tensor([0.7])) { p in (fit(p[0], y) * weights).sum() },
      hessian(at: Tensor([0.7])) { p in (direct(p[0], y) * weights).sum() }, 1e-10)
  }

  @Test func `single precision`() {
    let a = Tensor([Float(2), 3])
    let f = { (a: Tensor) in
      let x = fixedPoint(from: a, parameters: a) { x, a in (x + a / x) / 2 }
      return x + root(of: { x, a in x * x - a }, near: a, parameters: a)
    }
    #expect(f(a).dtype == .float32)
    let slope = gradient(at: a) { a in f(a).sum() }
    #expect(slope.dtype == .float32)
    expectClose(slope, Tensor([Float(0.70710678), 0.57735027]), 1e-5)
  }

  @Test func `a function that does not converge stops with a message`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = fixedPoint(from: 1, parameters: Tensor(2), maximumCount: 20) { x, a in a / x }
    }
    expectMessage(result, ["fixedPoint: the condition still holds after 20 steps"])
  }

  @Test func `unknowns that are not numbers, and as many equations`() async {
    var result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = fixedPoint(from: Tensor(0..<3), parameters: Tensor(2)) { x, a in x }
    }
    expectMessage(result, ["fixedPoint:", "int64"])
    result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = root(of: { x, a in x[0] }, near: Tensor([1, 2]), parameters: Tensor(2))
    }
    expectMessage(result, ["root:", "[2]", "[]"])
  }
}
