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
    try batched(arguments.leaves, arguments.paths, inAxis, outAxis) { (leaves) throws(E) in
      try f(arguments.replacingLeaves(leaves))
    }
  }
#else
  @_disfavoredOverload
  public func batched<each A: ParameterTree, Output: ParameterTree, E: Error>(
    _ arguments: repeat each A, inAxis: Int = 0, outAxis: Int = 0,
    of f: (repeat each A) throws(E) -> Output
  ) throws(E) -> Output {
    let forms = Forms(repeat each arguments)
    return try batched(forms.leaves, forms.paths, inAxis, outAxis) { (leaves) throws(E) in
      var rest = leaves[...]
      return try f(repeat (each arguments).takingLeaves(&rest))
    }
  }
#endif

private func batched<Output: ParameterTree, E: Error>(
  _ leaves: [Tensor], _ paths: [ParameterPath], _ inAxis: Int, _ outAxis: Int,
  of f: ([Tensor]) throws(E) -> Output
) throws(E) -> Output {
  var batches: [Tensor] = []
  for (leaf, path) in zip(leaves, paths) {
    let axis = leaf.normalized(axis: inAxis, "batched")
    batches.append(leaf.movingAxis(from: axis, to: 0))
    precondition(
      batches[0].shape[0] == leaf.shape[axis],
      """
      batched: all arguments have as many examples; found \(batches[0].shape[0]) and \
      \(leaf.shape[axis])\(path.description.isEmpty ? "" : " in \(path)").
      """)
  }
  precondition(!batches.isEmpty, "batched: there is no argument to map over.")
  var form: Output?
  let results = try recording { (trace) throws(E) in
    let examples = batches.map { batch in
      trace.input(
        ArrayType(Shape(Array(batch.shape.dimensions.dropFirst())), batch.dtype), name: "example")
    }
    let output = try f(examples)
    form = output
    return trace.batched(
      output.leaves.map { trace.line(of: $0) }, over: examples.map { $0.line }, batches,
      size: batches[0].shape[0]
    ).map { $0.movingAxis(from: 0, to: $0.normalized(axis: outAxis, "batched")) }
  }
  // The closure has run, or this line is not reached.
  return form.unsafelyUnwrapped.replacingLeaves(results)
}
