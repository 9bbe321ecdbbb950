// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import WengertScalars

/// A function of the elements of one to three arrays at the same place.
public enum Elementwise: Hashable, Sendable {
  /// A function of the table, with the integer of an indexed one.
  case function(ElementaryFunction, parameter: Int32)
  /// `x · y` where zero times anything is zero: how derivatives along a path are multiplied.
  case contribution
  /// Comparisons, whose result is a bool.
  case less, lessOrEqual, equal
  /// Logic on bools.
  case and, or, exclusiveOr, not
  /// The second operand where the first, a bool, is true, else the third.
  case select
  /// The same number in another type.
  case convert(DType)

  /// How many operands it has.
  public var arity: Int {
    switch self {
    case .function(let function, _): function.arity
    case .contribution, .less, .lessOrEqual, .equal, .and, .or, .exclusiveOr: 2
    case .not, .convert: 1
    case .select: 3
    }
  }

  /// The type of the result for operands of type `operand`.
  public func resultType(_ operand: DType) -> DType {
    switch self {
    case .less, .lessOrEqual, .equal, .and, .or, .exclusiveOr, .not: .bool
    case .convert(let type): type
    default: operand
    }
  }
}

extension NDArray {
  /// The function at every place of `shape`, to which the operands broadcast.
  ///
  /// All operands have one type, except that the first of `select` is a bool.
  public static func elementwise(
    _ function: Elementwise, _ operands: [NDArray], shape: Shape
  ) -> NDArray {
    switch function {
    case .convert(let type):
      return operands[0].converted(to: type).broadcast(to: shape)
    case .select:
      return operands[1].dtype.accept(SelectKernel(operands: operands, shape: shape))
    case .less, .lessOrEqual, .equal:
      return operands[0].dtype.accept(
        ComparisonKernel(function: function, operands: operands, shape: shape))
    case .and: return logical(operands, shape) { $0 && $1 }
    case .or: return logical(operands, shape) { $0 || $1 }
    case .exclusiveOr: return logical(operands, shape) { $0 != $1 }
    case .not:
      return map(operands[0], shape) { (x: Bool) in !x }
    case .contribution:
      return loop(function, operands, shape)
    case .function(let function, let parameter):
      switch operands[0].dtype {
      case .int32:
        return integer(function, Int(parameter), operands, shape, Int32.self)
      case .int64:
        return integer(function, Int(parameter), operands, shape, Int64.self)
      case .bool:
        preconditionFailure("\(function.notation.name) was applied to bools.")
      case .float32, .float64: return loop(.function(function, parameter: parameter), operands, shape)
      }
    }
  }

  private static func logical(
    _ operands: [NDArray], _ shape: Shape, _ f: (Bool, Bool) -> Bool
  ) -> NDArray {
    map(operands[0], operands[1], shape, f)
  }
}

extension NDArray {
  /// `f` of each element.
  @inline(__always)
  static func map<T: ArrayElement, R: ArrayElement>(
    _ x: NDArray, _ shape: Shape, _ f: (T) -> R
  ) -> NDArray {
    let x = x.broadcast(to: shape)
    return x.withElements(T.self) { x in
      NDArray(shape) { (result: UnsafeMutableBufferPointer<R>) in
        let result = result.baseAddress.unsafelyUnwrapped
        let x = x.baseAddress.unsafelyUnwrapped
        for i in 0..<shape.elementCount { result[i] = f(x[i]) }
      }
    }
  }

  /// `f` of each pair of elements, the operands repeated to `shape`.
  @inline(__always)
  static func map<T: ArrayElement, R: ArrayElement>(
    _ x: NDArray, _ y: NDArray, _ shape: Shape, _ f: (T, T) -> R
  ) -> NDArray {
    x.withElements(T.self) { xs in
      y.withElements(T.self) { ys in
        NDArray(shape) { (result: UnsafeMutableBufferPointer<R>) in
          let result = result.baseAddress.unsafelyUnwrapped
          let xs = xs.baseAddress.unsafelyUnwrapped
          let ys = ys.baseAddress.unsafelyUnwrapped
          @inline(__always)
          func row(_ start: Int, _ count: Int, _ at: (Int, Int, Int), _ step: (Int, Int, Int)) {
            let r = result + start
            let a = xs + at.0
            let b = ys + at.1
            // Rows that repeat one number, or nothing, need no strides: these loops vectorise.
            switch (step.0, step.1) {
            case (1, 1): for i in 0..<count { r[i] = f(a[i], b[i]) }
            case (0, 1):
              let x = a[0]
              for i in 0..<count { r[i] = f(x, b[i]) }
            case (1, 0):
              let y = b[0]
              for i in 0..<count { r[i] = f(a[i], y) }
            default: for i in 0..<count { r[i] = f(a[i * step.0], b[i * step.1]) }
            }
          }
          if x.shape == shape, y.shape == shape {
            row(0, shape.elementCount, (0, 0, 0), (1, 1, 0))
          } else {
            StridedLoop(
              shape, x.shape.broadcastStrides(to: shape), y.shape.broadcastStrides(to: shape)
            ).forEachRow(row)
          }
        }
      }
    }
  }
}

private struct SelectKernel: DTypeVisitor {
  let operands: [NDArray]
  let shape: Shape

  func visit<T: ArrayElement>(_ type: T.Type) -> NDArray {
    operands[0].withElements(Bool.self) { mask in
      operands[1].withElements(T.self) { x in
        operands[2].withElements(T.self) { y in
          NDArray(shape) { (result: UnsafeMutableBufferPointer<T>) in
            let loop = StridedLoop(
              shape, operands[0].shape.broadcastStrides(to: shape),
              operands[1].shape.broadcastStrides(to: shape),
              operands[2].shape.broadcastStrides(to: shape))
            loop.forEachRow { start, count, at, step in
              for i in 0..<count {
                result[start + i] =
                  mask[at.0 + i * step.0] ? x[at.1 + i * step.1] : y[at.2 + i * step.2]
              }
            }
          }
        }
      }
    }
  }
}

private struct ComparisonKernel: DTypeVisitor {
  let function: Elementwise
  let operands: [NDArray]
  let shape: Shape

  func visit<T: ArrayElement>(_ type: T.Type) -> NDArray {
    let x = operands[0]
    let y = operands[1]
    // Integers are compared as integers: not all of them are doubles.
    if T.dtype.isFloatingPoint {
      return switch function {
      case .less: NDArray.map(x, y, shape) { (a: T, b: T) in a.double < b.double }
      case .lessOrEqual: NDArray.map(x, y, shape) { (a: T, b: T) in a.double <= b.double }
      default: NDArray.map(x, y, shape) { (a: T, b: T) in a.double == b.double }
      }
    }
    return switch function {
    case .less: NDArray.map(x, y, shape) { (a: T, b: T) in a.integer < b.integer }
    case .lessOrEqual: NDArray.map(x, y, shape) { (a: T, b: T) in a.integer <= b.integer }
    default: NDArray.map(x, y, shape) { (a: T, b: T) in a.integer == b.integer }
    }
  }
}
