// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// Convolution and both of its transposes.
///
/// They are the derivatives of one trilinear form, of an image, a filter and a result
/// (``WengertKernels/Convolution``), with respect to one of the three; the operands are the other
/// two, in that order. To transpose one at an operand is to ask for another of the three, so that
/// derivatives of any order are convolutions again.
struct ConvolutionRow: LinearRow {
  enum Part: String, Sendable, CaseIterable { case image, filter, result }

  static var name: String { "convolution" }
  var output: Part
  var convolution: Convolution
  var operation: Operation { .convolution(self) }

  mutating func visitAttributes(_ visit: inout AttributeVisitor) {
    var name = output.rawValue
    visit("to", &name)
    if let part = Part(rawValue: name) { output = part } else { visit.reject() }
    visit("image", &convolution.window.image)
    visit("window", &convolution.window.window)
    visit("positions", &convolution.window.positions)
    visit("stride", &convolution.window.strides)
    visit("dilation", &convolution.window.dilations)
    visit("before", &convolution.window.before)
    visit("groups", &convolution.groups)
  }

  /// A row with attributes that mean nothing.
  static var blank: ConvolutionRow {
    let window = SlidingWindow(
      image: [], window: [], strides: [], dilations: [], before: [], positions: [])
    return ConvolutionRow(output: .result, convolution: Convolution(window, groups: 1))
  }

  /// What the operands are.
  private var inputs: [Part] { Part.allCases.filter { $0 != output } }

  func type(of operands: [ArrayType]) -> ArrayType {
    let (x, y) = (operands[0].shape, operands[1].shape)
    let groups = convolution.groups
    let shape =
      switch output {
      case .image: [y[0], groups * x[1]] + convolution.window.image
      case .filter: [y[1], x[1] / groups] + convolution.window.window
      case .result: [x[0], y[0]] + convolution.window.positions
      }
    return ArrayType(Shape(shape), operands[0].dtype)
  }

  func evaluate(_ operands: [NDArray]) -> NDArray {
    switch output {
    case .image: convolution.image(filter: operands[0], result: operands[1])
    case .filter: convolution.filter(image: operands[0], result: operands[1])
    case .result: convolution.result(image: operands[0], filter: operands[1])
    }
  }

  /// The shapes of image, filter and result.
  private func shapes(_ operands: [ArrayType], _ result: ArrayType) -> [Shape] {
    var shapes = operands.map { $0.shape }
    shapes.insert(result.shape, at: Part.allCases.firstIndex(of: output) ?? 0)
    return shapes
  }

  /// How many products of two numbers are summed: every element of the filter meets every image at
  /// every position.
  func multiplications(_ operands: [ArrayType], _ result: ArrayType) -> Int {
    let shapes = shapes(operands, result)
    return shapes[0][0] * shapes[1].elementCount * Shape(convolution.window.positions).elementCount
  }

  /// Whether two operands and a result belong together.
  func accepts(_ operands: [ArrayType], _ result: ArrayType) -> Bool {
    guard operands.count == 2 else { return false }
    let (window, groups) = (convolution.window, convolution.groups)
    let shapes = shapes(operands, result)
    let lengths = [window.image, window.window, window.positions]
    let limit = Int(Int32.max)
    guard zip(shapes, lengths).allSatisfy({ $0.rank > 1 && Array($0.dropFirst(2)) == $1 }),
      [window.strides, window.dilations, window.before].allSatisfy({ numbers in
        numbers.count == window.image.count && numbers.allSatisfy { $0 >= 0 && $0 <= limit }
      }), window.strides.allSatisfy({ $0 > 0 }), groups > 0, groups <= limit
    else { return false }
    let (image, filter, result) = (shapes[0], shapes[1], shapes[2])
    return image[0] == result[0] && image[1] == groups * filter[1] && result[1] == filter[0]
      && filter[0] % groups == 0
  }

  func transpose(_ line: AppliedLine, _ cotangent: Tensor, at k: Int) -> Tensor {
    let row = ConvolutionRow(output: inputs[k], convolution: convolution)
    let other = line.operands[1 - k]
    // The cotangent takes the place of this row's output among the three.
    let isFirst = row.inputs[0] == output
    return .apply(row.operation, isFirst ? [cotangent, other] : [other, cotangent])
  }

  /// An axis that two of the three have runs along with the index that only these two have: of the
  /// images, or of the channels of either side. An axis that all have runs along with the groups.
  func batched(_ operands: [Tensor], _ isBatched: [Bool], size: Int) -> Tensor {
    let item = type(
      of: [0, 1].map { k in
        let own = operands[k].type
        return isBatched[k] ? own.reduced([0]) : own
      })
    if size == 0 { return Tensor(zeros: Shape([0] + item.shape.dimensions), dtype: item.dtype) }
    let shared = isBatched.contains(false) ? inputs[isBatched[0] ? 1 : 0] : nil
    var row = self
    if shared == nil { row.convolution.groups *= size }
    let folded = [0, 1].map { k in
      isBatched[k] ? operands[k].folded(place(of: inputs[k], without: shared)) : operands[k]
    }
    return Tensor.apply(row.operation, folded)
      .unfolded(place(of: output, without: shared), size: size, item.shape)
  }

  /// Where an index of one of the three is that `other` does not have, or the groups for nil: the
  /// axis, and how many parts before it are counted along the same axis.
  private func place(of part: Part, without other: Part?) -> BatchPlace {
    let groups = convolution.groups
    return switch (part, other) {
    case (.image, .filter), (.result, .filter), (.filter, nil): BatchPlace(axis: 0, outer: 1)
    case (.filter, .image): BatchPlace(axis: 0, outer: groups)
    case (.image, .result), (.result, .image): BatchPlace(axis: 1, outer: groups)
    default: BatchPlace(axis: 1, outer: 1)
    }
  }
}

/// Where an axis of a batch is counted along with another axis: behind `outer` parts of it, before
/// the rest.
private struct BatchPlace {
  let axis: Int
  let outer: Int
}

extension Tensor {
  /// The first axis counted along with another one.
  fileprivate func folded(_ place: BatchPlace) -> Tensor {
    var dimensions = Array(shape.dimensions.dropFirst())
    let inner = dimensions[place.axis] / place.outer
    dimensions[place.axis] *= shape[0]
    if place.axis == 0, place.outer == 1 { return reshaped(Shape(dimensions)) }
    return unflattened(axis: place.axis + 1, into: [place.outer, inner])
      .movingAxis(from: 0, to: place.axis + 1).reshaped(Shape(dimensions))
  }

  /// The inverse of ``folded(_:)``, for items of a shape.
  fileprivate func unfolded(_ place: BatchPlace, size: Int, _ item: Shape) -> Tensor {
    let lengths = [place.outer, size, item[place.axis] / place.outer]
    return unflattened(axis: place.axis, into: lengths)
      .movingAxis(from: place.axis + 1, to: 0).reshaped(Shape([size] + item.dimensions))
  }
}
