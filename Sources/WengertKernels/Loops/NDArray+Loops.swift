// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Single operations as loops, so that they give the same bits as fused ones.
extension NDArray {
  /// A function of floating-point arrays that broadcast to `shape`.
  static func loop(_ function: Elementwise, _ operands: [NDArray], _ shape: Shape) -> NDArray {
    let places: [Int32] = operands.indices.map { ~Int32($0) }
    let step = LoopBody.Step(
      function, places[0], places.count > 1 ? places[1] : 0, places.count > 2 ? places[2] : 0)
    let lengths = shape.dimensions
    let sources = operands.map {
      LoopNest.Source(offset: 0, strides: $0.shape.broadcastStrides(to: shape))
    }
    return nest(
      operands[0].dtype, lengths, sources, [step], LoopNest.Result(shape: shape, value: 0)
    ).run(operands)[0]
  }

  /// A reduction of a floating-point array along axes that are the last ones, or none of which is the
  /// last.
  func loopReduced(_ reduction: Reduction, axes: [Int], shape result: Shape) -> NDArray {
    let source = LoopNest.Source(offset: 0, strides: shape.strides)
    return NDArray.nest(
      dtype, shape.dimensions, [source], [],
      LoopNest.Result(shape: result, value: ~0, reduction: reduction, axes: axes)
    ).run([self])[0]
  }

  private static func nest(
    _ dtype: DType, _ lengths: [Int], _ sources: [LoopNest.Source], _ steps: [LoopBody.Step],
    _ result: LoopNest.Result
  ) -> LoopNest {
    let nest = LoopNest(
      dtype: dtype, lengths: lengths, sources: sources, steps: steps, results: [result],
      kernelFor: KernelCache.shared.kernel)
    guard let nest else {
      preconditionFailure("A reduction along \(result.axes) of \(lengths) is no single loop.")
    }
    return nest
  }
}
