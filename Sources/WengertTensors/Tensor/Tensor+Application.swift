// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import WengertKernels
import WengertScalars

extension Tensor {
  /// The result of an operation on operands that fit it: computed at once, or recorded if an
  /// operand belongs to a running transform.
  ///
  /// - Parameter type: The type of the result, if it is known already.
  static func apply(
    _ operation: Operation, _ operands: [Tensor], _ type: ArrayType? = nil
  ) -> Tensor {
    guard operands.areTraced, let trace = Trace.current else {
      return Tensor(operation.evaluate(operands.map { $0.value }))
    }
    let numbers = trace.lines(of: operands)
    return trace.append(operation, numbers, type ?? operation.type(of: trace.types(of: numbers)))
  }

  /// The results of an operation that has several.
  static func apply(_ tuple: TupleOperation, _ operands: [Tensor]) -> [Tensor] {
    guard operands.areTraced, let trace = Trace.current else {
      return tuple.evaluate(operands.map { $0.value }).map { Tensor($0) }
    }
    let numbers = trace.lines(of: operands)
    return trace.append(tuple, numbers, tuple.types(of: trace.types(of: numbers)))
  }

  /// An elementwise function of operands of one type (but for the condition of `select`), repeated
  /// to a common shape.
  static func elementwise(_ function: Elementwise, _ operands: [Tensor]) -> Tensor {
    let operation = Operation.elementwise(ElementwiseRow(function))
    guard operands.areTraced, let trace = Trace.current else {
      let type = function.resultType(of: operands.count) { operands[$0].type }
      return apply(operation, operands, type)
    }
    let numbers = trace.lines(of: operands)
    let type = function.resultType(of: numbers.count) { trace.lines[Int(numbers[$0])].type }
    return trace.append(operation, numbers, type)
  }

  /// The operands in one type, which both can be converted to without loss of kind: a literal takes
  /// the type of the tensor that it meets.
  static func promoted(_ x: Tensor, _ y: Tensor, isReal: Bool = false) -> (Tensor, Tensor) {
    let type: DType
    switch (x.storage, y.storage) {
    case (.number, .number): type = .float64
    case (.number(_, let isInteger), _): type = y.typeMeeting(isInteger: isInteger)
    case (_, .number(_, let isInteger)): type = x.typeMeeting(isInteger: isInteger)
    default: type = .promoted(x.dtype, y.dtype)
    }
    let common = isReal && !type.isFloatingPoint ? .float64 : type
    return (x.converted(to: common), y.converted(to: common))
  }

  private func typeMeeting(isInteger: Bool) -> DType {
    if dtype.isFloatingPoint { return dtype }
    return isInteger ? .promoted(dtype, .int32) : .float64
  }

  /// The same numbers in another type.
  ///
  /// Between floating-point types this is differentiable; integers have no derivative.
  public func converted(to type: DType) -> Tensor {
    switch storage {
    case .number(let value, _): Tensor(NDArray(repeating: value, shape: [], dtype: type))
    default: type == dtype ? self : .elementwise(.convert(type), [self])
    }
  }

  /// The tensor, in float64 if its elements are not floating-point numbers.
  var real: Tensor { dtype.isFloatingPoint ? self : converted(to: .float64) }
}

extension Elementwise {
  /// The type of the result for operands of some types.
  fileprivate func resultType(of count: Int, _ type: (Int) -> ArrayType) -> ArrayType {
    var result = type(0)
    for k in 1..<count {
      let next = type(k)
      guard let common = Shape.broadcast(result.shape, next.shape) else {
        preconditionFailure(
          """
          \(ElementwiseRow(self).attributes): the shapes \(result.shape) and \(next.shape) do not \
          broadcast to a common one.
          """)
      }
      result = ArrayType(common, next.dtype)
    }
    return ArrayType(result.shape, resultType(result.dtype))
  }
}

extension Array<Tensor> {
  /// Whether one of the tensors belongs to a transform.
  fileprivate var areTraced: Bool {
    // Through a pointer, tensors are looked at without a reference counted.
    withUnsafeBufferPointer { tensors in tensors.indices.contains { tensors[$0].isTraced } }
  }
}

extension Trace {
  /// The lines of operands.
  fileprivate func lines(of operands: [Tensor]) -> Line.Operands {
    operands.withUnsafeBufferPointer { operands in
      var numbers = Line.Operands()
      for k in operands.indices {
        numbers.append(operands[k].line(in: self) ?? line(of: operands[k]))
      }
      return numbers
    }
  }

  fileprivate func types(of numbers: Line.Operands) -> [ArrayType] {
    numbers.map { lines[Int($0)].type }
  }
}
