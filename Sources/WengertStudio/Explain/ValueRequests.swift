// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertExplain
import WengertPrograms
import WengertScalars

/// `evaluate`, `slopes` and `check`: numbers of a function, without their explanation.
enum ValueRequests {
  private static let sampleLimit = 1 << 20
  private static let operationLimit = 5e8

  /// The values on a line or a grid of points: f64, x varying fastest.
  static func evaluate(_ request: JSONValue) throws(StudioError) -> StudioAnswer {
    let function = try StudioFunction(request)
    guard let x = try axis(request["x"], of: function) else {
      throw StudioError("axis", "The request names no axis.")
    }
    let y = try axis(request["y"], of: function)
    let program = function.single
    guard x.count <= sampleLimit / (y?.count ?? 1),
      Double(x.count * (y?.count ?? 1)) * Double(program.instructions.count) <= operationLimit
    else { throw StudioError("limit", "These are more values than can be waited for.") }
    let count = x.count * (y?.count ?? 1)
    let isColumn = function.point.indices.map { $0 == x.input || $0 == y?.input }
    var columns: [Double] = []
    columns.reserveCapacity(2 * count)
    for input in function.point.indices where isColumn[input] {
      for place in 0..<count {
        columns.append(input == x.input ? x.value(place % x.count) : y?.value(place / x.count) ?? 0)
      }
    }
    var values: [Double] = []
    ColumnEvaluator(program, columns: isColumn).values(
      uniforms: zip(function.point, isColumn).filter { !$1 }.map { $0.0 }, columns: columns, count: count,
      into: &values)
    var bytes = LittleEndianBytes(capacity: 8 * count)
    bytes.append(values)
    return StudioAnswer(["count": .integer(count)], bytes: bytes.bytes)
  }

  private struct Axis {
    let input: Int
    let from: Double
    let to: Double
    let count: Int

    func value(_ i: Int) -> Double { count < 2 ? from : from + (to - from) * Double(i) / Double(count - 1) }
  }

  private static func axis(
    _ json: JSONValue?, of function: StudioFunction
  ) throws(StudioError) -> Axis? {
    guard let json else { return nil }
    guard let name = json["name"]?.stringValue,
      let input = function.parsed.variables.firstIndex(of: name),
      let from = json["from"]?.numberValue, let to = json["to"]?.numberValue,
      let count = json["count"]?.integerValue, count > 0, count <= sampleLimit
    else { throw StudioError("axis", "An axis needs the name of a variable, from, to and count.") }
    return Axis(input: input, from: from, to: to, count: count)
  }

  /// The value and the gradient, by reverse mode.
  static func slopes(_ request: JSONValue) throws(StudioError) -> StudioAnswer {
    let function = try StudioFunction(request)
    let program = function.single
    let (value, gradient) = Reverse.valueWithGradient(at: function.point) { program($0)[0] }
    return StudioAnswer(["value": .number(value), "gradient": .numbers(gradient)])
  }

  /// Whether a formula that a person typed is the derivative: the two are compared at the point and at
  /// some points around it.
  static func check(_ request: JSONValue) throws(StudioError) -> StudioAnswer {
    let function = try StudioFunction(request)
    let input = try function.input(request)
    let text = request["answer"]?.stringValue ?? ""
    let parsed = try StudioFunction.parsed(text, variables: function.parsed.variables)
    guard parsed.outputs.count == 1 else {
      throw StudioError("answer", "A derivative is one formula; this is \(parsed.outputs.count).")
    }
    let answer = Program(parsed)
    let derivative = function.single.expressions()[0].derivative(number: input).simplified()
    let program = Program([derivative], inputs: function.parsed.variables)
    // Points that have nothing to do with the function; a difference shows at one of them.
    var pairs: [(own: Double, given: Double)] = []
    var random: UInt64 = 0x9E37_79B9_7F4A_7C15
    for trial in 0..<12 {
      let point = function.point.map { value in
        random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let step = Double(random >> 11) * 0x1p-53 - 0.5
        return trial == 0 ? value : value + step * (1 + value.magnitude)
      }
      pairs.append((program(point)[0], answer(point)[0]))
    }
    func agree(_ pair: (own: Double, given: Double), _ size: Double) -> Bool {
      pair.own == pair.given || (pair.own - pair.given).magnitude <= 1e-9 * size
        || pair.own.isNaN && pair.given.isNaN
    }
    let numbers = pairs.filter { $0.own.isFinite }
    let size = numbers.map { $0.own.magnitude }.max() ?? 0
    return StudioAnswer([
      // Where neither has a value there is nothing to compare.
      "isCorrect": .boolean(!numbers.isEmpty && pairs.allSatisfy { agree($0, size) }),
      "isValueCorrect": .boolean(!pairs[0].own.isNaN && agree(pairs[0], pairs[0].own.magnitude)),
      "derivative": MathText(derivative).json, "difference": .number(pairs[0].given - pairs[0].own),
    ])
  }
}

extension Expression {
  /// The derivative with respect to input number `input` of the expression's list.
  fileprivate func derivative(number input: Int) -> Expression {
    let gradient = gradient()
    return input < gradient.count ? gradient[input] : 0
  }
}
