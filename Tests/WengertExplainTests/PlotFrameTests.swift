// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing

@testable import WengertExplain

@Suite struct PlotFrameTests {
  static func plot(_ points: [Plot.Point], _ extent: Plot.Extent = .automatic) -> Plot {
    Plot(title: "", y: .init(extent: extent), series: [.init("", points)])
  }

  @Test func `automatic ranges hold all data with a margin`() {
    var plot = Self.plot([.init(0, -1), .init(10, 4), .init(.nan, 99), .init(5, .infinity)])
    plot.marks = [.init(.init(12, 0), "")]
    plot.references = [.init(y: 6, "")]
    plot.series.append(.init("guide", [.init(-100, 100)], isGuide: true))
    let frame = PlotFrame(plot)
    #expect(frame.x.lower < 0 && frame.x.lower > -1 && frame.x.upper > 12 && frame.x.upper < 13)
    #expect(frame.y.lower < -1 && frame.y.lower > -2 && frame.y.upper > 6 && frame.y.upper < 7)
    #expect(!frame.isEmpty)
  }

  @Test func `robust ranges leave out poles`() {
    let points = (-500...500).map { Plot.Point(Double($0) / 100, 100 / Double($0)) }
    let all = PlotFrame(Self.plot(points)).y
    let middle = PlotFrame(Self.plot(points, .robust)).y
    #expect(all.upper > 100 && middle.upper < 10 && middle.lower > -10)
    // What has no poles stays as it is, and the middle of a constant says nothing.
    let line = (0...100).map { Plot.Point(Double($0), Double($0)) }
    #expect(PlotFrame(Self.plot(line, .robust)).y.upper == PlotFrame(Self.plot(line)).y.upper)
    let step = (0...100).map { Plot.Point(Double($0), $0 == 50 ? 1 : 0) }
    #expect(PlotFrame(Self.plot(step, .robust)).y.upper > 1)
  }

  @Test func `no data, one point and a constant have a frame`() {
    #expect(PlotFrame(Plot(title: "")).isEmpty)
    #expect(PlotFrame(Self.plot([.gap])).isEmpty)
    for points in [[], [.init(2, 3)], [.init(0, 3), .init(1, 3)]] as [[Plot.Point]] {
      let frame = PlotFrame(Self.plot(points))
      #expect(frame.x.lower < frame.x.upper && frame.y.lower < frame.y.upper)
      #expect(points.allSatisfy { frame.place($0)?.isInside == true })
    }
  }

  @Test func `gaps end lines`() {
    let points = [0, 1, .nan, 3, .infinity, 5, 6, 7].map { Plot.Point($0.isFinite ? $0 : 2, $0) }
    let lines = PlotFrame(Self.plot(points)).lines(through: points)
    #expect(lines.map(\.count) == [2, 1, 3])
    var plot = Self.plot([.init(1, 10), .init(2, 0), .init(3, 1), .init(4, 2), .init(5, -1)])
    plot.y.scale = .logarithmic
    #expect(PlotFrame(plot).lines(through: plot.series[0].points).map(\.count) == [1, 2])
  }

  @Test func `lines end at the frame`() {
    var plot = Self.plot([], .fixed(0, 1))
    plot.x.extent = .fixed(0, 1)
    let frame = PlotFrame(plot)
    func lines(_ points: [(Double, Double)]) -> [[PlotFrame.Place]] {
      frame.lines(through: points.map { .init($0, $1) })
    }
    #expect(lines([(-1, 0.5), (2, 0.5)]) == [[.init(x: 0, y: 0.5), .init(x: 1, y: 0.5)]])
    #expect(lines([(0.25, -1), (0.75, 2)]).first?.map(\.y) == [0, 1])
    #expect(lines([(0.5, 0.5), (0.5, 1e280), (0.6, 0.5)]).count == 2)
    #expect(lines([(-1, 2), (2, 2)]).isEmpty)
    #expect(lines([(0, 0), (0.5, 0.5), (1, 0)]).map(\.count) == [3])
    let far = lines([(-1e280, -1e280), (1e280, 1e280)])
    #expect(far.joined().allSatisfy { $0.isInside })
  }
}
