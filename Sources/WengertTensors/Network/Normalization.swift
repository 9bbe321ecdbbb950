// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
import WengertScalars

/// The elements less their mean, divided by their standard deviation, over the last axes:
/// `weight · (x − mean) / √(variance + epsilon) + bias`.
///
/// ```swift
/// layerNormalization(x, weight: scale, bias: shift)             // each row of [batch, features]
/// ```
///
/// - Parameters:
///   - weight: One number for each element of the last axes; 1 for nil.
///   - bias: The same; 0 for nil.
///   - lastAxes: How many axes are normalized together.
///
/// J. L. Ba, J. R. Kiros and G. E. Hinton, "Layer normalization" (2016).
public func layerNormalization(
  _ x: Tensor, weight: Tensor? = nil, bias: Tensor? = nil, lastAxes: Int = 1,
  epsilon: Double = 1e-5
) -> Tensor {
  let axes = x.trailingAxes(lastAxes, [weight, bias], "layerNormalization")
  return x.standardized(axes, epsilon).scaled(weight, bias)
}

/// The elements divided by the root of their mean square, over the last axes:
/// `weight · x / √(mean(x²) + epsilon)`.
///
/// - Parameters:
///   - weight: One number for each element of the last axes; 1 for nil.
///   - lastAxes: How many axes are normalized together.
///   - epsilon: The distance from 1 to the next number of the element type for nil.
///
/// B. Zhang and R. Sennrich, "Root mean square layer normalization" (2019).
public func rmsNormalization(
  _ x: Tensor, weight: Tensor? = nil, lastAxes: Int = 1, epsilon: Double? = nil
) -> Tensor {
  let axes = x.trailingAxes(lastAxes, [weight], "rmsNormalization")
  let ulp = x.dtype == .float32 ? Double(Float.ulpOfOne) : Double.ulpOfOne
  let meanSquare = Tensor.square(x.real).mean(axes: axes, keepingAxes: true)
  return (x / .sqrt(meanSquare + Tensor(epsilon ?? ulp))).scaled(weight, nil)
}

/// The elements of each channel less a mean, divided by a standard deviation:
/// `weight · (x − mean) / √(variance + epsilon) + bias`.
///
/// In training these are the channel's own in the batch; in evaluation they are given, as averages
/// over the training.
///
/// ```swift
/// let (mean, variance) = x.channelStatistics()
/// let y = batchNormalization(x, weight: w, bias: b)             // training
/// let z = batchNormalization(x, mean: m, variance: v, weight: w, bias: b)
/// ```
///
/// - Parameters:
///   - x: Shape `[batch, channels, …]`, or with the channels along another axis.
///   - mean: Shape `[channels]`, as have all others; that of the batch for nil.
///   - variance: The same.
///
/// S. Ioffe and C. Szegedy, "Batch normalization" (2015).
public func batchNormalization(
  _ x: Tensor, mean: Tensor? = nil, variance: Tensor? = nil, weight: Tensor? = nil,
  bias: Tensor? = nil, epsilon: Double = 1e-5, channelAxis: Int = 1
) -> Tensor {
  let axis = x.normalized(axis: channelAxis, "batchNormalization")
  precondition(
    (mean == nil) == (variance == nil),
    "batchNormalization: mean and variance are given together or not at all.")
  func perChannel(_ parameter: Tensor?) -> Tensor? {
    parameter.map { $0.spreadOverChannels(axis, of: x, "batchNormalization") }
  }
  let others = x.shape.indices.filter { $0 != axis }
  guard let mean = perChannel(mean), let variance = perChannel(variance) else {
    return x.standardized(others, epsilon).scaled(perChannel(weight), perChannel(bias))
  }
  return ((x - mean) / .sqrt(variance + Tensor(epsilon)))
    .scaled(perChannel(weight), perChannel(bias))
}

/// The elements of each group of channels of each example less their mean, divided by their
/// standard deviation; then times a weight and plus a bias for each channel.
///
/// - Parameters:
///   - x: Shape `[batch, channels, …]`.
///   - groups: The number of groups, which divides that of the channels.
///   - weight: Shape `[channels]`; 1 for nil.
///   - bias: Shape `[channels]`; 0 for nil.
///
/// Y. Wu and K. He, "Group normalization" (2018).
public func groupNormalization(
  _ x: Tensor, groups: Int, weight: Tensor? = nil, bias: Tensor? = nil, epsilon: Double = 1e-5
) -> Tensor {
  precondition(
    x.rank >= 2 && groups > 0 && x.shape[1] % groups == 0,
    "groupNormalization: the shape \(x.shape) has no channels in \(groups) equal groups.")
  let inGroup = x.shape.dropFirst().reduce(1) { $0 * $1 } / groups
  let rows = x.reshaped([x.shape[0], groups, inGroup]).standardized([2], epsilon)
  return rows.reshaped(x.shape).scaled(
    weight?.spreadOverChannels(1, of: x, "groupNormalization"),
    bias?.spreadOverChannels(1, of: x, "groupNormalization"))
}

/// The elements of each channel of each example less their mean, divided by their standard
/// deviation: ``groupNormalization(_:groups:weight:bias:epsilon:)`` of single channels.
///
/// D. Ulyanov, A. Vedaldi and V. Lempitsky, "Instance normalization" (2016).
public func instanceNormalization(
  _ x: Tensor, weight: Tensor? = nil, bias: Tensor? = nil, epsilon: Double = 1e-5
) -> Tensor {
  precondition(
    x.rank >= 2, "instanceNormalization: the shape \(x.shape) has no axis for channels.")
  return groupNormalization(
    x, groups: Swift.max(x.shape[1], 1), weight: weight, bias: bias, epsilon: epsilon)
}

extension Tensor {
  /// The mean and the variance of each channel over all other axes, which a layer averages over its
  /// training for ``batchNormalization(_:mean:variance:weight:bias:epsilon:channelAxis:)``.
  ///
  /// - Parameter correction: As in ``variance(axes:correction:keepingAxes:)``.
  public func channelStatistics(
    channelAxis: Int = 1, correction: Double = 0
  ) -> (mean: Tensor, variance: Tensor) {
    let axis = normalized(axis: channelAxis, "channelStatistics")
    let others = shape.indices.filter { $0 != axis }
    return (mean(axes: others), variance(axes: others, correction: correction))
  }

  /// `(x − mean) / √(variance + epsilon)` along axes.
  fileprivate func standardized(_ axes: [Int], _ epsilon: Double) -> Tensor {
    let centered = real - mean(axes: axes, keepingAxes: true)
    let variance = Tensor.square(centered).mean(axes: axes, keepingAxes: true)
    return centered / .sqrt(variance + Tensor(epsilon))
  }

  fileprivate func scaled(_ weight: Tensor?, _ bias: Tensor?) -> Tensor {
    let product = weight.map { self * $0 } ?? self
    return bias.map { product + $0 } ?? product
  }

  /// The last axes, whose shape parameters have.
  fileprivate func trailingAxes(
    _ count: Int, _ parameters: [Tensor?], _ operation: StaticString
  ) -> [Int] {
    precondition(
      count > 0 && count <= rank, "\(operation): the shape \(shape) has no \(count) last axes.")
    let last = Shape(Array(shape.dimensions.suffix(count)))
    for case let parameter? in parameters {
      precondition(
        parameter.shape == last,
        "\(operation): a parameter has the shape \(parameter.shape), not \(last).")
    }
    return Array((rank - count)..<rank)
  }

  /// A number for each channel, in a shape that broadcasts along the other axes of `x`.
  fileprivate func spreadOverChannels(
    _ axis: Int, of x: Tensor, _ operation: StaticString
  ) -> Tensor {
    precondition(
      shape == [x.shape[axis]],
      "\(operation): a parameter has the shape \(shape), not \(Shape([x.shape[axis]])).")
    return reshaped(Shape([count] + Array(repeating: 1, count: x.rank - 1 - axis)))
  }
}
