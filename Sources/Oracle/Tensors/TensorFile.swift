// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Wengert
import WengertKernels
import WengertTensors

/// Operations on tensors with outputs, vector–Jacobian, Jacobian–vector and Hessian–vector
/// products.
///
/// Each case is an operation's name, its inputs and attributes, and the numbers of its derivatives
/// with respect to some of the inputs. The Hessian–vector product is the derivative of the
/// vector–Jacobian product along the tangent, with the cotangent fixed.
struct TensorFile {
  private var report = Report()
  private let operations: [String: TensorOperation]
  private var unclaimed: [String: Int] = [:]
  private var claimed: Set<String> = []
  private var isOnly: String?

  /// How good the references of some operations are, where that is less than 1e-11: PyTorch's
  /// trigamma (the second derivative of lgamma) is good to 4e-10, its second derivative of binary
  /// cross entropy to 3e-10, and its 1/6 in hardsigmoid is a float32.
  private static let tolerances = [
    "lstsq": 1e-9, "pinv": 1e-9, "lgamma": 1e-9, "nn.functional.binary_cross_entropy": 1e-9,
    "nn.functional.hardsigmoid": 1e-7,
  ]

  /// What rounding leaves of a number that is zero, relative to the numbers that it is made of; the
  /// largest such remainder in the reference files is 2.9e-14.
  private static let rounding = 3e-14

  private init(_ operations: [String: TensorOperation]) { self.operations = operations }

  /// Checks the lines of a file; `only` restricts it to the operations whose name begins so.
  static func check(_ lines: [JSON], only: String? = nil) -> Report {
    let isPyTorch = lines.first?["args"].exists ?? false
    var checker = TensorFile(isPyTorch ? TensorOperations.pyTorch : TensorOperations.core)
    for line in lines {
      let operation = line["op"].string ?? ""
      if let only, !operation.hasPrefix(only) { continue }
      checker.check(operation, line)
    }
    checker.report.remarks.append(
      "\(checker.claimed.count) of \(checker.claimed.count + checker.unclaimed.count) operations claimed")
    if !checker.unclaimed.isEmpty {
      checker.report.remarks.append(
        "not claimed: \(checker.unclaimed.keys.sorted().joined(separator: " "))")
    }
    return checker.report
  }

  private mutating func check(_ name: String, _ line: JSON) {
    guard let operation = operations[name] else {
      unclaimed[name, default: 0] += 1
      return
    }
    claimed.insert(name)
    let id = line["id"].string ?? name
    guard let inputs = line["inputs"].tensors, let outputs = line["output"].array else {
      report.record(id, ["the inputs or outputs cannot be read"])
      return
    }
    let tolerance = Self.tolerances[name] ?? 1e-11
    let call = OperationCall(inputs: inputs, line)
    let scale = inputs.flatMap { $0.doubles }.filter { $0.isFinite }
      .reduce(1) { max($0, $1.magnitude) }
    var complaints = compare("output", operation(call), outputs, tolerance, scale: scale)
    if line["vjp"].exists {
      complaints += derivatives(operation, call, line, tolerance, scale)
    }
    report.record(id, complaints)
  }

  /// Compares the three products.
  private func derivatives(
    _ operation: @escaping TensorOperation, _ call: OperationCall, _ line: JSON,
    _ tolerance: Double, _ scale: Double
  ) -> [String] {
    let places = (line["diff_inputs"].numbers ?? []).map { Int($0) }
    let selected = (line["diff_outputs"].numbers ?? []).map { Int($0) }
    guard let cotangent = line["cotangent"].tensors, let tangent = line["tangent"].tensors else {
      return ["the cotangents or tangents cannot be read"]
    }
    let point = places.map { call.inputs[$0] }
    let function = { (variables: [Tensor]) -> [Tensor] in
      var call = call
      for (place, variable) in zip(places, variables) { call.inputs[place] = variable }
      let outputs = operation(call)
      return selected.map { outputs[$0] }
    }
    let backward = { (variables: [Tensor]) -> [Tensor] in
      pullback(at: variables, of: function).pullback(cotangent)
    }
    var complaints = compare(
      "VJP", backward(point), line["vjp"].array ?? [], tolerance, scale: scale)
    // PyTorch has no forward mode of some operations.
    if let expected = line["jvp"].array {
      let found = pushforward(at: point, along: tangent, of: function).derivative
      complaints += compare("JVP", found, expected, tolerance, scale: scale)
    }
    if let expected = line["hvp"].array {
      let found = pushforward(at: point, along: tangent, of: backward).derivative
      complaints += compare("HVP", found, expected, tolerance, scale: scale)
    }
    return complaints
  }

  private func compare(
    _ what: String, _ found: [Tensor], _ expected: [JSON], _ tolerance: Double, scale: Double
  ) -> [String] {
    guard found.count == expected.count else {
      return ["\(what) has \(found.count) tensors, not \(expected.count)"]
    }
    return zip(found, expected).enumerated().flatMap { k, pair -> [String] in
      guard let expected = pair.1.tensor else { return ["\(what) \(k) cannot be read"] }
      guard pair.0.shape == expected.shape else {
        return ["\(what) \(k) has the shape \(pair.0.shape), not \(expected.shape)"]
      }
      let (found, truth) = (pair.0.doubles, expected.doubles)
      let isRounding = zip(found, truth).allSatisfy {
        ($0 - $1).magnitude <= Self.rounding * scale
      }
      return isRounding ? [] : mismatch("\(what) \(k)", found, truth, tolerance: tolerance)
    }
  }
}

extension Tensor {
  /// The elements, whatever their type, in row-major order.
  var doubles: [Double] {
    let array = value.converted(to: .float64)
    return array.elements(Double.self)
  }
}

extension JSON {
  /// A tensor `{"shape": …, "dtype": …, "data": …}`.
  var tensor: Tensor? {
    guard let shape = self["shape"].numbers?.map({ Int($0) }), let data = self["data"].array else {
      return nil
    }
    let numbers = data.compactMap { element -> Double? in
      if case .bool(let value) = element { value ? 1 : 0 } else { element.number }
    }
    guard numbers.count == data.count else { return nil }
    let tensor = Tensor(numbers, shape: Shape(shape))
    return switch self["dtype"].string {
    case "i64": tensor.converted(to: .int64)
    case "bool": tensor.converted(to: .bool)
    default: tensor
    }
  }

  var tensors: [Tensor]? {
    guard let elements = array else { return nil }
    let tensors = elements.compactMap { $0.tensor }
    return tensors.count == elements.count ? tensors : nil
  }
}
