// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Wengert

/// The mesh of the eval ht with its bones, and the points that were measured.
struct Hand {
  let points: Matrix
  private let parents: [Int]
  private let relatives: [Double]
  private let inverses: [Double]
  private let vertices: Matrix
  private let weights: Matrix
  private let triangles: [Int]
  private let correspondences: [Int]
  private let isMirrored: Bool

  init(_ data: JSON) throws(ToolError) {
    let model = try data["model"]
    func transforms(_ name: String) throws(ToolError) -> [Double] {
      var numbers: [Double] = []
      for matrix in try model[name].elements { numbers += try matrix.matrix(width: 4).elements }
      return numbers
    }
    points = try data["points"].matrix(width: 3)
    correspondences = try data["correspondences"].integers()
    parents = try model["parents"].integers()
    relatives = try transforms("base_relatives")
    inverses = try transforms("inverse_base_absolutes")
    vertices = try model["base_positions"].matrix(width: 4)
    weights = try model["weights"].matrix(width: parents.count)
    triangles = try JSON.numbers(try model["triangles"].matrix(width: 3).elements).integers()
    if case .boolean(true) = try model["is_mirrored"] { isMirrored = true } else { isMirrored = false }
    guard relatives.count == 16 * parents.count, inverses.count == 16 * parents.count,
      weights.rows == vertices.rows, correspondences.count == points.rows,
      parents.enumerated().allSatisfy({ $1 < $0 }),
      triangles.allSatisfy({ (0..<vertices.rows).contains($0) })
    else { throw ToolError("The parts of the model do not fit.") }
  }

  /// How far the measured points are from the mesh in a pose.
  ///
  /// - Parameter places: Two numbers for each point that say where it is on its triangle; none if the
  ///   points are vertices.
  func residuals<T: Scalar>(_ pose: [T], _ places: [T]) -> [T] {
    let mesh = positions(transforms(pose), pose)
    var residuals: [T] = []
    residuals.reserveCapacity(points.elements.count)
    for i in 0..<points.rows {
      for k in 0..<3 {
        let vertex: T
        if places.isEmpty {
          vertex = mesh[3 * correspondences[i] + k]
        } else {
          let corners = 3 * correspondences[i]
          let (u, v) = (places[2 * i], places[2 * i + 1])
          vertex =
            u * mesh[3 * triangles[corners] + k] + v * mesh[3 * triangles[corners + 1] + k]
            + (1 - u - v) * mesh[3 * triangles[corners + 2] + k]
        }
        residuals.append(T(points.elements[3 * i + k]) - vertex)
      }
    }
    return residuals
  }

  /// The affine maps of the bones, 12 numbers each: from the resting mesh to the pose.
  private func transforms<T: Scalar>(_ pose: [T]) -> [T] {
    var absolutes: [[T]] = []
    var result: [T] = []
    for bone in parents.indices {
      let relative = product(
        relatives[16 * bone..<16 * bone + 16].map { T($0) }, rotation(of: bone, pose))
      let absolute = parents[bone] < 0 ? relative : product(absolutes[parents[bone]], relative)
      absolutes.append(absolute)
      result += product(absolute, inverses[16 * bone..<16 * bone + 16].map { T($0) })[..<12]
    }
    return result
  }

  /// The rotation of a bone about its own joint.
  private func rotation<T: Scalar>(of bone: Int, _ pose: [T]) -> [T] {
    // Column `bone + 3` of the table of angles: bones of five fingers, four each, after two without.
    var (x, y, z): (T, T, T) = (0, 0, 0)
    if bone >= 2 {
      let (finger, joint) = ((bone - 2) / 4, (bone - 2) % 4)
      let first = 6 + 4 * finger
      switch joint {
      case 0: (x, z) = (pose[first], pose[first + 1])
      case 1: x = pose[first + 2]
      case 2: x = pose[first + 3]
      default: break
      }
      y = 0
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

  /// The vertices in a pose, three coordinates each.
  private func positions<T: Scalar>(_ transforms: [T], _ pose: [T]) -> [T] {
    let global = rotation(by: pose[0..<3])
    var result: [T] = []
    result.reserveCapacity(3 * vertices.rows)
    for vertex in 0..<vertices.rows {
      var position: (T, T, T) = (0, 0, 0)
      let (x, y, z, w) = (
        vertices.elements[4 * vertex], vertices.elements[4 * vertex + 1],
        vertices.elements[4 * vertex + 2], vertices.elements[4 * vertex + 3]
      )
      for bone in parents.indices {
        let weight = weights.elements[vertex * parents.count + bone]
        let (a, b, c, d) = (weight * x, weight * y, weight * z, weight * w)
        func row(_ k: Int) -> T {
          transforms[12 * bone + 4 * k].multiplied(by: a)
            + transforms[12 * bone + 4 * k + 1].multiplied(by: b)
            + transforms[12 * bone + 4 * k + 2].multiplied(by: c)
            + transforms[12 * bone + 4 * k + 3].multiplied(by: d)
        }
        position.0 += row(0)
        position.1 += row(1)
        position.2 += row(2)
      }
      if isMirrored { position.0 = -position.0 }
      for k in 0..<3 {
        result.append(
          global[3 * k] * position.0 + global[3 * k + 1] * position.1 + global[3 * k + 2] * position.2
            + pose[3 + k])
      }
    }
    return result
  }

  /// The matrix of the rotation by a vector; that of a tiny one is the identity.
  private func rotation<T: Scalar>(by vector: ArraySlice<T>) -> [T] {
    let r = Array(vector)
    let angle = T.sqrt(r[0] * r[0] + r[1] * r[1] + r[2] * r[2])
    if angle < 1e-4 { return [1, 0, 0, 0, 1, 0, 0, 0, 1] }
    let axis = r.map { $0 / angle }
    let (sine, cosine) = (T.sin(angle), T.cos(angle))
    let rest = 1 - cosine
    let cross: [T] = [0, -axis[2], axis[1], axis[2], 0, -axis[0], -axis[1], axis[0], 0]
    return (0..<9).map { i in
      let (row, column) = (i / 3, i % 3)
      return axis[row] * axis[column] * rest + cross[i] * sine + (row == column ? cosine : 0)
    }
  }
}
