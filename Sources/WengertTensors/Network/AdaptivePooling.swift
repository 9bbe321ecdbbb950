// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
import WengertScalars

/// Pooling to a given number of positions: windows as equal in length as possible, which together
/// cover all elements, from `⌊i · length / count⌋` to `⌈(i + 1) · length / count⌉`.
extension Tensor {
  /// The means of the elements within `sizes` windows along the last axes.
  ///
  /// ```swift
  /// x.adaptiveAveragePooled(to: [1, 1])           // [b, c, 7, 7] → [b, c, 1, 1]: global means
  /// ```
  public func adaptiveAveragePooled(to sizes: [Int]) -> Tensor {
    if let window = evenWindow(sizes, "adaptiveAveragePooled") {
      return averagePooled(window: window)
    }
    let table = PoolingTable(adaptive: shape.dimensions.suffix(sizes.count), to: sizes)
    let counts = table.isInside.converted(to: real.dtype).sum(axes: [-1])
    return real.elements(of: table, outside: 0).sum(axes: [-1]) / counts
  }

  /// The greatest elements within `sizes` windows along the last axes; equal ones share the
  /// derivative.
  public func adaptiveMaxPooled(to sizes: [Int]) -> Tensor {
    if let window = evenWindow(sizes, "adaptiveMaxPooled") { return maxPooled(window: window) }
    let table = PoolingTable(adaptive: shape.dimensions.suffix(sizes.count), to: sizes)
    return real.elements(of: table, outside: -.infinity).max(axes: [-1])
  }

  /// The same together with the places of the greatest elements, the first of equal ones, each
  /// counted in row-major order within its image.
  public func adaptiveMaxPooledWithPlaces(to sizes: [Int]) -> (values: Tensor, places: Tensor) {
    if let window = evenWindow(sizes, "adaptiveMaxPooled") {
      return maxPooledWithPlaces(window: window)
    }
    let table = PoolingTable(adaptive: shape.dimensions.suffix(sizes.count), to: sizes)
    let elements = real.elements(of: table, outside: -.infinity)
    return (elements.max(axes: [-1]), table.places(ofMaximaIn: elements))
  }

  /// The window if all have the same length and none overlap.
  private func evenWindow(_ sizes: [Int], _ operation: StaticString) -> [Int]? {
    precondition(
      sizes.count <= rank && sizes.allSatisfy { $0 > 0 },
      "\(operation): images of shape \(shape) cannot be pooled to \(Shape(sizes)).")
    let image = shape.dimensions.suffix(sizes.count)
    guard zip(image, sizes).allSatisfy({ $0 > 0 && $0 % $1 == 0 }) else { return nil }
    return zip(image, sizes).map { $0 / $1 }
  }

  /// The elements that windows of different lengths read from the last axes, with one axis for each
  /// of them and one for the elements of a window.
  private func elements(of table: PoolingTable, outside: Double) -> Tensor {
    let elements = flattened(from: rank - table.positions.rank)
      .taking(table.elements, axis: -1)
    return .select(table.isInside, elements, Tensor(outside))
  }
}

/// Which elements of an image, in row-major order, the windows of a pool read.
struct PoolingTable {
  /// The lengths of the axes of positions.
  let positions: Shape
  /// Shape `positions + [places]`; what lies outside the image is repeated from inside.
  let elements: Tensor
  let isInside: Tensor

  init(_ window: SlidingWindow) {
    self.init(
      image: window.image,
      window.image.indices.map { axis in
        (0..<window.positions[axis]).map { position in
          (0..<window.window[axis]).map { place in
            let element =
              position * window.strides[axis] + place * window.dilations[axis] - window.before[axis]
            return element >= 0 && element < window.image[axis] ? element : nil
          }
        }
      })
  }

  init(adaptive image: some Collection<Int>, to sizes: [Int]) {
    self.init(
      image: Array(image),
      zip(image, sizes).map { length, size in
        let starts = (0..<size).map { $0 * length / size }
        let ends = (1...size).map { ($0 * length + size - 1) / size }
        let longest = zip(starts, ends).reduce(0) { Swift.max($0, $1.1 - $1.0) }
        return zip(starts, ends).map { start, end in
          (start..<(start + longest)).map { $0 < end ? $0 : nil }
        }
      })
  }

  /// The table of all axes from one for each: at every position, what each place of the window
  /// reads.
  private init(image: [Int], _ axes: [[[Int?]]]) {
    var rows: [[Int?]] = [[0]]
    for (length, axis) in zip(image, axes) {
      rows = rows.flatMap { row in
        axis.map { places in
          row.flatMap { outer in
            places.map { inner in
              if let outer, let inner { outer * length + inner } else { nil }
            }
          }
        }
      }
    }
    positions = Shape(axes.map { $0.count })
    let shape = Shape(positions.dimensions + [rows.first?.count ?? 0])
    elements = Tensor(
      rows.flatMap { row in
        let inside = row.first { $0 != nil } ?? nil
        return row.map { Int64($0 ?? inside ?? 0) }
      }, shape: shape)
    isInside = Tensor(rows.flatMap { row in row.map { $0 != nil } }, shape: shape)
  }

  /// Where in the image the greatest of the elements of each window is, these along the last axis.
  func places(ofMaximaIn windows: Tensor) -> Tensor {
    let length = elements.shape[elements.rank - 1]
    let starts = (Tensor(0..<positions.elementCount) * Tensor(integerLiteral: length))
      .reshaped(positions)
    return elements.flattened().taking(starts + windows.argmax(axis: -1), axis: 0)
  }
}
