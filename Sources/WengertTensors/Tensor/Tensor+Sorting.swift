// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
import WengertScalars

/// Orders, and the elements at certain places in them. Along an axis equal elements keep their
/// order, and nan is greater than every number; derivatives follow the elements to their places.
extension Tensor {
  /// The elements in ascending or descending order along `axis`.
  public func sorted(axis: Int = -1, descending: Bool = false) -> Tensor {
    along(axis, "sorted") { $0.sortedRows(descending: descending).values }
  }

  /// The places of the elements in ascending or descending order along `axis`: what sorts them.
  ///
  /// ```swift
  /// ([3, 1, 2] as Tensor).sortingOrder()          // [1, 2, 0]
  /// ```
  public func sortingOrder(axis: Int = -1, descending: Bool = false) -> Tensor {
    along(axis, "sortingOrder") { $0.sortedRows(descending: descending).places }
  }

  /// The `count` greatest, or least, elements along `axis`, the most extreme first, and their
  /// places.
  ///
  /// ```swift
  /// let (values, places) = scores.topK(5)
  /// ```
  public func topK(
    _ count: Int, axis: Int = -1, largest: Bool = true
  ) -> (values: Tensor, places: Tensor) {
    let axis = normalized(axis: axis, "topK")
    precondition(
      count >= 0 && count <= shape[axis],
      "topK: axis \(axis) of shape \(shape) does not have \(count) elements.")
    let rows = movingAxis(from: axis, to: -1)
    let places = rows.sortedRows(descending: largest).places
      .sliced(axis: rank - 1, from: 0, count: count)
    return (
      rows.gathered(places, batchRank: rank - 1).movingAxis(from: -1, to: axis),
      places.movingAxis(from: -1, to: axis)
    )
  }

  /// The element that is number `k` in ascending order along `axis`, which disappears; the first,
  /// the least, has number 1.
  public func kthSmallest(_ k: Int, axis: Int = -1, keepingAxes: Bool = false) -> Tensor {
    let axis = normalized(axis: axis, "kthSmallest")
    precondition(
      k >= 1 && k <= shape[axis],
      "kthSmallest: axis \(axis) of shape \(shape) has no element number \(k).")
    return rows(along: [axis]).sortedRows().values.element(k - 1)
      .keeping(keepingAxes, [axis], of: shape)
  }

  /// The median along `axes`: the middle one of the sorted elements, or the mean of the middle two;
  /// nan where one of the elements is.
  public func median(axes: [Int]? = nil, keepingAxes: Bool = false) -> Tensor {
    let axes = normalized(axes: axes, "median")
    let sorted = rows(along: axes).real.sortedRows().values
    let count = sorted.shape[sorted.rank - 1]
    precondition(count > 0, "median: there are no elements along \(axes) in the shape \(shape).")
    let (low, high) = (sorted.element((count - 1) / 2), sorted.element(count / 2))
    let last = sorted.element(count - 1)
    return Tensor.select(last.isNaN, last, (low + high) / 2).keeping(keepingAxes, axes, of: shape)
  }

  /// The median along `axes` of the elements that are numbers; nan where there are none.
  public func nanMedian(axes: [Int]? = nil, keepingAxes: Bool = false) -> Tensor {
    let axes = normalized(axes: axes, "nanMedian")
    let sorted = rows(along: axes).real.sortedRows().values
    let last = sorted.rank - 1
    precondition(
      sorted.shape[last] > 0,
      "nanMedian: there are no elements along \(axes) in the shape \(shape).")
    let count = (!sorted.isNaN).sum(axes: [last], keepingAxes: true)
    func element(_ place: Tensor) -> Tensor {
      let place = Tensor.maximum(.floor(place / 2), 0).converted(to: .int64)
      return sorted.gathered(place, batchRank: last).squeezed(axes: [last])
    }
    return ((element(count - 1) + element(count)) / 2).keeping(keepingAxes, axes, of: shape)
  }

  /// The most frequent element along `axis`, which disappears; the least of equally frequent ones.
  public func mode(axis: Int = -1, keepingAxes: Bool = false) -> Tensor {
    let axis = normalized(axis: axis, "mode")
    let (values, _) = rows(along: [axis]).sortedRows()
    let last = values.rank - 1
    precondition(shape[axis] > 0, "mode: axis \(axis) of shape \(shape) has no elements.")
    // How many elements in a row have been equal so far: one more if this is as the one before.
    let isSame = values .== values.shifted(axis: last, fill: .nan)
    let run = Tensor.recurrence(
      isSame.converted(to: .float64), Tensor(ones: values.shape), axis: last)
    let place = Tensor.apply(Argument(maximum: true).operation, [run])
    return values.gathered(place, batchRank: last).keeping(keepingAxes, [axis], of: shape)
  }

  /// Where the greatest element along `axis` is, among all elements for nil: the first of equal
  /// ones, the first nan if there is one.
  ///
  /// ```swift
  /// logits.argmax(axis: -1)               // the predicted classes, int64
  /// ```
  public func argmax(axis: Int? = nil, keepingAxes: Bool = false) -> Tensor {
    argument(true, axis, keepingAxes, "argmax")
  }

  /// Where the least element along `axis` is, among all elements for nil: the first of equal ones,
  /// the first nan if there is one.
  public func argmin(axis: Int? = nil, keepingAxes: Bool = false) -> Tensor {
    argument(false, axis, keepingAxes, "argmin")
  }

  private func argument(
    _ maximum: Bool, _ axis: Int?, _ keepingAxes: Bool, _ name: StaticString
  ) -> Tensor {
    let axes = normalized(axes: axis.map { [$0] }, name)
    let rows = rows(along: axes)
    precondition(
      rows.shape[rows.rank - 1] > 0, "\(name): there are no elements along \(axes) in \(shape).")
    return Tensor.apply(Argument(maximum: maximum).operation, [rows])
      .keeping(keepingAxes, axes, of: shape)
  }

  /// The greatest element so far along `axis`; the last of equal ones has the derivative.
  public func cumulativeMax(axis: Int) -> Tensor { cumulativeExtreme(true, axis, "cumulativeMax") }

  /// The least element so far along `axis`; the last of equal ones has the derivative.
  public func cumulativeMin(axis: Int) -> Tensor { cumulativeExtreme(false, axis, "cumulativeMin") }

  private func cumulativeExtreme(_ maximum: Bool, _ axis: Int, _ name: StaticString) -> Tensor {
    along(axis, name) { rows in
      let row = CumulativeArgument(maximum: maximum, axis: rows.rank - 1)
      return rows.gathered(.apply(row.operation, [rows]), batchRank: rows.rank - 1)
    }
  }
}

extension Tensor {
  /// A function of the rows along `axis`, which keep their place.
  private func along(_ axis: Int, _ name: StaticString, _ f: (Tensor) -> Tensor) -> Tensor {
    let axis = normalized(axis: axis, name)
    return f(movingAxis(from: axis, to: -1)).movingAxis(from: -1, to: axis)
  }

  /// The elements along some axes as a last one.
  private func rows(along axes: [Int]) -> Tensor {
    let kept = shape.indices.filter { !axes.contains($0) }
    let lengths = kept.map { shape[$0] } + [axes.reduce(1) { $0 * shape[$1] }]
    return transposed(kept + axes).reshaped(Shape(lengths))
  }

  /// The elements along the last axis in order, and where they were.
  private func sortedRows(descending: Bool = false) -> (values: Tensor, places: Tensor) {
    let places = Tensor.apply(SortingOrder(descending: descending).operation, [self])
    return (gathered(places, batchRank: rank - 1), places)
  }

  /// The elements at one place of the last axis.
  private func element(_ place: Int) -> Tensor {
    sliced(axis: rank - 1, from: place, count: 1).squeezed(axes: [rank - 1])
  }
}
