// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Objectives

extension HandTracking: Eval {
  static func evaluate(
    _ function: String, _ input: JSON, _ stopwatch: inout Stopwatch
  ) throws(ToolError) -> JSON {
    let places = try input["us"].matrix(width: 2)
    var tracking = try HandTracking(try input["data"], isOnTriangles: places.rows > 0)
    let pose = try input["theta"].numbers(Hand.poseCount)
    guard places.rows == 0 || places.rows == tracking.pointCount else {
      throw ToolError("There are \(tracking.pointCount) points and \(places.rows) places on triangles.")
    }
    switch function {
    case "objective":
      stopwatch.time { tracking.computeResiduals(pose, places.elements) }
      return .numbers(tracking.residuals)
    case "jacobian":
      stopwatch.time { tracking.computeJacobian(pose, places.elements) }
      return .rows(tracking.jacobian, width: tracking.width)
    default: throw ToolError(unknown: function)
    }
  }

  private init(_ data: JSON, isOnTriangles: Bool) throws(ToolError) {
    let model = try data["model"]
    func transforms(_ name: String) throws(ToolError) -> [Double] {
      var numbers: [Double] = []
      for matrix in try model[name].elements { numbers += try matrix.matrix(width: 4).elements }
      return numbers
    }
    var isMirrored = false
    if case .boolean(true) = try model["is_mirrored"] { isMirrored = true }
    let triangles = JSON.numbers(try model["triangles"].matrix(width: 3).elements)
    guard
      let hand = Hand(
        parents: try model["parents"].integers(), relatives: try transforms("base_relatives"),
        inverses: try transforms("inverse_base_absolutes"), isMirrored: isMirrored),
      let tracking = HandTracking(
        hand, vertices: try model["base_positions"].matrix(width: 4).elements,
        weights: try model["weights"].matrix(width: hand.boneCount).elements,
        triangles: isOnTriangles ? try triangles.integers() : [],
        points: try data["points"].matrix(width: 3).elements,
        correspondences: try data["correspondences"].integers())
    else { throw ToolError("The parts of the model do not fit.") }
    self = tracking
  }
}
