// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// Something that comes from outside: a parameter of a program, or the unknown that a linear
/// function is recorded for.
struct Input: DiscreteRow {
  static var name: String { "input" }
  var name: String
  var operation: Operation { .input(self) }
  mutating func visitAttributes(_ visit: inout AttributeVisitor) { visit("", &name) }
  func type(of operands: [ArrayType]) -> ArrayType { preconditionFailure("An input was derived.") }
  func evaluate(_ operands: [NDArray]) -> NDArray {
    preconditionFailure("An input without a value was evaluated.")
  }
  func batched(_ operands: [Tensor], _ isBatched: [Bool], size: Int) -> Tensor {
    preconditionFailure("An input has no operands.")
  }
}

/// Numbers that are part of the list; they are kept beside it.
struct Constant: DiscreteRow {
  static var name: String { "constant" }
  var operation: Operation { .constant(self) }
  func type(of operands: [ArrayType]) -> ArrayType { preconditionFailure("A constant was derived.") }
  func evaluate(_ operands: [NDArray]) -> NDArray {
    preconditionFailure("A constant has its value.")
  }
  func batched(_ operands: [Tensor], _ isBatched: [Bool], size: Int) -> Tensor {
    preconditionFailure("A constant has no operands.")
  }
}

/// The operand itself, on a line of its own.
struct Identity: OperationRow {
  enum Purpose: Hashable, Sendable {
    /// What a derivative is taken with respect to.
    case variable(String)
    /// A name that the user gave it.
    case label(String)
    /// No derivative passes.
    case stopGradient
    /// Where a part that is computed again begins: it is never merged with the first computation.
    case recompute
  }

  static var name: String { "identity" }
  var purpose: Purpose
  var operation: Operation { .identity(self) }

  mutating func visitAttributes(_ visit: inout AttributeVisitor) {
    var (kind, name) =
      switch purpose {
      case .variable(let name): ("variable", name)
      case .label(let label): ("label", label)
      case .stopGradient: ("stopGradient", "")
      case .recompute: ("recompute", "")
      }
    visit("", &kind)
    visit("", &name)
    switch kind {
    case "variable": purpose = .variable(name)
    case "label": purpose = .label(name)
    case "stopGradient": purpose = .stopGradient
    case "recompute": purpose = .recompute
    default: visit.reject()
    }
  }

  private var isTransparent: Bool { purpose != .stopGradient }

  func type(of operands: [ArrayType]) -> ArrayType { operands[0] }
  func evaluate(_ operands: [NDArray]) -> NDArray { operands[0] }
  func pushforward(_ line: AppliedLine, _ tangents: [Tensor?]) -> Tensor? {
    isTransparent ? tangents[0] : nil
  }
  func pullback(_ line: AppliedLine, _ cotangent: Tensor, to k: Int) -> Tensor? {
    isTransparent ? cotangent : nil
  }
  func batched(_ operands: [Tensor], _ isBatched: [Bool], size: Int) -> Tensor {
    .apply(operation, operands)
  }
}
