// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
import WengertScalars

/// What messages call the lines of a trace: parameters by their paths, numbers by their digits,
/// others as listings do.
struct LineNames {
  let trace: Trace

  subscript(i: Int32) -> String {
    switch trace.lines[Int(i)].operation {
    case .input(let input) where !input.name.isEmpty: return input.name
    case .identity(let identity):
      if case .variable(let path) = identity.purpose, !path.isEmpty { return path }
    case .constant where isNumber(i):
      if let value = trace.values[Int(i)] { return value.text(at: 0) }
    default: break
    }
    return "v\(i)"
  }

  /// Whether the line is a number that is written where it is used.
  func isNumber(_ i: Int32) -> Bool {
    guard case .constant = trace.lines[Int(i)].operation else { return false }
    return trace.lines[Int(i)].type.shape.rank == 0
  }

  /// The line as a listing has it; `v4: float64[3] = log(v3)`.
  func text(of i: Int32) -> String {
    let line = trace.lines[Int(i)]
    let declaration = "\(self[i]): \(line.type)"
    switch line.operation {
    case .input, .identity(Identity(purpose: .variable(self[i]))): return declaration
    case .constant: return declaration + " = constant"
    case .projection:
      let tuple = trace.lines[Int(line.operands[0])]
      return declaration + " = " + tuple.operation.text(tuple.operands.map { self[$0] })
    case let operation: return declaration + " = " + operation.text(line.operands.map { self[$0] })
    }
  }
}

// MARK: Formulas

extension Operation {
  /// The function and where it is defined, `log(x), for x > 0`; empty for an operation without one.
  var formula: String {
    guard case .elementwise(let row) = self, case .function(let function, _) = row.function else {
      return ""
    }
    let domain = function.accept(DomainVisitor())
    return text(["x", "y"].dropLast(2 - function.arity)) + (domain.isEmpty ? "" : ", for \(domain)")
  }

  /// The local derivative with respect to operand `k`: `∂ sqrt(x)/∂x = 1/(2sqrt(x))`.
  func derivativeFormula(at k: Int) -> String {
    let names = ["x", "y"]
    guard case .elementwise(let row) = self, case .function(let function, let n) = row.function,
      function.arity <= names.count
    else { return "the transposed derivative of \(title)" }
    let operands = Expression.variables(names)
    let partial = function.accept(PartialVisitor(operands: operands, n: Int(n), k: k))
    return "∂ \(text(Array(names.prefix(function.arity))))/∂\(names[k]) = \(partial)"
  }
}

private struct DomainVisitor: RowVisitor {
  func visit<F: UnaryFunction>(_ row: F.Type) -> String { F.domain }
  func visit<F: BinaryFunction>(_ row: F.Type) -> String { F.domain }
  func visit<F: IndexedFunction>(_ row: F.Type) -> String { F.domain }
  func visitSelect() -> String { "" }
}

/// The partial derivative of a row of the table, as a formula.
private struct PartialVisitor: RowVisitor {
  let operands: [Expression]
  let n: Int
  let k: Int

  func visit<F: UnaryFunction>(_ row: F.Type) -> Expression {
    F.derivative(operands[0], .apply(row, operands[0]))
  }
  func visit<F: BinaryFunction>(_ row: F.Type) -> Expression {
    let (x, y) = (operands[0], operands[1])
    let z = Expression.apply(row, x, y)
    return k == 0 ? F.partialX(x, y, z) : F.partialY(x, y, z)
  }
  func visit<F: IndexedFunction>(_ row: F.Type) -> Expression {
    F.derivative(n, operands[0], .apply(row, n, operands[0]))
  }
  func visitSelect() -> Expression { 0 }
}
