// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// The transform of any length as a convolution, which transforms of a power of two compute
/// (Bluestein 1970).
///
/// Since `j k = (j² + k² − (k − j)²) / 2`, with `cₖ = exp(−π i k² / n)`
/// `yₖ = cₖ Σⱼ (xⱼ cⱼ) c̄ₖ₋ⱼ`.
struct ChirpTransform<T: KernelScalar> {
  private let length, paddedLength: Int
  private let padded: MixedRadixTransform<T>
  /// `cₖ`.
  private let chirp: [ComplexPair<T>]
  /// The transform of `c̄`, continued periodically, over the padded length.
  private let kernel: [ComplexPair<T>]

  init(length: Int) {
    var paddedLength = 1
    while paddedLength < 2 * length - 1 { paddedLength *= 2 }
    guard let padded = MixedRadixTransform<T>(length: paddedLength) else {
      preconditionFailure("FourierTransform: \(paddedLength) is a power of two.")
    }
    var square = 0  // k² modulo 2 n, which stays exact
    var chirp: [ComplexPair<T>] = []
    chirp.reserveCapacity(length)
    for index in 0..<length {
      chirp.append(ComplexPair(root: square, of: 2 * length))
      square = (square + 2 * index + 1) % (2 * length)
    }
    let scale = 1 / T(paddedLength)
    var kernel = [ComplexPair<T>](repeating: ComplexPair(0, 0), count: paddedLength)
    for index in 0..<length {
      kernel[index] = scale * chirp[index].conjugate
      kernel[(paddedLength - index) % paddedLength] = kernel[index]
    }
    kernel.withUnsafeMutableBufferPointer { padded.apply($0.baseAddress!) }
    self.length = length
    self.paddedLength = paddedLength
    self.padded = padded
    self.chirp = chirp
    self.kernel = kernel
  }

  /// Transforms `line` in place.
  func apply(_ line: UnsafeMutablePointer<ComplexPair<T>>) {
    withUnsafeTemporaryAllocation(of: ComplexPair<T>.self, capacity: paddedLength) { room in
      room.initialize(repeating: ComplexPair(0, 0))
      let room = room.baseAddress!
      for index in 0..<length { room[index] = chirp[index] * line[index] }
      padded.apply(room)
      // The inverse transform, by exchanging real and imaginary parts.
      for index in 0..<paddedLength { room[index] = (kernel[index] * room[index]).exchanged }
      padded.apply(room)
      for index in 0..<length { line[index] = chirp[index] * room[index].exchanged }
    }
  }
}
