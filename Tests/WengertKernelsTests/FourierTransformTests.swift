// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import Testing
import WengertKernels
import WengertScalars

@Suite("Fourier transforms")
struct FourierTransformTests {
  /// Pairs in −1 ..< 1.
  func random<T: KernelScalar>(_: T.Type, _ length: Int) -> [T] {
    Matrix<T>.random(length, 2, seed: 11).values
  }

  /// The sum of the definition, in double precision.
  func definition<T: KernelScalar>(_ x: [T], isInverse: Bool) -> [Double] {
    let length = x.count / 2
    let angles = (0..<length).map { 2 * Double.pi * Double($0) / Double(length) }
    let cosines = angles.map { Double.cos($0) }
    let sines = angles.map { isInverse ? Double.sin($0) : -Double.sin($0) }
    var y = [Double](repeating: 0, count: 2 * length)
    for k in 0..<length {
      for j in 0..<length {
        let (c, s) = (cosines[j * k % length], sines[j * k % length])
        let (a, b) = (x[2 * j].double, x[2 * j + 1].double)
        y[2 * k] += c * a - s * b
        y[2 * k + 1] += s * a + c * b
      }
    }
    return y
  }

  /// The norm of the difference over the norm of `y`.
  func relativeError<T: KernelScalar, U: KernelScalar>(_ x: [T], _ y: [U]) -> Double {
    var (error, size) = (0.0, 0.0)
    for (a, b) in zip(x, y) {
      error += (a.double - b.double) * (a.double - b.double)
      size += b.double * b.double
    }
    return size == 0 ? error : (error / size).squareRoot()
  }

  func check<T: KernelScalar>(_: T.Type, _ length: Int) {
    let x = random(T.self, length)
    let transform = FourierTransform<T>(length: length)
    for isInverse in [false, true] {
      var y = [T](repeating: .nan, count: x.count)
      transform.apply(x, into: &y, isInverse: isInverse)
      // The definition itself loses more digits than a transform of doubles.
      let reference = T.epsilon * Double(4 + length.bitWidth - length.leadingZeroBitCount)
      let tolerance = reference + Double.ulpOfOne * Double(length)
      #expect(relativeError(y, definition(x, isInverse: isInverse)) <= tolerance)
    }
  }

  @Test(arguments: Array(0...66) + [97, 100, 120, 128, 125, 243, 251])
  func `a transform is the sum of its definition`(length: Int) {
    check(Float.self, length)
    check(Double.self, length)
  }

  func checkRoundTrip<T: KernelScalar>(_: T.Type, _ length: Int) {
    let x = random(T.self, length)
    let transform = FourierTransform<T>(length: length)
    var y = x
    transform.apply(y, into: &y)
    transform.apply(y, into: &y, isInverse: true)
    let error = relativeError(y.map { $0 / T(length) }, x)
    #expect(error <= 4.5 * T.epsilon * Double.log(Double(length)))
  }

  /// 1e-15 times log n for doubles.
  @Test(arguments: [2, 3, 64, 1000, 1009, 4096, 6561, 7919, 15625, 10007])
  func `the inverse undoes the transform to rounding`(length: Int) {
    checkRoundTrip(Float.self, length)
    checkRoundTrip(Double.self, length)
  }

  @Test func `a transform runs along any axis`() {
    let (rows, columns) = (6, 5)
    let x = random(Double.self, rows * columns)
    let transform = FourierTransform<Double>(length: rows)
    for column in 0..<columns {
      var line: [Double] = []
      for row in 0..<rows {
        let first = 2 * (row * columns + column)
        line += x[first...first + 1]
      }
      var expected = [Double](repeating: 0, count: 2 * rows)
      transform.apply(line, into: &expected)
      var found = [Double](repeating: 0, count: 6 * rows)
      x.withUnsafeBufferPointer { x in
        transform.apply(x.baseAddress! + 2 * column, stride: columns, into: &found, stride: 3)
      }
      for row in 0..<rows {
        #expect(found[6 * row] == expected[2 * row])
        #expect(found[6 * row + 1] == expected[2 * row + 1])
        #expect(found[6 * row + 2] == 0)
      }
    }
  }

  @Test func `an impulse gives roots of unity, whole quarter turns exactly`() {
    var x = [Double](repeating: 0, count: 16)
    x[2] = 1
    var y = x
    FourierTransform<Double>(length: 8).apply(x, into: &y)
    let h = 0.5.squareRoot()
    let expected = [1, 0, h, -h, 0, -1, -h, -h, -1, 0, -h, h, 0, 1, h, h]
    #expect(relativeError(y, expected) <= Double.epsilon)
    for index in [0, 1, 4, 5, 8, 9, 12, 13] { #expect(y[index] == expected[index]) }
  }
}
