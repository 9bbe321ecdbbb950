// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import Testing

@testable import WengertLearning

@Suite("Random numbers")
struct CounterRandomTests {
  /// The known answers that come with Random123, the authors' library: counter, key, block.
  static let knownAnswers: [(counter: [UInt32], key: [UInt32], block: [UInt32])] = [
    ([0, 0, 0, 0], [0, 0], [0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8]),
    (
      [UInt32](repeating: .max, count: 4), [.max, .max],
      [0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD]
    ),
    (
      [0x243F_6A88, 0x85A3_08D3, 0x1319_8A2E, 0x0370_7344], [0xA409_3822, 0x299F_31D0],
      [0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1]
    ),
  ]

  @Test(arguments: knownAnswers)
  func `blocks are those of the authors`(counter: [UInt32], key: [UInt32], block: [UInt32]) {
    let found = CounterRandom.block(
      counter: (counter[0], counter[1], counter[2], counter[3]), key: (key[0], key[1]))
    #expect([found.0, found.1, found.2, found.3] == block)
  }

  /// Seed, stream and position are the words of key and counter.
  @Test func `a stream is the blocks one after the other`() {
    var random = CounterRandom(seed: 0xFEDC_BA98_7654_3210, stream: 0x0123_4567_89AB_CDEF)
    for position in 0..<20 {
      #expect(random.position == UInt64(position))
      let block = CounterRandom.block(
        counter: (UInt32(position / 2), 0, 0x89AB_CDEF, 0x0123_4567),
        key: (0x7654_3210, 0xFEDC_BA98))
      let words = position.isMultiple(of: 2) ? (block.0, block.1) : (block.2, block.3)
      #expect(random.next() == UInt64(words.1) << 32 | UInt64(words.0))
    }
  }

  @Test func `copies go on alike, seeds and streams differ`() {
    var random = CounterRandom(seed: 1)
    _ = random.next()
    var copy = random
    #expect((0..<9).map { _ in random.next() } == (0..<9).map { _ in copy.next() })
    var (other, stream) = (CounterRandom(seed: 2), CounterRandom(seed: 1, stream: 1))
    var again = CounterRandom(seed: 1)
    let first = again.next()
    #expect(first != other.next())
    #expect(first != stream.next())
  }

  /// Quantiles to 20 digits by mpmath.
  static let quantiles: [(Double, Double)] = [
    (0x1p-53, -8.2095361516013868556),
    (0x1p-40, -7.0477002566644087254),
    (1e-10, -6.3613409024040561991),
    (1e-05, -4.2648907939228246102),
    (0.001, -3.0902323061678135354),
    (0.02, -2.0537489106318230443),
    (0.075, -1.4395314709384559349),
    (0.0750001, -1.4395307645017296865),
    (0.3, -0.52440051270804081597),
    (0.5, 0.0),
    (0.6, 0.25334710313579974132),
    (0.925, 1.4395314709384562291),
    (0.99, 2.3263478740408407676),
    (0.999999, 4.7534243088170877657),
    (0.9999999999999999, 8.2095361516013868556),
  ]

  @Test(arguments: quantiles)
  func `the inverse of the normal distribution`(p: Double, expected: Double) {
    expectClose([CounterRandom.normalQuantile(p)], [expected], 1e-15)
  }

  @Test(arguments: [0x1p-1022, 1e-300, 0x1p-53, 1e-3, 0.7, 0.7071, 1, 1.4142135623730951, 2, 10, 1e300])
  func `the logarithm`(x: Double) {
    let (found, expected) = (CounterRandom.logarithm(x), Double.log(x))
    #expect((found - expected).magnitude <= 2 * expected.ulp, "log \(x) is \(found), not \(expected)")
  }

  @Test func `uniform numbers have the moments of their distribution`() {
    var random = CounterRandom(seed: 3)
    let numbers = (0..<100_000).map { _ in random.uniform() }
    #expect(numbers.allSatisfy { (0..<1).contains($0) })
    // Five standard deviations of the mean, and of the mean of squares.
    #expect((mean(numbers) - 0.5).magnitude < 5 * (1 / 12.0 / 100_000).squareRoot())
    #expect((mean(numbers.map { $0 * $0 }) - 1 / 3.0).magnitude < 5 * (4 / 45.0 / 100_000).squareRoot())
    let (lower, upper) = (-3.0, 5.0)
    #expect((0..<1000).allSatisfy { _ in (lower..<upper).contains(random.uniform(from: lower, to: upper)) })
  }

  @Test func `normal numbers have the moments of their distribution`() {
    var random = CounterRandom(seed: 4)
    let numbers = (0..<100_000).map { _ in random.normal() }
    let bounds = [1.0, 2, 15, 96].map { 5 * ($0 / 100_000).squareRoot() }
    for (power, (expected, bound)) in zip(1..., zip([0.0, 1, 0, 3], bounds)) {
      let moment = mean(numbers.map { x in (0..<power).reduce(1) { product, _ in product * x } })
      #expect((moment - expected).magnitude < bound, "moment \(power)")
    }
  }

  @Test(arguments: [1, 2, 3, 7, 100])
  func `integers are equally likely`(bound: Int) {
    var random = CounterRandom(seed: 5)
    var counts = [Int](repeating: 0, count: bound)
    for _ in 0..<20_000 { counts[random.integer(below: bound)] += 1 }
    let share = 20_000 / Double(bound)
    let chiSquare = counts.reduce(0) { $0 + (Double($1) - share) * (Double($1) - share) / share }
    // The mean of the distribution and six of its standard deviations.
    #expect(chiSquare <= Double(bound - 1) + 6 * (2 * Double(bound - 1)).squareRoot())
  }

  @Test func `shuffles are permutations, all equally likely`() {
    var random = CounterRandom(seed: 6)
    #expect(random.permutation(of: 100).sorted() == Array(0..<100))
    #expect(random.permutation(of: 0).isEmpty)
    var counts: [[Int]: Int] = [:]
    for _ in 0..<24_000 { counts[random.permutation(of: 4), default: 0] += 1 }
    #expect(counts.count == 24)
    #expect(counts.values.allSatisfy { ($0 - 1000).magnitude < 5 * 31 })
  }

  /// The first numbers of a seed, which are part of what is promised.
  @Test func `the stream stays as it is`() {
    var random = CounterRandom(seed: 42)
    #expect(random.uniform() == 0.4685865183391049)
    #expect(random.normal() == -0.41011294279565147)
    #expect(random.permutation(of: 8) == [0, 4, 1, 7, 5, 6, 3, 2])
  }

  private func mean(_ numbers: [Double]) -> Double { numbers.reduce(0, +) / Double(numbers.count) }
}
