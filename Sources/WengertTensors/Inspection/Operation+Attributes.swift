// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
import WengertScalars

extension Operation {
  /// The attributes of the row.
  var attributes: [Attribute] { accept(LookVisitor()).attributes }

  /// What listings print of them: `max axes=[0, 1]`.
  var attributesText: String { accept(LookVisitor()).texts.joined(separator: " ") }

  /// The programs that the operation runs.
  var programs: [TensorProgram] {
    attributes.compactMap { if case .program(let program) = $0 { program } else { nil } }
  }

  private struct LookVisitor: OperationVisitor {
    func visit<R: OperationRow>(_ row: R) -> AttributeVisitor {
      var (row, visitor) = (row, AttributeVisitor())
      row.visitAttributes(&visitor)
      return visitor
    }
  }

  /// The same operation with other attributes, nil if they are not of its kinds.
  func setting(_ attributes: [Attribute]) -> Operation? {
    accept(SetVisitor(attributes: attributes))
  }

  private struct SetVisitor: OperationVisitor {
    let attributes: [Attribute]
    func visit<R: OperationRow>(_ row: R) -> Operation? {
      var (row, visitor) = (row, AttributeVisitor(setting: attributes))
      row.visitAttributes(&visitor)
      return visitor.isSatisfied ? row.operation : nil
    }
  }
}

extension TupleOperation {
  mutating func visitAttributes(_ visit: inout AttributeVisitor) {
    (self, visit) = accept(AttributesVisitor(visitor: visit))
  }

  private struct AttributesVisitor: TupleVisitor {
    let visitor: AttributeVisitor
    func visit<R: TupleRow>(_ row: R) -> (TupleOperation, AttributeVisitor) {
      var (row, visitor) = (row, visitor)
      row.visitAttributes(&visitor)
      return (row.operation, visitor)
    }
  }
}

extension Elementwise {
  /// Shows the function, by a name that stays the same from version to version.
  mutating func visit(_ visit: inout AttributeVisitor) {
    var name = storedName
    var n = 0
    if case .function(_, let parameter) = self { n = Int(parameter) }
    visit("", &name)
    visit("", &n)
    guard let function = Elementwise.named(name), let parameter = Int32(exactly: n) else {
      return visit.reject()
    }
    self = function
    if case .function(let row, _) = function { self = .function(row, parameter: parameter) }
  }

  private var storedName: String {
    switch self {
    case .function(let function, _):
      function.notation.name + (function.isIndexed ? " n" : "")
    case .contribution: "array contribution"
    case .less: "array <"
    case .lessOrEqual: "array <="
    case .equal: "array =="
    case .and: "array and"
    case .or: "array or"
    case .exclusiveOr: "array xor"
    case .not: "array not"
    case .select: "array select"
    case .convert(let type): "array \(type)"
    }
  }

  private static func named(_ name: String) -> Elementwise? { known[name] }

  private static let known: [String: Elementwise] = {
    var known: [String: Elementwise] = [:]
    func note(_ function: Elementwise) { known[function.storedName] = function }
    for function in ElementaryFunction.allCases where function != .select {
      note(.function(function, parameter: 0))
    }
    for type in DType.allCases { note(.convert(type)) }
    let others: [Elementwise] = [
      .contribution, .less, .lessOrEqual, .equal, .and, .or, .exclusiveOr, .not, .select,
    ]
    for function in others { note(function) }
    return known
  }()
}
