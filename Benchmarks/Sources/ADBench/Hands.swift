// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation
import Objectives

extension Problem {
  /// The pose of a hand, whose model is in the folder `model` beside the file.
  ///
  /// - Parameter isOnTriangles: Whether points are somewhere on triangles, which ADBench calls
  ///   complicated; at vertices otherwise.
  static func handTracking(_ url: URL, isOnTriangles: Bool) throws -> Problem {
    let folder = url.deletingLastPathComponent().appending(path: "model")
    /// The fields of each line of a file of the model.
    func lines(_ name: String) throws -> [[Substring]] {
      let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
      return text.split(separator: "\n").map { $0.split(separator: ":") }
    }
    var (parents, relatives, inverses): ([Int], [Double], [Double]) = ([], [], [])
    for fields in try lines("bones.txt") {
      var file = try DataFile(Array(fields.dropFirst()), of: url)
      parents.append(try file.integer())
      relatives += try file.numbers(16)
      inverses += try file.numbers(16)
    }
    var (vertices, weights): ([Double], [Double]) = ([], [])
    for fields in try lines("vertices.txt") {
      var file = try DataFile(fields, of: url)
      vertices += try file.numbers(3) + [1]
      // Normals and places in a picture.
      _ = try file.numbers(5)
      var weightsOfBones = [Double](repeating: 0, count: parents.count)
      for _ in 0..<(try file.count()) {
        let bone = try file.integer()
        guard weightsOfBones.indices.contains(bone) else {
          throw DataError("\(folder.path): there is no bone \(bone).")
        }
        weightsOfBones[bone] = try file.number()
      }
      weights += weightsOfBones
    }
    var triangles: [Int] = []
    if isOnTriangles {
      for fields in try lines("triangles.txt") {
        var file = try DataFile(fields, of: url)
        for _ in 0..<3 { triangles.append(try file.integer()) }
      }
    }
    var file = try DataFile(url)
    let count = try file.count()
    _ = try file.count()
    var (points, correspondences): ([Double], [Int]) = ([], [])
    for _ in 0..<count {
      correspondences.append(try file.integer())
      points += try file.numbers(3)
    }
    let places = isOnTriangles ? try file.numbers(2 * count) : []
    let pose = try file.numbers(Hand.poseCount)
    guard let hand = Hand(parents: parents, relatives: relatives, inverses: inverses),
      var tracking = HandTracking(
        hand, vertices: vertices, weights: weights, triangles: triangles, points: points,
        correspondences: correspondences)
    else { throw DataError("\(url.path): the parts of the model do not fit.") }
    return Problem(
      functions: [
        ("objective", { tracking.computeResiduals(pose, places) }),
        ("jacobian", { tracking.computeJacobian(pose, places) }),
      ],
      results: {
        tracking.computeJacobian(pose, places)
        let (residuals, rows) = (tracking.residuals, tracking.jacobian)
        // ADBench keeps its Jacobian column by column.
        let columns = (0..<tracking.width).flatMap { column in
          residuals.indices.map { rows[$0 * tracking.width + column] }
        }
        return (residuals, columns)
      })
  }
}
