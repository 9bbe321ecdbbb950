// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertTensors

/// A call of an operation in a reference file: tensors, and the other arguments by place or name.
///
/// Files that use NumPy's words have `inputs` and named attributes; files that use PyTorch's have
/// arguments by place and by name, in which `{"$t": i}` stands for input `i`.
struct OperationCall: Sendable {
  var inputs: [Tensor]
  private let arguments: [JSON]
  private let named: JSON

  /// What the operation is wrapped in: a symmetric or a triangular input.
  let wrapper: String?

  init(inputs: [Tensor], _ line: JSON) {
    self.inputs = inputs
    arguments = line["args"].array ?? []
    named = line["kwargs"].exists ? line["kwargs"] : line["attrs"]
    wrapper = line["wrapper"].string
  }

  /// The argument at `place`, or else the one called `name`; null if there is neither.
  func json(_ place: Int?, _ name: String) -> JSON {
    if let place, place < arguments.count, arguments[place].exists { return arguments[place] }
    return named[name]
  }

  /// Input number `i`.
  subscript(i: Int) -> Tensor { inputs[i] }

  /// A tensor that may be missing.
  func tensor(_ place: Int?, _ name: String) -> Tensor? { tensor(json(place, name)) }

  /// The tensor that an argument stands for.
  func tensor(_ argument: JSON) -> Tensor? {
    argument["$t"].number.map { inputs[Int($0)] }
  }

  /// The tensors of an argument that is a list of them.
  func tensors(_ place: Int?, _ name: String) -> [Tensor] {
    (json(place, name).array ?? []).compactMap { tensor($0) }
  }

  func int(_ place: Int?, _ name: String) -> Int? { json(place, name).number.map { Int($0) } }
  func number(_ place: Int?, _ name: String) -> Double? { json(place, name).number }
  func string(_ place: Int?, _ name: String) -> String? { json(place, name).string }

  func bool(_ place: Int?, _ name: String) -> Bool? {
    if case .bool(let value) = json(place, name) { value } else { nil }
  }

  /// Integers: a list of them, or a single one.
  func ints(_ place: Int?, _ name: String) -> [Int]? {
    let argument = json(place, name)
    return argument.numbers?.map { Int($0) } ?? argument.number.map { [Int($0)] }
  }
}
