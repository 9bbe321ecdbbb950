// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation
import Testing
import WengertKernels
import WengertScalars
import WengertTensors

/// Fourier transforms against the sums that define them.
@Suite struct LinearAlgebraFourierTests {
  @Test(arguments: 1...12)
  func `the transform is its sum`(_ n: Int) {
    let x = Tensor.random([n, 2], seed: 1)
    expectClose(fft(x), sums(x, sign: -1), 1e-14)
    expectClose(ifft(x) * Tensor(Double(n)), sums(x, sign: 1), 1e-14)
    for normalization in [FourierNormalization.backward, .orthonormal, .forward] {
      expectClose(
        ifft(fft(x, normalization: normalization), normalization: normalization), x, 1e-14)
    }
    let orthonormal = fft(x, normalization: .orthonormal)
    expectClose((orthonormal * orthonormal).sum(), (x * x).sum(), 1e-14)
  }

  @Test(arguments: 1...9)
  func `half of the transform of real numbers is enough`(_ n: Int) {
    let x = Tensor.random([2, n, 3], seed: 1)
    let all = fft(complexPairs(x), axis: 1)
    let half = rfft(x, axis: 1)
    #expect(half.shape == [2, n / 2 + 1, 3, 2])
    for normalization in [FourierNormalization.backward, .orthonormal, .forward] {
      let there = rfft(x, axis: -2, normalization: normalization)
      expectClose(irfft(there, count: n, axis: 1, normalization: normalization), x, 1e-14)
      let back = ihfft(x, axis: 1, normalization: normalization)
      expectClose(hfft(back, count: n, axis: 1, normalization: normalization), x, 1e-14)
    }
    expectClose(ihfft(x, axis: 1) * Tensor(Double(n)), half.conjugatePairs, 1e-14)
    expectClose((all.realParts.sum() + all.imaginaryParts.sum()), x.elementsAtStart(n), 1e-12)
  }

  @Test func `several axes are transformed one after the other`() {
    let x = Tensor.random([3, 4, 5, 2], seed: 1)
    expectClose(fftn(x), fft(fft(fft(x, axis: 0), axis: 1), axis: 2), 1e-15)
    expectClose(ifftn(fftn(x)), x, 1e-14)
    expectClose(
      fftn(x, counts: [2, 6]), fft(fft(x, count: 2, axis: 1), count: 6, axis: 2), 1e-15)
    let real = Tensor.random([3, 4, 5], seed: 2)
    expectClose(irfftn(rfftn(real), counts: [3, 4, 5]), real, 1e-14)
    #expect(rfftn(real, axes: [2, 0]).shape == [2, 4, 5, 2])
    expectClose(irfftn(rfftn(real, axes: [2, 0]), counts: [5, 3], axes: [2, 0]), real, 1e-14)
  }

  @Test func `shifts put frequency zero in the middle`() {
    #expect(fftshift(Tensor([0.0, 1, 2, 3, 4])) == Tensor([3.0, 4, 0, 1, 2]))
    #expect(fftshift(Tensor([0.0, 1, 2, 3])) == Tensor([2.0, 3, 0, 1]))
    let x = Tensor.random([3, 4], seed: 1)
    #expect(ifftshift(fftshift(x)) == x)
    #expect(ifftshift(fftshift(x, axes: [0]), axes: [0]) == x)
  }

  @Test func `what does not fit stops with a sentence`() async {
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = fft(Tensor(ones: [4]))
      }, ["fft: complex numbers are pairs along the last axis; found the shape [4]"])
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = fft(Tensor(ones: [4, 2]), axis: 1)
      }, ["fft: there is no axis 1 of complex numbers in the shape [4, 2]"])
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = fft(Tensor(ones: [4, 2]), count: 0)
      }, ["fft: there is no transform of length 0"])
  }

  private func sums(_ x: Tensor, sign: Double) -> Tensor {
    let n = x.shape[0]
    let numbers = x.elements
    var result: [Double] = []
    for k in 0..<n {
      var (real, imaginary) = (0.0, 0.0)
      for j in 0..<n {
        let angle = sign * 2 * Double.pi * Double(j * k % n) / Double(n)
        real += numbers[2 * j] * cos(angle) - numbers[2 * j + 1] * sin(angle)
        imaginary += numbers[2 * j] * sin(angle) + numbers[2 * j + 1] * cos(angle)
      }
      result += [real, imaginary]
    }
    return Tensor(result, shape: [n, 2])
  }
}

extension Tensor {
  /// `n` times the sum of the elements at the start of the second axis: the sum of the transform.
  fileprivate func elementsAtStart(_ n: Int) -> Tensor {
    let selector = Tensor((0..<n).map { $0 == 0 ? Double(n) : 0 })
    return einsum("ijk,j->", self, selector)
  }
}
