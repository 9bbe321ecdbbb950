// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels
import WengertScalars

/// A function of the elements at the same place of operands that broadcast to one shape.
struct ElementwiseRow: OperationRow {
  static var name: String { "elementwise" }
  var function: Elementwise

  init(_ function: Elementwise) { self.function = function }

  var operation: Operation { .elementwise(self) }

  var attributes: String {
    switch function {
    case .function(let function, let parameter):
      function.isIndexed ? "\(function.notation.name) n=\(parameter)" : function.notation.name
    case .contribution: "contribution"
    case .less: "<"
    case .lessOrEqual: "<="
    case .equal: "=="
    case .and: "and"
    case .or: "or"
    case .exclusiveOr: "xor"
    case .not: "not"
    case .select: "select"
    case .convert(let type): "convert \(type)"
    }
  }

  mutating func visitAttributes(_ visit: inout AttributeVisitor) { function.visit(&visit) }

  func type(of operands: [ArrayType]) -> ArrayType {
    var shape = operands[0].shape
    for operand in operands.dropFirst() {
      shape = Shape.broadcast(shape, operand.shape).unsafelyUnwrapped
    }
    return ArrayType(shape, function.resultType(operands[operands.count - 1].dtype))
  }

  func evaluate(_ operands: [NDArray]) -> NDArray {
    let shape = type(of: operands.map { ArrayType($0.shape, $0.dtype) }).shape
    return .elementwise(function, operands, shape: shape)
  }

  func pushforward(_ line: AppliedLine, _ tangents: [Tensor?]) -> Tensor? {
    var sum: Tensor?
    for k in tangents.indices {
      guard let tangent = tangents[k], let term = product(tangent, line, k) else { continue }
      sum = sum.map { $0 + term } ?? term
    }
    return sum?.broadcast(to: line.result.shape)
  }

  func pullback(_ line: AppliedLine, _ cotangent: Tensor, to k: Int) -> Tensor? {
    product(cotangent, line, k)?.summed(to: line.operands[k].shape)
  }

  /// `v · ∂result/∂operand[k]`, which is its own transpose; nil if it is zero.
  private func product(_ v: Tensor, _ line: AppliedLine, _ k: Int) -> Tensor? {
    switch function {
    case .function(let function, let parameter):
      let partial = function.accept(
        PartialDerivative(line: line, parameter: Int(parameter), k: k))
      return v.contributionUnlessTrivial(partial)
    case .contribution:
      return .contribution(v, line.operands[1 - k])
    case .select:
      guard k > 0 else { return nil }
      return k == 1
        ? .select(line.operands[0], v, Tensor(0)) : .select(line.operands[0], Tensor(0), v)
    case .convert(let type):
      let own = line.operands[0].dtype
      guard type.isFloatingPoint, own.isFloatingPoint else { return nil }
      return v.converted(to: v.dtype == type ? own : type)
    case .less, .lessOrEqual, .equal, .and, .or, .exclusiveOr, .not:
      return nil
    }
  }

  func batched(_ operands: [Tensor], _ isBatched: [Bool], size: Int) -> Tensor {
    var rank = 0
    for (operand, isBatched) in zip(operands, isBatched) {
      rank = max(rank, operand.rank - (isBatched ? 1 : 0))
    }
    // The new axis stands before all others, so that the rest still aligns at the last one.
    var aligned = operands
    for k in operands.indices where isBatched[k] && operands[k].rank < rank + 1 {
      let own = operands[k].shape
      aligned[k] = operands[k].reshaped(
        Shape([size] + Array(repeating: 1, count: rank + 1 - own.rank) + own.dimensions.dropFirst()))
    }
    return .apply(operation, aligned)
  }
}

/// The partial derivative of a row of the table, the row read with tensors for scalars.
private struct PartialDerivative: RowVisitor {
  let line: AppliedLine
  let parameter: Int
  let k: Int

  func visit<F: UnaryFunction>(_ row: F.Type) -> Tensor {
    F.derivative(line.operands[0], line.result)
  }
  func visit<F: BinaryFunction>(_ row: F.Type) -> Tensor {
    k == 0
      ? F.partialX(line.operands[0], line.operands[1], line.result)
      : F.partialY(line.operands[0], line.operands[1], line.result)
  }
  func visit<F: IndexedFunction>(_ row: F.Type) -> Tensor {
    F.derivative(parameter, line.operands[0], line.result)
  }
  func visitSelect() -> Tensor { preconditionFailure("A choice between arrays has a row of its own.") }
}

extension Tensor {
  /// `x · y` where zero absorbs.
  static func contribution(_ x: Tensor, _ y: Tensor) -> Tensor {
    let (x, y) = promoted(x, y)
    return elementwise(.contribution, [x, y])
  }

  /// The contribution to a derivative of a path with the local derivative `partial`.
  fileprivate func contributionUnlessTrivial(_ partial: Tensor) -> Tensor? {
    guard let number = partial.number else { return .contribution(self, partial) }
    return switch number {
    case 0: nil
    case 1: self
    case -1: -self
    default: self * partial
    }
  }
}
