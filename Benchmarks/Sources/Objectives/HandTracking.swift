// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Wengert

/// How far measured points are from the mesh of a hand, and the derivatives of that.
///
/// The residual of a point is recorded as a program, with its Jacobian, which is then run for all points.
package struct HandTracking {
  package let pointCount: Int

  /// How many numbers say where on its triangle a point is: two, or none if points are at vertices.
  private let placeCount: Int

  /// What the residuals of the points depend on beside the pose, column by column: the places on
  /// triangles first.
  private var columns: [Double]
  /// The residuals and, once they have been computed, the rows of the Jacobian, point after point.
  private var results: [[Double]] = [[], []]

  /// The residuals of all points, three coordinates each.
  package var residuals: [Double] { results[0] }

  /// The derivatives of the residuals by rows: with respect to the two numbers that say where on its
  /// triangle the point of that residual is, if there are any, and to the pose.
  ///
  /// All points share the two columns of their places, since a residual depends on its own only.
  package var jacobian: [Double] { results[1] }

  private let residualProgram: ColumnEvaluator
  private let jacobianProgram: ColumnEvaluator

  /// How many columns the Jacobian has.
  package var width: Int { placeCount + Hand.poseCount }

  /// - Parameters:
  ///   - vertices: Four coordinates for each vertex.
  ///   - weights: For each vertex a number for each bone.
  ///   - triangles: Three vertices for each triangle; none if points are at vertices.
  ///   - points: Three coordinates for each point.
  ///   - correspondences: The triangle or the vertex of each point.
  /// - Returns: Nil if the numbers do not fit each other.
  package init?(
    _ hand: Hand, vertices: [Double], weights: [Double], triangles: [Int], points: [Double],
    correspondences: [Int]
  ) {
    let (count, bones) = (vertices.count / 4, hand.boneCount)
    let corners = triangles.isEmpty ? 1 : 3
    let homeCount = triangles.isEmpty ? count : triangles.count / 3
    guard vertices.count == 4 * count, weights.count == count * bones,
      triangles.isEmpty || triangles.count == 3 * homeCount,
      triangles.allSatisfy({ (0..<count).contains($0) }), points.count == 3 * correspondences.count,
      correspondences.allSatisfy({ (0..<homeCount).contains($0) })
    else { return nil }
    pointCount = correspondences.count
    let placeCount = triangles.isEmpty ? 0 : 2
    self.placeCount = placeCount
    columns = [Double](repeating: 0, count: placeCount * pointCount)
    for k in 0..<3 { columns += correspondences.indices.map { points[3 * $0 + k] } }
    for corner in 0..<corners {
      let homes = correspondences.map { triangles.isEmpty ? $0 : triangles[3 * $0 + corner] }
      for bone in 0..<bones { columns += homes.map { weights[$0 * bones + bone] } }
      for k in 0..<4 { columns += homes.map { vertices[4 * $0 + k] } }
    }
    func evaluator(jacobian: Bool) -> ColumnEvaluator {
      let program = Self.program(hand, corners: corners, jacobian: jacobian)
      let isColumn = program.inputs.indices.map { $0 >= Hand.poseCount }
      return ColumnEvaluator(program, columns: isColumn, isCompiled: true)
    }
    residualProgram = evaluator(jacobian: false)
    jacobianProgram = evaluator(jacobian: true)
  }

  /// The residual of a point as a program of the pose, the place on the triangle, the point and the
  /// vertices; with its Jacobian with respect to the place and the pose, row by row.
  private static func program(_ hand: Hand, corners: Int, jacobian: Bool) -> Program {
    let (pose, place) = (Hand.poseCount, corners == 1 ? 0 : 2)
    let size = hand.boneCount + 4
    return Program(inputs: (0..<pose + place + 3 + corners * size).map { "x\($0)" }) { x in
      let point = Array(x[pose + place..<pose + place + 3])
      let vertices = (0..<corners).map { Array(x[(pose + place + 3)...].dropFirst($0 * size).prefix(size)) }
      func residual<T: Scalar>(_ active: [T], _ constant: (Expression) -> T) -> [T] {
        hand.residual(
          Array(active[place...]), place: place == 0 ? nil : (active[0], active[1]),
          point: point.map(constant), vertices: vertices.map { $0.map(constant) })
      }
      let active = Array(x[pose..<pose + place]) + Array(x[..<pose])
      guard jacobian else { return residual(active) { $0 } }
      let (values, rows) = ForwardMode<Expression>.valueWithJacobian(at: active) {
        residual($0) { MultiDual(constant: $0) }
      }
      return values + rows.flatMap { $0 }
    }.simplified()
  }

  /// Computes the residuals.
  ///
  /// - Parameter places: Two numbers for each point that say where on its triangle it is.
  package mutating func computeResiduals(_ pose: [Double], _ places: [Double]) {
    setPlaces(places)
    var values = [results[0]]
    results[0] = []
    residualProgram.rows(
      of: [0..<3], uniforms: pose, columns: columns, count: pointCount, into: &values)
    results[0] = values[0]
  }

  /// Computes the residuals and their Jacobian.
  package mutating func computeJacobian(_ pose: [Double], _ places: [Double]) {
    setPlaces(places)
    jacobianProgram.rows(
      of: [0..<3, 3..<(3 + 3 * width)], uniforms: pose, columns: columns, count: pointCount,
      into: &results)
  }

  private mutating func setPlaces(_ places: [Double]) {
    for k in 0..<placeCount {
      for point in 0..<pointCount { columns[k * pointCount + point] = places[placeCount * point + k] }
    }
  }
}
