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
  private(set) var sources: [Source] = []
  private(set) var steps: [LoopBody.Step] = []
  private(set) var members: [Member] = []
  /// Whether a reduction has been added: then nothing but reductions follows.
  private(set) var isSealed = false

  private var knownSources: [Source: Int32] = [:]
  private var knownSteps: [LoopBody.Step: Int32] = [:]

  init(_ key: Key) { self.key = key }

  /// Whether arrays of a shape are those of the group, but for axes of length 1.
  func holds(_ shape: Shape) -> Bool { shape.lazy.filter { $0 != 1 }.elementsEqual(key.lengths) }

  /// The value of an array that is read.
  mutating func read(_ source: Source) -> Int32 {
    if let known = knownSources[source] { return known }
    sources.append(source)
    let value = ~Int32(sources.count - 1)
    knownSources[source] = value
    return value
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
