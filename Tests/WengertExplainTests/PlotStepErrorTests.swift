// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import Testing

@testable import WengertExplain

@Suite struct PlotStepErrorTests {
  /// The errors of differences of `sin` at 1, with steps of powers of ten.
  static let plot: StepErrorPlot = {
    var (forward, central): ([StepErrorPlot.Sample], [StepErrorPlot.Sample]) = ([], [])
    for exponent in 1...16 {
      let h = Double.exp10(-Double(exponent))
      let exact = Double.cos(1)
      let difference = (Double.sin(1 + h) - Double.sin(1)) / h
      let symmetric = (Double.sin(1 + h) - Double.sin(1 - h)) / (2 * h)
      forward.append(.init(step: h, error: difference - exact))
      central.append(.init(step: h, error: symmetric - exact))
    }
    return StepErrorPlot(
      schemes: [.init("forward", forward), .init("central", central)], automaticError: 0)
  }()

  @Test func `the best steps are marked`() throws {
    let plot = Self.plot.plot
    let forward = try #require(Self.plot.schemes[0].best)
    let central = try #require(Self.plot.schemes[1].best)
    #expect(forward.step > 1e-10 && forward.step < 1e-6)
    #expect(central.step > 1e-7 && central.step < 1e-4)
    #expect(central.error.magnitude < forward.error.magnitude)
    #expect(plot.marks.map(\.point.x) == [forward.step, central.step])
    #expect(plot.marks[0].label == "best h = 10⁻⁸")
  }

  @Test func `zero is at the lower edge and said to be`() {
    var errors = Self.plot
    let plot = errors.plot
    let frame = PlotFrame(plot)
    #expect(plot.references.map(\.label) == ["automatic differentiation: exactly 0"])
    #expect(plot.references[0].y == frame.y.lower)
    #expect(plot.note == "Errors of exactly 0 are drawn at the lower edge.")
    #expect(plot.series.flatMap(\.points).allSatisfy { frame.place($0)?.isInside == true })

    errors.automaticError = 2.2e-16
    #expect(errors.plot.note.isEmpty)
    #expect(errors.plot.references[0].label == "automatic differentiation: 2.2×10⁻¹⁶")
    errors.automaticError = nil
    #expect(errors.plot.references.isEmpty)
  }

  @Test func `any errors can be drawn`() throws {
    let samples: [[StepErrorPlot.Sample]] = [
      [], [.init(step: 0, error: 1), .init(step: -1, error: 1)],
      [.init(step: 0.1, error: .nan), .init(step: 0.01, error: .infinity)],
      [.init(step: 0.1, error: 0), .init(step: 0.01, error: 0)],
      [.init(step: 0.1, error: 1e300), .init(step: 0.01, error: -1e-300)],
    ]
    for samples in samples {
      let plot = StepErrorPlot(schemes: [.init("s", samples)], automaticError: .nan).plot
      try expectWellFormed(plot.svg())
      #expect(PlotTerminalTests.lines(plot.terminal(width: 60, height: 15)).count == 15)
    }
    let zero = StepErrorPlot(schemes: [.init("s", samples[3])])
    #expect(zero.schemes[0].best?.step == 0.1)
    let nan = StepErrorPlot(schemes: [.init("s", samples[2])])
    #expect(nan.schemes[0].best == nil && nan.plot.marks.isEmpty)
  }
}
