// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars
import WengertTensors

/// Elementwise functions, reductions and statistics, by the names of both kinds of files.
enum MathOperations {
  static let table: [String: TensorOperation] = {
    var table = others
    for (name, function) in functionsOfOne { table[name] = { [function($0[0])] } }
    for (name, function) in functionsOfTwo { table[name] = { [function($0[0], $0[1])] } }
    for (name, function) in alongAxis { table[name] = { $0.alongAxis(1, function) } }
    for (name, reduction) in reductions {
      table[name] = { [reduction($0[0], $0.axes(1), $0.keepsAxes)] }
    }
    return table
  }()

  private static let functionsOfOne: [String: @Sendable (Tensor) -> Tensor] = [
    "abs": abs, "neg": { -$0 }, "sign": sign, "sgn": sign, "square": square,
    "reciprocal": reciprocal, "sqrt": sqrt, "rsqrt": rsqrt,
    "exp": exp, "exp2": exp2, "expm1": expm1,
    "log": log, "log2": log2, "log10": log10, "log1p": log1p,
    "sin": sin, "cos": cos, "tan": tan, "asin": asin, "acos": acos, "atan": atan,
    "sinh": sinh, "cosh": cosh, "tanh": tanh, "asinh": asinh, "acosh": acosh, "atanh": atanh,
    "floor": floor, "round": round, "trunc": trunc, "angle": { atan2(0, $0) },
    "erf": erf, "erfc": erfc, "lgamma": lgamma, "digamma": digamma, "sinc": sinc,
    "sigmoid": sigmoid, "special.ndtr": normalCDF, "special.log_ndtr": logNormalCDF,
    "special.i0e": besselI0e,
    "max.reduction_no_dim": { $0.max() }, "min.reduction_no_dim": { $0.min() },
  ]

  private static let functionsOfTwo: [String: @Sendable (Tensor, Tensor) -> Tensor] = [
    "mul": { $0 * $1 }, "div": { $0 / $1 }, "true_divide": { $0 / $1 },
    "pow": { pow($0, $1) }, "atan2": atan2, "hypot": hypot,
    "maximum": maximum, "max.binary": maximum, "minimum": minimum, "min.binary": minimum,
    "fmax": fmax, "fmin": fmin, "copysign": copysign, "remainder": modulo, "fmod": fmod,
    "xlogy": xlogy, "special.xlog1py": xlog1py,
    "logaddexp": logaddexp, "logaddexp2": logaddexp2,
  ]

  private typealias Reduction = @Sendable (Tensor, _ axes: [Int]?, _ keepsAxes: Bool) -> Tensor

  private static let reductions: [String: Reduction] = [
    "sum": { $0.sum(axes: $1, keepingAxes: $2) },
    "mean": { $0.mean(axes: $1, keepingAxes: $2) },
    "prod": { $0.product(axes: $1, keepingAxes: $2) },
    "max": { $0.max(axes: $1, keepingAxes: $2) },
    "amax": { $0.max(axes: $1, keepingAxes: $2) },
    "min": { $0.min(axes: $1, keepingAxes: $2) },
    "amin": { $0.min(axes: $1, keepingAxes: $2) },
    "logsumexp": { $0.logSumExp(axes: $1, keepingAxes: $2) },
    "nansum": { $0.nanSum(axes: $1, keepingAxes: $2) },
    "nanmean": { $0.nanMean(axes: $1, keepingAxes: $2) },
    "count_nonzero": { $0.countNonZero(axes: $1, keepingAxes: $2) },
    "norm1": { $0.norm(1, axes: $1, keepingAxes: $2) },
    "norm3": { $0.norm(3, axes: $1, keepingAxes: $2) },
    "norm_inf": { $0.norm(.infinity, axes: $1, keepingAxes: $2) },
  ]

  private static let alongAxis: [String: @Sendable (Tensor, _ axis: Int) -> Tensor] = [
    "softmax": { softmax($0, axis: $1) },
    "log_softmax": { logSoftmax($0, axis: $1) },
    "nn.functional.softmin": { softmin($0, axis: $1) },
    "cumsum": { $0.cumulativeSum(axis: $1) },
    "cumprod": { $0.cumulativeProduct(axis: $1) },
    "logcumsumexp": { $0.cumulativeLogSumExp(axis: $1) },
    "nn.functional.glu": { glu($0, axis: $1) },
  ]

  private static let others: [String: TensorOperation] = [
    "add": { [$0[0] + $0.factor("alpha") * $0[1]] },
    "sub": { [$0[0] - $0.factor("alpha") * $0[1]] },
    "rsub": { [$0[1] - $0.factor("alpha") * $0[0]] },
    "addcmul": { [$0[0] + $0.factor("value") * $0[1] * $0[2]] },
    "addcdiv": { [$0[0] + $0.factor("value") * $0[1] / $0[2]] },
    "lerp": { [lerp($0[0], $0[1], $0.bound(2, "weight") ?? 0)] },
    "clamp": { [$0.clipped()] },
    "clip": { [$0.clipped()] },
    "logit": { call in
      guard let epsilon = call.number(1, "eps") else { return [logit(call[0])] }
      return [logit(call[0].clamped(to: epsilon...(1 - epsilon)))]
    },
    "aminmax": { call in
      let (min, max) = call[0].extremes(axes: call.axes(1), keepingAxes: call.keepsAxes)
      return [min, max]
    },
    "max.reduction_with_dim": { $0.extreme({ $0.max(axes: [$1]) }, { $0.argmax(axis: $1) }) },
    "min.reduction_with_dim": { $0.extreme({ $0.min(axes: [$1]) }, { $0.argmin(axis: $1) }) },
    "std": { [$0.standardDeviation()] }, "std.unbiased": { [$0.standardDeviation()] },
    "var": { [$0.variance()] }, "var.unbiased": { [$0.variance()] },
    "std_mean": { [$0.standardDeviation(), $0.mean()] },
    "var_mean": { [$0.variance(), $0.mean()] },
    "norm": { [$0.norm(1, "p")] },
    "linalg.vector_norm": { [$0.norm(1, "ord")] },
    "dist": { [distance($0[0], $0[1], p: $0.number(2, "p") ?? 2)] },
    "cdist": { [pairwiseDistances($0[0], $0[1], p: $0.number(2, "p") ?? 2)] },
    "renorm": { call in
      let (p, axis) = (call.number(1, "p") ?? 2, call.int(2, "dim") ?? 0)
      let limit = call.number(3, "maxnorm") ?? 1
      return [call[0].renormalized(p: p, axis: axis, limit: limit, epsilon: 1e-7)]
    },
    "trapezoid": { call in
      let axis = call.int(nil, "dim") ?? -1
      return [trapezoid(call[0], over: call.places, spacing: call.spacing, axis: axis)]
    },
    "cumulative_trapezoid": { call in
      let axis = call.int(nil, "dim") ?? -1
      return [cumulativeTrapezoid(call[0], over: call.places, spacing: call.spacing, axis: axis)]
    },
  ]
}

extension OperationCall {
  /// The axes of a reduction. PyTorch lets a number be reduced along an axis, and takes an empty
  /// list for all axes.
  func axes(_ place: Int?, of tensor: Int = 0) -> [Int]? {
    if self[tensor].rank == 0 { return nil }
    let axes = ints(place, "dim") ?? ints(nil, "axis")
    return axes == [] ? nil : axes
  }

  var keepsAxes: Bool { bool(2, "keepdim") ?? bool(nil, "keepdims") ?? false }

  /// A function along one axis, which PyTorch applies to a number, too.
  fileprivate func alongAxis(_ place: Int, _ function: (Tensor, Int) -> Tensor) -> [Tensor] {
    let axis = int(place, "dim") ?? int(nil, "axis") ?? -1
    if self[0].rank > 0 { return [function(self[0], axis)] }
    return [function(self[0].reshaped([1]), 0).reshaped([])]
  }

  /// A value along an axis, and where it is; of a number, too.
  fileprivate func extreme(
    _ value: (Tensor, Int) -> Tensor, _ place: (Tensor, Int) -> Tensor
  ) -> [Tensor] {
    let x = self[0].rank == 0 ? self[0].reshaped([1]) : self[0]
    let axis = int(1, "dim") ?? 0
    return [value(x, axis), place(x, axis)]
  }

  fileprivate func factor(_ name: String) -> Tensor { Tensor(number(nil, name) ?? 1) }

  /// A tensor or a number.
  fileprivate func bound(_ place: Int, _ name: String) -> Tensor? {
    tensor(place, name) ?? number(place, name).map { Tensor($0) }
  }

  fileprivate func clipped() -> Tensor {
    var result = self[0]
    if let lower = bound(1, "min") { result = maximum(result, lower) }
    if let upper = bound(2, "max") { result = minimum(result, upper) }
    return result
  }

  fileprivate func norm(_ place: Int, _ name: String) -> Tensor {
    self[0].norm(number(place, name) ?? 2, axes: axes(2), keepingAxes: keepsAxes)
  }

  private var correction: Double {
    number(nil, "ddof") ?? number(nil, "correction") ?? (bool(1, "unbiased") ?? true ? 1 : 0)
  }
  fileprivate func mean() -> Tensor { self[0].mean(axes: axes(1), keepingAxes: keepsAxes) }
  fileprivate func variance() -> Tensor {
    self[0].variance(axes: axes(1), correction: correction, keepingAxes: keepsAxes)
  }
  fileprivate func standardDeviation() -> Tensor {
    self[0].standardDeviation(axes: axes(1), correction: correction, keepingAxes: keepsAxes)
  }

  fileprivate var places: Tensor? { inputs.count > 1 ? self[1] : nil }
  fileprivate var spacing: Double { number(nil, "dx") ?? 1 }
}
