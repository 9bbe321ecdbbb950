// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import Testing
import WengertPrograms
import WengertScalars

/// Every function of the table in C, compiled, against the library.
@Suite("Functions of the table as C", .enabled(if: CSourceCompiler.path != nil, "no C compiler"))
struct CSourceFunctionTests {
  static let numbers: [Double] = [
    -7.25, -3, -2.5, -1, -0.7, -1e-9, 1e-9, 0.3, 0.5, 1, 1.7, 2.5, 3, 12.25, 40, 300,
  ]
  static let special: [Double] = [0, -0.0, .infinity, -.infinity, .nan, 0x1p-1030, 1e300]
  static let indices = [-7, -2, -1, 0, 1, 2, 3, 4, 5, 17]

  /// The operands, all pairs or triples of some numbers for functions of several.
  static func points(_ function: ElementaryFunction) -> [[Double]] {
    let all = numbers + special
    let few = [-7.25, -2.5, -1, 0.3, 0.5, 1, 2, 3, 12.25] + special
    switch function.arity {
    case 1: return all.map { [$0] }
    case 2: return few.flatMap { x in few.map { [x, $0] } }
    default:
      return [0, -0.0, 1, -2, .nan].flatMap { [[$0, 3, 4], [$0, .nan, 2], [$0, 5, .infinity]] }
    }
  }

  static func program(_ function: ElementaryFunction, _ n: Int) -> Program {
    Program(inputs: Array(["x", "y", "z"].prefix(function.arity))) { x in
      function(n, x[0], x[min(1, x.count - 1)], x[x.count - 1])
    }
  }

  static let functions: [(function: ElementaryFunction, n: Int)] =
    ElementaryFunction.allCases.flatMap { function in
      switch function {
      case .integerPower: indices.map { (function, $0) }
      case .root: [1, 2, 3, 4, 5, 10].map { (function, $0) }
      case .polygamma: [0, 1, 2, 3, 8, 25].map { (function, $0) }
      case .sphericalBessel: [0, 1, 2, 6].map { (function, $0) }
      default: [(function, 0)]
      }
    }

  static let cases = functions.map {
    CSourceCase("\($0.function) \($0.n)", program($0.function, $0.n), points($0.function))
  }

  @Test func `values and derivatives are those of the library`() throws {
    let results = try CSourceCase.results(of: Self.cases)
    for ((function, n), (item, results)) in zip(Self.functions, zip(Self.cases, results)) {
      #expect(results.count == item.points.count)
      for result in results {
        let x = result.point
        let value = item.program(x)[0]
        let isSpecial = Self.isSpecial(function)
        #expect(
          agree(
            result.values[0], value, relative: isSpecial ? 1e-13 : 2 * Double.ulpOfOne,
            scale: Self.scale(function, n, x)),
          "\(item.name) at \(x): \(result.values[0]), not \(value)")

        let gradient = Reverse.gradient(at: x) { item.program($0)[0] }
        let isRegular =
          ([value] + gradient).allSatisfy(\.isFinite)
          && x.allSatisfy { (1e-100...1e100).contains($0.magnitude) }
        for (found, derivative) in zip(result.jacobian, gradient) where !value.isNaN {
          if found.isNaN && !isRegular { continue }
          #expect(
            // Adding zero makes all zeros the same: a sum of products may have either.
            agree(
              found + 0, derivative + 0,
              relative: isSpecial || function == .gamma || function == .logGamma
                ? 1e-13 : 8 * Double.ulpOfOne,
              scale: Self.scale(function, n + 1, x)),
            "derivative of \(item.name) at \(x): \(found), not \(derivative)")
        }
      }
    }
  }

  @Test func `single precision`() throws {
    let results = try CSourceCase.results(of: Self.cases, precision: .float)
    for ((function, n), (item, results)) in zip(Self.functions, zip(Self.cases, results)) {
      for result in results {
        let value = Double(item.program(result.point.map { Float($0) })[0])
        #expect(
          agree(
            result.values[0], value, relative: 2 * Double(Float.ulpOfOne),
            scale: Self.scale(function, n, result.point),
            least: Double(Float.leastNonzeroMagnitude)),
          "\(item.name) at \(result.point): \(result.values[0]), not \(value)")
      }
    }
  }

  private static func isSpecial(_ function: ElementaryFunction) -> Bool {
    function == .digamma || function == .polygamma
  }

  /// What the error of a function is relative to, if not to its value: functions with zeros between
  /// poles are sums of greater terms.
  private static func scale(_ function: ElementaryFunction, _ n: Int, _ x: [Double]) -> Double {
    guard isSpecial(function), x[0].isFinite else { return 0 }
    let distance = x[0] > 0 ? x[0] : (x[0] - x[0].rounded()).magnitude
    let term = (0..<n).reduce(1 / distance) { $0 * Double($1 + 1) / distance }
    return max(1, term.isFinite ? term : 0)
  }
}
