// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertTensors

/// Fourier transforms; complex numbers are pairs along the last axis.
enum FourierOperations {
  static let core: [String: TensorOperation] = [
    "fft": { [fft($0[0])] },
    "ifft": { [ifft($0[0])] },
    "fft_of_real": { [fft(complexPairs($0[0]))] },
    "fft2_of_real": { [fftn(complexPairs($0[0]), axes: [-2, -1])] },
    "rfft": { [rfft($0[0])] },
    "irfft": { [irfft($0[0], count: $0.int(nil, "n"))] },
  ]

  static let pyTorch: [String: TensorOperation] = [
    "fft.fft": { [one($0, fft, complexPairs($0[0]))] },
    "fft.ifft": { [one($0, ifft, complexPairs($0[0]))] },
    "fft.rfft": { [one($0, rfft, $0[0])] },
    "fft.irfft": { [one($0, irfft, complexPairs($0[0]))] },
    "fft.hfft": { [one($0, hfft, complexPairs($0[0]))] },
    "fft.ihfft": { [one($0, ihfft, $0[0])] },
    "fft.fft2": { [two($0, fftn, complexPairs($0[0]))] },
    "fft.rfft2": { [two($0, rfftn, $0[0])] },
    "fft.fftshift": { [fftshift($0[0], axes: $0.ints(1, "dim"))] },
  ]

  private static func one(
    _ call: OperationCall, _ transform: (Tensor, Int?, Int, FourierNormalization) -> Tensor,
    _ x: Tensor
  ) -> Tensor {
    transform(x, call.int(1, "n"), call.int(2, "dim") ?? -1, normalization(call))
  }

  private static func two(
    _ call: OperationCall, _ transform: (Tensor, [Int]?, [Int]?, FourierNormalization) -> Tensor,
    _ x: Tensor
  ) -> Tensor {
    transform(x, call.ints(1, "s"), call.ints(2, "dim") ?? [-2, -1], normalization(call))
  }

  private static func normalization(_ call: OperationCall) -> FourierNormalization {
    switch call.string(3, "norm") {
    case "ortho": .orthonormal
    case "forward": .forward
    default: .backward
    }
  }
}
