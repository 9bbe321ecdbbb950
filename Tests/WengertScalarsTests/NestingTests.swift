// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import Testing
import WengertScalars

/// Derivatives inside derivatives, and derivatives of high order.
@Suite("Nesting")
struct NestingTests {
  @Test("PC1: d/dx x · d/dy (x + y)")
  func sum() {
    let forward = Forward.derivative(at: 1) { x in
      x * ForwardMode<Dual<Double>>.derivative(at: 1) { y in Dual(constant: x) + y }
    }
    let reverse = Reverse.derivative(at: 1) { x in
      x * ReverseMode<Variable<Double>>.derivative(at: 1) { y in Variable(constant: x) + y }
    }
    let mixed = Forward.derivative(at: 1) { x in
      x * ReverseMode<Dual<Double>>.derivative(at: 1) { y in Variable(constant: x) + y }
    }
    let other = Reverse.derivative(at: 1) { x in
      x * ForwardMode<Variable<Double>>.derivative(at: 1) { y in Dual(constant: x) + y }
    }
    #expect([forward, reverse, mixed, other] == [1, 1, 1, 1])
  }

  @Test("PC2: d/dx x · d/dy (x y)")
  func product() {
    let forward = Forward.derivative(at: 3) { x in
      x * ForwardMode<Dual<Double>>.derivative(at: 2) { y in Dual(constant: x) * y }
    }
    let reverse = Reverse.derivative(at: 3) { x in
      x * ReverseMode<Variable<Double>>.derivative(at: 2) { y in Variable(constant: x) * y }
    }
    #expect([forward, reverse] == [6, 6])
  }

  @Test("PC4: d/dx (d/dy x² y³ at y = x)")
  func samePoint() {
    let forward = Forward.derivative(at: 2) { x in
      ForwardMode<Dual<Double>>.derivative(at: x) { y in .square(Dual(constant: x)) * .pow(y, 3) }
    }
    let reverse = Reverse.derivative(at: 2) { x in
      ReverseMode<Variable<Double>>.derivative(at: x) { y in
        .square(Variable(constant: x)) * .pow(y, 3)
      }
    }
    #expect([forward, reverse] == [96, 96])
  }

  @Test("PC6: an inner function that ignores its variable")
  func ignored() {
    let forward = Forward.derivative(at: 3) { x in
      ForwardMode<Dual<Double>>.derivative(at: 4) { _ in Dual(constant: x) } + x
    }
    let reverse = Reverse.derivative(at: 3) { x in
      ReverseMode<Variable<Double>>.derivative(at: 4) { _ in Variable(constant: x) } + x
    }
    #expect([forward, reverse] == [1, 1])
  }

  @Test("PC7: forward over reverse of x sin y")
  func forwardOverReverse() {
    let slope = Forward.derivative(at: 2) { x in
      ReverseMode<Dual<Double>>.derivative(at: 0.5) { y in Variable(constant: x) * .sin(y) }
    }
    #expect(isClose(slope, 0.8775825618903728))
  }

  /// ND-*: orders 0…6 by nested types, 0…10 by power series.
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let point: Double
    let expected: [Double]
    var testDescription: String { "ND-\(name)" }

    func callAsFunction<T: Scalar>(_ x: T) -> T {
      switch name {
      case "sin(x)*exp(x)": .sin(x) * .exp(x)
      case "x^7": .pow(x, 7)
      case "1/x": 1 / x
      case "tanh(x)": .tanh(x)
      case "exp(sin(x))": .exp(.sin(x))
      case "sqrt(x)": .sqrt(x)
      case "x^3": .pow(x, 3)
      case "atan(x)": .atan(x)
      case "x*x*x*x": x * x * x * x
      default: 1 / (1 + .exp(-x))
      }
    }
  }

  @Test("High orders", arguments: cases)
  func highOrders(_ f: Case) {
    let taylor = Forward.derivatives(at: f.point, upTo: 10) { f($0) }
    let reverse = Reverse.derivatives(at: f.point, upTo: 10) { f($0) }
    let symbolic = Symbolic.derivatives(at: f.point, upTo: 6) { f($0) }
    for (order, expected) in f.expected.enumerated() {
      var values = [taylor[order], reverse[order]]
      if order <= 6 {
        values += [symbolic[order]]
        values += [true, false].map { nested(order, f, at: f.point, $0) }
      }
      for value in values {
        #expect(isClose(value, expected), "order \(order) of \(f.name): \(value)")
      }
    }
  }

  private func nested<T: Scalar>(_ order: Int, _ f: Case, at x: T, _ forward: Bool) -> T {
    if order == 0 { return f(x) }
    return forward
      ? ForwardMode<T>.derivative(at: x) { nested(order - 1, f, at: $0, forward) }
      : ReverseMode<T>.derivative(at: x) { nested(order - 1, f, at: $0, forward) }
  }

  @Test("ND-schwarz: 0/0 is nan, never a silent number")
  func schwarz() {
    func f<T: Scalar>(_ x: T, _ y: T) -> T { x * y * (x * x - y * y) / (x * x + y * y) }
    #expect(Forward.hessian(at: 0, 0, of: f)[0][1].isNaN)
    #expect(Reverse.hessian(at: 0, 0, of: f)[0][1].isNaN)
  }

  @Test("ND-relu2: second derivatives of relu² and relu")
  func relu2() {
    #expect(Forward.derivative(at: 2, order: 2) { .square(.relu($0)) } == 2)
    #expect(Forward.derivative(at: -1, order: 2) { .square(.relu($0)) } == 0)
    #expect(Reverse.hessian(at: [2]) { .square(.relu($0[0])) } == [[2]])
    #expect(Reverse.hessian(at: [2]) { .relu($0[0]) } == [[0]])
  }

  static let cases: [Case] = [
    Case(
      name: "sin(x)*exp(x)", point: 0.7,
      expected: [
        1.297295111875269, 2.837498137307049, 3.0804060508635596, 0.4858158271130219,
        -5.189180447501076, -11.349992549228196, -12.321624203454238, -1.9432633084520876,
        20.756721790004303, 45.39997019691278, 49.28649681381695,
      ]),
    Case(
      name: "x^7", point: 1.3,
      expected: [
        6.274851700000002, 33.78766300000001, 155.94306000000003, 599.7810000000001,
        1845.4800000000002, 4258.8, 6552.0, 5040.0, 0.0, 0.0, 0.0,
      ]),
    Case(
      name: "1/x", point: 0.8,
      expected: [
        1.25, -1.5624999999999998, 3.9062499999999996, -14.648437499999996, 73.24218749999999,
        -457.76367187499983, 3433.2275390624986, -30040.74096679686, 300407.4096679686,
        -3379583.3587646466, 42244791.98455808,
      ]),
    Case(
      name: "tanh(x)", point: 0.4,
      expected: [
        0.3799489622552249, 0.8556387860811777, -0.6501981376737277, -0.9701512491541173,
        4.075224392081779, 1.0074920302673314, -48.2506023304905, 86.98817185946376,
        816.1528830024289, -4620.98820997585, -13885.005091681149,
      ]),
    Case(
      name: "exp(sin(x))", point: 0.9,
      expected: [
        2.1887419126046135, 1.3605437908468272, -0.8687728557135734, -4.032082784315168,
        -1.2874656925244912, 20.697227525801026, 38.680769985294866, -140.25169094095762,
        -682.3928515578464, 835.2493480391425, 12953.821642286275,
      ]),
    Case(
      name: "sqrt(x)", point: 2.0,
      expected: [
        1.4142135623730951, 0.3535533905932738, -0.08838834764831845, 0.06629126073623882,
        -0.08286407592029854, 0.14501213286052245, -0.3262772989361755, 0.8972625720744826,
        -2.9161033592420686, 10.935387597157757, -46.475397287920465,
      ]),
    Case(
      name: "x^3", point: 2.0,
      expected: [
        8.0, 12.0, 12.0, 6.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0,
      ]),
    Case(
      name: "atan(x)", point: 0.6,
      expected: [
        0.5404195002705842, 0.7352941176470589, -0.6487889273356401, 0.06360675758192544,
        2.693933262293316, -10.069235845581632, 4.806433696781971, 196.6696711401609,
        -1363.1584212074956, 1524.1318086345211, 60063.81087771093,
      ]),
    Case(
      name: "x*x*x*x", point: 3.0,
      expected: [
        81.0, 108.0, 108.0, 72.0, 24.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0,
      ]),
    Case(
      name: "1/(1+exp(-x))", point: 0.3,
      expected: [
        0.574442516811659, 0.24445831169074586, -0.03639618395557624, -0.11410088523739328,
        0.07037201222561552, 0.2047178454949015, -0.28556639247123183, -0.7415652438175471,
        1.962740514401207, 4.295743584303755, -20.3238325823002,
      ]),
  ]
}
