// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Wengert

/// The bones of a hand and the mesh around them: 26 angles and coordinates turn and move the bones, and
/// each vertex moves by the mean of the maps of the bones, with its own weights.
package struct Hand: Sendable {
  /// How many numbers a pose is: a rotation, a translation, four angles for each of five fingers.
  package static let poseCount = 26

  /// For each bone the one that it hangs on, −1 for none; that one comes before it.
  private let parents: [Int]
  /// For each bone its place relative to its parent, and the inverse of its place at rest: matrices of
  /// four rows.
  private let relatives: [Double]
  private let inverses: [Double]
  private let isMirrored: Bool

  package var boneCount: Int { parents.count }

  /// - Returns: Nil if the numbers do not fit each other.
  package init?(
    parents: [Int], relatives: [Double], inverses: [Double], isMirrored: Bool = false
  ) {
    guard relatives.count == 16 * parents.count, inverses.count == 16 * parents.count,
      parents.enumerated().allSatisfy({ $1 < $0 })
    else { return nil }
    self.parents = parents
    self.relatives = relatives
    self.inverses = inverses
    self.isMirrored = isMirrored
  }

  /// How far a measured point is from its place on the mesh in a pose, in three coordinates.
  ///
  /// - Parameters:
  ///   - place: Two numbers that say where on a triangle the point is; nil if it is at a vertex.
  ///   - vertices: The three vertices of the triangle, or the one. Of each a weight for each bone, and then
  ///     where it is at rest, in four coordinates.
  func residual<T: Scalar>(
    _ pose: [T], place: (u: T, v: T)?, point: [T], vertices: [[T]]
  ) -> [T] {
    let maps = transforms(pose)
    let global = rotation(by: Array(pose[0..<3]))
    func moved(_ vertex: [T]) -> [T] {
      let (weights, base) = (Array(vertex[..<boneCount]), Array(vertex[boneCount...]))
      var moved = (0..<3).map { row in
        (0..<4).map { column in
          dot(weights, maps.map { $0[4 * row + column] }) * base[column]
        }.reduce(0, +)
      }
      if isMirrored { moved[0] = -moved[0] }
      return (0..<3).map { k in dot(Array(global[3 * k..<3 * k + 3]), moved) + pose[3 + k] }
    }
    let mesh = vertices.map(moved)
    guard let (u, v) = place else { return (0..<3).map { point[$0] - mesh[0][$0] } }
    return (0..<3).map { k in
      point[k] - (u * mesh[0][k] + v * mesh[1][k] + (1 - u - v) * mesh[2][k])
    }
  }

  private func dot<T: Scalar>(_ a: [T], _ b: [T]) -> T {
    zip(a, b).reduce(0) { sum, factors in sum + factors.0 * factors.1 }
  }

  /// The affine maps of the bones from the resting mesh to the pose.
  private func transforms<T: Scalar>(_ pose: [T]) -> [[T]] {
    var absolutes: [[T]] = []
    return parents.indices.map { bone in
      let matrix = { (numbers: [Double]) in numbers[16 * bone..<16 * bone + 16].map { T($0) } }
      let relative = product(matrix(relatives), rotation(of: bone, pose))
      let absolute = parents[bone] < 0 ? relative : product(absolutes[parents[bone]], relative)
      absolutes.append(absolute)
      return product(absolute, matrix(inverses))
    }
  }

  /// The rotation of a bone about its own joint.
  private func rotation<T: Scalar>(of bone: Int, _ pose: [T]) -> [T] {
    // Column `bone + 3` of the table of angles: bones of five fingers, four each, after two without.
    var (x, z): (T, T) = (0, 0)
    let y: T = 0
    if bone >= 2 {
      let (finger, joint) = ((bone - 2) / 4, (bone - 2) % 4)
      let first = 6 + 4 * finger
      switch joint {
      case 0: (x, z) = (pose[first], pose[first + 1])
      case 1: x = pose[first + 2]
      case 2: x = pose[first + 3]
      default: break
      }
    }
    let (sx, cx) = (T.sin(x), T.cos(x))
    let (sy, cy) = (T.sin(y), T.cos(y))
    let (sz, cz) = (T.sin(z), T.cos(z))
    let turnX: [T] = [1, 0, 0, 0, 0, cx, -sx, 0, 0, sx, cx, 0, 0, 0, 0, 1]
    let turnY: [T] = [cy, 0, sy, 0, 0, 1, 0, 0, -sy, 0, cy, 0, 0, 0, 0, 1]
    let turnZ: [T] = [cz, -sz, 0, 0, sz, cz, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]
    return product(turnZ, product(turnY, turnX))
  }

  /// The product of two matrices of 4 rows.
  private func product<T: Scalar>(_ a: [T], _ b: [T]) -> [T] {
    (0..<16).map { i in
      let (row, column) = (i / 4 * 4, i % 4)
      return a[row] * b[column] + a[row + 1] * b[column + 4] + a[row + 2] * b[column + 8]
        + a[row + 3] * b[column + 12]
    }
  }

  /// The matrix of the rotation by a vector; that of a tiny one is the identity.
  private func rotation<T: Scalar>(by r: [T]) -> [T] {
    let square = r[0] * r[0] + r[1] * r[1] + r[2] * r[2]
    let isTiny = T.less(square, 1e-8)
    // Where there is no rotation, what is not selected is to be finite all the same.
    let angle = T.sqrt(.select(isTiny, 1, square))
    let axis = r.map { $0 / angle }
    let (sine, cosine) = (T.sin(angle), T.cos(angle))
    let rest = 1 - cosine
    let cross: [T] = [0, -axis[2], axis[1], axis[2], 0, -axis[0], -axis[1], axis[0], 0]
    return (0..<9).map { i in
      let (row, column) = (i / 3, i % 3)
      let turned = axis[row] * axis[column] * rest + cross[i] * sine + (row == column ? cosine : 0)
      return .select(isTiny, row == column ? 1 : 0, turned)
    }
  }
}
