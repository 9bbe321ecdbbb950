// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// The trilinear form of three arrays that convolution and both of its transposes come from,
///
///     Σ image[b, c, o·stride + k·dilation − before] · filter[d, c, k] · result[b, d, o],
///
/// summed over all indices, where channels `c` and `d` belong to the same of `groups` groups. Each
/// function takes two of the arrays and gives the derivative of the form with respect to the third.
///
/// The shapes are `[batch, groups · c] + image`, `[groups · d, c] + window` and
/// `[batch, groups · d] + positions`. One image at a time is laid out as a matrix with a row for
/// each place of the window, and the rest is a matrix product (K. Chellapilla, S. Puri and
/// P. Simard, "High performance convolutional neural networks for document processing", 2006).
public struct Convolution: Hashable, Sendable {
  public var window: SlidingWindow
  public var groups: Int

  public init(_ window: SlidingWindow, groups: Int) {
    self.window = window
    self.groups = groups
  }

  /// The convolution of an image with a filter.
  public func result(image: NDArray, filter: NDArray) -> NDArray {
    let sizes = Sizes(self, image: image.shape, filter: filter.shape)
    let shape = Shape([sizes.batch, groups * sizes.resultChannels] + window.positions)
    return image.dtype.acceptFloat(
      ResultKernel(convolution: self, sizes: sizes, image: image, filter: filter, shape: shape))
  }

  /// The image whose product with every image is that of `result` with its convolution.
  public func image(filter: NDArray, result: NDArray) -> NDArray {
    let shape = Shape([result.shape[0], groups * filter.shape[1]] + window.image)
    let sizes = Sizes(self, image: shape, filter: filter.shape)
    return filter.dtype.acceptFloat(
      ImageKernel(convolution: self, sizes: sizes, filter: filter, result: result, shape: shape))
  }

  /// The filter whose product with every filter is that of `result` with the convolution.
  public func filter(image: NDArray, result: NDArray) -> NDArray {
    let shape = Shape([result.shape[1], image.shape[1] / groups] + window.window)
    let sizes = Sizes(self, image: image.shape, filter: shape)
    return image.dtype.acceptFloat(
      FilterKernel(convolution: self, sizes: sizes, image: image, result: result, shape: shape))
  }

  /// The sizes of the matrices for one image and one group.
  private struct Sizes {
    let batch: Int
    let imageChannels: Int
    let resultChannels: Int
    /// The rows and columns of an image laid out as a matrix.
    let rows: Int
    let columns: Int
    /// The elements of one group of the image, the filter and the result.
    let image: Int
    let filter: Int
    let result: Int

    init(_ convolution: Convolution, image shape: Shape, filter: Shape) {
      batch = shape[0]
      imageChannels = filter[1]
      resultChannels = filter[0] / convolution.groups
      rows = imageChannels * Shape(convolution.window.window).elementCount
      columns = Shape(convolution.window.positions).elementCount
      image = imageChannels * Shape(convolution.window.image).elementCount
      self.filter = resultChannels * rows
      result = resultChannels * columns
    }
  }

  /// Calls `body` for every image and group, with the numbers of both counted as one and that of
  /// the group, and a matrix for an image laid out; zero at first, and as `body` leaves it then.
  private func forEach<T: KernelScalar>(
    _ sizes: Sizes, _ type: T.Type,
    _ body: (_ part: Int, _ group: Int, _ matrix: UnsafeMutablePointer<T>) -> Void
  ) {
    let count = window.isPointwise ? 1 : sizes.rows * sizes.columns
    withUnsafeTemporaryAllocation(of: T.self, capacity: max(count, 1)) { matrix in
      matrix.initialize(repeating: 0)
      for part in 0..<(sizes.batch * groups) {
        body(part, part % groups, matrix.baseAddress.unsafelyUnwrapped)
      }
    }
  }

  private struct ResultKernel: FloatVisitor {
    let convolution: Convolution
    let sizes: Sizes
    let image: NDArray
    let filter: NDArray
    let shape: Shape

    func visit<T: KernelScalar>(_ type: T.Type) -> NDArray {
      let layout = Layout(convolution.window, channels: sizes.imageChannels)
      return NDArray(shape) { (y: UnsafeMutableBufferPointer<T>) in
        read(image, filter, T.self) { x, w in
          let y = y.baseAddress.unsafelyUnwrapped
          convolution.forEach(sizes, T.self) { part, group, matrix in
            MatrixProduct.multiply(
              w + group * sizes.filter, by: layout.matrix(of: x + part * sizes.image, in: matrix),
              into: y + part * sizes.result,
              rows: sizes.resultChannels, columns: sizes.columns, depth: sizes.rows)
          }
        }
      }
    }
  }

  private struct ImageKernel: FloatVisitor {
    let convolution: Convolution
    let sizes: Sizes
    let filter: NDArray
    let result: NDArray
    let shape: Shape

    func visit<T: KernelScalar>(_ type: T.Type) -> NDArray {
      let layout = Layout(convolution.window, channels: sizes.imageChannels)
      return NDArray(shape) { (x: UnsafeMutableBufferPointer<T>) in
        x.initialize(repeating: 0)
        read(filter, result, T.self) { w, y in
          let x = x.baseAddress.unsafelyUnwrapped
          convolution.forEach(sizes, T.self) { part, group, matrix in
            let image = x + part * sizes.image
            let matrix = convolution.window.isPointwise ? image : matrix
            MatrixProduct.multiply(
              w + group * sizes.filter, isTransposed: true, by: y + part * sizes.result,
              into: matrix, rows: sizes.rows, columns: sizes.columns, depth: sizes.resultChannels)
            layout.add(matrix, to: image)
          }
        }
      }
    }
  }

  private struct FilterKernel: FloatVisitor {
    let convolution: Convolution
    let sizes: Sizes
    let image: NDArray
    let result: NDArray
    let shape: Shape

    func visit<T: KernelScalar>(_ type: T.Type) -> NDArray {
      let layout = Layout(convolution.window, channels: sizes.imageChannels)
      return NDArray(shape) { (w: UnsafeMutableBufferPointer<T>) in
        w.initialize(repeating: 0)
        read(image, result, T.self) { x, y in
          withUnsafeTemporaryAllocation(of: T.self, capacity: max(sizes.filter, 1)) { term in
            let term = term.baseAddress.unsafelyUnwrapped
            let w = w.baseAddress.unsafelyUnwrapped
            convolution.forEach(sizes, T.self) { part, group, matrix in
              MatrixProduct.multiply(
                y + part * sizes.result, isTransposed: false,
                by: layout.matrix(of: x + part * sizes.image, in: matrix), isTransposed: true,
                into: term,
                rows: sizes.resultChannels, columns: sizes.rows, depth: sizes.columns)
              VectorKernels.add(1, times: term, to: w + group * sizes.filter, count: sizes.filter)
            }
          }
        }
      }
    }
  }
}

/// An image as a matrix with a row for each channel and place of the window and a column for each
/// position.
private struct Layout {
  /// Empty if the matrix is the image itself.
  let loops: [WindowLoop]
  let isPointwise: Bool

  init(_ window: SlidingWindow, channels: Int) {
    isPointwise = window.isPointwise
    loops = isPointwise ? [] : WindowLoop.loops(of: window, channels: channels)
  }

  /// The matrix of an image, written to `matrix`, where places outside the image are zero already.
  func matrix<T: KernelScalar>(
    of image: UnsafePointer<T>, in matrix: UnsafeMutablePointer<T>
  ) -> UnsafePointer<T> {
    if isPointwise { return image }
    for loop in loops {
      loop.forEachRow { count, place, step, column, columnStep in
        if step == 1, columnStep == 1 {
          (matrix + column).update(from: image + place, count: count)
        } else {
          for i in 0..<count { matrix[column + i * columnStep] = image[place + i * step] }
        }
      }
    }
    return UnsafePointer(matrix)
  }

  /// Adds every element of a matrix to the image where it would be read from.
  func add<T: KernelScalar>(_ matrix: UnsafePointer<T>, to image: UnsafeMutablePointer<T>) {
    for loop in loops {
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

/// The elements of two arrays.
private func read<T: KernelScalar>(
  _ x: NDArray, _ y: NDArray, _ type: T.Type,
  _ body: (UnsafePointer<T>, UnsafePointer<T>) -> Void
) {
  x.withElements(T.self) { x in
    y.withElements(T.self) { y in
      body(x.baseAddress.unsafelyUnwrapped, y.baseAddress.unsafelyUnwrapped)
    }
  }
}
