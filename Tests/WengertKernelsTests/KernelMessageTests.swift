// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertKernels

/// Mistakes of the programmer stop with a sentence that names the operation and the sizes.
@Suite("Messages")
struct KernelMessageTests {
  @Test func `a negative size has no product`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var c = [0.0]
      MatrixProduct.multiply([1.0], by: [1.0], into: &c, rows: 1, columns: -2, depth: 3)
    }
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(
      text.contains("MatrixProduct.multiply: sizes are not negative; found 1 × 3 times 3 × -2."))
  }

  @Test func `factors of a product fit`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var c = [0.0]
      let a = Matrix<Double>.random(2, 3)
      a.withView { a in MatrixProduct.multiply(a, by: a, into: &c) }
    }
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(
      text.contains(
        "MatrixProduct.multiply: a matrix of 2 × 3 numbers meets one of 2 × 3."))
  }

  @Test func `a view has no negative size`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      Matrix<Double>.random(2, 3).withView { _ = MatrixView($0.base, rows: 2, columns: -3) }
    }
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(text.contains("MatrixView: sizes are not negative; found 2 × -3."))
  }

  @Test func `a loop has a thread`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      ParallelLoop.threadCount = 0
    }
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(
      text.contains("ParallelLoop.threadCount: a loop runs on at least one thread; found 0."))
  }

  @Test func `a negative length has no transform`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = FourierTransform<Float>(length: -1)
    }
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(text.contains("FourierTransform: the length is not negative; found -1."))
  }
}
