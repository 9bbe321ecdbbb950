// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// The function, for one example, applied to a batch of them: its arguments and results get one
/// axis more, over which the function is mapped without a loop.
///
/// What the function captures is shared by all examples; derivatives inside are taken example by
/// example.
///
/// ```swift
/// let perExample = batched(xs, ys) { x, y in gradient(at: w) { w in loss(w, x, y) } }
/// batched(matrix, inAxis: 1) { column in column.sum() }
/// ```
///
/// Inside, values are not known: use `select`, `cond`, `scan` or `loop` in place of `if` and
/// `while`.
///
/// - Parameters:
///   - arguments: The examples. All leaves have the same number of them.
///   - inAxis: The axis of the arguments that runs over the examples.
///   - outAxis: The axis of the results that runs over the examples.
#if hasFeature(Embedded)
  @_disfavoredOverload
  public func batched<A: ParameterTree, Output: ParameterTree, E: Error>(
    _ arguments: A, inAxis: Int = 0, outAxis: Int = 0, of f: (A) throws(E) -> Output
  ) throws(E) -> Output {
    var form: Output?
    let results = try batched(arguments.leaves, arguments.paths, inAxis, outAxis) {
      (leaves) throws(E) in
      let output = try f(arguments.replacingLeaves(leaves))
      form = output
      return output.leaves
    }
    return form.unsafelyUnwrapped.replacingLeaves(results)
  }
#else
  @_disfavoredOverload
  public func batched<each A: ParameterTree, Output: ParameterTree, E: Error>(
    _ arguments: repeat each A, inAxis: Int = 0, outAxis: Int = 0,
    of f: (repeat each A) throws(E) -> Output
  ) throws(E) -> Output {
    let forms = Forms(repeat each arguments)
    var form: Output?
    let results = try batched(forms.leaves, forms.paths, inAxis, outAxis) { (leaves) throws(E) in
      var rest = leaves[...]
      let output = try f(repeat (each arguments).takingLeaves(&rest))
      form = output
      return output.leaves
    }
    return form.unsafelyUnwrapped.replacingLeaves(results)
  }
#endif

private func batched<E: Error>(
  _ leaves: [Tensor], _ paths: [ParameterPath], _ inAxis: Int, _ outAxis: Int,
  of f: ([Tensor]) throws(E) -> [Tensor]
) throws(E) -> [Tensor] {
  var batches: [Tensor] = []
  for (leaf, path) in zip(leaves, paths) {
    let axis = leaf.normalized(axis: inAxis, "batched")
    batches.append(leaf.movingAxis(axis, to: 0))
    precondition(
      batches[0].shape[0] == leaf.shape[axis],
      """
      batched: all arguments have as many examples; found \(batches[0].shape[0]) and \
      \(leaf.shape[axis])\(path.description.isEmpty ? "" : " in \(path)").
      """)
  }
  precondition(!batches.isEmpty, "batched: there is no argument to map over.")
  return try recording { (trace) throws(E) in
    let examples = batches.map { batch in
      trace.input(
        ArrayType(Shape(Array(batch.shape.dimensions.dropFirst())), batch.dtype), name: "example")
    }
    let outputs = try f(examples).map { trace.line(of: $0) }
    return trace.batched(
      outputs, over: examples.map { $0.line }, batches, size: batches[0].shape[0]
    ).map { $0.movingAxis(0, to: $0.normalized(axis: outAxis, "batched")) }
  }
}

extension Tensor {
  /// The tensor with one of its axes in another place.
  func movingAxis(_ source: Int, to target: Int) -> Tensor {
    if source == target { return self }
    var axes = Array(0..<rank)
    axes.remove(at: source)
    axes.insert(source, at: target)
    return transposed(axes)
  }
}
