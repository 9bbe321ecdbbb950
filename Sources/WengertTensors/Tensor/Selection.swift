// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
import WengertScalars

/// What the indices of a subscript select from tensors of one shape: a slice, and then places of
/// some of its axes that tensors of integers name.
struct Selection {
  private let shape: Shape

  /// The slice: an axis for each index, new ones included.
  private var lengths: [Int] = []
  private var starts: [Int] = []
  private var counts: [Int] = []
  private var steps: [Int] = []

  /// The axes of the slice that disappear: of single places.
  private var dropped: [Int] = []

  /// The places that tensors name, with the axis of the slice; none is negative.
  private var lookups: [(axis: Int, places: Tensor)] = []

  /// How many axes of the source have been accounted for.
  private var sourceAxis = 0

  init(_ indices: [AxisIndex], of shape: Shape) {
    self.shape = shape
    let used = indices.reduce(0) { $0 + $1.axisCount }
    precondition(
      used <= shape.rank, "subscript: there are indices for \(used) axes of the shape \(shape).")
    // What is left is taken whole: where the first ellipsis stands, or else at the end.
    var left = shape.rank - used
    for index in indices + [.ellipsis] {
      guard case .ellipsis = index.kind else {
        add(index.kind)
        continue
      }
      for _ in 0..<left { add(AxisIndex.all.kind) }
      left = 0
    }
  }

  private mutating func append(_ length: Int, _ start: Int, _ count: Int, _ step: Int) {
    lengths.append(length)
    starts.append(start)
    counts.append(count)
    steps.append(step)
  }

  private mutating func add(_ kind: AxisIndex.Kind) {
    switch kind {
    case .newAxis: append(1, 0, 1, 1)
    case .ellipsis: break
    case .place(let place):
      let length = shape[sourceAxis]
      precondition(
        place >= -length && place < length,
        "subscript: place \(place) is outside axis \(sourceAxis) of the shape \(shape).")
      dropped.append(lengths.count)
      append(length, place < 0 ? place + length : place, 1, 1)
      sourceAxis += 1
    case .span(let start, let end, let step, let isClipped):
      let (first, count) = bounds(start, end, step, isClipped)
      append(shape[sourceAxis], first, count, step)
      sourceAxis += 1
    case .tensor(let mask) where mask.dtype == .bool:
      // A mask stands for the places where it is true, one tensor for each of its axes; a single
      // bool for an axis of its own.
      let covered = Shape(Array(shape.dimensions[sourceAxis..<(sourceAxis + mask.rank)]))
      precondition(
        mask.shape == covered,
        "subscript: a mask of shape \(mask.shape) does not fit the axes \(covered) of the shape "
          + "\(shape).")
      for (length, places) in mask.value.truePlaces() {
        lookups.append((lengths.count, Tensor(places)))
        append(length, 0, length, 1)
      }
      sourceAxis += mask.rank
    case .tensor(let places):
      lookups.append((lengths.count, places.asPlaces(along: sourceAxis, of: shape)))
      append(shape[sourceAxis], 0, shape[sourceAxis], 1)
      sourceAxis += 1
    }
  }

  private func bounds(
    _ start: Int?, _ end: Int?, _ step: Int, _ isClipped: Bool
  ) -> (first: Int, count: Int) {
    let length = shape[sourceAxis]
    // The places from which one can start, or before which one can stop.
    let (low, high) = step > 0 ? (0, length) : (-1, length - 1)
    func place(_ bound: Int) -> Int {
      let place = bound < 0 ? bound + length : bound
      precondition(
        isClipped || (place >= 0 && place <= length),
        "subscript: place \(bound) is outside axis \(sourceAxis) of the shape \(shape).")
      return Swift.min(Swift.max(place, low), high)
    }
    let first = start.map(place) ?? (step > 0 ? low : high)
    let last = end.map(place) ?? (step > 0 ? high : low)
    let count = Swift.max(0, (last - first + step - step.signum()) / step)
    return (count == 0 ? 0 : first, count)
  }
}

extension Selection {
  /// The axes of the slice that stay.
  private var kept: [Int] {
    let replaced = dropped + lookups.map { $0.axis }
    return counts.indices.filter { !replaced.contains($0) }
  }

  /// What is selected from a tensor.
  func reading(_ tensor: Tensor) -> Tensor {
    var slice = tensor.reshaped(Shape(lengths))
    if counts != lengths || steps.contains(where: { $0 != 1 }) {
      slice = .apply(Slice(starts: starts, counts: counts, steps: steps).operation, [slice])
    }
    let kept = kept
    let parts = kept.map { counts[$0] }
    guard !lookups.isEmpty else { return slice.reshaped(Shape(parts)) }
    let looked = lookups.map { $0.axis }
    let table = slice.transposed(looked + dropped + kept)
      .reshaped(Shape([looked.reduce(1) { $0 * counts[$1] }] + parts))
    let places = joinedPlaces
    // The axes of the places stand where the old ones did if those were neighbours, among which
    // single places count.
    let replaced = (looked + dropped).sorted()
    let areNeighbours = replaced[replaced.count - 1] - replaced[0] == replaced.count - 1
    let target = areNeighbours ? kept.filter { $0 < replaced[0] }.count : 0
    let new = Array(0..<places.rank)
    return table.gathered(places, batchRank: 0).movingAxes(from: new, to: new.map { $0 + target })
  }

  /// The places along all axes that are looked up, these axes read as one.
  private var joinedPlaces: Tensor {
    var joined = lookups[0].places
    var isInside: Tensor = Tensor([true], shape: [])
    for (axis, places) in lookups.dropFirst() {
      joined = joined * Tensor(integerLiteral: counts[axis]) + places
    }
    // Constants have been checked; of others the kernel sees only what they come to together.
    for (axis, places) in lookups where lookups.count > 1 && places.array == nil {
      isInside =
        isInside .&& (places .>= 0) .&& (places .< Tensor(integerLiteral: counts[axis]))
    }
    return isInside.array == nil ? .select(isInside, joined, -1) : joined
  }

  /// A tensor in which other values stand at what is selected.
  func writing(_ values: Tensor, into tensor: Tensor) -> Tensor {
    precondition(
      values.number != nil || DType.promoted(tensor.dtype, values.dtype) == tensor.dtype,
      "subscript: values of \(values.dtype) cannot be stored in a tensor of \(tensor.dtype).")
    let values = values.converted(to: tensor.dtype)
    guard lookups.isEmpty else {
      // Where the elements would be read from is where they are written to.
      let places = reading(Tensor(0..<shape.elementCount).reshaped(shape))
      return tensor.flattened().scattering(
        values.broadcast(to: places.shape), at: places, by: .replacing
      ).reshaped(shape)
    }
    let place = Place(shape: Shape(lengths), starts: starts, steps: steps)
    let part = values.broadcast(to: Shape(kept.map { counts[$0] })).reshaped(Shape(counts))
    let isWritten = Tensor(ones: part.shape, dtype: .bool)
    return Tensor.select(
      .apply(place.operation, [isWritten]), .apply(place.operation, [part]),
      tensor.reshaped(place.shape)
    ).reshaped(shape)
  }
}

extension AxisIndex {
  /// How many axes it stands for.
  fileprivate var axisCount: Int {
    switch kind {
    case .newAxis, .ellipsis: 0
    case .place, .span: 1
    case .tensor(let tensor): tensor.dtype == .bool ? tensor.rank : 1
    }
  }
}

extension Tensor {
  /// Integers as places along an axis: negative ones count from the back.
  func asPlaces(along axis: Int, of shape: Shape) -> Tensor {
    var places = self
    if case .number(let number, isInteger: true) = storage {
      places = Tensor([Int64(number)], shape: [])
    }
    precondition(
      places.dtype.isInteger, "subscript: an index of \(dtype) is neither integer nor bool.")
    places = places.converted(to: .int64)
    let length = shape[axis]
    if let array = places.array {
      let elements = array.elements(Int64.self)
      for place in elements {
        precondition(
          place >= -length && place < length,
          "subscript: place \(place) is outside axis \(axis) of the shape \(shape).")
      }
      if !elements.contains(where: { $0 < 0 }) { return places }
    }
    return .select(places .< 0, places + Tensor(integerLiteral: length), places)
  }
}

extension NDArray {
  /// The places of an array of bools that are true, axis by axis, with the lengths of the axes; a
  /// number is an axis of length 1.
  fileprivate func truePlaces() -> [(length: Int, places: [Int64])] {
    let own = shape.rank == 0 ? [1] : shape
    let strides = own.strides
    var found: [Int] = []
    withElements(Bool.self) { elements in
      for i in elements.indices where elements[i] { found.append(i) }
    }
    return own.indices.map { axis in
      (own[axis], found.map { Int64($0 / strides[axis] % own[axis]) })
    }
  }
}
