// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// An operation on stacks, `[count, …]`, that treats every item of a stack by itself. One more
/// axis in front only makes the stack longer.
protocol StackedRow: OperationRow {}

extension StackedRow {
  func batched(_ operands: [Tensor], _ isBatched: [Bool], size: Int) -> Tensor {
    Tensor.batchedStacks(operation, operands, isBatched, size: size)
  }
}

/// The same for an operation with several results.
protocol StackedTupleRow: TupleRow {}

extension StackedTupleRow {
  func batched(_ operands: [Tensor], _ isBatched: [Bool], size: Int) -> [Tensor] {
    Tensor.apply(operation, Tensor.mergedStacks(operands, isBatched, size: size))
      .map { $0.partedStack(size) }
  }
}

extension Tensor {
  /// An operation on stacks, applied to stacks of stacks.
  static func batchedStacks(
    _ operation: Operation, _ operands: [Tensor], _ isBatched: [Bool], size: Int
  ) -> Tensor {
    apply(operation, mergedStacks(operands, isBatched, size: size)).partedStack(size)
  }

  /// Stacks of stacks as stacks of `size` times as many items.
  fileprivate static func mergedStacks(
    _ operands: [Tensor], _ isBatched: [Bool], size: Int
  ) -> [Tensor] {
    aligned(operands, isBatched, size: size).map { operand in
      let dimensions = operand.shape.dimensions
      return operand.reshaped(Shape([dimensions[0] * dimensions[1]] + dimensions.dropFirst(2)))
    }
  }

  /// A stack as `size` stacks, one after the other.
  func partedStack(_ size: Int) -> Tensor {
    let count = size == 0 ? 0 : shape[0] / size
    return reshaped(Shape([size, count] + shape.dimensions.dropFirst()))
  }
}

/// A computation on floating-point numbers that is done for each item of a stack.
protocol StackKernel {
  /// The shapes of one item's results.
  var results: [Shape] { get }

  /// Computes the results of one item from its operands.
  func run<T: KernelScalar>(
    _ operands: [UnsafePointer<T>], into results: [UnsafeMutablePointer<T>])
}

extension StackKernel {
  /// The stacks of results for stacks of operands, all of one type.
  func evaluate(_ operands: [NDArray]) -> [NDArray] {
    operands[0].dtype.acceptFloat(StackEvaluation(kernel: self, operands: operands))
  }
}

private struct StackEvaluation<Kernel: StackKernel>: FloatVisitor {
  let kernel: Kernel
  let operands: [NDArray]

  func visit<T: KernelScalar>(_ type: T.Type) -> [NDArray] {
    let sources: [UnsafePointer<T>] = []
    return read(operands[...], sources)
  }

  /// Gets hold of the numbers of the operands, one after the other, and goes on to the results.
  private func read<T: KernelScalar>(
    _ rest: ArraySlice<NDArray>, _ sources: [UnsafePointer<T>]
  ) -> [NDArray] {
    guard let first = rest.first else { return write(kernel.results[...], sources, []) }
    return first.withElements(T.self) { elements in
      read(rest.dropFirst(), sources + [elements.baseAddress.unsafelyUnwrapped])
    }
  }

  /// Makes the results, one after the other, and then fills them.
  private func write<T: KernelScalar>(
    _ rest: ArraySlice<Shape>, _ sources: [UnsafePointer<T>],
    _ targets: [UnsafeMutablePointer<T>]
  ) -> [NDArray] {
    let count = operands[0].shape[0]
    guard let first = rest.first else {
      fill(count, sources, targets)
      return []
    }
    var others: [NDArray] = []
    let shape = Shape([count] + first.dimensions)
    let array = NDArray(shape) { (elements: UnsafeMutableBufferPointer<T>) in
      others = write(
        rest.dropFirst(), sources, targets + [elements.baseAddress.unsafelyUnwrapped])
    }
    return [array] + others
  }

  private func fill<T: KernelScalar>(
    _ count: Int, _ sources: [UnsafePointer<T>], _ targets: [UnsafeMutablePointer<T>]
  ) {
    var (sources, targets) = (sources, targets)
    for _ in 0..<count {
      kernel.run(sources, into: targets)
      for k in operands.indices { sources[k] += operands[k].count / count }
      for k in targets.indices { targets[k] += kernel.results[k].elementCount }
    }
  }
}
