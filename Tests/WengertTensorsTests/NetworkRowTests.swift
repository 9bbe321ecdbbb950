// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertKernels
import WengertScalars
@testable import WengertTensors

extension RowCase {
  /// A convolution with groups, steps, gaps and an uneven padding, as one of its three parts.
  private static func convolution(_ output: ConvolutionRow.Part) -> @Sendable ([Tensor]) -> Tensor {
    let window = SlidingWindow(
      image: [5, 3], window: [2, 3], strides: [2, 1], dilations: [1, 2], before: [1, 2],
      positions: [3, 2])
    let row = ConvolutionRow(output: output, convolution: Convolution(window, groups: 2))
    return { .apply(row.operation, $0) }
  }

  private static let image = Operand.real([2, 4, 5, 3])
  private static let filter = Operand.real([6, 2, 2, 3])
  private static let result = Operand.real([2, 6, 3, 2])

  /// Convolutions, and the layers that are made of other rows.
  static let network: [RowCase] =
    row("convolution", [[image, filter]], convolution(.result))
    + row("convolution to an image", [[filter, result]], convolution(.image))
    + row("convolution to a filter", [[image, result]], convolution(.filter))
    + row("pointwise convolution", [[.real([2, 3, 4]), .real([2, 3, 1])]]) {
      WengertTensors.convolution($0[0], weight: $0[1])
    }
    + row("convolution of no images", [[.real([0, 1, 4]), .real([2, 1, 3])]]) {
      WengertTensors.convolution($0[0], weight: $0[1])
    }
    + row("convolution of no channels", [[.real([2, 0, 4]), .real([2, 0, 3])]]) {
      WengertTensors.convolution($0[0], weight: $0[1])
    }
    + unary("maxPooled", [[2, 5]]) { $0.maxPooled(window: [3], stride: 2, padding: 1) }
    + unary("averagePooled", [[5, 4]]) {
      $0.averagePooled(window: [2, 3], stride: 1, padding: [1, 1], countingPadding: false)
    }
    + unary("adaptive pools", [[2, 5, 4]]) {
      $0.adaptiveMaxPooled(to: [3, 2]) + $0.adaptiveAveragePooled(to: [3, 2])
    }
    + unary("unfolded", [[2, 4, 3]]) { $0.unfolded(window: [2, 2], padding: 1, dilation: 2) }
    + unary("folded", [[8, 6]]) { $0.folded(into: [4, 3], window: [2, 2]) }
    + row("normalizations", [[.real([2, 4, 3]), .real([3]), .real([4])]]) {
      layerNormalization($0[0], weight: $0[1]) + groupNormalization($0[0], groups: 2, bias: $0[2])
        + batchNormalization($0[0], weight: $0[2]) * rmsNormalization($0[0], weight: $0[1])
    }
    + unary("resized", [[2, 4, 3]]) { $0.resized(to: [5, 2], by: .cubic) }
    + row("sampled", [[.real([2, 1, 4, 3]), .real([2, 3, 2], -1...1)]]) {
      $0[0].sampled(at: $0[1]) + $0[0].sampled(at: $0[1], by: .cubic, border: .reflection)
    }
    + row("attention", [[.real([2, 3, 2]), .real([2, 4, 2]), .real([2, 4, 3])]]) {
      scaledDotProductAttention($0[0], $0[1], $0[2], isCausal: true)
    }
    + row("embedding", [[.real([4, 2]), .index([3], 4)]]) { embedding($0[1], weight: $0[0]) }
    + unary("pixelShuffled", [[8, 2, 3]]) { $0.pixelShuffled(2) }
}

@Suite struct `Network: rows` {
  private let properties = RowPropertyTests()

  @Test(arguments: RowCase.network)
  func `both derivatives are right, and transposes of each other`(row: RowCase) {
    properties.transposition(row: row)
    properties.slope(row: row)
  }

  @Test(arguments: RowCase.network)
  func `second derivatives agree`(row: RowCase) { properties.secondOrder(row: row) }

  @Test(arguments: RowCase.network)
  func `batched is a loop`(row: RowCase) {
    properties.batching(row: row)
    properties.batchedDerivatives(row: row)
  }

  @Test(arguments: RowCase.network)
  func `a program computes the same numbers and survives as bytes`(row: RowCase) throws {
    properties.programs(row: row)
    let point = row.point(seed: 3)
    let program = TensorProgram(inputs: point.map { $0.type }) { [row.f($0)] }
    let again = try TensorProgram(decoding: program.encoded())
    #expect(again(point)[0] == row.f(point))
  }

  @Test func `what does not fit a convolution is refused`() {
    guard case .convolution(let row) = Self.operation else { return #expect(Bool(false)) }
    let types = [[2, 4, 5, 3], [6, 2, 2, 3]].map { ArrayType(Shape($0), .float64) }
    let result = ArrayType([2, 6, 3, 2], .float64)
    #expect(Operation.convolution(row).accepts(types, result: result))
    #expect(!Operation.convolution(row).accepts(types.reversed(), result: result))
    #expect(!Operation.convolution(row).accepts([types[0]], result: result))
    #expect(!Operation.convolution(row).accepts(types, result: types[0]))
    var other = row
    other.convolution.groups = 0
    #expect(!Operation.convolution(other).accepts(types, result: result))
    other = row
    other.convolution.window.strides = [0, 1]
    #expect(!Operation.convolution(other).accepts(types, result: result))
    other.convolution.window.strides = [2]
    #expect(!Operation.convolution(other).accepts(types, result: result))
  }

  private static var operation: WengertTensors.Operation {
    let window = SlidingWindow(
      image: [5, 3], window: [2, 3], strides: [2, 1], dilations: [1, 2], before: [1, 2],
      positions: [3, 2])
    return ConvolutionRow(output: .result, convolution: Convolution(window, groups: 2)).operation
  }
}
