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
    /// How many images and groups a thread takes at least.
    let grain: Int

    init(_ convolution: Convolution, image shape: Shape, filter: Shape) {
      batch = shape[0]
      imageChannels = filter[1]
      resultChannels = filter[0] / convolution.groups
      rows = imageChannels * Shape(convolution.window.window).elementCount
      columns = Shape(convolution.window.positions).elementCount
      image = imageChannels * Shape(convolution.window.image).elementCount
      self.filter = resultChannels * rows
      result = resultChannels * columns
      grain = 1 + (1 << 19) / max(self.filter * columns, 1)
    }
  }

  private struct ResultKernel: FloatVisitor {
    let convolution: Convolution
    let sizes: Sizes
    let image: NDArray
    let filter: NDArray
    let shape: Shape

    func visit<T: KernelScalar>(_ type: T.Type) -> NDArray {
      let (sizes, groups) = (sizes, convolution.groups)
      let layout = ImageLayout(convolution.window, channels: sizes.imageChannels)
      return NDArray(shape) { (y: UnsafeMutableBufferPointer<T>) in
        read(image, filter, T.self) { x, w in
          // Every image and group has its part of the result.
          nonisolated(unsafe) let (x, w, y) = (x, w, y.baseAddress.unsafelyUnwrapped)
          ParallelLoop.run(count: sizes.batch * groups, atLeast: sizes.grain) { parts in
            layout.forEachStrip(of: x, step: sizes.image, parts) { part, matrix, column in
              let filter = MatrixView(
                w + part % groups * sizes.filter, rows: sizes.resultChannels, columns: sizes.rows)
              MatrixProduct.multiply(
                filter, by: matrix, into: y + (part * sizes.result + column),
                rowStride: sizes.columns)
            }
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
      let (sizes, groups) = (sizes, convolution.groups)
      let layout = ImageLayout(convolution.window, channels: sizes.imageChannels)
      return NDArray(shape) { (x: UnsafeMutableBufferPointer<T>) in
        read(filter, result, T.self) { w, y in
          // Every image and group has its part of the image.
          nonisolated(unsafe) let (x, w, y) = (x.baseAddress.unsafelyUnwrapped, w, y)
          ParallelLoop.run(count: sizes.batch * groups, atLeast: sizes.grain) { parts in
            for part in parts {
              let filter = MatrixView(
                w + part % groups * sizes.filter, rows: sizes.resultChannels, columns: sizes.rows)
              let image = x + part * sizes.image
              image.initialize(repeating: 0, count: sizes.image)
              layout.addStrips(to: image) { matrix, column, count in
                let result = MatrixView(
                  y + (part * sizes.result + column), rows: sizes.resultChannels, columns: count,
                  rowStride: sizes.columns, columnStride: 1)
                MatrixProduct.multiply(filter.transposed, by: result, into: matrix)
              }
            }
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
      let layout = ImageLayout(convolution.window, channels: sizes.imageChannels)
      // A number of terms that does not depend on the threads, so that the sum does not either.
      let terms = min(sizes.batch, 8)
      return NDArray(shape) { (w: UnsafeMutableBufferPointer<T>) in
        w.initialize(repeating: 0)
        let (w, count) = (w.baseAddress.unsafelyUnwrapped, w.count)
        read(image, result, T.self) { x, y in
          Scratch.withMemory(of: T.self, count: terms * count) { sums in
            // Every term is a sum of its own.
            nonisolated(unsafe) let (x, y, sums) = (x, y, sums)
            let grain = 1 + terms * sizes.grain / max(sizes.batch * convolution.groups, 1)
            ParallelLoop.run(count: terms, atLeast: grain) { range in
              for term in range {
                let images = sizes.batch * term / terms..<sizes.batch * (term + 1) / terms
                sum(x, y, images, layout, into: sums + term * count, count: count)
              }
            }
            for term in 0..<terms {
              VectorKernels.add(1, times: sums + term * count, to: w, count: count)
            }
          }
        }
      }
    }

    /// The sum over some of the images.
    private func sum<T: KernelScalar>(
      _ x: UnsafePointer<T>, _ y: UnsafePointer<T>, _ images: Range<Int>, _ layout: ImageLayout,
      into sum: UnsafeMutablePointer<T>, count: Int
    ) {
      sum.initialize(repeating: 0, count: count)
      let groups = convolution.groups
      let parts = images.lowerBound * groups..<images.upperBound * groups
      layout.forEachStrip(of: x, step: sizes.image, parts) { part, matrix, column in
        let result = MatrixView(
          y + (part * sizes.result + column), rows: sizes.resultChannels, columns: matrix.columns,
          rowStride: sizes.columns, columnStride: 1)
        MatrixProduct.multiply(
          result, by: matrix.transposed, into: sum + part % groups * sizes.filter, isAdding: true)
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
