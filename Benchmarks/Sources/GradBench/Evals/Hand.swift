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

  /// The mesh in a pose: three coordinates for each vertex.
  func mesh<T: Scalar>(_ pose: [T]) -> [T] { positions(transforms(pose), pose) }

  /// How far a measured point is from the mesh, in three coordinates.
  ///
  /// - Parameter place: Two numbers that say where the point is on its triangle; nil if it is a vertex.
  @inline(__always)
  func residual<T: Scalar>(of point: Int, _ mesh: UnsafeBufferPointer<T>, _ place: (T, T)?) -> (T, T, T) {
    let home = correspondences[point]
    func coordinate(_ k: Int) -> T {
      let measured = T(points.elements[3 * point + k])
      guard let (u, v) = place else { return measured - mesh[3 * home + k] }
      let a = mesh[3 * triangles[3 * home] + k]
      let b = mesh[3 * triangles[3 * home + 1] + k]
      let c = mesh[3 * triangles[3 * home + 2] + k]
      return measured - (u * a + v * b + (1 - u - v) * c)
    }
    return (coordinate(0), coordinate(1), coordinate(2))
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

  /// The vertices in a pose, three coordinates each: each moved by the mean of the maps of the bones,
  /// with its own weights.
  private func positions<T: Scalar>(_ transforms: [T], _ pose: [T]) -> [T] {
    let global = rotation(by: pose[0..<3])
    let bones = parents.count
    // The same element of the maps of all bones, side by side.
    let elements = (0..<12 * bones).map { transforms[12 * ($0 % bones) + $0 / bones] }
    var result: [T] = []
    result.reserveCapacity(3 * vertices.rows)
    elements.withUnsafeBufferPointer { elements in
      weights.elements.withUnsafeBufferPointer { weights in
        for vertex in 0..<vertices.rows {
          let weights = weights.baseAddress.unsafelyUnwrapped + vertex * bones
          @inline(__always) func blended(_ element: Int) -> T {
            var sum: T = 0
            for bone in 0..<bones { sum += elements[element * bones + bone].multiplied(by: weights[bone]) }
            return sum
          }
          @inline(__always) func coordinate(_ k: Int) -> T {
            var sum: T = 0
            for j in 0..<4 {
              sum += blended(4 * k + j).multiplied(by: vertices.elements[4 * vertex + j])
            }
            return sum
          }
          let (x, y, z) = (isMirrored ? -coordinate(0) : coordinate(0), coordinate(1), coordinate(2))
          for k in 0..<3 {
            result.append(
              global[3 * k] * x + global[3 * k + 1] * y + global[3 * k + 2] * z + pose[3 + k])
          }
        }
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
