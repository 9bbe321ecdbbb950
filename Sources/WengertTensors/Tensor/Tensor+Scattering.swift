// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
import WengertScalars

/// What becomes of several values that are written to one place.
public enum Scattering: Hashable, Sendable {
  /// The last one stays.
  case replacing
  /// They are added.
  case adding
  /// They are multiplied.
  case multiplying
  /// Their mean.
  case averaging
  /// The greatest stays; equal ones share the derivative.
  case maximum
  /// The least stays; equal ones share the derivative.
  case minimum
}

extension Tensor {
  /// The elements along `axis` that integers name, each at its own place along the other axes:
  /// `y[i, j] = x[i, places[i, j]]` along the last axis of a matrix.
  ///
  /// The tensors broadcast along the other axes; the result has the length of `places` along
  /// `axis`.
  ///
  /// ```swift
  /// scores.takingAlong(scores.sortingOrder(axis: 1), axis: 1)       // sorted rows
  /// ```
  public func takingAlong(_ places: Tensor, axis: Int) -> Tensor {
    precondition(
      places.rank == rank,
      "takingAlong: places of shape \(places.shape) do not fit a tensor of shape \(shape).")
    let axis = normalized(axis: axis, "takingAlong")
    let rows = Tensor.alignedRows([self, places.asPlaces(along: axis, of: shape)], axis: axis)
    return rows[0].gathered(rows[1], batchRank: rank - 1).movingAxis(from: -1, to: axis)
  }

  /// The tensor with `values` written to the places along `axis` that integers name, each at its
  /// own place along the other axes.
  ///
  /// It is to ``takingAlong(_:axis:)`` what an assignment is to a reading. `values` broadcast to
  /// the shape of `places`.
  ///
  /// - Parameter includesOwn: Whether the tensor's own element counts among those that meet at a
  ///   place that is named; a place that is not named keeps it in any case.
  public func scatteringAlong(
    _ values: Tensor, at places: Tensor, axis: Int, by scattering: Scattering,
    includesOwn: Bool = true
  ) -> Tensor {
    precondition(
      places.rank == rank,
      "scatteringAlong: places of shape \(places.shape) do not fit a tensor of shape \(shape).")
    let axis = normalized(axis: axis, "scatteringAlong")
    let places = places.asPlaces(along: axis, of: shape)
    let rows = Tensor.alignedRows([self, places, values.broadcast(to: places.shape)], axis: axis)
    let scatterer = Scatterer(shape: rows[0].shape, places: rows[1], batchRank: rank - 1)
    return scatterer.scattering(rows[2], into: rows[0], scattering, includesOwn)
      .movingAxis(from: -1, to: axis)
  }

  /// The tensor with `values` written to its parts along `axis` that integers name.
  ///
  /// It is to ``taking(_:axis:)`` what an assignment is to a reading: for a tensor of shape `[n,
  /// d]` and places of shape `[m]` the values have the shape `[m, d]`, or broadcast to it.
  ///
  /// ```swift
  /// let perNode = zeros.scattering(messages, at: targets, by: .adding)
  /// ```
  ///
  /// - Parameter includesOwn: Whether the tensor's own part counts among those that meet at a place
  ///   that is named; a place that is not named keeps it in any case.
  public func scattering(
    _ values: Tensor, at places: Tensor, axis: Int = 0, by scattering: Scattering,
    includesOwn: Bool = true
  ) -> Tensor {
    let axis = normalized(axis: axis, "scattering")
    let places = places.asPlaces(along: axis, of: shape)
    let table = movingAxis(from: axis, to: 0)
    let part = table.shape.dimensions.dropFirst()
    let given = Shape(part.prefix(axis) + places.shape.dimensions + part.dropFirst(axis))
    let new = Array(0..<places.rank)
    let rows = values.broadcast(to: given).movingAxes(from: new.map { $0 + axis }, to: new)
      .reshaped(Shape([places.count] + part))
    return Scatterer(shape: table.shape, places: places.flattened(), batchRank: 0)
      .scattering(rows, into: table, scattering, includesOwn)
      .movingAxis(from: 0, to: axis)
  }

  /// Tensors of one rank with one of their axes last, and the others broadcast to equal lengths.
  private static func alignedRows(_ tensors: [Tensor], axis: Int) -> [Tensor] {
    let rows = tensors.map { $0.movingAxis(from: axis, to: -1) }
    let samples = rows.map { Tensor(zeros: Shape($0.shape.dimensions.dropLast()), dtype: .bool) }
    let batch = broadcast(samples)[0].shape.dimensions
    return rows.map { $0.broadcast(to: Shape(batch + $0.shape.dimensions.suffix(1))) }
  }
}

/// Writes parts, of shape `batch + [m] + part`, to places, of shape `batch + [m]`, of tensors of
/// shape `batch + [n] + part`.
private struct Scatterer {
  let shape: Shape
  let places: Tensor
  let batchRank: Int

  func scattering(
    _ values: Tensor, into own: Tensor, _ scattering: Scattering, _ includesOwn: Bool
  ) -> Tensor {
    if places.count == 0 { return own }
    let (own, values) = Tensor.promoted(own, values)
    let result: Tensor
    switch scattering {
    case .replacing: return replaced(values, in: own)
    case .adding: result = includesOwn ? own + sum(values) : sum(values)
    case .multiplying: result = includesOwn ? own * product(values) : product(values)
    case .averaging:
      let counts = onParts(number(Tensor(ones: places.shape, dtype: values.dtype)))
      result =
        includesOwn
        ? (own + sum(values)) / (counts + 1) : sum(values) / .maximum(counts, 1)
    case .maximum, .minimum:
      result = extreme(scattering == .maximum, values, includesOwn ? own : nil)
    }
    return includesOwn ? result : .select(onParts(writers .>= 0), result, own)
  }

  /// The shape of one number for each place.
  private var numbersShape: Shape { Shape(Array(shape.dimensions[...batchRank])) }

  /// Numbers for each place, made to broadcast with parts.
  private func onParts(_ numbers: Tensor) -> Tensor {
    let ones = [Int](repeating: 1, count: shape.rank - batchRank - 1)
    return numbers.reshaped(Shape(numbers.shape.dimensions + ones))
  }

  private func sum(_ values: Tensor) -> Tensor {
    values.scattered(places, into: shape, batchRank: batchRank)
  }

  private func number(_ ones: Tensor) -> Tensor {
    ones.scattered(places, into: numbersShape, batchRank: batchRank)
  }

  /// Which of the parts is the last to be written to each place; negative where there is none.
  private var writers: Tensor {
    let numbers = Tensor(0..<places.shape[batchRank]).broadcast(to: places.shape)
    return numbers.scatteredExtreme(true, places, into: numbersShape, batchRank: batchRank)
  }

  /// Writing is reading from the other side: each place reads the part that is written last.
  private func replaced(_ values: Tensor, in own: Tensor) -> Tensor {
    let writers = writers
    let written = values.gathered(.maximum(writers, 0), batchRank: batchRank)
    return .select(onParts(writers .>= 0), written, own)
  }

  private func extreme(_ maximum: Bool, _ values: Tensor, _ own: Tensor?) -> Tensor {
    var (values, places) = (values, places)
    if let own {
      // The tensor's own parts are written, too: so all equal ones share alike.
      let numbers = Tensor(0..<shape[batchRank]).broadcast(to: numbersShape)
      values = concatenate([values, own], axis: batchRank)
      places = concatenate([places, numbers], axis: batchRank)
    }
    return values.scatteredExtreme(maximum, places, into: shape, batchRank: batchRank)
  }

  /// The products of the parts at each place, 1 where there is none.
  ///
  /// With the parts sorted by their places, the running product is a recurrence that starts anew
  /// with every place; it needs no division, so that zeros among the factors do no harm.
  private func product(_ values: Tensor) -> Tensor {
    let order = Tensor.apply(SortingOrder(descending: false).operation, [places])
    let sorted = Scatterer(
      shape: shape, places: places.gathered(order, batchRank: batchRank), batchRank: batchRank)
    let factors = values.gathered(order, batchRank: batchRank)
    let isFirst = onParts(sorted.places .!= sorted.places.shifted(axis: batchRank, fill: -1))
    let zero = Tensor(zeros: [], dtype: values.dtype)
    let running = Tensor.recurrence(
      .select(isFirst, zero, factors), .select(isFirst, factors, zero), axis: batchRank)
    return sorted.replaced(running, in: Tensor(ones: shape, dtype: values.dtype))
  }
}
