// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

#if arch(x86_64) && os(Linux)
  import Foundation
  import Glibc
  import Testing
  import WengertScalars

  @testable import WengertKernels

  /// Packed functions against the C library's in 80 bits, whose error is far below theirs.
  @Suite struct VectorFunctionTests {
    struct Case: Sendable, CustomTestStringConvertible {
      var function: ElementaryFunction
      var parameter: Int32
      /// The greatest error, in units in the last place of the correct result.
      var bound: Double
      var reference: @Sendable (Float80, Float80) -> Float80
      var testDescription: String { "\(function)\(parameter == 0 ? "" : " \(parameter)")" }

      init(
        function: ElementaryFunction, parameter: Int32 = 0, bound: Double,
        reference: @escaping @Sendable (Float80) -> Float80
      ) {
        self.init(function: function, parameter: parameter, bound: bound) { x, _ in reference(x) }
      }

      init(
        function: ElementaryFunction, parameter: Int32 = 0, bound: Double,
        reference: @escaping @Sendable (Float80, Float80) -> Float80
      ) {
        self.function = function
        self.parameter = parameter
        self.bound = bound
        self.reference = reference
      }
    }

    static let cases: [Case] = [
      Case(function: .exp, bound: 1) { expl($0) },
      Case(function: .exp2, bound: 1) { exp2l($0) },
      Case(function: .exp10, bound: 1) { powl(10, $0) },
      Case(function: .expMinusOne, bound: 2) { expm1l($0) },
      Case(function: .log, bound: 1) { logl($0) },
      Case(function: .log2, bound: 2) { log2l($0) },
      Case(function: .log10, bound: 1) { log10l($0) },
      Case(function: .power, bound: 1) { powl($0, $1) },
      Case(function: .logOnePlus, bound: 1) { log1pl($0) },
      Case(function: .sine, bound: 1) { sinl($0) },
      Case(function: .cosine, bound: 1) { cosl($0) },
      Case(function: .tangent, bound: 1) { tanl($0) },
      Case(function: .hyperbolicSine, bound: 2) { sinhl($0) },
      Case(function: .hyperbolicCosine, bound: 2) { coshl($0) },
      Case(function: .hyperbolicTangent, bound: 2) { tanhl($0) },
      Case(function: .errorFunction, bound: 1.25) { erfl($0) },
      Case(function: .complementaryErrorFunction, bound: 1.75) { erfcl($0) },
      Case(function: .sigmoid, bound: 1.5) { 1 / (1 + expl(-$0)) },
      Case(function: .softplus, bound: 2) { $0 > 0 ? $0 + log1pl(expl(-$0)) : log1pl(expl($0)) },
      Case(function: .arcSine, bound: 2) { asinl($0) },
      Case(function: .arcCosine, bound: 1.5) { acosl($0) },
      Case(function: .arcTangent, bound: 2) { atanl($0) },
      Case(function: .arcTangent2, bound: 2) { atan2l($0, $1) },
      Case(function: .arcHyperbolicSine, bound: 2) { asinhl($0) },
      Case(function: .arcHyperbolicCosine, bound: 2) { acoshl($0) },
      Case(function: .arcHyperbolicTangent, bound: 2) { atanhl($0) },
      Case(function: .cubeRoot, bound: 1) { cbrtl($0) },
    ]

    static let integerPowers = [-3, -2, 4, 5, 7, 16, 17].map { n in
      Case(function: .integerPower, parameter: n, bound: 1.5) { powl($0, Float80(n)) }
    }

    /// Arguments of all sizes and both signs, and those where something special happens.
    static func arguments<T: KernelScalar>(
      _ count: Int, _ type: T.Type
    ) -> [T] where T.RawSignificand: FixedWidthInteger {
      var numbers = SeededNumbers(state: 11)
      var result: [T] = [
        0, -0.0, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, -.leastNonzeroMagnitude,
        .leastNormalMagnitude / 3, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 1, -1,
        709.9, -745.2, 88.8, -103.5, -37, 0.55, 0.34657359, 0.70710678, 1.41421356,
      ]
      while result.count < count {
        // Half of them uniform where functions are interesting, half of any magnitude.
        if result.count % 2 == 0 {
          result.append(T(Double.random(in: -30...30, using: &numbers)))
        } else {
          let bits = numbers.next()
          let number =
            T.dtype == .float64
            ? T(Double(bitPattern: bits)) : T(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
          result.append(number)
        }
      }
      return result
    }

    /// Arguments of a function of two: pairs of what is special, and pairs that are powers' operands,
    /// integers, near to each other, or of any magnitudes.
    static func pairs<T: KernelScalar>(
      _ count: Int, _ type: T.Type
    ) -> (x: [T], y: [T]) where T.RawSignificand: FixedWidthInteger {
      let special = arguments(0, T.self) + [2, -2, 3, -3, 0.5, -0.5, 1.5, -1.5, 0x1p23, 0x1p53]
      var x = special.flatMap { x in special.map { _ in x } }
      var y = special.flatMap { _ in special }
      var numbers = SeededNumbers(state: 12)
      let range = T.dtype == .float64 ? 1080.0 : 152.0
      for (k, number) in arguments(count, T.self).enumerated() {
        let uniform = Double.random(in: -1...1, using: &numbers)
        x.append(number)
        switch k / 2 % 4 {
        case 0: y.append(T(uniform * range / log2(number.double.magnitude)))
        case 1: y.append(T((uniform * 40).rounded()))
        case 2: y.append(number * T(1 + uniform * 0.01))
        default: y.append(T(Float(bitPattern: UInt32(truncatingIfNeeded: numbers.next()))))
        }
      }
      return (x, y)
    }

    static func worst<T: KernelScalar>(
      _ test: Case, _ backEnd: LoopBackEnd, _ type: T.Type
    ) -> (error: Double, at: (T, T)) where T.RawSignificand: FixedWidthInteger {
      // A million with the variable that the tests of a release set.
      let isHeavy = ProcessInfo.processInfo.environment["WENGERT_HEAVY"] != nil
      let count = isHeavy ? 1_000_000 : 100_000
      let body = LoopBody.function(test.function, parameter: test.parameter, T.dtype)
      var (x, z) = ([T](), [T]())
      if body.baseCount == 1 {
        x = arguments(count, T.self)
        z = x
      } else {
        (x, z) = pairs(count, T.self)
      }
      let kernel = LoopKernel(body, level: backEnd.level)
      let y = kernel.run(
        count: x.count, inputs: [[x], [z]].dropLast(2 - body.baseCount),
        outputs: [[[T](repeating: 0, count: x.count)]])[0][0]
      var worst = (error: 0.0, at: (T(0), T(0)))
      for ((x, z), y) in zip(zip(x, z), y) {
        let exact = test.reference(Float80(x.double), Float80(z.double))
        let rounded = T(exact)
        let error: Double
        if rounded.isNaN || y.isNaN {
          error = rounded.isNaN == y.isNaN ? 0 : .infinity
        } else if rounded.isInfinite || y.isInfinite {
          // Next to the greatest number both roundings are right.
          error =
            rounded == y || (rounded.isInfinite && y.magnitude == .greatestFiniteMagnitude)
            ? 0 : .infinity
        } else if y == 0 && rounded == 0 {
          error = y.sign == rounded.sign ? 0 : .infinity
        } else {
          error = Double(abs(Float80(y.double) - exact) / Float80(rounded.ulp.double))
        }
        if error > worst.error { worst = (error, (x, z)) }
      }
      return worst
    }

    @Test(arguments: cases + integerPowers, LoopBackEnd.compiled)
    func errorsOfDoubles(_ test: Case, _ backEnd: LoopBackEnd) {
      let worst = Self.worst(test, backEnd, Double.self)
      #expect(worst.error <= test.bound, "at \(worst.at)")
    }

    @Test(arguments: cases + integerPowers, LoopBackEnd.compiled)
    func errorsOfFloats(_ test: Case, _ backEnd: LoopBackEnd) {
      let worst = Self.worst(test, backEnd, Float.self)
      // Beside a large argument the C library computes all lanes; its sine and tangent of float32 are
      // off by up to 1.2.
      #expect(worst.error <= test.bound + 0.25, "at \(worst.at)")
    }

    /// What is a number of few digits comes out as it.
    @Test(arguments: LoopBackEnd.available)
    func exactResults(_ backEnd: LoopBackEnd) {
      let integers = (0...22).map { Double($0) }
      let powersOfTen = integers.map { pow(10, $0) }
      #expect(values(.exp10, [integers], backEnd) == powersOfTen)
      #expect(values(.log10, [powersOfTen], backEnd) == integers)
      #expect(values(.exp2, [integers], backEnd) == integers.map { exp2($0) })
      #expect(values(.log2, [integers.map { exp2($0) }], backEnd) == integers)
      #expect(values(.cubeRoot, [integers.map { -$0 * $0 * $0 }], backEnd) == integers.map { -$0 })
      let bases = [1, 2, -2, 3, 7, -10, 0.5, -1.5]
      for exponent in [0, 1, 2, 3, 5, 8] {
        let expected = bases.map { base in (0..<exponent).reduce(1) { power, _ in power * base } }
        let exponents = bases.map { _ in Double(exponent) }
        #expect(values(.power, [bases, exponents], backEnd) == expected)
        #expect(values(.integerPower, parameter: Int32(exponent), [bases], backEnd) == expected)
      }
    }

    /// The special values of C's `pow` and `atan2`, with the signs of zeros.
    @Test(arguments: LoopBackEnd.available)
    func specialPairs(_ backEnd: LoopBackEnd) {
      let special: [Double] = [
        0, -0.0, 1, -1, 2, -2, 3, -3, 0.5, -0.5, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, 1e308,
        -1e308, 0x1p53, -0x1p53, 0x1p53 - 1,
      ]
      let x = special.flatMap { x in special.map { _ in x } }
      let y = special.flatMap { _ in special }
      let functions: [(ElementaryFunction, (Double, Double) -> Double)] = [
        (.power, pow), (.arcTangent2, atan2),
      ]
      for (function, reference) in functions {
        for ((x, y), found) in zip(zip(x, y), values(function, [x, y], backEnd)) {
          let expected = reference(x, y)
          let isNear = found == expected || abs(found - expected) <= expected.ulp
          #expect(
            expected.isNaN ? found.isNaN : found.sign == expected.sign && isNear,
            "\(function)(\(x), \(y)) is \(expected), found \(found)")
        }
      }
    }

    private func values(
      _ function: ElementaryFunction, parameter: Int32 = 0, _ columns: [[Double]],
      _ backEnd: LoopBackEnd
    ) -> [Double] {
      let body = LoopBody.function(function, parameter: parameter, .float64)
      let count = columns[0].count
      return LoopKernel(body, level: backEnd.level).run(
        count: count, inputs: columns.map { [$0] },
        outputs: [[[Double](repeating: 0, count: count)]])[0][0]
    }
  }
#endif
