// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertTensors

/// Layers of neural networks, in the words of the reference files.
enum NetworkOperations {
  /// By NumPy's names.
  static let core: [String: TensorOperation] = [
    "conv1d": { c in [c.convolved] },
    "conv2d": { c in [c.convolved] },
    "conv_transpose2d": { c in
      [
        transposedConvolution(
          c[0], weight: c[1], stride: c.perAxis(nil, "stride") ?? 1,
          padding: c.perAxis(nil, "padding") ?? 0,
          outputPadding: c.perAxis(nil, "output_padding") ?? 0)
      ]
    },
    "avg_pool1d": { c in [c.averagePooled(c.window(nil, "kernel", 1))] },
    "avg_pool2d": { c in [c.averagePooled(c.window(nil, "kernel", 2))] },
    "max_pool1d": { c in [c.maxPooled(c.window(nil, "kernel", 1)).values] },
    "max_pool2d": { c in [c.maxPooled(c.window(nil, "kernel", 2)).values] },
    "batch_norm_train": { c in
      [batchNormalization(c[0], weight: c[1], bias: c[2], epsilon: c.epsilon)]
    },
    "batch_norm_eval": { c in
      [
        batchNormalization(
          c[0], mean: c.vector("running_mean"), variance: c.vector("running_var"), weight: c[1],
          bias: c[2], epsilon: c.epsilon)
      ]
    },
    "layer_norm": { c in
      [
        layerNormalization(
          c[0], weight: c[1], bias: c[2], lastAxes: c[1].rank, epsilon: c.epsilon)
      ]
    },
    "rms_norm": { c in
      [rmsNormalization(c[0], weight: c[1], lastAxes: c[1].rank, epsilon: c.epsilon)]
    },
    "scaled_dot_product_attention": { c in
      [scaledDotProductAttention(c[0], c[1], c[2], isCausal: c.bool(nil, "causal") ?? false)]
    },
  ]

  /// By PyTorch's names.
  static let pyTorch: [String: TensorOperation] = prefixed([
    "conv1d": { c in [c.convolved] },
    "conv2d": { c in [c.convolved] },
    "conv3d": { c in [c.convolved] },
    "conv_transpose1d": { c in [c.convolvedBack] },
    "conv_transpose2d": { c in [c.convolvedBack] },
    "unfold": { c in
      [
        c[0].unfolded(
          window: c.window(1, "kernel_size", 2), stride: c.perAxis(4, "stride") ?? 1,
          padding: c.padding(3), dilation: c.perAxis(2, "dilation") ?? 1)
      ]
    },

    "avg_pool1d": { c in [c.averagePooled(c.window(1, "kernel_size", 1))] },
    "avg_pool2d": { c in [c.averagePooled(c.window(1, "kernel_size", 2))] },
    "max_pool1d": { c in c.maxPooledResults(1) },
    "max_pool2d": { c in c.maxPooledResults(2) },
    "adaptive_avg_pool1d": { c in [c[0].adaptiveAveragePooled(to: c.sizes(1))] },
    "adaptive_avg_pool2d": { c in [c[0].adaptiveAveragePooled(to: c.sizes(2))] },
    "adaptive_max_pool2d": { c in
      let (values, places) = c[0].adaptiveMaxPooledWithPlaces(to: c.sizes(2))
      if c.bool(2, "return_indices") == true { return [values, places] }
      return [c[0].adaptiveMaxPooled(to: c.sizes(2))]
    },

    "batch_norm": { c in
      [
        batchNormalization(
          c[0], mean: c.tensor(1, "running_mean"), variance: c.tensor(2, "running_var"),
          weight: c.tensor(3, "weight"), bias: c.tensor(4, "bias"), epsilon: c.epsilon,
          channelAxis: min(1, c[0].rank - 1))
      ]
    },
    "group_norm": { c in
      [
        groupNormalization(
          c[0], groups: c.int(1, "num_groups") ?? 1, weight: c.tensor(2, "weight"),
          bias: c.tensor(3, "bias"), epsilon: c.epsilon)
      ]
    },
    "instance_norm": { c in [instanceNormalization(c[0], epsilon: c.epsilon)] },
    "layer_norm": { c in
      [
        layerNormalization(
          c[0], weight: c.tensor(2, "weight"), bias: c.tensor(3, "bias"),
          lastAxes: c.ints(1, "normalized_shape")?.count ?? 1, epsilon: c.epsilon)
      ]
    },
    "rms_norm": { c in
      [
        rmsNormalization(
          c[0], weight: c.tensor(2, "weight"),
          lastAxes: c.ints(1, "normalized_shape")?.count ?? 1, epsilon: c.number(3, "eps"))
      ]
    },

    "interpolate.bilinear": { c in [c.resized(.linear)] },
    "interpolate.nearest": { c in [c.resized(.nearest)] },
    "upsample_nearest": { c in [c.resized(.nearest)] },
    "grid_sample": { c in
      let method: [String: Interpolation] = [
        "nearest": .nearest, "bilinear": .linear, "bicubic": .cubic,
      ]
      let border: [String: ImageBorder] = [
        "zeros": .zero, "border": .edge, "reflection": .reflection,
      ]
      return [
        c[0].sampled(
          at: c[1], by: method[c.string(2, "mode") ?? ""] ?? .linear,
          border: border[c.string(3, "padding_mode") ?? ""] ?? .zero,
          aligningCorners: c.bool(4, "align_corners") ?? false)
      ]
    },
    "pixel_shuffle": { c in [c[0].pixelShuffled(c.int(1, "upscale_factor") ?? 1)] },

    "embedding": { c in
      [embedding(c[1], weight: c[0], padding: c.int(2, "padding_idx"), limit: c.number(3, "max_norm"))]
    },
    "scaled_dot_product_attention": { c in
      [
        scaledDotProductAttention(
          c[0], c[1], c[2], isCausal: c.bool(5, "is_causal") ?? false,
          dropout: c.number(4, "dropout_p") == 0.5 ? dropout : nil)
      ]
    },
  ])

  private static func prefixed(_ table: [String: TensorOperation]) -> [String: TensorOperation] {
    Dictionary(uniqueKeysWithValues: table.map { ("nn.functional." + $0, $1) })
  }

  /// What the weights of attention are multiplied by in the cases with dropout, which were drawn at
  /// random when the cases were made: 2 with probability ½, and 0. They are read off the outputs;
  /// where a weight is too small for that, nothing depends on them.
  private static let dropout: Tensor = {
    let bits = """
      202000 002220 002020  002000 220222 222000  022002 220020 000200  202000 200000 000200
      """
    return Tensor(bits.filter { $0 != " " }.map { $0 == "0" ? 0.0 : 2 }, shape: [4, 3, 6])
  }()
}

extension OperationCall {
  fileprivate var epsilon: Double { number(nil, "eps") ?? 1e-5 }

  /// A number for each axis; a list of one stands for all of them.
  fileprivate func perAxis(_ place: Int?, _ name: String) -> PerAxis? {
    ints(place, name).map { $0.count == 1 ? PerAxis($0[0]) : PerAxis($0) }
  }

  fileprivate func padding(_ place: Int?) -> WindowPadding {
    switch string(place, "padding") {
    case "same": .same
    case "valid": .valid
    default: .each(perAxis(place, "padding") ?? 0)
    }
  }

  /// The lengths of a window with `count` axes.
  fileprivate func window(_ place: Int?, _ name: String, _ count: Int) -> [Int] {
    if let number = int(place, name) { return Array(repeating: number, count: count) }
    return ints(place, name) ?? []
  }

  fileprivate func vector(_ name: String) -> Tensor? { json(nil, name).numbers.map { Tensor($0) } }

  fileprivate var convolved: Tensor {
    convolution(
      self[0], weight: self[1], bias: inputs.count > 2 ? self[2] : nil,
      stride: perAxis(3, "stride") ?? 1, padding: padding(4), dilation: perAxis(5, "dilation") ?? 1,
      groups: int(6, "groups") ?? 1)
  }

  fileprivate var convolvedBack: Tensor {
    transposedConvolution(
      self[0], weight: self[1], bias: inputs.count > 2 ? self[2] : nil,
      stride: perAxis(3, "stride") ?? 1, padding: perAxis(4, "padding") ?? 0,
      outputPadding: perAxis(5, "output_padding") ?? 0, dilation: perAxis(7, "dilation") ?? 1,
      groups: int(6, "groups") ?? 1)
  }

  fileprivate func averagePooled(_ window: [Int]) -> Tensor {
    self[0].averagePooled(
      window: window, stride: perAxis(2, "stride"), padding: padding(3),
      roundingUp: bool(4, "ceil_mode") ?? false,
      countingPadding: bool(5, "count_include_pad") ?? true,
      divisor: number(6, "divisor_override"))
  }

  fileprivate func maxPooled(_ window: [Int]) -> (values: Tensor, places: Tensor) {
    self[0].maxPooledWithPlaces(
      window: window, stride: perAxis(2, "stride"), padding: padding(3),
      dilation: perAxis(4, "dilation") ?? 1, roundingUp: bool(5, "ceil_mode") ?? false)
  }

  fileprivate func maxPooledResults(_ count: Int) -> [Tensor] {
    let (values, places) = maxPooled(window(1, "kernel_size", count))
    return bool(nil, "return_indices") == true ? [values, places] : [values]
  }

  /// The lengths of the last `count` axes, in which null stands for the length as it is.
  fileprivate func sizes(_ count: Int) -> [Int] {
    let argument = json(1, "output_size")
    let given = argument.array ?? Array(repeating: argument, count: count)
    return zip(given, self[0].shape.suffix(count)).map { $0.number.map { Int($0) } ?? $1 }
  }

  /// To a size, or by a factor.
  fileprivate func resized(_ method: Interpolation) -> Tensor {
    let aligning = bool(3, "align_corners") ?? false
    let axes = self[0].rank - 2
    if let sizes = ints(1, "size") {
      return self[0].resized(to: sizes, by: method, aligningCorners: aligning)
    }
    let factors = Array(repeating: number(2, "scale_factor") ?? 1, count: axes)
    guard bool(nil, "recompute_scale_factor") == true else {
      return self[0].resized(byFactors: factors, by: method, aligningCorners: aligning)
    }
    let sizes = zip(self[0].shape.suffix(axes), factors).map { Int(Double($0) * $1) }
    return self[0].resized(to: sizes, by: method, aligningCorners: aligning)
  }
}
