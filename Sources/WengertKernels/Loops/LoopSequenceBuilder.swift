// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Finds loops, and products of matrices, that can run tile by tile.
///
/// A part may join those before it if it reads what they make at the places of its own tile or of tiles
/// that have been run: at the same place of the first axis, or all reads before it, or all behind it.
package struct LoopSequenceBuilder {
  /// The bytes of a tile's arrays that usually stay in the second cache.
  package static let tileBytes = 1 << 18
  private static let mostParts = 64

  /// How much of an array that a loop has made there is for one place of the first axis.
  private struct Made {
    let count: Int
    let dtype: DType
    let reduction: (LoopNest, Reduction)?
    /// How many places away from their own loops read it.
    var reach = 0
  }

  private let tileBytes: Int
  private var parts: [any SequencePart] = []
  /// The places of the first axis, of all parts.
  package private(set) var length = 0
  private var made: [Int32: Made] = [:]
  private var bytesPerPlace = 0
  private var seen: Set<Int32> = []
  private var readsBefore = false
  private var readsBehind = false
  private var isLinked = false
  private var hasProduct = false
  /// The fewest places of a tile that products want.
  private var leastTile = 1

  /// - Parameter tileBytes: The most bytes that the arrays of a tile have together.
  package init(tileBytes: Int) { self.tileBytes = tileBytes }

  /// The parts so far.
  package var count: Int { parts.count }

  /// Takes a loop into the sequence, if it fits.
  package mutating func add(_ part: LoopCall) -> Bool {
    let nest = part.nest
    guard nest.wholeLength > 1, parts.isEmpty || nest.wholeLength == length, !nest.isEmpty,
      parts.count < Self.mostParts, nest.results.allSatisfy({ !$0.axes.contains(0) })
    else { return false }
    // What was begun outside is there in full.
    if nest.isContinued && part.results.contains(where: { made[$0] == nil }) { return false }
    var (before, behind) = (readsBefore, readsBehind)
    var reaches: [(Int32, Int)] = []
    var links = false
    for (value, source) in zip(part.sources, nest.sources) {
      guard let made = made[value] else { continue }
      guard let rows = nest.places(of: source, count: made.count) else { return false }
      links = true
      reaches.append((value, max(-rows.lowerBound, rows.upperBound)))
      if rows.lowerBound < 0 { before = true }
      if rows.upperBound > 0 { behind = true }
    }
    if before && behind { return false }
    var bytes: [Int32: Int] = [:]
    for (value, source) in zip(part.sources, nest.sources) where bytes[value] == nil {
      bytes[value] = abs(source.strides.first ?? 0) * nest.dtype.byteCount
    }
    for (k, value) in part.results.enumerated() {
      bytes[value] = nest.resultCounts[k] / nest.wholeLength * nest.dtype.byteCount
    }
    guard count(bytes, leastTile: leastTile) else { return false }
    length = nest.wholeLength
    (readsBefore, readsBehind) = (before, behind)
    isLinked = isLinked || links
    for (value, reach) in reaches where reach > made[value]?.reach ?? 0 { made[value]?.reach = reach }
    for (k, value) in part.results.enumerated() where made[value] == nil {
      made[value] = Made(
        count: nest.resultCounts[k] / length, dtype: nest.dtype,
        reduction: nest.results[k].reduction.map { (nest, $0) })
    }
    parts.append(part)
    return true
  }

  /// The largest second operand of a product that is read for each tile, and the fewest rows of the first
  /// that are worth it.
  private static let sharedBytes = 1 << 17
  private static let leastRows = 16

  /// Takes products of matrices into the sequence, if they fit: the first operand is read place by place, and
  /// so is the second one of a stack.
  ///
  /// - Parameter length: The places of the first axis of the loops that are to come.
  package mutating func add(_ call: ProductCall, length: Int) -> Bool {
    let (product, result) = (call.product, call.results[0])
    guard length > 1, parts.isEmpty || length == self.length, parts.count < Self.mostParts,
      let part = ProductPart(call, length: length)
    else { return false }
    let counts = part.counts
    let size = product.dtype.byteCount
    var least = leastTile
    if counts.y == 0 {
      if product.depth * product.columns * size > Self.sharedBytes { return false }
      let rows = product.part(1, of: length).rows
      least = max(least, (Self.leastRows + rows - 1) / rows)
    }
    var links = false
    for (value, count) in zip(call.sources, [counts.x, counts.y]) {
      guard let made = made[value] else { continue }
      guard made.count == count else { return false }
      links = true
    }
    var bytes = [result: counts.z * size]
    for (value, count) in zip(call.sources, [counts.x, counts.y]) {
      bytes[value] = max(bytes[value] ?? 0, count * size)
    }
    guard count(bytes, leastTile: least) else { return false }
    leastTile = least
    hasProduct = true
    self.length = length
    isLinked = isLinked || links
    made[result] = Made(count: counts.z, dtype: product.dtype, reduction: nil)
    parts.append(part)
    return true
  }

  /// Counts the bytes for one place of values not seen before, if a tile then still has enough places.
  private mutating func count(_ bytes: [Int32: Int], leastTile: Int) -> Bool {
    let sum = bytes.reduce(bytesPerPlace) { seen.contains($1.key) ? $0 : $0 + $1.value }
    guard parts.isEmpty || sum * leastTile <= tileBytes else { return false }
    bytesPerPlace = sum
    seen.formUnion(bytes.keys)
    return true
  }

  /// The sequence of the loops so far, if tiles are worth while.
  ///
  /// - Parameter isNeeded: Whether something after the sequence reads a value.
  package func sequence(_ isNeeded: (Int32) -> Bool) -> LoopSequence? {
    guard isLinked, bytesPerPlace > 0 else { return nil }
    var tile = tileBytes / bytesPerPlace
    // Vectors of any type then begin where cache lines do.
    if tile > 64 { tile = tile / 16 * 16 }
    // Products in pieces are slower, and read their second operand for each: that pays if arrays are large.
    guard tile >= 1, length >= (hasProduct ? 4 : 2) * tile else { return nil }
    var locals: [LoopSequence.Local] = []
    for value in made.keys.sorted() {
      // What is read further away than the last tile is there in full.
      guard let array = made[value], array.reach <= tile, !isNeeded(value) else { continue }
      locals.append(
        LoopSequence.Local(
          value: value, byteCount: array.count * array.dtype.byteCount, reach: array.reach,
          reduction: array.reduction))
    }
    return LoopSequence(
      parts, length: length, tile: tile, isDescending: readsBehind,
      isIndependent: !readsBefore && !readsBehind, hasProduct: hasProduct, locals: locals)
  }
}

extension LoopNest {
  /// Which places of the first axis of an array the loop reads for one of its own, counted from that; nil
  /// if they do not move along with it.
  ///
  /// - Parameter count: The elements that the array has for each place.
  fileprivate func places(of source: Source, count: Int) -> ClosedRange<Int>? {
    guard source.strides.first == count, count > 0 else { return nil }
    var first = source.offset - firstPlaces.lowerBound * count
    var last = first
    for (length, stride) in zip(axes, source.strides).dropFirst() {
      let reach = (length - 1) * stride
      if reach < 0 { first += reach } else { last += reach }
    }
    func floor(_ n: Int) -> Int { n >= 0 ? n / count : -((count - 1 - n) / count) }
    return floor(first)...floor(last)
  }
}
