// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// A value of JSON. Arrays of numbers, of which the messages are made, are kept as such.
enum JSON {
  case null
  case boolean(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  /// An array of numbers only; an empty array, too.
  case numbers([Double])
  /// An array of rows of `width` numbers each, one behind the other.
  case rows([Double], width: Int)
  case array([JSON])
  case object([(name: String, value: JSON)])
}

/// Why there is no answer, in words.
struct ToolError: Error {
  let message: String

  init(_ message: String) { self.message = message }
}

extension JSON {
  /// The member of an object, nil if there is none.
  func member(_ name: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  /// The member of an object that has to have it.
  subscript(name: String) -> JSON {
    get throws(ToolError) {
      guard let value = member(name) else { throw ToolError("The input has no field \(name).") }
      return value
    }
  }

  var number: Double {
    get throws(ToolError) {
      switch self {
      case .number(let value): return value
      case .integer(let value): return Double(value)
      default: throw ToolError("A number is needed where there is another value.")
      }
    }
  }

  var integer: Int {
    get throws(ToolError) {
      guard let value = Int(exactly: try number) else {
        throw ToolError("An integer is needed where there is another number.")
      }
      return value
    }
  }

  var string: String {
    get throws(ToolError) {
      guard case .string(let value) = self else {
        throw ToolError("A string is needed where there is another value.")
      }
      return value
    }
  }

  var elements: [JSON] {
    get throws(ToolError) {
      switch self {
      case .array(let elements): return elements
      case .numbers(let numbers): return numbers.map { .number($0) }
      default: throw ToolError("An array is needed where there is another value.")
      }
    }
  }

  /// An array of numbers, of `count` if that is given.
  func numbers(_ count: Int? = nil) throws(ToolError) -> [Double] {
    guard case .numbers(let numbers) = self else {
      throw ToolError("An array of numbers is needed where there is another value.")
    }
    if let count, numbers.count != count {
      throw ToolError("An array of \(count) numbers is needed; found \(numbers.count).")
    }
    return numbers
  }

  func integers() throws(ToolError) -> [Int] {
    var integers: [Int] = []
    for number in try numbers() { integers.append(try JSON.number(number).integer) }
    return integers
  }

  /// An array of arrays of numbers, `width` each if that is given.
  func matrix(width: Int? = nil) throws(ToolError) -> Matrix {
    let rows = try elements
    var matrix = Matrix(elements: [], rows: rows.count, columns: width ?? 0)
    for (i, row) in rows.enumerated() {
      let row = try row.numbers(i == 0 ? width : matrix.columns)
      if i == 0 {
        matrix.columns = row.count
        matrix.elements.reserveCapacity(rows.count * row.count)
      }
      matrix.elements += row
    }
    return matrix
  }
}

/// Numbers in rows, one row behind the other.
struct Matrix {
  var elements: [Double]
  var rows: Int
  var columns: Int
}
