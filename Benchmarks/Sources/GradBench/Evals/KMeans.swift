// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Wengert

/// The sum of the squared distances of points to the nearest of `k` centroids, and the gradient with
/// respect to the centroids divided by the diagonal of the Hessian.
enum KMeans: Eval {
  static func cost<T: Scalar>(_ points: Matrix, _ centroids: [T]) -> T {
    let d = points.columns
    // Which centroid is the nearest is a matter of values; only the distance to it has derivatives.
    let nearest = Nearest(centroids.map { $0.double }, columns: d)
    var sum: T = 0
    points.elements.withUnsafeBufferPointer { elements in
      for i in 0..<points.rows {
        let point = UnsafeBufferPointer(rebasing: elements[i * d..<(i + 1) * d])
        let start = nearest.centroid(to: point) * d
        for j in 0..<d { sum += .square(centroids[start + j] - T(point[j])) }
      }
    }
    return sum
  }

  /// The gradient by reverse mode, on dual numbers whose direction is that of all coordinates: as each
  /// term has one coordinate, the Hessian is diagonal, and its product with ones is the diagonal.
  static func direction(_ points: Matrix, _ centroids: [Double]) -> [Double] {
    ReverseMode<Dual<Double>>.gradient(at: centroids.map { Dual($0, tangent: 1) }) { centroids in
      cost(points, centroids)
    }.map { $0.primal / $0.tangent }
  }

  static func evaluate(
    _ function: String, _ input: JSON, _ stopwatch: inout Stopwatch
  ) throws(ToolError) -> JSON {
    let points = try input["points"].matrix()
    let centroids = try input["centroids"].matrix(width: points.columns)
    guard points.columns > 0, centroids.rows > 0 else { throw ToolError("There are no centroids.") }
    switch function {
    case "cost": return .number(stopwatch.time { cost(points, centroids.elements) })
    case "dir":
      let result = stopwatch.time { direction(points, centroids.elements) }
      return .rows(result, width: points.columns)
    default: throw ToolError(unknown: function)
    }
  }
}

/// Finds the nearest of some centroids, eight at a time.
private struct Nearest {
  private typealias Pack = SIMD8<Double>

  /// Coordinate by coordinate, the centroids in packs; what fills the last pack is infinitely far away.
  private let packs: [Pack]
  private let packCount: Int
  private let columns: Int

  init(_ centroids: [Double], columns: Int) {
    self.columns = columns
    let count = centroids.count / columns
    packCount = (count + 7) / 8
    var packs = [Pack](repeating: Pack(repeating: .infinity), count: packCount * columns)
    for c in 0..<count {
      for j in 0..<columns { packs[c / 8 * columns + j][c % 8] = centroids[c * columns + j] }
    }
    self.packs = packs
  }

  /// The first of the centroids that are nearest to `point`.
  func centroid(to point: UnsafeBufferPointer<Double>) -> Int {
    var best = Pack(repeating: .infinity)
    var places = SIMD8<Int64>(repeating: 0)
    packs.withUnsafeBufferPointer { packs in
      for i in 0..<packCount {
        var distance = Pack(repeating: 0)
        for j in 0..<columns {
          let difference = packs[i * columns + j] - point[j]
          distance += difference * difference
        }
        let isLess = distance .< best
        best.replace(with: distance, where: isLess)
        places.replace(with: Int64(i), where: isLess)
      }
    }
    var result = (distance: best[0], place: Int(places[0]) * 8)
    for lane in 1..<8 {
      let place = Int(places[lane]) * 8 + lane
      if (best[lane], place) < result { result = (best[lane], place) }
    }
    return result.place
  }
}
