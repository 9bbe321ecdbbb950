// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// Runs `body` on the trace of this thread, a new one if no transform is running, and gives back
/// its results: as numbers, if this was the outermost transform.
func recording<E: Error>(
  _ body: (Trace) throws(E) -> [Tensor]
) throws(E) -> [Tensor] {
  if let trace = Trace.current { return try body(trace) }
  let trace = Trace(parent: nil)
  return try trace.running { () throws(E) in trace.finished(try body(trace)) }
}

extension Trace {
  /// The values of results, computed with as little memory as they allow.
  func finished(_ results: [Tensor]) -> [Tensor] {
    let targets = results.map { $0.resolved.line }
    if let unknown = evaluate(targets.filter { $0 >= 0 }, isFinal: true) {
      preconditionFailure(
        """
        The result of a transform depends on \(Tensor(self, unknown).lineDescription), an argument \
        of a function (of batched, compiled, …) that has returned; return what is computed from it.
        """)
    }
    return zip(results, targets).map { result, line in
      guard line >= 0 else { return result.resolved }
      return Tensor(values[Int(line)].unsafelyUnwrapped)
    }
  }

  /// Lines of their own for tensors that derivatives are taken with respect to.
  func variables(_ tensors: [Tensor], _ paths: [ParameterPath], _ transform: String) -> [Tensor] {
    zip(tensors, paths).map { tensor, path in
      let name = path.description
      let number = tensor.number == nil ? tensor : Tensor(tensor.materialized)
      precondition(
        number.dtype.isFloatingPoint,
        """
        \(transform): \(name.isEmpty ? "the point" : name) is a tensor of \(number.dtype), which \
        has no derivatives; convert it to float32 or float64.
        """)
      let line = self.line(of: number)
      return append(
        .identity(Identity(purpose: .variable(name))), Line.Operands([line]),
        lines[Int(line)].type)
    }
  }
}
