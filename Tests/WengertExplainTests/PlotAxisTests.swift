// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing

@testable import WengertExplain

@Suite struct PlotAxisTests {
  // MARK: Numbers

  @Test(
    arguments: [
      (0, "0"), (1, "1"), (-2.5, "−2.5"), (0.1 + 0.2, "0.3"), (123_456, "123500"),
      (1e6, "10⁶"), (-2.5e-7, "−2.5×10⁻⁷"), (9.99996, "10"), (0.0001, "0.0001"),
      (4e-300, "4×10⁻³⁰⁰"), (.leastNonzeroMagnitude, "4.941×10⁻³²⁴"),
      (.greatestFiniteMagnitude, "1.798×10³⁰⁸"),
      (.infinity, "∞"), (-.infinity, "−∞"), (.nan, "nan"),
    ] as [(Double, String)])
  func `numbers are written as people do`(_ number: Double, _ text: String) {
    #expect(NumberText.rounded(number) == text)
  }

  @Test func `powers of ten have their exponents`() {
    for exponent in -300...300 {
      let power = NumberText.scaled(1, exponent: exponent)
      #expect(NumberText.exponent(power) == exponent)
      #expect(NumberText.exponent(power.nextDown) == exponent - 1)
      #expect(NumberText.exponent(-5 * power) == exponent)
    }
    #expect(NumberText.scaled(1, exponent: -16) == 1e-16)
    #expect(NumberText.rounded(1e-3, digits: 2, inPowers: true) == "10⁻³")
    #expect(NumberText.rounded(2.2e-3, digits: 2, inPowers: true) == "2.2×10⁻³")
  }

  // MARK: Ticks

  @Test(
    arguments: [
      (-1, 1, 5, ["−1.0", "−0.5", "0", "0.5", "1.0"]),
      (0, 10, 6, ["0", "2", "4", "6", "8", "10"]),
      (0, 0.3, 4, ["0", "0.1", "0.2", "0.3"]),
      (-0.7, 0.8, 3, ["−0.5", "0", "0.5"]),
      (1e7, 3e7, 3, ["10⁷", "2×10⁷", "3×10⁷"]),
      (2e-9, 6e-9, 3, ["2×10⁻⁹", "4×10⁻⁹", "6×10⁻⁹"]),
      (1000, 1000.1, 3, ["1000.00", "1000.05", "1000.10"]),
    ] as [(Double, Double, Int, [String])])
  func `linear ticks are 1, 2 or 5`(
    _ lower: Double, _ upper: Double, _ count: Int, _ labels: [String]
  ) {
    let ticks = PlotTick.linear(lower, upper, atMost: count)
    #expect(ticks.map(\.label) == labels)
  }

  @Test func `ticks are few, even and inside`() {
    for (lower, upper) in [(-1e290, 1e290), (0, 3e-280), (0.1, 0.9), (-7, -6.99), (3, 1e5)] {
      for count in 2...12 {
        let ticks = PlotTick.linear(lower, upper, atMost: count).map(\.position)
        let slack = (upper - lower) * 1e-6
        #expect(ticks.count >= 2 && ticks.count <= max(count, 5))
        #expect(ticks.allSatisfy { $0 >= lower - slack && $0 <= upper + slack })
        let steps = zip(ticks.dropFirst(), ticks).map(-)
        #expect(steps.allSatisfy { ($0 - steps[0]).magnitude <= slack })
      }
    }
  }

  @Test func `logarithmic ticks are powers of ten`() {
    func labels(_ lower: Double, _ upper: Double, _ count: Int) -> [String] {
      PlotTick.logarithmic(lower, upper, atMost: count).filter { !$0.isMinor }.map(\.label)
    }
    #expect(labels(1e-3, 1e2, 8) == ["10⁻³", "10⁻²", "10⁻¹", "10⁰", "10¹", "10²"])
    let even = stride(from: -16, through: -2, by: 2).map(NumberText.powerOfTen)
    #expect(labels(0.9e-16, 0.2, 8) == even)
    #expect(labels(1, 40, 5) == ["10⁰", "10¹"])
    #expect(labels(0.15, 0.6, 5) == ["0.2", "0.5"])
    #expect(labels(3, 4, 6) == ["3.0", "3.2", "3.4", "3.6", "3.8", "4.0"])
    #expect(labels(1e-290, 1e290, 6).count >= 2)

    let minor = PlotTick.logarithmic(1, 100, atMost: 5).filter(\.isMinor).map(\.position)
    #expect(minor == [2, 3, 4, 5, 6, 7, 8, 9, 20, 30, 40, 50, 60, 70, 80, 90])
  }

  @Test func `labels that have no room are left out`() {
    let axis = PlotAxis(scale: .linear, from: 0, to: 1)
    #expect(axis.ticks(atMost: 11) { _ in 0.01 }.count == 11)
    #expect(axis.ticks(atMost: 11) { _ in 0.3 }.count == 3)
    #expect(axis.ticks(atMost: 11) { _ in 9 }.count >= 2)
  }

  // MARK: Scales

  @Test func `scales have two ends and a middle`() {
    let linear = PlotAxis(scale: .linear, from: 4, to: -2)
    #expect(linear.fraction(-2) == 0 && linear.fraction(1) == 0.5 && linear.fraction(4) == 1)
    #expect(linear.fraction(.nan) == nil && linear.fraction(-.infinity) == nil)

    let logarithmic = PlotAxis(scale: .logarithmic, from: 1e-4, to: 1)
    #expect(logarithmic.fraction(1e-4) == 0 && logarithmic.fraction(1) == 1)
    #expect(abs((logarithmic.fraction(1e-2) ?? 0) - 0.5) < 1e-12)
    #expect(logarithmic.fraction(0) == nil && logarithmic.fraction(-1) == nil)
    let wide = PlotAxis(scale: .logarithmic, from: 1e-300, to: 1e300)
    #expect(abs((wide.fraction(1) ?? 0) - 0.5) < 1e-12)
  }

  @Test(
    arguments: [
      (0, 0), (3, 3), (1, 1 + 1e-15), (.nan, 1), (-.infinity, .infinity),
      (.leastNonzeroMagnitude, .leastNormalMagnitude),
    ] as [(Double, Double)])
  func `axes have a length`(_ a: Double, _ b: Double) {
    for scale in [Plot.Scale.linear, .logarithmic] {
      let axis = PlotAxis(scale: scale, from: a, to: b)
      #expect(axis.lower < axis.upper && (axis.upper - axis.lower).isFinite)
      #expect(!axis.ticks(atMost: 6) { _ in 0.1 }.isEmpty)
    }
  }
}
