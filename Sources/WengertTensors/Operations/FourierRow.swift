// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// The Fourier transform of complex numbers, pairs of real ones, along the second axis of
/// `[count, n, width, 2]`: `yₖ = Σⱼ xⱼ exp(∓2π i j k / n)`, never divided by `n`.
struct FourierRow: LinearRow, StackedRow {
  static var name: String { "fft" }
  /// Whether the exponent has the positive sign.
  var isInverse: Bool
  var operation: Operation { .fourier(self) }
  mutating func visitAttributes(_ visit: inout AttributeVisitor) { visit("inverse", &isInverse) }

  func type(of operands: [ArrayType]) -> ArrayType { operands[0] }
  func evaluate(_ operands: [NDArray]) -> NDArray {
    operands[0].dtype.acceptFloat(Kernel(source: operands[0], isInverse: isInverse))
  }

  private struct Kernel: FloatVisitor {
    let source: NDArray
    let isInverse: Bool

    func visit<T: KernelScalar>(_ type: T.Type) -> NDArray {
      let (count, length, width) = (source.shape[0], source.shape[1], source.shape[2])
      let transform = FourierTransform<T>(length: length)
      return source.withElements(T.self) { x in
        NDArray(source.shape) { (y: UnsafeMutableBufferPointer<T>) in
          guard let x = x.baseAddress, let y = y.baseAddress else { return }
          for item in 0..<count {
            for column in 0..<width {
              let start = 2 * (item * length * width + column)
              transform.apply(
                x + start, stride: width, into: y + start, stride: width, isInverse: isInverse)
            }
          }
        }
      }
    }
  }

  /// The matrix is symmetric, and the transpose on pairs of real numbers conjugates it.
  func transpose(_ line: AppliedLine, _ cotangent: Tensor, at k: Int) -> Tensor {
    .apply(FourierRow(isInverse: !isInverse).operation, [cotangent])
  }
}
