// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation
import RealModule
import Testing
import WengertPrograms
import WengertScalars

/// Whether two vectors agree up to a relative error, in the scale of the largest element.
func isClose(_ value: [Double], _ expected: [Double], _ tolerance: Double = 1e-12) -> Bool {
  let scale = expected.map(\.magnitude).max() ?? 0
  return value.count == expected.count
    && zip(value, expected).allSatisfy { $0 == $1 || ($0 - $1).magnitude <= tolerance * scale }
}

/// Runs `body` on a thread with a stack of 512 KB, on which anything that recurses over a long
/// program overflows.
func onSmallStack<Result: Sendable>(_ body: @escaping @Sendable () -> Result) -> Result {
  let box = ResultBox<Result>()
  let thread = Thread {
    box.value = body()
    box.done.signal()
  }
  thread.stackSize = 512 << 10
  thread.start()
  box.done.wait()
  return box.value!
}

/// Written by one thread before it signals, read by another after it has waited.
private final class ResultBox<Value>: @unchecked Sendable {
  let done = DispatchSemaphore(value: 0)
  var value: Value?
}

/// Whether the tests of the largest sizes are asked for.
let isHeavy = ProcessInfo.processInfo.environment["WENGERT_HEAVY"] != nil

/// A small generator with a seed (Steele, Lea and Flood's SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func numbers(_ count: Int) -> [Double] {
    (0..<count).map { _ in .random(in: -2...2, using: &self) }
  }
}

extension Program {
  /// A program of random lines, each operand brought into `1.5 ± 0.4` so that every function of
  /// the table that needs a positive number has one.
  static func random(seed: UInt64, inputs: Int, outputs: Int = 1, steps: Int = 10) -> Program {
    let functions: [ElementaryFunction] = [
      .add, .subtract, .multiply, .divide, .reciprocal, .square, .exp, .log, .sine, .cosine,
      .tangent, .arcTangent, .arcTangent2, .hyperbolicTangent, .squareRoot, .cubeRoot, .power,
      .integerPower, .root, .hypotenuse, .sigmoid, .softplus, .logAddExp, .xLogY, .errorFunction,
      .gamma, .logGamma, .digamma, .sphericalBessel, .arcHyperbolicCosine, .maximum, .absoluteValue,
      .select,
    ]
    var random = SeededGenerator(state: seed)
    return Program(inputs: (0..<inputs).map { "x\($0)" }) { x in
      var values = x
      for _ in 0..<steps {
        let operands = (0..<3).map { _ in
          1.5 + 0.4 * Expression.sin(values.randomElement(using: &random)!)
        }
        let function = functions.randomElement(using: &random)!
        let n = Int.random(in: 2...3, using: &random)
        values.append(function(n, operands[0], operands[1], operands[2]))
      }
      return values.suffix(outputs)
    }
  }
}

/// Checks that a process ended with a message that contains `part`.
func expectMessage(
  _ result: ExitTest.Result?, _ part: String, sourceLocation: SourceLocation = #_sourceLocation
) {
  let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
  #expect(
    message.contains(part), "the message does not contain “\(part)”: \(message.prefix(500))",
    sourceLocation: sourceLocation)
}
