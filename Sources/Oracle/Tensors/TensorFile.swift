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
    let tolerance = ["lstsq", "pinv"].contains(name) ? 1e-9 : 1e-11
    let call = OperationCall(inputs: inputs, line)
    var complaints = compare("output", operation(call), outputs, tolerance)
    if line["vjp"].exists {
      complaints += derivatives(operation, call, line, tolerance)
    }
    report.record(id, complaints)
  }

  /// Compares the three products.
  private func derivatives(
    _ operation: @escaping TensorOperation, _ call: OperationCall, _ line: JSON,
    _ tolerance: Double
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
    return compare("VJP", backward(point), line["vjp"].array ?? [], tolerance)
      + compare(
        "JVP", pushforward(at: point, along: tangent, of: function).derivative,
        line["jvp"].array ?? [], tolerance)
      + compare(
        "HVP", pushforward(at: point, along: tangent, of: backward).derivative,
        line["hvp"].array ?? [], tolerance)
  }

  private func compare(
    _ what: String, _ found: [Tensor], _ expected: [JSON], _ tolerance: Double
  ) -> [String] {
    guard found.count == expected.count else {
      return ["\(what) has \(found.count) tensors, not \(expected.count)"]
    }
    return zip(found, expected).enumerated().flatMap { k, pair -> [String] in
      guard let expected = pair.1.tensor else { return ["\(what) \(k) cannot be read"] }
      guard pair.0.shape == expected.shape else {
        return ["\(what) \(k) has the shape \(pair.0.shape), not \(expected.shape)"]
      }
      return mismatch("\(what) \(k)", pair.0.doubles, expected.doubles, tolerance: tolerance)
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
