// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertScalars

@testable import WengertKernels

/// Loops in tiles give the numbers that they give one after the other.
@Suite("Sequences of loops") struct LoopSequenceTests {
  static let count = 1000

  /// `y = x · x`, then `z[i] = y[i] + y[i + shift]`, with zeros outside, then `w = z · y`.
  static func parts(shift: Int) -> [LoopCall] {
    func nest(
      _ segment: Range<Int>?, _ sources: [LoopNest.Source], _ function: Elementwise
    ) -> LoopNest {
      LoopNest(
        dtype: .float64, lengths: [count],
        segment: segment.map { .init(axis: 0, start: $0.lowerBound, count: $0.count) },
        sources: sources, steps: [.init(function, ~0, ~1)],
        results: [.init(shape: [count], value: 0)], kernelFor: { LoopKernel($0) })!
    }
    let whole = LoopNest.Source(offset: 0, strides: [1])
    let zero = LoopNest.Source(offset: 0, strides: [0])
    // The places at which the shifted array has elements.
    let inside = max(0, -shift)..<min(count, count - shift)
    var segments: [(Range<Int>, isInside: Bool)] = [(inside, true)]
    if inside.lowerBound > 0 { segments.insert((0..<inside.lowerBound, false), at: 0) }
    if inside.upperBound < count { segments.append((inside.upperBound..<count, false)) }
    var parts = [
      LoopCall(
        nest(nil, [whole, whole], .function(.multiply, parameter: 0)), sources: [0, 0],
        results: [2])
    ]
    for (segment, isInside) in segments {
      let own = LoopNest.Source(offset: segment.lowerBound, strides: [1])
      let other = LoopNest.Source(offset: segment.lowerBound + shift, strides: [1])
      parts.append(
        LoopCall(
          nest(segment, [own, isInside ? other : zero], .function(.add, parameter: 0)),
          sources: [2, isInside ? 2 : 1], results: [3]))
    }
    parts.append(
      LoopCall(
        nest(nil, [whole, whole], .function(.multiply, parameter: 0)), sources: [3, 2], results: [4]))
    return parts
  }

  static func run(_ body: (LoopValues) -> Void) -> [Double] {
    let table = LoopValues(count: 5)
    table.set(0, NDArray((0..<count).map { Double($0 * 37 % 101) / 50 - 1 }, shape: [count]))
    table.set(1, NDArray([0.0], shape: []))
    body(table)
    return table[4].elements(Double.self)
  }

  func join(_ part: LoopCall, _ builder: inout LoopSequenceBuilder) throws {
    let isTaken = builder.add(part)
    try #require(isTaken)
  }

  func refuse(_ part: LoopCall, _ builder: inout LoopSequenceBuilder) throws {
    let isTaken = builder.add(part)
    try #require(!isTaken)
  }

  @Test(arguments: [0, 1, -1, 2, -3, 63, -64, 999, -999], [100, 1000, 4000, 8000, 16_000])
  func shifts(_ shift: Int, _ tileBytes: Int) throws {
    let parts = Self.parts(shift: shift)
    var builder = LoopSequenceBuilder(tileBytes: tileBytes)
    for part in parts { try join(part, &builder) }
    let sequence = try #require(builder.sequence { $0 == 4 })
    #expect(sequence.isDescending == (shift > 0))
    #expect(sequence.isIndependent == (shift == 0))
    // Reads from before the last tile want the whole array.
    #expect(sequence.results == (abs(shift) <= sequence.tile ? [4] : [2, 4]))
    #expect(sequence.sources == (shift == 0 ? [0] : [0, 1]))
    let expected = Self.run { table in
      for part in parts { part.run(table) }
    }
    for isShared in [false, true] {
      #expect(Self.run { sequence.run($0, isShared: isShared) } == expected)
    }
  }

  /// A loop that reads on both sides of its place, one of other length, and reductions of the first axis
  /// want their operands in full.
  @Test func whatDoesNotFit() throws {
    var builder = LoopSequenceBuilder(tileBytes: 1000)
    try join(Self.parts(shift: 1)[0], &builder)
    try join(Self.parts(shift: 1)[1], &builder)
    try refuse(Self.parts(shift: -1)[2], &builder)
    let short = try #require(
      LoopNest(
        dtype: .float64, lengths: [10], sources: [.init(offset: 0, strides: [1])],
        steps: [.init(.function(.sine, parameter: 0), ~0)], results: [.init(shape: [10], value: 0)],
        kernelFor: { LoopKernel($0) }))
    try refuse(.init(short, sources: [0], results: [5]), &builder)
    let sum = try #require(
      LoopNest(
        dtype: .float64, lengths: [Self.count], sources: [.init(offset: 0, strides: [1])], steps: [],
        results: [.init(shape: [], value: ~0, reduction: .sum, axes: [0])],
        kernelFor: { LoopKernel($0) }))
    try refuse(.init(sum, sources: [2], results: [5]), &builder)
    #expect(builder.count == 2)
  }

  /// A single tile, or loops that read nothing of each other, gain nothing.
  @Test func whatIsNoSequence() throws {
    var builder = LoopSequenceBuilder(tileBytes: 1 << 20)
    for part in Self.parts(shift: 0) { try join(part, &builder) }
    #expect(builder.sequence { _ in true } == nil)
    var apart = LoopSequenceBuilder(tileBytes: 100)
    for result: Int32 in [2, 3] {
      try join(.init(Self.parts(shift: 0)[0].nest, sources: [0, 0], results: [result]), &apart)
    }
    #expect(apart.sequence { _ in true } == nil)
  }
}
