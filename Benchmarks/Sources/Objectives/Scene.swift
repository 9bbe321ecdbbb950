// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Wengert

/// Cameras, points and observations, each of one point by one camera.
package struct Scene {
  private let cameraCount: Int
  private let pointCount: Int
  package let observationCount: Int
  private let cameras: [Double]
  private let points: [Double]
  private let weights: [Double]
  private let features: [Double]

  /// Where the camera and the point of each observation start in the lists of their numbers.
  private let places: [(camera: Int32, point: Int32)]

  /// Two numbers for each observation.
  package private(set) var errors: [Double] = []
  package private(set) var weightErrors: [Double] = []
  package private(set) var jacobian = SparseMatrix()

  /// Observations whose numbers stay near the processor together: columns of an odd number of cache
  /// lines, which do not all compete for the same places there.
  private static let blockSize = 248
  private let errorProgram: ColumnEvaluator
  private let jacobianProgram: ColumnEvaluator

  /// A scene of one camera, point, weight and feature, each repeated.
  package init(
    cameraCount: Int, pointCount: Int, observationCount: Int, camera: [Double], point: [Double],
    weight: Double, feature: [Double]
  ) {
    (self.cameraCount, self.pointCount, self.observationCount) = (cameraCount, pointCount, observationCount)
    func repeated(_ numbers: [Double], _ count: Int) -> [Double] {
      (0..<count * numbers.count).map { numbers[$0 % numbers.count] }
    }
    cameras = repeated(camera, cameraCount)
    points = repeated(point, pointCount)
    weights = repeated([weight], observationCount)
    features = repeated(feature, observationCount)
    let (n, m) = (cameraCount, pointCount)
    places = (0..<observationCount).map { (Int32(11 * ($0 % n)), Int32(3 * ($0 % m))) }
    let columns = [Bool](repeating: true, count: BundleAdjustment.inputCount + 2)
    errorProgram = ColumnEvaluator(
      BundleAdjustment.program(jacobian: false), columns: columns, isCompiled: true)
    jacobianProgram = ColumnEvaluator(
      BundleAdjustment.program(jacobian: true), columns: columns, isCompiled: true)
  }

  /// The inputs of some observations, column by column.
  private func gather(_ block: Range<Int>, into columns: inout [Double]) {
    let count = block.count
    columns.removeLast(columns.count - (BundleAdjustment.inputCount + 2) * count)
    columns.withUnsafeMutableBufferPointer { columns in
      cameras.withUnsafeBufferPointer { cameras in
        points.withUnsafeBufferPointer { points in
          for (i, observation) in block.enumerated() {
            let (camera, point) = (Int(places[observation].camera), Int(places[observation].point))
            for j in 0..<11 { columns[j &* count &+ i] = cameras[camera &+ j] }
            for j in 0..<3 { columns[(11 &+ j) &* count &+ i] = points[point &+ j] }
            columns[14 * count + i] = weights[observation]
            columns[15 * count + i] = features[2 * observation]
            columns[16 * count + i] = features[2 * observation + 1]
          }
        }
      }
    }
  }

  /// Runs a program block by block; `body` gets the observations and the columns of the outputs, all
  /// or those given.
  private func run(
    _ program: ColumnEvaluator, outputs wanted: [Int]? = nil,
    _ body: (Range<Int>, UnsafeBufferPointer<Double>) -> Void
  ) {
    var columns = [Double](
      repeating: 0, count: (BundleAdjustment.inputCount + 2) * Self.blockSize)
    var outputs: [Double] = []
    for start in stride(from: 0, to: observationCount, by: Self.blockSize) {
      let block = start..<min(start + Self.blockSize, observationCount)
      gather(block, into: &columns)
      program.values(uniforms: [], columns: columns, count: block.count, outputs: wanted, into: &outputs)
      outputs.withUnsafeBufferPointer { body(block, $0) }
    }
  }

  package mutating func computeErrors() {
    var errors = take(&self.errors, count: 2 * observationCount)
    var weightErrors = take(&self.weightErrors, count: observationCount)
    run(errorProgram) { block, columns in Self.store(block, columns, &errors, &weightErrors) }
    self.errors = errors
    self.weightErrors = weightErrors
  }

  /// Stores the first three columns, which are the errors of some observations.
  private static func store(
    _ block: Range<Int>, _ columns: UnsafeBufferPointer<Double>, _ errors: inout [Double],
    _ weightErrors: inout [Double]
  ) {
    let count = block.count
    for (i, observation) in block.enumerated() {
      errors[2 * observation] = columns[i]
      errors[2 * observation + 1] = columns[count + i]
      weightErrors[observation] = columns[2 * count + i]
    }
  }

  /// The Jacobian: two rows for each observation, and then a row for each weight.
  ///
  /// - Parameter withErrors: Whether to compute the errors as well.
  package mutating func computeJacobian(withErrors: Bool = false) {
    let width = BundleAdjustment.inputCount
    let total = observationCount
    // Taken out while the rest of the scene is read.
    var errors = take(&self.errors, count: withErrors ? 2 * total : 0)
    var weightErrors = take(&self.weightErrors, count: withErrors ? total : 0)
    var jacobian = SparseMatrix()
    swap(&jacobian, &self.jacobian)
    jacobian.resize(rows: 3 * total, elements: (2 * width + 1) * total)
    let errorCount = withErrors ? 3 : 0
    let outputs = withErrors ? nil : Array(3..<jacobianProgram.outputCount)
    jacobian.withUnsafeMutableLists { rowStarts, places, values in
      run(jacobianProgram, outputs: outputs) { block, columns in
        let count = block.count
        if withErrors { Self.store(block, columns, &errors, &weightErrors) }
        for (i, observation) in block.enumerated() {
          let camera = self.places[observation].camera
          let point = Int32(11 * cameraCount) + self.places[observation].point
          let weight = Int32(11 * cameraCount + 3 * pointCount + observation)
          for row in 0..<2 {
            let start = (2 * observation + row) * width
            var source = (errorCount + row * width) * count + i
            for j in 0..<width {
              values[start &+ j] = columns[source]
              source &+= count
            }
            for j in 0..<11 { places[start &+ j] = camera &+ Int32(j) }
            for j in 0..<3 { places[start &+ 11 &+ j] = point &+ Int32(j) }
            places[start + 14] = weight
            rowStarts[2 * observation + row] = Int32(start)
          }
          let start = 2 * width * total + observation
          values[start] = columns[(errorCount + 2 * width) * count + i]
          places[start] = weight
          rowStarts[2 * total + observation] = Int32(start)
        }
      }
      rowStarts[3 * total] = Int32(values.count)
    }
    swap(&jacobian, &self.jacobian)
    self.errors = errors
    self.weightErrors = weightErrors
  }

  /// The array itself, to be written to, of `count` numbers.
  private func take(_ array: inout [Double], count: Int) -> [Double] {
    var result: [Double] = []
    swap(&result, &array)
    return result.count == count ? result : [Double](repeating: 0, count: count)
  }
}

/// A sparse matrix in compressed rows.
package struct SparseMatrix {
  /// Where each row starts in the other two, and where the last one ends.
  package private(set) var rowStarts: [Int32] = []
  package private(set) var columns: [Int32] = []
  package private(set) var values: [Double] = []

  mutating func resize(rows: Int, elements: Int) {
    if rowStarts.count == rows + 1, values.count == elements { return }
    rowStarts = [Int32](repeating: 0, count: rows + 1)
    columns = [Int32](repeating: 0, count: elements)
    values = [Double](repeating: 0, count: elements)
  }

  /// Calls `body` with the three lists, to be written to.
  mutating func withUnsafeMutableLists(
    _ body: (
      UnsafeMutableBufferPointer<Int32>, UnsafeMutableBufferPointer<Int32>,
      UnsafeMutableBufferPointer<Double>
    ) -> Void
  ) {
    rowStarts.withUnsafeMutableBufferPointer { rowStarts in
      columns.withUnsafeMutableBufferPointer { columns in
        values.withUnsafeMutableBufferPointer { values in body(rowStarts, columns, values) }
      }
    }
  }
}
