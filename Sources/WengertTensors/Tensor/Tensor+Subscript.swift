// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Subscripts as NumPy has them.
extension Tensor {
  /// Parts of a tensor, by one index for each axis from the first on; axes without an index are
  /// taken whole.
  ///
  /// | index | takes |
  /// |---|---|
  /// | `2`, `-1`, `i` | one place, from the back if negative; the axis disappears |
  /// | `1..<3`, `..<3`, `(-2)...` | a range |
  /// | `.all` | the axis |
  /// | `.stride(from: 0, to: 10, by: 2)`, `.stride(by: -1)` | every second place; backward |
  /// | `.newAxis` | nothing: an axis of length 1 more |
  /// | `.ellipsis` | all axes that are left |
  /// | integers: `[2, 0]`, a tensor | the places that they name, in the shape of the integers |
  /// | bools: `x .> 0` | the elements where they are true, one behind the other |
  ///
  /// Several tensors of integers broadcast, and name one place of several axes together; the axes
  /// of their shape stand where theirs stood if those are neighbours, and in front otherwise, as in
  /// NumPy.
  ///
  /// ```swift
  /// x[1, 2..<4]
  /// x[.ellipsis, 0]
  /// x[[0, 2], [1, 1]]                 // x[0, 1] and x[2, 1]
  /// x[1, .all] = y                    // differentiable in x and in y
  /// x[x .< 0] = 0
  /// ```
  ///
  /// How many elements bools take depends on their values, which must be known: under `batched` or
  /// `compiled` use `select`. Where integers name a place twice, an assignment keeps the last
  /// value.
  public subscript<A: TensorIndex>(a: A) -> Tensor {
    get { self[axes: [a.axisIndex]] }
    set { self[axes: [a.axisIndex]] = newValue }
  }

  /// The parts at two indices.
  public subscript<A: TensorIndex, B: TensorIndex>(a: A, b: B) -> Tensor {
    get { self[axes: [a.axisIndex, b.axisIndex]] }
    set { self[axes: [a.axisIndex, b.axisIndex]] = newValue }
  }

  /// The parts at three indices.
  public subscript<A: TensorIndex, B: TensorIndex, C: TensorIndex>(a: A, b: B, c: C) -> Tensor {
    get { self[axes: [a.axisIndex, b.axisIndex, c.axisIndex]] }
    set { self[axes: [a.axisIndex, b.axisIndex, c.axisIndex]] = newValue }
  }

  /// The parts at four indices.
  public subscript<A: TensorIndex, B: TensorIndex, C: TensorIndex, D: TensorIndex>(
    a: A, b: B, c: C, d: D
  ) -> Tensor {
    get { self[axes: [a.axisIndex, b.axisIndex, c.axisIndex, d.axisIndex]] }
    set { self[axes: [a.axisIndex, b.axisIndex, c.axisIndex, d.axisIndex]] = newValue }
  }

  /// The parts at any number of indices.
  public subscript(axes indices: [AxisIndex]) -> Tensor {
    get { Selection(indices, of: shape).reading(self) }
    set { self = Selection(indices, of: shape).writing(newValue, into: self) }
  }

  /// The parts along `axis` that integers name, in the shape of the integers.
  ///
  /// ```swift
  /// table.taking(words, axis: 0)              // [n, d] at [batch, length] → [batch, length, d]
  /// ```
  public func taking(_ places: Tensor, axis: Int) -> Tensor {
    let axis = normalized(axis: axis, "taking")
    return self[axes: Array(repeating: .all, count: axis) + [places.axisIndex]]
  }
}
