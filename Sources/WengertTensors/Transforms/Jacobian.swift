// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// The Jacobian of a function of a tensor: all partial derivatives of every element of its value.
///
/// For a point of shape `s` and a value of shape `t` it has the shape `t + s`. It is computed in the direction that needs fewer passes, forward or reverse, with
/// the passes side by side in batches that stay within a limit of memory.
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
  try jacobian(leaves: [point], paths: point.paths, memory: memory) { (leaves) throws(E) in
    try f(leaves[0])
  }[0]
}

/// The Jacobian of a function of a value made of tensors, in its form: for a leaf of shape `s` and a
/// value of shape `t` a leaf of shape `t + s`.
@_disfavoredOverload
public func jacobian<P: ParameterTree, E: Error>(
  at point: P, memory: Int = 1 << 28, of f: (P) throws(E) -> Tensor
) throws(E) -> P {
  point.replacingLeaves(
    try jacobian(leaves: point.leaves, paths: point.paths, memory: memory) { (leaves) throws(E) in
      try f(point.replacingLeaves(leaves))
    })
}

/// The Hessian of a function whose value is a number: all second derivatives.
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
  try jacobian(at: point, memory: memory) { (x) throws(E) in try gradient(at: x, of: f) }
}

/// The Hessian of a function of a value made of tensors whose value is a number: the matrix over all
/// elements of its leaves, one leaf after the other.
@_disfavoredOverload
public func hessian<P: ParameterTree, E: Error>(
  at point: P, memory: Int = 1 << 28, of f: (P) throws(E) -> Tensor
) throws(E) -> Tensor {
  let leaves = point.leaves
  let blocks = try jacobian(leaves: leaves, paths: point.paths, memory: memory) {
    (leaves) throws(E) in
    let parts = try gradient(point, leaves, f).map { $0.reshaped([-1]) }
    return parts.isEmpty ? Tensor(zeros: [0]) : .apply(Concatenate(axis: 0).operation, parts)
  }
  let columns = blocks.map { block in block.reshaped([block.shape[0], -1]) }
  return columns.isEmpty
    ? Tensor(zeros: [0, 0]) : .apply(Concatenate(axis: 1).operation, columns)
}

private func gradient<P: ParameterTree, E: Error>(
  _ form: P, _ leaves: [Tensor], _ f: (P) throws(E) -> Tensor
) throws(E) -> [Tensor] {
  try valueWithGradient(leaves: leaves, paths: form.paths) { (leaves) throws(E) in
    try f(form.replacingLeaves(leaves))
  }.gradient
}

private func jacobian<E: Error>(
  leaves: [Tensor], paths: [ParameterPath], memory: Int, of f: ([Tensor]) throws(E) -> Tensor
) throws(E) -> [Tensor] {
  try recording { (trace) throws(E) in
    let variables = trace.variables(leaves, paths, "jacobian")
    let output = try f(variables).real
    let passes = JacobianPasses(
      trace: trace, variables: variables, value: Tensor(trace, trace.line(of: output)),
      memory: memory)
    return passes.jacobian().map { block in
      let rows = block.reshaped([passes.value.count, -1])
      return rows.ofValue(passes.value.reshaped([-1, 1])).reshaped(block.shape)
    }
  }
}

/// The passes over one recorded function: each is recorded once, for an unknown direction, which is
/// then the axis of a batch.
private struct JacobianPasses {
  let trace: Trace
  let variables: [Tensor]
  let value: Tensor
  let memory: Int

  func jacobian() -> [Tensor] {
    var inputs = 0
    for variable in variables { inputs += variable.count }
    return inputs < value.count ? variables.map(forward) : reverse()
  }

  private func forward(_ variable: Tensor) -> Tensor {
    let unknown = trace.input(variable.type, name: "direction")
    let derivative = trace.pushforward([value.line], from: [variable.line], [unknown])[0]
    let columns = batches([derivative], of: unknown)[0]
    let shape = shape(of: variable)
    return columns.map { $0.reshaped([variable.count, -1]).transposed([1, 0]).reshaped(shape) }
      ?? Tensor(zeros: shape, dtype: value.dtype)
  }

  private func reverse() -> [Tensor] {
    let unknown = trace.input(value.type, name: "direction")
    let derivatives = trace.pullback([value.line], [unknown], to: variables.map { $0.line })
    return zip(variables, batches(derivatives, of: unknown)).map { variable, rows in
      rows?.reshaped(shape(of: variable))
        ?? Tensor(zeros: shape(of: variable), dtype: variable.dtype)
    }
  }

  private func shape(of variable: Tensor) -> Shape {
    Shape(value.shape.dimensions + variable.shape.dimensions)
  }

  /// Linear functions of `unknown`, for each unit vector in its place: one axis more in front.
  private func batches(_ derivatives: [Tensor?], of unknown: Tensor) -> [Tensor?] {
    let places = derivatives.indices.filter { derivatives[$0] != nil }
    var result = [Tensor?](repeating: nil, count: derivatives.count)
    guard !places.isEmpty, unknown.count > 0 else { return result }
    // Every pass holds about as much as one evaluation.
    var perPass = 1
    let start = Int(variables.map { $0.line }.min() ?? 0)
    for line in trace.lines[start...] { perPass += line.type.byteCount }
    let chunk = Swift.max(1, Swift.min(unknown.count, memory / perPass))
    var parts = [[Tensor]](repeating: [], count: places.count)
    for start in stride(from: 0, to: unknown.count, by: chunk) {
      let numbers = start..<Swift.min(start + chunk, unknown.count)
      let batch = trace.batched(
        places.map { derivatives[$0].unsafelyUnwrapped.line }, over: [unknown.line],
        [Tensor(unitVectors: numbers, of: unknown.type)], size: numbers.count)
      for (k, part) in batch.enumerated() { parts[k].append(part) }
    }
    for (place, part) in zip(places, parts) {
      result[place] =
        part.count == 1 ? part[0] : .apply(Concatenate(axis: 0).operation, part)
    }
    return result
  }
}

extension Tensor {
  /// The unit vectors with some numbers, each in the shape of `type`, along a new first axis.
  fileprivate init(unitVectors numbers: Range<Int>, of type: ArrayType) {
    let size = type.shape.elementCount
    let ones = NDArray(repeating: 1, shape: [numbers.count], dtype: type.dtype)
    let rows = ones.placed(
      in: [numbers.count, size], strides: [size + 1], offset: numbers.lowerBound, background: 0)
    self.init(rows.reshaped(Shape([numbers.count] + type.shape.dimensions)))
  }
}
