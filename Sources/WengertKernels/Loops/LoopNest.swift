// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// A fused loop over several axes: a kernel for its rows, and how each array is walked through.
package final class LoopNest: Sendable {
  /// An array that is read.
  package struct Source: Hashable, Sendable {
    /// Where its first element is.
    package var offset: Int
    /// How far apart neighbours along each axis are; along the last one 0 or 1.
    package var strides: [Int]

    package init(offset: Int, strides: [Int]) {
      self.offset = offset
      self.strides = strides
    }

    /// Whether an array of `shape` lies in one piece, row by row.
    package func isContiguous(_ shape: Shape) -> Bool {
      zip(zip(strides, shape.strides), shape).allSatisfy { $0.0 == $0.1 || $1 == 1 }
    }

    /// Whether the loop reads one element only.
    package var isScalar: Bool { strides.allSatisfy { $0 == 0 } }
  }

  /// An array that is made.
  package struct Result: Hashable, Sendable {
    package var shape: Shape
    /// Which value of the body it has: `i` for step number `i`, `~i` for source number `i`.
    package var value: Int32
    /// How the values along ``axes`` become one.
    package var reduction: Reduction?
    /// The axes that disappear.
    package var axes: [Int]

    package init(shape: Shape, value: Int32, reduction: Reduction? = nil, axes: [Int] = []) {
      self.shape = shape
      self.value = value
      self.reduction = reduction
      self.axes = axes
    }
  }

  /// Some neighbouring places of one axis: loops over all of them make the results together.
  package struct Segment: Sendable {
    package var axis: Int
    package var start: Int
    package var count: Int

    package init(axis: Int, start: Int, count: Int) {
      self.axis = axis
      self.start = start
      self.count = count
    }
  }

  /// What an address of the kernel is walked through with.
  struct Walk: Hashable, Sendable {
    /// The first element, counted from the start of the array.
    var offset: Int
    var strides: [Int]
  }

  let kernel: LoopKernel
  let dtype: DType
  /// The axes as they were given, those of a segment shortened, and what is read along them.
  let axes: [Int]
  let sources: [Source]
  let segment: Segment?
  /// The places of the first axis of the results.
  package let wholeLength: Int
  /// The axis of ``lengths`` that the first of ``axes`` became part of.
  let firstAxis: Int
  /// The axes, those that nothing interrupts joined; at least two.
  let lengths: [Int]
  /// Which source each base of the kernel is, but for the first, the table of single numbers.
  let bases: [Int]
  let scalars: [(source: Int, offset: Int)]
  let walks: [Walk]
  let results: [Result]
  let resultCounts: [Int]
  /// Whether some result is one of a reduction.
  let isReduction: Bool
  /// Whether the results are there already, with the places of earlier segments.
  package let isContinued: Bool
  /// Whether there is nothing to do.
  let isEmpty: Bool
  /// Whether an axis is long and summed along.
  let hasLongSum: Bool
  /// How far apart rows are, for each address.
  let rowStrides: [Int]
  /// The axis that threads may share: each of its places has results of its own.
  let sharedAxis: Int?

  /// Prepares a loop.
  ///
  /// - Parameters:
  ///   - lengths: The axes of the results, and of the loop unless it is over a segment.
  ///   - segment: The places that the loop is for, which those before it have been made for; sources
  ///     begin with the first of them.
  ///   - steps: The functions; operand `i` is step number `i`, `~i` is source number `i`.
  ///   - kernelFor: Gives the kernel of a body, perhaps a known one.
  /// - Returns: Nil if the last axis that some result loses is not one that all arrays run through
  ///   without a seam.
  package init?(
    dtype: DType, lengths: [Int], segment: Segment? = nil, sources: [Source],
    steps: [LoopBody.Step], results: [Result], kernelFor: (LoopBody) -> LoopKernel
  ) {
    var walks: [Walk] = []
    var bases: [Int] = []
    var scalars: [(source: Int, offset: Int)] = []
    var body = LoopBody(dtype: dtype)
    for (number, source) in sources.enumerated() {
      if source.isScalar {
        body.inputs.append(.init(base: 0, offset: scalars.count, isUniform: true))
        scalars.append((number, source.offset))
      } else {
        bases.append(number)
        walks.append(Walk(offset: source.offset, strides: source.strides))
        body.inputs.append(.init(base: bases.count, isUniform: source.strides.last == 0))
      }
    }
    body.baseCount = 1 + bases.count
    let inputCount = Int32(sources.count)
    func number(_ value: Int32) -> Int32 { value < 0 ? ~value : inputCount + value }
    for step in steps {
      body.steps.append(
        .init(
          step.function, number(step.x), step.function.arity > 1 ? number(step.y) : -1,
          step.function.arity > 2 ? number(step.z) : -1))
    }
    for result in results {
      var strides = [Int](repeating: 0, count: lengths.count)
      var step = 1
      for axis in lengths.indices.reversed() where !result.axes.contains(axis) {
        strides[axis] = step
        step *= lengths[axis]
      }
      var offset = 0
      if let segment {
        if result.axes.contains(segment.axis) { return nil }
        offset = segment.start * strides[segment.axis]
      }
      walks.append(Walk(offset: offset, strides: strides))
      let reducesRow = result.axes.contains(lengths.count - 1)
      let destination: LoopBody.Destination =
        result.reduction.map { reducesRow ? .reduceRow($0) : .combine($0) } ?? .store
      body.outputs.append(.init(number(result.value), destination))
    }
    wholeLength = lengths.first ?? 1
    var lengths = lengths
    if let segment { lengths[segment.axis] = segment.count }
    // Joins axes, from the last one on.
    var joined: [Int] = []
    var joinedStrides = walks.map { _ in [Int]() }
    for axis in lengths.indices.reversed() {
      let fits =
        !joined.isEmpty
        && walks.indices.allSatisfy { k in
          walks[k].strides[axis] == joinedStrides[k][0] * joined[0]
        }
      if fits {
        joined[0] *= lengths[axis]
      } else {
        joined.insert(lengths[axis], at: 0)
        for k in walks.indices { joinedStrides[k].insert(walks[k].strides[axis], at: 0) }
      }
    }
    var firstAxis = 0
    while joined.count < 2 {
      firstAxis += 1
      joined.insert(1, at: 0)
      for k in walks.indices { joinedStrides[k].insert(0, at: 0) }
    }
    for k in walks.indices { walks[k].strides = joinedStrides[k] }
    // A number that a row is reduced to is stored once: no other axis may be reduced with it.
    for (k, result) in results.enumerated() where result.axes.contains(lengths.count - 1) {
      let strides = walks[bases.count + k].strides
      if zip(joined, strides).dropLast().contains(where: { $0 > 1 && $1 == 0 }) { return nil }
    }
    rowStrides = [0] + walks.map { $0.strides[joined.count - 2] }
    let made = walks.suffix(results.count)
    hasLongSum = joined.indices.dropLast().contains { axis in
      joined[axis] > LoopNest.lengthOfSum
        && zip(made, body.outputs).contains {
          $1.destination == .combine(.sum) && $0.strides[axis] == 0
        }
    }
    // Partial sums of a long axis are added as a whole.
    sharedAxis = hasLongSum ? nil : LoopNest.sharedAxis(joined, Array(made), steps.count)
    resultCounts = results.map { $0.shape.elementCount }
    isReduction = results.contains { $0.reduction != nil }
    isContinued = segment.map { $0.start > 0 } ?? false
    isEmpty = joined.contains(0)
    axes = lengths
    self.sources = sources
    self.segment = segment
    self.firstAxis = firstAxis
    self.dtype = dtype
    self.lengths = joined
    self.bases = bases
    self.scalars = scalars
    self.walks = walks
    self.results = results
    kernel = kernelFor(body)
  }
}
