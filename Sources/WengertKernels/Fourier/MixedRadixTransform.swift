// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// The transform of a length without prime factors above five, by Stockham's algorithm: each step
/// splits off one factor and sorts on the way (Van Loan, *Computational Frameworks for the Fast
/// Fourier Transform*, 1.7).
struct MixedRadixTransform<T: KernelScalar> {
  private typealias Pair = ComplexPair<T>

  private let length: Int
  private let factors: [Int]
  /// `exp(−2π i k / length)` for all `k`.
  private let roots: [ComplexPair<T>]

  /// Nil where the length has another prime factor.
  init?(length: Int) {
    var factors: [Int] = []
    var rest = max(length, 1)
    for factor in [4, 2, 3, 5] {
      while rest.isMultiple(of: factor) {
        factors.append(factor)
        rest /= factor
      }
    }
    guard rest == 1 else { return nil }
    self.length = length
    self.factors = factors
    roots = (0..<length).map { ComplexPair(root: $0, of: length) }
  }

  /// Transforms `line` in place.
  func apply(_ line: UnsafeMutablePointer<ComplexPair<T>>) {
    withUnsafeTemporaryAllocation(of: ComplexPair<T>.self, capacity: length) { room in
      guard let room = room.baseAddress else { return }
      room.initialize(from: line, count: length)
      var (source, target) = (line, room)
      var done = 1
      for factor in factors {
        step(source, into: target, factor: factor, done: done)
        done *= factor
        swap(&source, &target)
      }
      if source != line { line.update(from: source, count: length) }
    }
  }

  /// With `done` the product of the factors so far, a line consists of `length / done` groups of
  /// `done` numbers; combines `factor` groups that lie equally far apart at a time.
  private func step(
    _ x: UnsafePointer<ComplexPair<T>>, into y: UnsafeMutablePointer<ComplexPair<T>>,
    factor: Int, done: Int
  ) {
    let groups = length / done / factor
    let distance = groups * done
    roots.withUnsafeBufferPointer { roots in
      for group in 0..<groups {
        let source = x + group * done
        let target = y + group * factor * done
        let turn = group * done
        switch factor {
        case 2:
          let w = roots[turn]
          for index in 0..<done {
            let (a, b) = (source[index], source[index + distance])
            target[index] = a + b
            target[index + done] = w * (a - b)
          }
        case 3:
          let (w1, w2) = (roots[turn], roots[2 * turn])
          let height = roots[length / 3].imaginary
          for index in 0..<done {
            let a = source[index]
            let (b, c) = (source[index + distance], source[index + 2 * distance])
            let middle = a - 0.5 * (b + c)
            let side = -height * (b - c).timesMinusI
            target[index] = a + (b + c)
            target[index + done] = w1 * (middle + side)
            target[index + 2 * done] = w2 * (middle - side)
          }
        case 4:
          let (w1, w2, w3) = (roots[turn], roots[2 * turn], roots[3 * turn])
          for index in 0..<done {
            let (a, b) = (source[index], source[index + distance])
            let (c, d) = (source[index + 2 * distance], source[index + 3 * distance])
            let (even, odd) = (a + c, b + d)
            let (evenRest, oddRest) = (a - c, (b - d).timesMinusI)
            target[index] = even + odd
            target[index + done] = w1 * (evenRest + oddRest)
            target[index + 2 * done] = w2 * (even - odd)
            target[index + 3 * done] = w3 * (evenRest - oddRest)
          }
        default:
          let (w1, w2) = (roots[turn], roots[2 * turn])
          let (w3, w4) = (roots[3 * turn], roots[4 * turn])
          let (r1, r2) = (roots[length / 5], roots[2 * (length / 5)])
          for index in 0..<done {
            let a = source[index]
            let (b, c) = (source[index + distance], source[index + 2 * distance])
            let (d, e) = (source[index + 3 * distance], source[index + 4 * distance])
            let (outer, inner) = (b + e, c + d)
            let (outerRest, innerRest) = ((b - e).timesMinusI, (c - d).timesMinusI)
            let middle1 = a + r1.real * outer + r2.real * inner
            let middle2 = a + r2.real * outer + r1.real * inner
            let side1 = -r1.imaginary * outerRest + -r2.imaginary * innerRest
            let side2 = -r2.imaginary * outerRest + r1.imaginary * innerRest
            target[index] = a + (outer + inner)
            target[index + done] = w1 * (middle1 + side1)
            target[index + 2 * done] = w2 * (middle2 + side2)
            target[index + 3 * done] = w3 * (middle2 - side2)
            target[index + 4 * done] = w4 * (middle1 - side1)
          }
        }
      }
    }
  }
}
