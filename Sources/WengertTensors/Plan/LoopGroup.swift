// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// Lines that will be one loop, while it is being put together.
struct LoopGroup {
  /// What a group has in common: the axes, those of length 1 left out, and the type of numbers.
  struct Key: Hashable {
    var lengths: [Int]
    var dtype: DType

    init(_ shape: Shape, _ dtype: DType) {
      lengths = shape.dimensions.filter { $0 != 1 }
      self.dtype = dtype
    }
  }

  /// An array that is read, and how.
  struct Source: Hashable {
    var value: Plan.Value
    var access: LoopNest.Source
  }

  /// One of the arrays that lie, for whoever reads them, one after the other along an axis.
  struct Piece: Hashable {
    /// The first place of the axis behind it.
    var end: Int
    var source: Source
  }

  /// The most loops that a group comes to.
  private static let segmentCount = 4

  /// A line of the group: the value it has, and how it is reduced.
  struct Member {
    var line: Int32
    /// `i` for step number `i`, `~i` for source number `i`.
    var value: Int32
    var reduction: Reduction?
    /// The axes of the key that are reduced.
    var axes: [Int] = []
  }

  let key: Key
  /// What is read: pieces along ``seamAxis``, or one for all places.
  private(set) var sources: [[Piece]] = []
  private(set) var steps: [LoopBody.Step] = []
  private(set) var members: [Member] = []
  /// Whether a reduction has been added: then nothing but reductions follows.
  private(set) var isSealed = false

  /// The axis that some sources have seams on.
  private(set) var seamAxis: Int?
  /// The places of that axis where a new piece begins, in order.
  private var seams: [Int] = []

  private var knownSources: [[Piece]: Int32] = [:]
  private var knownSteps: [LoopBody.Step: Int32] = [:]

  init(_ key: Key) { self.key = key }

  /// Whether arrays of a shape are those of the group, but for axes of length 1.
  func holds(_ shape: Shape) -> Bool { shape.lazy.filter { $0 != 1 }.elementsEqual(key.lengths) }

  /// The value of an array that is read.
  mutating func read(_ source: Source) -> Int32 { read([Piece(end: .max, source: source)]) }

  /// The value of arrays that lie one after the other along an axis; nil if that would make too many
  /// loops of the group.
  mutating func read(_ pieces: [Piece], along axis: Int) -> Int32? {
    var seams = seams
    for piece in pieces.dropLast() where !seams.contains(piece.end) { seams.append(piece.end) }
    guard seamAxis ?? axis == axis, seams.count < Self.segmentCount else { return nil }
    self.seams = seams.sorted()
    seamAxis = axis
    return read(pieces)
  }

  private mutating func read(_ pieces: [Piece]) -> Int32 {
    if let known = knownSources[pieces] { return known }
    sources.append(pieces)
    let value = ~Int32(sources.count - 1)
    knownSources[pieces] = value
    return value
  }

  /// The segments between seams, and where each source is there; one of all places without seams.
  var segments: [(segment: LoopNest.Segment?, sources: [Source])] {
    guard let axis = seamAxis else { return [(nil, sources.map { $0[0].source })] }
    return zip([0] + seams, seams + [key.lengths[axis]]).map { start, end in
      let parts = sources.map { pieces in
        var first = 0
        for piece in pieces {
          if start < piece.end {
            var source = piece.source
            source.access.offset += (start - first) * source.access.strides[axis]
            return source
          }
          first = piece.end
        }
        preconditionFailure("A loop reads behind the last piece of an array.")
      }
      return (LoopNest.Segment(axis: axis, start: start, count: end - start), parts)
    }
  }

  /// The value of a function; equal ones are computed once.
  mutating func add(_ step: LoopBody.Step) -> Int32 {
    if let known = knownSteps[step] { return known }
    steps.append(step)
    let value = Int32(steps.count - 1)
    knownSteps[step] = value
    return value
  }

  mutating func add(_ member: Member) {
    members.append(member)
    if member.reduction != nil { isSealed = true }
  }
}
