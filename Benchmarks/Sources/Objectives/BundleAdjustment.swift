// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Wengert

/// How far the projections of points in space onto photographs are from where they were seen, and the
/// sparse Jacobian with respect to the cameras, the points and the weights.
///
/// An observation is recorded as a program, with its derivatives, which is then run for all of them.
package enum BundleAdjustment {
  /// The numbers of a camera, a point and a weight, on which an observation depends.
  static let inputCount = 11 + 3 + 1

  /// `x` rotated by the vector `r`, by Rodrigues' formula.
  static func rotated<T: Scalar>(_ x: [T], by r: ArraySlice<T>) -> [T] {
    let r = Array(r)
    func cross(_ a: [T], _ b: [T]) -> [T] {
      [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
    }
    func dot(_ a: [T], _ b: [T]) -> T { a[0] * b[0] + a[1] * b[1] + a[2] * b[2] }
    let square = dot(r, r)
    // Where there is no rotation, what is not selected is to be finite all the same.
    let theta = T.sqrt(.select(square, square, 1))
    let axis = r.map { $0 / theta }
    let (sine, cosine) = (T.sin(theta), T.cos(theta))
    let along = dot(axis, x) * (1 - cosine)
    let (turned, small) = (cross(axis, x), cross(r, x))
    return (0..<3).map { i in
      .select(square, x[i] * cosine + turned[i] * sine + axis[i] * along, x[i] + small[i])
    }
  }

  /// The error of one observation, in two directions.
  ///
  /// - Parameter inputs: A camera (rotation, centre, focal length, principal point, distortion), a point
  ///   and a weight.
  static func error<T: Scalar>(_ inputs: [T], _ feature: [T]) -> [T] {
    let point = rotated((0..<3).map { inputs[11 + $0] - inputs[3 + $0] }, by: inputs[0..<3])
    let (u, v) = (point[0] / point[2], point[1] / point[2])
    let square = u * u + v * v
    let scale = inputs[6] * (1 + square * (inputs[9] + square * inputs[10]))
    return [
      inputs[14] * (scale * u + inputs[7] - feature[0]),
      inputs[14] * (scale * v + inputs[8] - feature[1]),
    ]
  }

  static func weightError<T: Scalar>(_ w: T) -> T { 1 - w * w }

  /// The errors of an observation as a program of its inputs and the feature; with their Jacobian, row
  /// by row, and the derivative of the weight's error.
  static func program(jacobian: Bool) -> Program {
    Program(inputs: (0..<inputCount + 2).map { "x\($0)" }) { x in
      let (inputs, feature) = (Array(x[..<inputCount]), Array(x[inputCount...]))
      guard jacobian else { return error(inputs, feature) + [weightError(inputs[14])] }
      typealias Mode = ReverseMode<Expression>
      let (errors, rows) = Mode.valueWithJacobian(at: inputs) {
        error($0, feature.map { Variable(constant: $0) })
      }
      let (weight, slope) = Mode.valueWithDerivative(at: inputs[14]) { weightError($0) }
      return errors + [weight] + rows[0] + rows[1] + [slope]
    }.simplified()
  }
}
