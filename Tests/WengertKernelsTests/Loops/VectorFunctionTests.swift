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
      /// The greatest error, in units in the last place of the correct result.
      var bound: Double
      var reference: @Sendable (Float80) -> Float80
      var testDescription: String { "\(function)" }
    }

    static let cases: [Case] = [
      Case(function: .exp, bound: 1) { expl($0) },
      Case(function: .exp2, bound: 1) { exp2l($0) },
      Case(function: .expMinusOne, bound: 2) { expm1l($0) },
      Case(function: .log, bound: 1) { logl($0) },
      Case(function: .log2, bound: 2) { log2l($0) },
      Case(function: .logOnePlus, bound: 1) { log1pl($0) },
      Case(function: .sine, bound: 1) { sinl($0) },
      Case(function: .cosine, bound: 1) { cosl($0) },
      Case(function: .tangent, bound: 1) { tanl($0) },
      Case(function: .hyperbolicSine, bound: 2) { sinhl($0) },
      Case(function: .hyperbolicCosine, bound: 2) { coshl($0) },
      Case(function: .hyperbolicTangent, bound: 2) { tanhl($0) },
      Case(function: .sigmoid, bound: 1.5) { 1 / (1 + expl(-$0)) },
      Case(function: .softplus, bound: 2) { $0 > 0 ? $0 + log1pl(expl(-$0)) : log1pl(expl($0)) },
    ]

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

    static func worst<T: KernelScalar>(
      _ test: Case, _ backEnd: LoopBackEnd, _ type: T.Type
    ) -> (error: Double, at: T) where T.RawSignificand: FixedWidthInteger {
      // A million with the variable that the tests of a release set.
      let isHeavy = ProcessInfo.processInfo.environment["WENGERT_HEAVY"] != nil
      let x = arguments(isHeavy ? 1_000_000 : 100_000, T.self)
      let kernel = LoopKernel(.function(test.function, T.dtype), level: backEnd.level)
      let y = kernel.run(count: x.count, inputs: [[x]], outputs: [[[T](repeating: 0, count: x.count)]])[0][0]
      var worst = (error: 0.0, at: T(0))
      for (x, y) in zip(x, y) {
        let exact = test.reference(Float80(x.double))
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
        if error > worst.error { worst = (error, x) }
      }
      return worst
    }

    @Test(arguments: cases, LoopBackEnd.compiled)
    func errorsOfDoubles(_ test: Case, _ backEnd: LoopBackEnd) {
      let worst = Self.worst(test, backEnd, Double.self)
      #expect(worst.error <= test.bound, "at \(worst.at)")
    }

    @Test(arguments: cases, LoopBackEnd.compiled)
    func errorsOfFloats(_ test: Case, _ backEnd: LoopBackEnd) {
      let worst = Self.worst(test, backEnd, Float.self)
      // Beside a large argument the C library computes all lanes; its sine and tangent of float32 are
      // off by up to 1.2.
      #expect(worst.error <= test.bound + 0.25, "at \(worst.at)")
    }
  }
#endif
