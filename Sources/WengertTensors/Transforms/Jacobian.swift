// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// The Jacobian of a function of a tensor: all partial derivatives of every element of the value.
///
/// For a point of shape `s` and a value of shape `t` it has the shape `t + s`. It is computed in
/// the direction that needs fewer passes, forward or reverse, with the passes side by side in
/// batches that stay within a limit of memory.
///
/// ```swift
/// jacobian(at: [1, 2]) { x in [x[0] * x[1], x[0]] }         // [[2, 1], [1, 0]]
/// ```
///
/// - Parameters:
///   - point: Where the derivatives are taken.
///   - memory: About how many bytes the derivatives of one batch of passes may take.
/// - Complexity: `min(inputs, outputs)` passes.
public func jacobian<E: Error>(
  at point: Tensor, memory: Int = 1 << 28, of f: (Tensor) throws(E) -> Tensor
) throws(E) -> Tensor {
  try recording { (trace) throws(E) in
    let variable = trace.variables([point], [ParameterPath()], "jacobian")[0]
    let output = try f(variable).real
    let value = Tensor(trace, trace.line(of: output))
    let result = Shape(value.shape.dimensions + variable.shape.dimensions)
    let isForward = variable.count < value.count
    let direction = isForward ? variable : value
    // One pass for an unknown direction, which is then the axis of a batch.
    let unknown = trace.input(direction.type, name: "direction")
    let derivative =
      isForward
      ? trace.pushforward([value.line], from: [variable.line], [unknown])[0]
      : trace.pullback([value.line], [unknown], to: [variable.line])[0]
    guard let derivative, direction.count > 0 else {
      return [Tensor(zeros: result, dtype: value.dtype)]
    }
    // Every pass holds about as much as one evaluation.
    let perPass = trace.lines[Int(variable.line)...].reduce(1) { $0 + $1.type.byteCount }
    let chunk = Swift.max(1, Swift.min(direction.count, memory / perPass))
    var rows: [Tensor] = []
    for start in stride(from: 0, to: direction.count, by: chunk) {
      let count = Swift.min(chunk, direction.count - start)
      let basis = Tensor(unitVectors: start..<(start + count), of: direction.type)
      rows += trace.batched([derivative.line], over: [unknown.line], [basis], size: count)
    }
    let matrix = rows.count == 1 ? rows[0] : .apply(Concatenate(axis: 0).operation, rows)
    let ordered =
      isForward
      ? matrix.reshaped([direction.count, value.count]).transposed([1, 0]) : matrix
    let guarded = ordered.reshaped([value.count, variable.count])
      .ofValue(value.reshaped([value.count, 1]))
    return [guarded.reshaped(result)]
  }[0]
}

/// The Hessian of a function of a tensor whose value is a number: all second derivatives.
///
/// For a point of shape `s` it has the shape `s + s`.
///
/// ```swift
/// hessian(at: [1, 2]) { x in (x * x * x).sum() }           // [[6, 0], [0, 12]]
/// ```
///
/// - Complexity: one gradient and as many Hessian-vector products as the point has elements.
public func hessian<E: Error>(
  at point: Tensor, memory: Int = 1 << 28, of f: (Tensor) throws(E) -> Tensor
) throws(E) -> Tensor {
  try jacobian(at: point, memory: memory) { (x) throws(E) in
    try valueWithGradient(leaves: [x], paths: [ParameterPath()]) { (leaves) throws(E) in
      try f(leaves[0])
    }.gradient[0]
  }
}

extension Tensor {
  /// The unit vectors with some numbers, each in the shape of `type`, along a new first axis.
  fileprivate init(unitVectors numbers: Range<Int>, of type: ArrayType) {
    let size = type.shape.elementCount
    let rows = NDArray(ones: [numbers.count], type.dtype).placed(
      in: [numbers.count, size], strides: [size + 1], offset: numbers.lowerBound, background: 0)
    self.init(rows.reshaped(Shape([numbers.count] + type.shape.dimensions)))
  }
}

extension NDArray {
  fileprivate init(ones shape: Shape, _ dtype: DType) {
    self.init(repeating: 1, shape: shape, dtype: dtype)
  }
}
