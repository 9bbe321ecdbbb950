// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// The discrete Fourier transform of one length, with the roots of unity it needs.
///
/// Complex numbers are pairs of neighbouring numbers, the real part first. The transform of `x` is
/// `yₖ = Σⱼ xⱼ exp(−2π i j k / n)`; the inverse has the opposite sign in the exponent and does not
/// divide by `n`.
///
/// ```swift
/// let transform = FourierTransform<Double>(length: 12)
/// transform.apply(x, into: y)
/// transform.apply(y, into: z, isInverse: true)   // z = 12 x
/// ```
///
/// The error is a few units in the last place, relative to the norm of the result.
///
/// - Complexity: proportional to `n log n` for every `n`, primes included.
public struct FourierTransform<T: KernelScalar> {
  private enum Algorithm {
    case mixedRadix(MixedRadixTransform<T>)
    case chirp(ChirpTransform<T>)
  }

  /// How many complex numbers are transformed.
  public let length: Int
  private let algorithm: Algorithm

  /// Prepares the transform of `length` complex numbers.
  @_specialize(where T == Double)
  @_specialize(where T == Float)
  public init(length: Int) {
    precondition(length >= 0, "FourierTransform: the length is not negative; found \(length).")
    self.length = length
    algorithm =
      if let mixedRadix = MixedRadixTransform<T>(length: length) {
        .mixedRadix(mixedRadix)
      } else {
        .chirp(ChirpTransform(length: length))
      }
  }

  /// Transforms one line of complex numbers.
  ///
  /// - Parameters:
  ///   - input: The first pair; the next is `inputStride` pairs further.
  ///   - output: Where the first pair goes; the next goes `outputStride` pairs further. It may be
  ///     `input` with the same stride.
  ///   - isInverse: Whether the exponent has the positive sign.
  @_specialize(where T == Double)
  @_specialize(where T == Float)
  public func apply(
    _ input: UnsafePointer<T>, stride inputStride: Int = 1,
    into output: UnsafeMutablePointer<T>, stride outputStride: Int = 1, isInverse: Bool = false
  ) {
    withUnsafeTemporaryAllocation(of: ComplexPair<T>.self, capacity: length) { line in
      guard let line = line.baseAddress else { return }
      // Exchanging real and imaginary parts before and after turns one transform into the other.
      for index in 0..<length {
        let source = input + 2 * index * inputStride
        let pair = ComplexPair(source[0], source[1])
        (line + index).initialize(to: isInverse ? pair.exchanged : pair)
      }
      switch algorithm {
      case .mixedRadix(let transform): transform.apply(line)
      case .chirp(let transform): transform.apply(line)
      }
      for index in 0..<length {
        let target = output + 2 * index * outputStride
        let pair = isInverse ? line[index].exchanged : line[index]
        target[0] = pair.real
        target[1] = pair.imaginary
      }
    }
  }
}
