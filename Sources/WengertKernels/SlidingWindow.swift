// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// A window that slides over an image with any number of axes: which element of the image each
/// place of the window reads at each position.
///
/// Along an axis, place `k` at position `o` reads element `o · stride + k · dilation − before`;
/// outside the image it reads zero.
public struct SlidingWindow: Hashable, Sendable {
  /// The lengths of the image.
  public var image: [Int]
  /// The lengths of the window.
  public var window: [Int]
  /// How far apart neighbouring positions are.
  public var strides: [Int]
  /// How far apart neighbouring places of the window are.
  public var dilations: [Int]
  /// How far the first position stands before the image.
  public var before: [Int]
  /// How many positions there are.
  public var positions: [Int]

  public init(
    image: [Int], window: [Int], strides: [Int], dilations: [Int], before: [Int], positions: [Int]
  ) {
    self.image = image
    self.window = window
    self.strides = strides
    self.dilations = dilations
    self.before = before
    self.positions = positions
  }

  /// How many elements of the image the window spans along an axis.
  public func span(_ axis: Int) -> Int { dilations[axis] * (window[axis] - 1) + 1 }

  /// Whether every position reads one element, its own.
  var isPointwise: Bool {
    image == positions && before.allSatisfy { $0 == 0 } && window.allSatisfy { $0 == 1 }
      && strides.allSatisfy { $0 == 1 }
  }
}

/// The positions at which one place of a window reads inside the image, for several channels: a
/// walk over an image, and beside it over a matrix with a row for each channel and place of the
/// window and a column for each position.
struct WindowLoop {
  private let loop: StridedLoop
  private let origin: (image: Int, columns: Int)

  /// One walk for each place of the window, in row-major order.
  static func loops(of window: SlidingWindow, channels: Int) -> [WindowLoop] {
    let count = Shape(window.window).elementCount
    let strides = Shape(window.window).strides
    return (0..<count).map { number in
      let place = window.window.indices.map { number / strides[$0] % window.window[$0] }
      return WindowLoop(window, place, number: number, of: count, channels: channels)
    }
  }

  private init(
    _ window: SlidingWindow, _ place: [Int], number: Int, of count: Int, channels: Int
  ) {
    let (image, positions) = (Shape(window.image), Shape(window.positions))
    let (rows, columns) = (image.strides, positions.strides)
    var lengths = [channels]
    var steps = (image: [image.elementCount], columns: [count * positions.elementCount])
    var origin = (image: 0, columns: number * positions.elementCount)
    for axis in place.indices {
      // Position o reads element o · stride + offset.
      let stride = window.strides[axis]
      let offset = place[axis] * window.dilations[axis] - window.before[axis]
      let first = offset >= 0 ? 0 : (stride - 1 - offset) / stride
      let room = image[axis] - offset
      let end = room <= 0 ? 0 : min((room + stride - 1) / stride, positions[axis])
      lengths.append(max(end - first, 0))
      steps.image.append(stride * rows[axis])
      steps.columns.append(columns[axis])
      origin.image += (first * stride + offset) * rows[axis]
      origin.columns += first * columns[axis]
    }
    loop = StridedLoop(Shape(lengths), steps.image, steps.columns)
    self.origin = origin
  }

  /// Calls `body` for each row: its length, and where it starts and how far apart its elements are
  /// in the image and in the matrix.
  @inline(__always)
  func forEachRow(
    _ body: (_ count: Int, _ image: Int, _ step: Int, _ column: Int, _ columnStep: Int) -> Void
  ) {
    loop.forEachRow { _, count, at, step in
      body(count, origin.image + at.0, step.0, origin.columns + at.1, step.1)
    }
  }
}
