// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// An image as a matrix with a row for each channel and place of the window and a column for each
/// position, in strips of columns that stay in cache.
struct ImageLayout {
  private let strips: [Strip]
  private let rows: Int
  private let isPointwise: Bool

  private struct Strip {
    /// Empty if the matrix is the image itself.
    let loops: [WindowLoop]
    let start: Int
    let columns: Int
  }

  init(_ window: SlidingWindow, channels: Int) {
    isPointwise = window.isPointwise
    rows = channels * Shape(window.window).elementCount
    let columns = Shape(window.positions).elementCount
    guard !isPointwise, let lines = window.positions.first, columns > 0 else {
      let loops = isPointwise ? [] : WindowLoop.loops(of: window, channels: channels)
      strips = [Strip(loops: loops, start: 0, columns: columns)]
      return
    }
    // A strip is some of the positions along the first axis.
    let lineColumns = columns / lines
    let count = max(ImageLayout.stripSize / (max(rows, 1) * lineColumns), 1)
    strips = stride(from: 0, to: lines, by: count).map { line in
      var part = window
      part.positions[0] = min(count, lines - line)
      part.before[0] -= line * window.strides[0]
      return Strip(
        loops: WindowLoop.loops(of: part, channels: channels), start: line * lineColumns,
        columns: part.positions[0] * lineColumns)
    }
  }

  /// How many numbers of a strip stay in the second-level cache.
  private static var stripSize: Int { 1 << 17 }

  /// The numbers of the largest strip.
  private var largest: Int { isPointwise ? 0 : rows * (strips.first?.columns ?? 0) }

  /// Calls `body` with every strip of some of the images that follow one another in steps, with the
  /// number of the image and that of the first column.
  @inline(__always)
  func forEachStrip<T: KernelScalar>(
    of images: UnsafePointer<T>, step: Int, _ numbers: Range<Int>,
    _ body: (_ number: Int, _ matrix: MatrixView<T>, _ column: Int) -> Void
  ) {
    Scratch.withMemory(of: T.self, count: largest) { matrix in
      for number in numbers {
        let image = images + number * step
        for strip in strips {
          if isPointwise {
            body(number, MatrixView(image, rows: rows, columns: strip.columns), 0)
            continue
          }
          // Places outside the image are zero; the same ones every time if there is one strip.
          if strips.count > 1 || number == numbers.lowerBound {
            matrix.initialize(repeating: 0, count: rows * strip.columns)
          }
          for loop in strip.loops {
            loop.forEachRow { count, place, step, column, columnStep in
              if step == 1, columnStep == 1 {
                (matrix + column).update(from: image + place, count: count)
              } else {
                for i in 0..<count { matrix[column + i * columnStep] = image[place + i * step] }
              }
            }
          }
          body(number, MatrixView(matrix, rows: rows, columns: strip.columns), strip.start)
        }
      }
    }
  }

  /// Adds every element of the strips that `body` writes to the image where it would be read from.
  @inline(__always)
  func addStrips<T: KernelScalar>(
    to image: UnsafeMutablePointer<T>,
    _ body: (_ matrix: UnsafeMutablePointer<T>, _ column: Int, _ columns: Int) -> Void
  ) {
    if isPointwise { return body(image, 0, strips[0].columns) }
    Scratch.withMemory(of: T.self, count: largest) { matrix in
      for strip in strips {
        body(matrix, strip.start, strip.columns)
        for loop in strip.loops {
          loop.forEachRow { count, place, step, column, columnStep in
            if step == 1, columnStep == 1 {
              VectorKernels.add(1, times: matrix + column, to: image + place, count: count)
            } else {
              for i in 0..<count { image[place + i * step] += matrix[column + i * columnStep] }
            }
          }
        }
      }
    }
  }
}
