// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertKernels

/// Images that are laid out in several strips; small integers, with which all sums are exact.
@Suite("Convolutions of large images")
struct ConvolutionTests {
  struct Example: Sendable, CustomStringConvertible {
    var convolution: Convolution
    var batch, imageChannels, resultChannels: Int
    var description: String { "\(convolution.window)" }

    init(
      image: [Int], window: [Int], strides: [Int], dilations: [Int], before: [Int], groups: Int,
      batch: Int, imageChannels: Int, resultChannels: Int
    ) {
      var sliding = SlidingWindow(
        image: image, window: window, strides: strides, dilations: dilations, before: before,
        positions: [])
      sliding.positions = image.indices.map {
        (image[$0] + 2 * before[$0] - sliding.span($0)) / strides[$0] + 1
      }
      convolution = Convolution(sliding, groups: groups)
      self.batch = batch
      self.imageChannels = imageChannels
      self.resultChannels = resultChannels
    }

    var imageShape: Shape {
      Shape([batch, convolution.groups * imageChannels] + convolution.window.image)
    }
    var filterShape: Shape {
      Shape([convolution.groups * resultChannels, imageChannels] + convolution.window.window)
    }
    var resultShape: Shape {
      Shape([batch, convolution.groups * resultChannels] + convolution.window.positions)
    }

    static let all = [
      Example(
        image: [70, 70], window: [3, 3], strides: [1, 1], dilations: [1, 1], before: [1, 1],
        groups: 1, batch: 2, imageChannels: 16, resultChannels: 2),
      Example(
        image: [121, 60], window: [2, 3], strides: [2, 1], dilations: [3, 2], before: [0, 2],
        groups: 2, batch: 3, imageChannels: 20, resultChannels: 1),
      Example(
        image: [40_000], window: [4], strides: [3], dilations: [1], before: [2], groups: 1, batch: 9,
        imageChannels: 5, resultChannels: 1),
      Example(
        image: [50, 50], window: [1, 1], strides: [1, 1], dilations: [1, 1], before: [0, 0],
        groups: 1, batch: 2, imageChannels: 8, resultChannels: 3),
    ]
  }

  func integers<T: KernelScalar>(_ shape: Shape, seed: Int) -> [T] {
    (0..<shape.elementCount).map { T(Double(($0 &* 37 &+ seed) % 7 - 3)) }
  }

  func inner<T: KernelScalar>(_ x: NDArray, _ y: [T]) -> Double {
    x.withElements(T.self) { x in zip(x, y).reduce(0) { $0 + $1.0.double * $1.1.double } }
  }

  @Test(arguments: Example.all)
  func `strips give the numbers of the definition`(example: Example) {
    let x: [Double] = integers(example.imageShape, seed: 1)
    let w: [Double] = integers(example.filterShape, seed: 2)
    let result = example.convolution.result(
      image: NDArray(x, shape: example.imageShape), filter: NDArray(w, shape: example.filterShape))
    #expect(result.shape == example.resultShape)
    let window = example.convolution.window
    let (image, places) = (Shape(window.image), Shape(window.window))
    let positions = Shape(window.positions)
    var isRight = true
    let y = result.elements(Double.self)
    // Every seventh position, in all channels.
    for index in stride(from: 0, to: y.count, by: 7) {
      let position = index % positions.elementCount
      let channel = index / positions.elementCount % example.resultShape[1]
      let batch = index / positions.elementCount / example.resultShape[1]
      let group = channel / example.resultChannels
      var sum = 0.0
      for place in 0..<places.elementCount {
        var offset = 0
        var isInside = true
        for axis in window.image.indices {
          let o = position / positions.strides[axis] % positions[axis]
          let k = place / places.strides[axis] % places[axis]
          let i = o * window.strides[axis] + k * window.dilations[axis] - window.before[axis]
          isInside = isInside && i >= 0 && i < image[axis]
          offset += i * image.strides[axis]
        }
        guard isInside else { continue }
        for c in 0..<example.imageChannels {
          let source = batch * example.imageShape[1] + group * example.imageChannels + c
          sum +=
            x[source * image.elementCount + offset]
            * w[(channel * example.imageChannels + c) * places.elementCount + place]
        }
      }
      if sum != y[index] { isRight = false }
    }
    #expect(isRight)
  }

  @Test(arguments: Example.all)
  func `both transposes belong to the same form`(example: Example) {
    let x: [Float] = integers(example.imageShape, seed: 1)
    let w: [Float] = integers(example.filterShape, seed: 2)
    let y: [Float] = integers(example.resultShape, seed: 3)
    let image = NDArray(x, shape: example.imageShape)
    let filter = NDArray(w, shape: example.filterShape)
    let result = NDArray(y, shape: example.resultShape)
    let form = inner(example.convolution.result(image: image, filter: filter), y)
    #expect(form != 0)
    #expect(inner(example.convolution.image(filter: filter, result: result), x) == form)
    #expect(inner(example.convolution.filter(image: image, result: result), w) == form)
  }
}

extension ParallelLoopTests {
  @Test(arguments: ConvolutionTests.Example.all)
  func `threads do not change a bit of a convolution`(example: ConvolutionTests.Example) async {
    func numbers(_ shape: Shape, seed: UInt64) -> NDArray {
      NDArray(Matrix<Float>.random(1, shape.elementCount, seed: seed).values, shape: shape)
    }
    let image = numbers(example.imageShape, seed: 1)
    let filter = numbers(example.filterShape, seed: 2)
    let result = numbers(example.resultShape, seed: 3)
    await expectEqualNumbers {
      example.convolution.result(image: image, filter: filter).elements(Float.self)
        + example.convolution.image(filter: filter, result: result).elements(Float.self)
        + example.convolution.filter(image: image, result: result).elements(Float.self)
    }
  }
}
