// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
import WengertScalars

/// What listings, pictures and messages write for an operation.
extension Operation {
  /// What the operation is called: `matmul`, `exp`, `+`.
  var title: String {
    switch self {
    case .elementwise(let row): row.title
    case .tuple(let row): row.tuple.name
    default: name
    }
  }

  /// The operation applied to operands of some names: `x + v4`, `exp(x)`, `sum axes=[1] v3`.
  func text(_ operands: [String]) -> String {
    switch self {
    case .elementwise(let row): return row.text(operands)
    case .identity(let row) where row.name != nil: return operands[0]
    case .identity: return [attributesText, operands[0]].joined(separator: " ")
    default:
      let parts = [title, attributesText, operands.joined(separator: ", ")]
      return parts.filter { !$0.isEmpty }.joined(separator: " ")
    }
  }
}

extension Identity {
  /// The label or the path of the parameter, of a line that has one.
  var name: String? {
    switch purpose {
    case .variable(let name), .label(let name): name
    case .stopGradient, .recompute: nil
    }
  }
}

extension ElementwiseRow {
  /// The name or sign of the function.
  var title: String {
    switch function {
    case .function(let function, _): function.notation.name
    default: attributes
    }
  }

  fileprivate func text(_ operands: [String]) -> String {
    switch function {
    case .function(let function, let parameter):
      return function.text(operands, index: function.isIndexed ? parameter : nil)
    case .less, .lessOrEqual, .equal, .and, .or, .exclusiveOr:
      return operands.joined(separator: " \(title) ")
    case .not: return "not \(operands[0])"
    case .contribution, .select: return "\(title)(\(operands.joined(separator: ", ")))"
    case .convert(let type): return "\(type)(\(operands[0]))"
    }
  }
}

extension ElementaryFunction {
  /// The function of operands of some names, as programs of numbers write it, too.
  fileprivate func text(_ operands: [String], index: Int32?) -> String {
    switch notation.form {
    case .sum, .difference, .product, .fraction, .relation:
      return operands.joined(separator: " \(notation.name) ")
    case .negation: return "-" + operands[0]
    case .power: return (operands + (index.map { ["\($0)"] } ?? [])).joined(separator: " ^ ")
    case .squareRoot, .absolute, .call:
      let arguments = (index.map { ["\($0)"] } ?? []) + operands
      return "\(notation.name)(\(arguments.joined(separator: ", ")))"
    }
  }
}

extension NDArray {
  /// The element at a place in row-major order, with the digits of its type.
  func text(at index: Int) -> String {
    switch dtype {
    case .bool: withElements(Bool.self) { $0[index] ? "true" : "false" }
    case .int32: withElements(Int32.self) { "\($0[index])" }
    case .int64: withElements(Int64.self) { "\($0[index])" }
    case .float32: shortened(withElements(Float.self) { "\($0[index])" })
    case .float64: shortened(withElements(Double.self) { "\($0[index])" })
    }
  }

  /// A number without `.0` behind an integer.
  private func shortened(_ text: String) -> String {
    text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
