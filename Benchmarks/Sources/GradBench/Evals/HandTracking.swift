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
      return .numbers(stopwatch.time { hand.residuals(pose, places.elements) })
    case "jacobian":
      let width = poseCount + (places.rows > 0 ? 2 : 0)
      var rows: [Double] = []
      stopwatch.time { jacobian(hand, pose, places.elements, into: &rows) }
      return .rows(rows, width: width)
    default: throw ToolError(unknown: function)
    }
  }

  /// The derivatives of the residuals by rows: with respect to the two numbers that say where on its
  /// triangle the point of that residual is, if there are any, and to the pose.
  ///
  /// All points share the two directions of their places, since a residual depends on its own only.
  static func jacobian(
    _ hand: Hand, _ pose: [Double], _ places: [Double], into rows: inout [Double]
  ) {
    typealias Active = MultiDual<Double>
    let lanes = Double.Lanes.laneCount
    let offset = places.isEmpty ? 0 : 2
    let width = offset + poseCount
    let count = 3 * hand.points.rows * width
    if rows.count != count { rows = [Double](repeating: 0, count: count) }
    for start in stride(from: 0, to: width, by: lanes) {
      func seeded(_ x: Double, _ direction: Int) -> Active {
        var active = Active(constant: x)
        if (start..<start + lanes).contains(direction) { active.tangent[lane: direction - start] = 1 }
        return active
      }
      let residuals = hand.residuals(
        pose.enumerated().map { seeded($1, offset + $0) },
        places.enumerated().map { seeded($1, $0 % 2) })
      for (i, residual) in residuals.enumerated() {
        for j in start..<min(start + lanes, width) {
          rows[i * width + j] = residual.tangent[lane: j - start]
        }
      }
    }
  }
}
