// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Wengert

/// How far measured points are from the mesh of a hand, and the derivatives of that.
///
/// A vertex is recorded as a program, with its Jacobian, which is then run for all of them that a point
/// is compared with.
package struct HandTracking {
  /// Three coordinates for each point.
  private let points: [Double]
  /// The vertices, numbers of columns, that each point is compared with: one, or three of a triangle.
  private let homes: [Int]
  /// Whether a point is somewhere on a triangle; at a vertex otherwise.
  private let isOnTriangles: Bool

  private let vertexCount: Int
  /// The weights and the places at rest of the vertices, column by column.
  private let columns: [Double]
  private let vertexProgram: ColumnEvaluator
  private let jacobianProgram: ColumnEvaluator

  package var pointCount: Int { points.count / 3 }

  /// How many columns the Jacobian has.
  package var width: Int { Hand.poseCount + (isOnTriangles ? 2 : 0) }

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
    let homeCount = triangles.isEmpty ? count : triangles.count / 3
    guard vertices.count == 4 * count, weights.count == count * bones,
      triangles.isEmpty || triangles.count == 3 * homeCount,
      triangles.allSatisfy({ (0..<count).contains($0) }), points.count == 3 * correspondences.count,
      correspondences.allSatisfy({ (0..<homeCount).contains($0) })
    else { return nil }
    self.points = points
    isOnTriangles = !triangles.isEmpty
    let homes = correspondences.flatMap { home in
      triangles.isEmpty ? [home] : Array(triangles[3 * home..<3 * home + 3])
    }
    // Vertices that no point is compared with are left out.
    let used = Set(homes).sorted()
    let numbers = Dictionary(uniqueKeysWithValues: zip(used, used.indices))
    self.homes = homes.map { numbers[$0] ?? 0 }
    vertexCount = used.count
    columns =
      (0..<bones).flatMap { bone in used.map { weights[$0 * bones + bone] } }
      + (0..<4).flatMap { k in used.map { vertices[4 * $0 + k] } }
    let isColumn = (0..<Hand.poseCount + bones + 4).map { $0 >= Hand.poseCount }
    func evaluator(jacobian: Bool) -> ColumnEvaluator {
      ColumnEvaluator(
        Self.program(hand, jacobian: jacobian), columns: isColumn, isCompiled: true)
    }
    vertexProgram = evaluator(jacobian: false)
    jacobianProgram = evaluator(jacobian: true)
  }

  /// A vertex as a program of the pose, its weights and its place at rest; with its Jacobian with
  /// respect to the pose, row by row.
  private static func program(_ hand: Hand, jacobian: Bool) -> Program {
    let (pose, bones) = (Hand.poseCount, hand.boneCount)
    return Program(inputs: (0..<pose + bones + 4).map { "x\($0)" }) { x in
      let (weights, base) = (Array(x[pose..<pose + bones]), Array(x[(pose + bones)...]))
      guard jacobian else { return hand.vertex(Array(x[..<pose]), weights, base) }
      let (values, rows) = ForwardMode<Expression>.valueWithJacobian(at: Array(x[..<pose])) {
        hand.vertex($0, weights.map { .init(constant: $0) }, base.map { .init(constant: $0) })
      }
      return values + rows.flatMap { $0 }
    }.simplified()
  }

  /// How far a point is from its place on the mesh, in three coordinates.
  ///
  /// - Parameter place: Two numbers that say where the point is on its triangle.
  @inline(__always)
  private func residual<T: Scalar>(
    of point: Int, _ mesh: UnsafeBufferPointer<T>, _ place: (T, T)?
  ) -> (T, T, T) {
    @inline(__always) func coordinate(_ k: Int) -> T {
      let measured = T(points[3 * point + k])
      guard let (u, v) = place else { return measured - mesh[3 * homes[point] + k] }
      let a = mesh[3 * homes[3 * point] + k]
      let b = mesh[3 * homes[3 * point + 1] + k]
      let c = mesh[3 * homes[3 * point + 2] + k]
      return measured - (u * a + v * b + (1 - u - v) * c)
    }
    return (coordinate(0), coordinate(1), coordinate(2))
  }

  /// The residuals of all points, three coordinates each.
  ///
  /// - Parameter places: Two numbers for each point that say where on its triangle it is.
  package func residuals(_ pose: [Double], _ places: [Double]) -> [Double] {
    var columns: [Double] = []
    vertexProgram.values(
      uniforms: pose, columns: self.columns, count: vertexCount, into: &columns)
    let mesh = (0..<3 * vertexCount).map { columns[$0 % 3 * vertexCount + $0 / 3] }
    var residuals = [Double](repeating: 0, count: points.count)
    mesh.withUnsafeBufferPointer { mesh in
      for point in 0..<pointCount {
        let place = isOnTriangles ? (places[2 * point], places[2 * point + 1]) : nil
        let residual = residual(of: point, mesh, place)
        (residuals[3 * point], residuals[3 * point + 1], residuals[3 * point + 2]) = residual
      }
    }
    return residuals
  }

  /// A number with its derivatives in all directions at once.
  private typealias Active = DualNumber<Double, Lanes32<Double>>

  /// The residuals and their derivatives by rows: with respect to the two numbers that say where on its
  /// triangle the point of that residual is, if there are any, and to the pose.
  ///
  /// All points share the two directions of their places, since a residual depends on its own only.
  package func residualsWithJacobian(
    _ pose: [Double], _ places: [Double]
  ) -> (residuals: [Double], jacobian: [Double]) {
    var columns: [Double] = []
    jacobianProgram.values(
      uniforms: pose, columns: self.columns, count: vertexCount, into: &columns)
    let (count, width) = (vertexCount, width)
    let offset = width - Hand.poseCount
    let mesh = (0..<3 * count).map { i in
      var active = Active(constant: columns[i % 3 * count + i / 3])
      for j in 0..<Hand.poseCount {
        active.tangent[lane: offset + j] =
          columns[(3 + i % 3 * Hand.poseCount + j) * count + i / 3]
      }
      return active
    }
    func seeded(_ x: Double, _ direction: Int) -> Active {
      var active = Active(constant: x)
      active.tangent[lane: direction] = 1
      return active
    }
    var residuals = [Double](repeating: 0, count: points.count)
    var rows = [Double](repeating: 0, count: points.count * width)
    mesh.withUnsafeBufferPointer { mesh in
      for point in 0..<pointCount {
        let place = isOnTriangles ? (seeded(places[2 * point], 0), seeded(places[2 * point + 1], 1)) : nil
        let (x, y, z) = residual(of: point, mesh, place)
        for (k, coordinate) in [x, y, z].enumerated() {
          let row = 3 * point + k
          residuals[row] = coordinate.primal
          for j in 0..<width { rows[row * width + j] = coordinate.tangent[lane: j] }
        }
      }
    }
    return (residuals, rows)
  }
}
