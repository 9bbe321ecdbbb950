// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
import WengertScalars

/// Sums of products of tensors, written as an equation between the names of their axes.
///
/// Each operand has a letter for each axis; the result has the axes behind `->`, and all others are
/// summed over. A letter that an operand names twice takes its diagonal. `...` stands for any
/// number of axes, which broadcast. Without `->`, the result has the axes of `...` and then, in
/// alphabetical order, the letters that occur once.
///
/// ```swift
/// einsum("ij,jk->ik", x, y)         // the matrix product
/// einsum("ii->", x)                 // the trace
/// einsum("bhqd,bhkd->bhqk", q, k)   // the scores of attention
/// einsum("i,ij,j", x, a, y)         // a bilinear form
/// ```
///
/// Several operands are multiplied two at a time, those first whose product is smallest. An
/// equation that does not fit the operands stops with a sentence.
public func einsum(_ equation: String, _ operands: Tensor...) -> Tensor {
  einsum(equation, operands)
}

/// Sums of products of tensors, of which there is an array.
public func einsum(_ equation: String, _ operands: [Tensor]) -> Tensor {
  let parsed = EinsumEquation(equation, operands.map { $0.shape })
  var type = operands[0]
  for operand in operands { type = Tensor.promoted(type, operand, isReal: true).0 }
  let terms = zip(operands, parsed.operands).map { operand, labels in
    LabeledTensor(Tensor.promoted(operand, type, isReal: true).0, labels)
  }
  return LabeledTensor.contraction(terms, to: parsed.result, lengths: parsed.lengths)
}

/// The sums of products over pairs of axes: those of `x` that remain come before those of `y`.
///
/// ```swift
/// tensordot(x, y, axes: ([1], [0]))       // the matrix product
/// ```
public func tensordot(_ x: Tensor, _ y: Tensor, axes: ([Int], [Int])) -> Tensor {
  precondition(
    axes.0.count == axes.1.count,
    "tensordot: \(axes.0.count) axes of one operand are paired with \(axes.1.count) of the other.")
  let (x, y) = Tensor.promoted(x, y, isReal: true)
  var labels = (Array(0..<x.rank), Array(x.rank..<(x.rank + y.rank)))
  var summed: [Int] = []
  for (a, b) in zip(axes.0, axes.1) {
    let (a, b) = (x.normalized(axis: a, "tensordot"), y.normalized(axis: b, "tensordot"))
    precondition(
      x.shape[a] == y.shape[b],
      "tensordot: axis \(a) of shape \(x.shape) and axis \(b) of shape \(y.shape) differ.")
    labels.1[b] = a
    summed.append(a)
  }
  var lengths: [Int: Int] = [:]
  for (label, length) in zip(labels.1 + labels.0, y.shape.dimensions + x.shape.dimensions) {
    lengths[label] = length
  }
  return LabeledTensor.contraction(
    [LabeledTensor(x, labels.0), LabeledTensor(y, labels.1)],
    to: (labels.0 + labels.1).filter { !summed.contains($0) }, lengths: lengths)
}

/// The sums of products over the last `count` axes of `x` and the first of `y`.
public func tensordot(_ x: Tensor, _ y: Tensor, axes count: Int) -> Tensor {
  precondition(
    count >= 0 && count <= x.rank && count <= y.rank,
    "tensordot: the shapes \(x.shape) and \(y.shape) have no \(count) axes to sum over.")
  return tensordot(x, y, axes: (Array((x.rank - count)..<x.rank), Array(0..<count)))
}
