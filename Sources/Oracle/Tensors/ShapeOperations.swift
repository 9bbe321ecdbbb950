// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
import WengertScalars
import WengertTensors

/// Arranging, indexing and sorting, in the words of the reference files.
enum ShapeOperations {
  /// By NumPy's names.
  static let core: [String: TensorOperation] = [
    "advanced_index": { c in [c[0][c.integers("rows"), c.integers("cols")]] },
    "boolean_mask_fill": { c in
      [.select(c.mask("mask"), Tensor(c.number(nil, "value") ?? .nan), c[0])]
    },
    "broadcast_to": { c in [c[0].broadcast(to: c.shape(nil, "shape"))] },
    "concat": { c in [concatenate(c.inputs, axis: c.axis)] },
    "cummax": { c in [c[0].cumulativeMax(axis: c.axis)] },
    "diag": { c in [c[0].diagonalMatrix()] },
    "diagonal": { c in [c[0].diagonal(offset: c.int(nil, "offset") ?? 0)] },
    "diff": { c in [c[0].differences(axis: c.axis)] },
    "embedding": { c in [c[0].taking(c.integers("indices"), axis: 0)] },
    "expand_dims": { c in [c[0].addingAxis(c.axis)] },
    "flip": { c in [c[0].flipped(axis: c.axis)] },
    "index_add": { c in
      [c[0].scattering(c[1], at: c.integers("indices"), axis: c.axis, by: .adding)]
    },
    "one_hot_matmul": { c in
      let chosen = c.integers("indices").addingAxis(1) .== Tensor(0..<c[0].shape[0])
      let rows = chosen.converted(to: c[0].dtype).addingAxis(2) * c[0]
      return [rows.sum(axes: [1])]
    },
    "pad": { c in
      let widths = (c.json(nil, "pads").matrix ?? []).map { (Int($0[0]), Int($0[1])) }
      return [c[0].padded(widths, padding(c.string(nil, "mode")))]
    },
    "repeat": { c in [c[0].repeated(c.int(nil, "repeats") ?? 1, axis: c.axis)] },
    "reshape": { c in [c[0].reshaped(c.shape(nil, "shape"))] },
    "roll": { c in [c[0].rolled(c.int(nil, "shift") ?? 0, axis: c.axis)] },
    "rot90": { c in [c[0].rotated90(c.int(nil, "k") ?? 1)] },
    "scatter_add": { c in
      [c[0].scatteringAlong(c[1], at: c.integers("indices"), axis: c.axis, by: .adding)]
    },
    "scatter_set": { c in
      var result = c[0]
      result[c.integers("indices")] = c[1]
      return [result]
    },
    "slice": { c in [c[0][axes: indices(c.string(nil, "spec") ?? "")]] },
    "sort": { c in [c[0].sorted(axis: c.axis)] },
    "sort_descending": { c in [c[0].sorted(axis: c.axis, descending: true)] },
    "split": { c in c[0].split(at: c.ints(nil, "indices") ?? [], axis: c.axis) },
    "squeeze": { c in [c[0].squeezed(axes: [c.axis])] },
    "stack": { c in [stack(c.inputs, axis: c.axis)] },
    "take": { c in [c[0].taking(c.integers("indices"), axis: c.axis)] },
    "take_along_axis": { c in [c[0].takingAlong(c.integers("indices"), axis: c.axis)] },
    "topk_values": { c in [c[0].topK(c.int(nil, "k") ?? 1).values] },
    "transpose": { c in [c[0].transposed(c.ints(nil, "axes") ?? [])] },
    "tril": { c in [c[0].lowerTriangle(offset: c.int(nil, "k") ?? 0)] },
    "triu": { c in [c[0].upperTriangle(offset: c.int(nil, "k") ?? 0)] },
    "where": { c in [.select(c.mask("mask"), c[0], c[1])] },
  ]

  /// By PyTorch's names.
  static let pyTorch = [axes, parts, diagonals, places, orders, paddings].reduce(into: [:]) {
    $0.merge($1) { _, _ in preconditionFailure("An operation is named twice.") }
  }

  private static let axes: [String: TensorOperation] = [
    "atleast_2d": { c in [atLeast2D(c[0])] },
    "broadcast_tensors": { c in Tensor.broadcast(c.inputs) },
    "broadcast_to": { c in [c[0].broadcast(to: c.shape(1, "size"))] },
    "expand": { c in
      let own = c[0].shape
      let size = c.ints(1, "size") ?? []
      let missing = size.count - own.rank
      return [
        c[0].broadcast(to: Shape(size.enumerated().map { $1 < 0 ? own[$0 - missing] : $1 }))
      ]
    },
    "expand_as": { c in [c[0].broadcast(to: c[1].shape)] },
    "fill": { c in [0 * c[0] + (c.bool(nil, "value") ?? false ? 1 : 0)] },
    "flatten": { c in
      let x = atLeast1D(c[0])
      return [x.flattened(from: c.int(1, "start_dim") ?? 0, to: c.int(2, "end_dim") ?? -1)]
    },
    "flip": { c in [c[0].flipped(axes: c.ints(1, "dims"))] },
    "fliplr": { c in [c[0].flipped(axis: 1)] },
    "flipud": { c in [c[0].flipped(axis: 0)] },
    "movedim": { c in
      [c[0].movingAxes(from: c.ints(1, "source") ?? [], to: c.ints(2, "destination") ?? [])]
    },
    "permute": { c in [c[0].transposed(c.ints(1, "dims") ?? [])] },
    "ravel": { c in [c[0].flattened()] },
    "real": { c in [c[0]] },
    "reshape": { c in [c[0].reshaped(c.shape(1, "shape"))] },
    "reshape_as": { c in [c[0].reshaped(c[1].shape)] },
    "roll": { c in [c[0].rolled(c.int(1, "shifts") ?? 0, axis: c.int(2, "dims") ?? 0)] },
    "rot90": { c in
      let axes = c.ints(2, "dims") ?? [0, 1]
      return [c[0].rotated90(c.int(1, "k") ?? 1, axes: (axes[0], axes[1]))]
    },
    "squeeze": { c in
      guard let axis = c.int(1, "dim") else { return [c[0].squeezed()] }
      let isOne = c[0].rank > 0 && c[0].shape[axis < 0 ? axis + c[0].rank : axis] == 1
      return [isOne ? c[0].squeezed(axes: [axis]) : c[0]]
    },
    "t": { c in [c[0].transposed()] },
    "transpose": transpose,
    "transpose_copy": transpose,
    "unflatten": { c in
      [c[0].unflattened(axis: c.int(1, "dim") ?? 0, into: c.ints(2, "sizes") ?? [])]
    },
    "unsqueeze": { c in [c[0].addingAxis(c.int(1, "dim") ?? 0)] },
    "view": { c in [c[0].reshaped(c.shape(1, "shape"))] },
    "view_as": { c in [c[0].reshaped(c[1].shape)] },
  ]

  private static let parts: [String: TensorOperation] = [
    "block_diag": { c in [blockDiagonal(c.inputs)] },
    "cartesian_prod": { c in [cartesianProduct(c.inputs)] },
    "cat": { c in
      // An empty vector counts for nothing, whatever the shape of the others.
      let all = c.tensors(0, "tensors")
      let parts = all.filter { $0.shape != [0] }
      return [parts.isEmpty ? all[0] : concatenate(parts, axis: c.int(1, "dim") ?? 0)]
    },
    "chunk": { c in
      let axis = c.int(2, "dim") ?? 0
      let length = c[0].shape[axis < 0 ? axis + c[0].rank : axis]
      let count = c.int(1, "chunks") ?? 1
      return stretches(of: c[0], length: (length + count - 1) / count, axis: axis)
    },
    "column_stack": { c in
      let columns = c.tensors(0, "tensors").map { x in x.rank < 2 ? x.reshaped([x.count, 1]) : x }
      return [concatenate(columns, axis: 1)]
    },
    "combinations": { c in
      [
        c[0].combinations(
          of: c.int(1, "r") ?? 2, withReplacement: c.bool(2, "with_replacement") ?? false)
      ]
    },
    "dsplit": { c in c[0].split(into: c.int(1, "sections") ?? 1, axis: 2) },
    "dstack": { c in
      [concatenate(c.tensors(0, "tensors").map { $0.addingAxis(2) }, axis: 2)]
    },
    "hsplit": { c in c[0].split(into: c.int(1, "sections") ?? 1, axis: c[0].rank == 1 ? 0 : 1) },
    "hstack": { c in [concatenate(c.tensors(0, "tensors"), axis: c[0].rank == 1 ? 0 : 1)] },
    "meshgrid.variadic_tensors": { c in
      let isTransposed = c.string(nil, "indexing") == "xy" && c.inputs.count > 1
      return meshgrid(c.inputs).map { isTransposed ? $0.swappingAxes(0, 1) : $0 }
    },
    "repeat": { c in [c[0].tiled(c.ints(1, "repeats") ?? [])] },
    "repeat_interleave": { c in
      let x = c.int(2, "dim") == nil ? c[0].flattened() : c[0]
      let axis = c.int(2, "dim") ?? 0
      if let counts = c.tensor(1, "repeats") {
        return [x.repeated(counts.elements(Int64.self).map { Int($0) }, axis: axis)]
      }
      return [x.repeated(c.int(1, "repeats") ?? 1, axis: axis)]
    },
    "split": { c in
      stretches(of: c[0], length: c.int(1, "split_size") ?? 1, axis: c.int(2, "dim") ?? 0)
    },
    "split_with_sizes": { c in
      c[0].split(lengths: c.ints(1, "split_sizes") ?? [], axis: c.int(2, "dim") ?? 0)
    },
    "stack": { c in [stack(c.tensors(0, "tensors"), axis: c.int(1, "dim") ?? 0)] },
    "tensor_split": { c in
      let axis = c.int(2, "dim") ?? 0
      if let count = c.tensor(1, "indices")?.double ?? c.number(1, "indices") {
        return c[0].split(into: Int(count), axis: axis)
      }
      return c[0].split(at: c.ints(1, "indices") ?? [], axis: axis)
    },
    "tile": { c in [c[0].tiled(c.ints(1, "dims") ?? [])] },
    "unbind": { c in c[0].unstacked(axis: c.int(1, "dim") ?? 0) },
    "vsplit": { c in c[0].split(into: c.int(1, "sections") ?? 1, axis: 0) },
    "vstack": { c in [concatenate(c.tensors(0, "tensors").map(atLeast2D))] },
  ]

  private static let diagonals: [String: TensorOperation] = [
    "as_strided_copy": { c in
      [
        c[0].strided(
          shape: c.shape(1, "size"), strides: c.ints(2, "stride") ?? [],
          offset: c.int(3, "storage_offset") ?? 0)
      ]
    },
    "diag": { c in
      let offset = c.int(1, "diagonal") ?? 0
      return [c[0].rank == 1 ? c[0].diagonalMatrix(offset: offset) : c[0].diagonal(offset: offset)]
    },
    "diag_embed": { c in
      let axes = (c.int(2, "dim1") ?? -2, c.int(3, "dim2") ?? -1)
      return [c[0].diagonalMatrix(offset: c.int(1, "offset") ?? 0, axes: axes)]
    },
    "diagflat": { c in [c[0].flattened().diagonalMatrix(offset: c.int(1, "offset") ?? 0)] },
    "diagonal": { c in
      let axes = (c.int(2, "dim1") ?? 0, c.int(3, "dim2") ?? 1)
      return [c[0].diagonal(offset: c.int(1, "offset") ?? 0, axes: axes)]
    },
    "diagonal_scatter": { c in
      let offset = c.int(2, "offset") ?? 0
      let (row, column) = (max(0, -offset), max(0, offset))
      var result = c[0]
      result[Tensor(row..<row + c[1].count), Tensor(column..<column + c[1].count)] = c[1]
      return [result]
    },
    "diff": { c in [c[0].differences(axis: c.int(2, "dim") ?? -1, times: c.int(1, "n") ?? 1)] },
    "trace": { c in [c[0].trace()] },
    "tril": { c in [c[0].lowerTriangle(offset: c.int(1, "diagonal") ?? 0)] },
    "triu": { c in [c[0].upperTriangle(offset: c.int(1, "diagonal") ?? 0)] },
    "unfold": { c in
      let x = atLeast1D(c[0])
      let windows = x.windows(
        axis: c.int(1, "dimension") ?? 0, size: c.int(2, "size") ?? 1, step: c.int(3, "step") ?? 1)
      return [c[0].rank == 0 ? windows.squeezed(axes: [0]) : windows]
    },
  ]

  private static let places: [String: TensorOperation] = [
    "__getitem__": { c in
      let index = c.json(1, "")
      guard let list = index.array, list.contains(where: { $0.number == nil }) else {
        return [c[0][axes: [c.index(index)]]]
      }
      return [c[0][axes: list.map { c.index($0) }]]
    },
    "gather": { c in
      let (x, places) = (atLeast1D(c[0]), atLeast1D(c[1]))
      if places.count == 0 { return [Tensor(zeros: places.shape)] }
      let axis = c.int(1, "dim") ?? 0
      return [x[axes: block(of: places, axis)].takingAlong(places, axis: axis)]
    },
    "index_add": { c in [write(c, c[2] * Tensor(c.number(nil, "alpha") ?? 1), by: .adding)] },
    "index_copy": { c in [write(c, c[2], by: .replacing)] },
    "index_fill": { c in
      [write(c, c.tensor(3, "value") ?? Tensor(c.number(3, "value") ?? .nan), by: .replacing)]
    },
    "index_put": { c in
      let index = c.tensors(1, "indices")[0]
      var result = c[0]
      if c.bool(nil, "accumulate") ?? false {
        let rows = Tensor(0..<c[0].shape[0])[index]
        return [result.scattering(c[2], at: rows, by: .adding)]
      }
      result[index] = c[2]
      return [result]
    },
    "index_select": { c in [atLeast1D(c[0]).taking(c[1], axis: c.int(1, "dim") ?? 0).squeezed()] },
    "masked_fill": { c in
      [.select(c[1], c.tensor(2, "value") ?? Tensor(c.number(2, "value") ?? .nan), c[0])]
    },
    "masked_scatter": { c in
      var both = Tensor.broadcast([c[0], c[1]])
      let count = both[1].elements(Bool.self).count { $0 }
      both[0][both[1]] = c[2].flattened()[..<count]
      return [both[0]]
    },
    "masked_select": { c in
      let both = Tensor.broadcast([c[0], c[1]])
      return [both[0][both[1]]]
    },
    "narrow": { c in
      let start = c.tensor(2, "start").map { Int($0.double) } ?? c.int(2, "start") ?? 0
      let axis = c.int(1, "dim") ?? 0
      let range = start..<(start + (c.int(3, "length") ?? 0))
      return [c[0].movingAxis(from: axis, to: 0)[range].movingAxis(from: 0, to: axis)]
    },
    "scatter": { c in scatter(c, .replacing) },
    "scatter_add": { c in scatter(c, .adding) },
    "scatter_reduce.amax": { c in scatter(c, .maximum) },
    "scatter_reduce.prod": { c in scatter(c, .multiplying) },
    "scatter_reduce.sum": { c in scatter(c, .adding) },
    "select": { c in
      let axis = c.int(1, "dim") ?? 0
      return [c[0].movingAxis(from: axis, to: 0)[c.int(2, "index") ?? 0]]
    },
    "select_scatter": { c in
      let axis = c.int(2, "dim") ?? 0
      var result = c[0].movingAxis(from: axis, to: 0)
      result[c.int(3, "index") ?? 0] = c[1]
      return [result.movingAxis(from: 0, to: axis)]
    },
    "take": { c in [c[0].flattened().taking(c[1], axis: 0)] },
    "take_along_dim": { c in
      guard let axis = c.int(2, "dim") else {
        return [c[0].flattened().taking(c[1].flattened(), axis: 0)]
      }
      return [c[0].takingAlong(c[1], axis: axis)]
    },
    "where": { c in [.select(c[1], c[0], c[2])] },
  ]

  private static let orders: [String: TensorOperation] = [
    "cummax": { c in ordered(c, c.int(1, "dim")) { $0.cumulativeMax(axis: $1) } },
    "cummin": { c in ordered(c, c.int(1, "dim")) { $0.cumulativeMin(axis: $1) } },
    "kthvalue": { c in
      ordered(c, c.int(2, "dim"), keepingAxis: c.bool(3, "keepdim") ?? false) {
        $0.kthSmallest(c.int(1, "k") ?? 1, axis: $1, keepingAxes: true)
      }
    },
    "median": { c in
      // The lower of the middle two.
      middle(c) { $0.kthSmallest(($0.shape[$1] + 1) / 2, axis: $1, keepingAxes: true) }
    },
    "nanmedian": { c in
      middle(c) { x, axis in
        let count = (!x.isNaN).sum(axes: [axis], keepingAxes: true)
        let place = Tensor.maximum(.floor((count - 1) / 2), 0).converted(to: .int64)
        return x.sorted(axis: axis).takingAlong(place, axis: axis)
      }
    },
    "mode": { c in
      ordered(c, c.int(1, "dim"), keepingAxis: c.bool(2, "keepdim") ?? false) {
        $0.mode(axis: $1, keepingAxes: true)
      }
    },
    "sort": { c in
      ordered(c, c.int(1, "dim")) {
        $0.sorted(axis: $1, descending: c.bool(2, "descending") ?? false)
      }
    },
    "topk": { c in
      ordered(c, c.int(2, "dim")) {
        $0.topK(c.int(1, "k") ?? 1, axis: $1, largest: c.bool(3, "largest") ?? true).values
      }
    },
  ]

  private static let paddings: [String: TensorOperation] = [
    "nn.functional.pad.circular": pad, "nn.functional.pad.constant": pad,
    "nn.functional.pad.reflect": pad, "nn.functional.pad.replicate": pad,
  ]
}

extension ShapeOperations {
  private static let transpose: TensorOperation = { c in
    if c[0].rank == 0 { return [c[0]] }
    return [c[0].swappingAxes(c.int(1, "dim0") ?? 0, c.int(2, "dim1") ?? 0)]
  }

  /// The widths of the last axis come first.
  private static let pad: TensorOperation = { c in
    let numbers = c.ints(1, "pad") ?? []
    let widths = (0..<c[0].rank).map { axis in
      let k = 2 * (c[0].rank - 1 - axis)
      return k < numbers.count ? (numbers[k], numbers[k + 1]) : (0, 0)
    }
    return [c[0].padded(widths, padding(c.string(2, "mode"), c.number(3, "value")))]
  }

  private static func padding(_ mode: String?, _ value: Double? = nil) -> Padding {
    switch mode {
    case "edge", "replicate": .edge
    case "reflect": .reflect
    case "wrap", "circular": .wrap
    default: .constant(Tensor(value ?? 0))
    }
  }

  private static func atLeast1D(_ x: Tensor) -> Tensor { x.rank == 0 ? x.reshaped([1]) : x }
  private static func atLeast2D(_ x: Tensor) -> Tensor {
    x.rank < 2 ? x.reshaped([1, x.count]) : x
  }

  /// Parts of equal length along an axis; the last may be shorter.
  private static func stretches(of x: Tensor, length: Int, axis: Int) -> [Tensor] {
    let whole = x.shape[axis < 0 ? axis + x.rank : axis]
    return x.split(at: Array(stride(from: length, to: whole, by: length)), axis: axis)
  }

  /// The start of every axis but one, as far as `places` go.
  private static func block(of places: Tensor, _ axis: Int) -> [AxisIndex] {
    places.shape.enumerated().map { k, length in
      k == (axis < 0 ? axis + places.rank : axis) ? .all : (0..<length).axisIndex
    }
  }

  /// `values` written to the places of the second argument along an axis.
  private static func write(
    _ c: OperationCall, _ values: Tensor, by scattering: Scattering
  ) -> Tensor {
    let x = atLeast1D(c[0])
    return x.scattering(values, at: c[1], axis: c.int(1, "dim") ?? 0, by: scattering)
      .reshaped(c[0].shape)
  }

  /// PyTorch's scattering, which writes to the start of the other axes as far as the places go.
  private static func scatter(_ c: OperationCall, _ scattering: Scattering) -> [Tensor] {
    let (x, places) = (atLeast1D(c[0]), atLeast1D(c[1]))
    let axis = c.int(1, "dim") ?? 0
    let values = c.tensor(3, "src").map { source in
      atLeast1D(source)[axes: places.shape.map { (0..<$0).axisIndex }]
    }
    var result = x
    let block = block(of: places, axis)
    result[axes: block] = x[axes: block].scatteringAlong(
      values ?? Tensor(c.number(3, "value") ?? .nan), at: places, axis: axis, by: scattering,
      includesOwn: c.bool(nil, "include_self") ?? true)
    return [result.reshaped(c[0].shape)]
  }

  /// Elements in some order along an axis, the last for nil, and where they are.
  private static func ordered(
    _ c: OperationCall, _ axis: Int?, keepingAxis: Bool = true, _ f: (Tensor, Int) -> Tensor
  ) -> [Tensor] {
    let x = atLeast1D(c[0])
    let axis = ((axis ?? -1) + x.rank) % x.rank
    let values = f(x, axis)
    let isFound =
      values.movingAxis(from: axis, to: -1)[.ellipsis, .newAxis]
      .== x.movingAxis(from: axis, to: -1)[.ellipsis, .newAxis, .all]
    let places = isFound.argmax(axis: -1).movingAxis(from: -1, to: axis)
    return [values, places].map { result in
      c[0].rank == 0 ? result.reshaped([]) : keepingAxis ? result : result.squeezed(axes: [axis])
    }
  }

  /// One element of each row; of all elements, and without its place, if there is no axis.
  private static func middle(_ c: OperationCall, _ f: (Tensor, Int) -> Tensor) -> [Tensor] {
    guard let axis = c.int(1, "dim") else { return [f(c[0].flattened(), 0).reshaped([])] }
    return ordered(c, axis, keepingAxis: c.bool(2, "keepdim") ?? false, f)
  }

  /// Python's text of a subscript.
  private static func indices(_ text: String) -> [AxisIndex] {
    text.split(separator: " ")[0].split(separator: ",").map { part in
      if part == "..." { return .ellipsis }
      if part == "None" { return .newAxis }
      let bounds = part.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
      if bounds.count == 1 { return (bounds[0] ?? 0).axisIndex }
      return .stride(from: bounds[0], to: bounds[1], by: bounds.count > 2 ? bounds[2] ?? 1 : 1)
    }
  }
}

extension OperationCall {
  fileprivate var axis: Int { int(nil, "axis") ?? 0 }

  fileprivate func shape(_ place: Int?, _ name: String) -> Shape {
    Shape(ints(place, name) ?? [])
  }

  fileprivate func integers(_ name: String) -> Tensor {
    OperationCall.nested(json(nil, name)).converted(to: .int64)
  }

  fileprivate func mask(_ name: String) -> Tensor { OperationCall.nested(json(nil, name)) .!= 0 }

  /// Lists of lists of numbers.
  private static func nested(_ value: JSON) -> Tensor {
    guard let elements = value.array else { return Tensor([value.number ?? .nan], shape: []) }
    return elements.isEmpty ? Tensor(zeros: [0]) : stack(elements.map { nested($0) })
  }

  fileprivate func index(_ value: JSON) -> AxisIndex {
    if let tensor = tensor(value) { return tensor.axisIndex }
    if let place = value.number { return Int(place).axisIndex }
    guard let bounds = value["$slice"].array else {
      return OperationCall.nested(value).converted(to: .int64).axisIndex
    }
    let numbers = bounds.map { $0.number.map { Int($0) } }
    return .stride(from: numbers[0], to: numbers[1], by: numbers[2] ?? 1)
  }
}
