// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Wengert

/// The pose of a hand: bones turned by 26 angles and coordinates move the vertices of a mesh, which are
/// compared with measured points.
enum HandTracking: Eval {
  /// How many numbers a pose is.
  static let poseCount = 26

  static func evaluate(
    _ function: String, _ input: JSON, _ stopwatch: inout Stopwatch
  ) throws(ToolError) -> JSON {
    let hand = try Hand(input["data"])
    let pose = try input["theta"].numbers(poseCount)
    let places = try input["us"].matrix(width: 2)
    guard places.rows == 0 || places.rows == hand.points.rows else {
      throw ToolError("There are \(hand.points.rows) points and \(places.rows) places on triangles.")
    }
    switch function {
    case "objective":
      var residuals = [Double](repeating: 0, count: hand.points.elements.count)
      stopwatch.time { computeResiduals(hand, pose, places.elements, into: &residuals) }
      return .numbers(residuals)
    case "jacobian":
      let width = poseCount + (places.rows > 0 ? 2 : 0)
      var rows = [Double](repeating: 0, count: hand.points.elements.count * width)
      stopwatch.time { jacobian(hand, pose, places.elements, into: &rows) }
      return .rows(rows, width: width)
    default: throw ToolError(unknown: function)
    }
  }

  static func computeResiduals(
    _ hand: Hand, _ pose: [Double], _ places: [Double], into residuals: inout [Double]
  ) {
    hand.mesh(pose).withUnsafeBufferPointer { mesh in
      for point in 0..<hand.points.rows {
        let place = places.isEmpty ? nil : (places[2 * point], places[2 * point + 1])
        let residual = hand.residual(of: point, mesh, place)
        (residuals[3 * point], residuals[3 * point + 1], residuals[3 * point + 2]) = residual
      }
    }
  }

  /// A number with sixteen derivatives: two passes for all of them.
  private typealias Lanes = Lanes16<Double>
  private typealias Active = DualNumber<Double, Lanes>

  /// The derivatives of the residuals by rows: with respect to the two numbers that say where on its
  /// triangle the point of that residual is, if there are any, and to the pose.
  ///
  /// All points share the two directions of their places, since a residual depends on its own only.
  static func jacobian(
    _ hand: Hand, _ pose: [Double], _ places: [Double], into rows: inout [Double]
  ) {
    let offset = places.isEmpty ? 0 : 2
    let width = offset + poseCount
    for start in stride(from: 0, to: width, by: Lanes.laneCount) {
      let lanes = start..<min(start + Lanes.laneCount, width)
      func seeded(_ x: Double, _ direction: Int) -> Active {
        var active = Active(constant: x)
        if lanes.contains(direction) { active.tangent[lane: direction - start] = 1 }
        return active
      }
      let mesh = hand.mesh(pose.enumerated().map { seeded($1, offset + $0) })
      mesh.withUnsafeBufferPointer { mesh in
        rows.withUnsafeMutableBufferPointer { rows in
          for point in 0..<hand.points.rows {
            let place =
              places.isEmpty ? nil : (seeded(places[2 * point], 0), seeded(places[2 * point + 1], 1))
            let (x, y, z) = hand.residual(of: point, mesh, place)
            let row = 3 * point * width
            for j in lanes {
              rows[row + j] = x.tangent[lane: j - start]
              rows[row + width + j] = y.tangent[lane: j - start]
              rows[row + 2 * width + j] = z.tangent[lane: j - start]
            }
          }
        }
      }
    }
  }
}
