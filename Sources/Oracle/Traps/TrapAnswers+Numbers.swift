// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Wengert
import WengertKernels
import WengertScalars
import WengertTensors

extension TrapAnswers {
  /// Points where a derivative is a convention, or where there is no answer.
  static let singular: [String: TrapAnswer] = [
    "SG1": .words { slope(at: [0, 0, 0]) { x in x.norm() } == [0, 0, 0] },
    "SG2": .numbers { slope(at: [0, 2, -3]) { x in x.norm(1) } },
    "SG3": .words {
      slope(at: [2, 2, 2]) { x in x.standardDeviation() } == [0, 0, 0]
    },
    // The nuclear norm: I at I, and 0 at 0, as for every norm here.
    "SG7": .words {
      let identity = Tensor([1.0, 0, 0, 1], shape: [2, 2])
      func nuclear(_ x: Tensor) -> Tensor { x.singularValues().sum() }
      return relativeError(slope(at: identity, of: nuclear), identity.doubles) < 1e-14
        && slope(at: identity * 0, of: nuclear) == [0, 0, 0, 0]
    },
    "SG8": .words {
      let factor = Tensor([1.0, 2, 2, 1], shape: [2, 2]).cholesky().doubles
      return factor.contains { $0.isNaN }
    },
    "SG9": .words {
      solve(Tensor([1.0, 2, 2, 4], shape: [2, 2]), [1, 1]).doubles.allSatisfy { !$0.isFinite }
    },
    "SG11": .test("TrapTests"),
    "SG12": .test("the file of edge conventions"),
  ]

  static let stability: [String: TrapAnswer] = [
    "ST1": .numbers { valueAndGradient([1000, 1000]) { x in x.logSumExp() } },
    "ST2": .words {
      let x = Tensor([-Double.infinity, -.infinity])
      let answer = valueAndGradient(x) { x in x.logSumExp() }
      return answer[0] == -.infinity
        && (answer[1] == 0 || answer[1].isNaN) && (answer[2] == 0 || answer[2].isNaN)
    },
    "ST4": .numbers {
      let x: Tensor = [1000, -1000]
      return logSoftmax(x).doubles + slope(at: x) { x in logSoftmax(x)[1] }
    },
    // Written out, eˣ is a constant 0 and the value is −∞: where peers answer nan, the derivative
    // of what was computed is 0 here, since zero times infinity along a path is 0. The function
    // by its name is right.
    "ST5": .words {
      let written = valueAndGradient([1000, -1000]) { x in
        let powers = Tensor.exp(x - 1000)
        return .log(powers / powers.sum())[1]
      }
      let named = valueAndGradient([1000, -1000]) { x in logSoftmax(x)[1] }
      return written == [-.infinity, 0, 0] && named == [-2000, -1, 1]
    },
    "ST6": .numbers {
      func loss(_ logit: Double, _ label: Double) -> [Double] {
        valueAndGradient(Tensor(logit)) { z in binaryCrossEntropy(logits: z, Tensor(label)) }
      }
      return loss(-800, 1) + loss(800, 0)
    },
    "ST7": .numbers { slope(at: 20) { x in .tanh(x) } },
    "ST9": .words {
      // softplus 30 − 30 is log(1 + e⁻³⁰); the sum itself holds 14 of its digits less.
      let difference = Tensor.softplus(30).double - 30
      return (difference - 9.357622968839737e-14).magnitude <= Double(30).ulp / 2
        && Tensor.softplus(20.5).double == 20.500000001250154
    },
    "ST11": .words {
      let tiny = Tensor(Double.leastNonzeroMagnitude)
      let small = 1e-300 * 1e-10
      let same = slope(at: 1) { x in x * Tensor(small) }[0]
      let error = Tensor.log(tiny).double / -744.4400719213812 - 1
      return error.magnitude < 1e-15 && slope(at: tiny) { x in .log(x) }[0] == .infinity
        && (Tensor(small) * 1).double == small && same == small
    },
    "ST13": .numbers(tolerance: 1e-14) {
      Tensor(repeating: 0.1, shape: [1_000_000]).sum().doubles
    },
    "ST14": .words {
      let infinity = Tensor([Double.infinity])
      return (infinity * 0).doubles[0].isNaN && (infinity - infinity).doubles[0].isNaN
    },
    // Complex numbers are pairs; the gradient of a real function is the direction of ascent.
    "CX1": .words { slope(at: [3, 4]) { z in (z * z).sum() } == [6, 8] },
    "CX2": .words {
      // A holomorphic function: the Jacobian [[a, −b], [b, a]] is the number a + b i.
      let square = jacobian(at: [1, 2] as Tensor) { z in
        let (x, y) = (z[0], z[1])
        return [x * x - y * y, 2 * x * y] as Tensor
      }
      return square.doubles == [2, -4, 4, 2]
    },
    "CX3": .words {
      slope(at: [1, 2]) { z in z[0] * z[0] - z[1] * z[1] } == [2, -4]
    },
    "CX4": .numbers(tolerance: 1e-16) {
      slope(at: 0.7) { x in .square(.cos(x)) + .square(.sin(x)) }
    },
    "CX5": .words { Tensor.sqrt(Tensor([-1.0])).doubles[0].isNaN },
  ]

  private static func valueAndGradient(_ x: Tensor, of f: (Tensor) -> Tensor) -> [Double] {
    let (value, gradient) = valueWithGradient(at: x, of: f)
    return value.doubles + gradient.doubles
  }
}
