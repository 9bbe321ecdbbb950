// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertExplain
import WengertPrograms
import WengertScalars

/// `matrices`: the Jacobian of all outputs, the Hessian of one, and its product with a vector.
enum MatricesRequest {
  /// A Hessian has the square of this many numbers.
  private static let inputLimit = 200

  static func answer(_ request: JSONValue) throws(StudioError) -> StudioAnswer {
    let function = try StudioFunction(request)
    let count = function.point.count
    guard count <= inputLimit, function.program.outputs.count <= inputLimit else {
      throw StudioError("tooLong", "Matrices are shown for up to \(inputLimit) inputs and results.")
    }
    let (program, single, point) = (function.program, function.single, function.point)
    let jacobian = Reverse.jacobian(at: point) { program($0) }
    // Forward over reverse: the program of the gradient on dual numbers gives the product with a vector.
    let slopes = single.gradient()
    func product(with direction: [Double]) -> [Double] {
      slopes(zip(point, direction).map { Dual($0, tangent: $1) }).dropFirst().map { $0.tangent }
    }
    let hessian = (0..<count).map { column in product(with: (0..<count).map { $0 == column ? 1 : 0 }) }
    // The two ways round the mixed derivatives are computed separately, and rounding can tell them apart.
    var asymmetry = 0.0
    for i in 0..<count {
      for j in 0..<i {
        let difference = (hessian[i][j] - hessian[j][i]).magnitude
        if difference.isNaN || difference > asymmetry { asymmetry = difference }
      }
    }
    let direction =
      request["direction"]?.arrayValue?.map { $0.numberValue ?? .nan }
      ?? (0..<count).map { $0 == 0 ? 1 : 0 }
    guard direction.count == count else {
      throw StudioError(
        "direction", "The direction has \(direction.count) numbers; there are \(count) variables.")
    }
    return StudioAnswer([
      "inputs": .strings(function.parsed.variables), "outputs": .strings(function.parsed.outputTitles),
      "values": .numbers(program(point)), "jacobian": .array(jacobian.map { .numbers($0) }),
      "hessian": .array(hessian.map { .numbers($0) }), "asymmetry": .number(asymmetry),
      "direction": .numbers(direction), "hessianVectorProduct": .numbers(product(with: direction)),
    ])
  }
}
