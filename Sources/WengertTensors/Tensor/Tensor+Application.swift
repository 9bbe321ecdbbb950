// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import WengertKernels
import WengertScalars

extension Tensor {
  /// The result of an operation on operands that fit it: computed at once, or recorded if an
  /// operand belongs to a running transform.
  static func apply(_ operation: Operation, _ operands: [Tensor]) -> Tensor {
    var isTraced = false
    for operand in operands where operand.isTraced { isTraced = true }
    guard isTraced else { return Tensor(operation.evaluate(operands.map { $0.materialized })) }
    guard let trace = Trace.current else {
      return Tensor(operation.evaluate(operands.map { $0.value }))
    }
    let (numbers, types) = trace.lines(of: operands)
    return trace.append(operation, numbers, operation.type(of: types))
  }

  /// The results of an operation that has several.
  static func apply(_ tuple: TupleOperation, _ operands: [Tensor]) -> [Tensor] {
    var isTraced = false
    for operand in operands where operand.isTraced { isTraced = true }
    guard isTraced, let trace = Trace.current else {
      return tuple.evaluate(operands.map { $0.value }).map { Tensor($0) }
    }
    let (numbers, types) = trace.lines(of: operands)
    return trace.append(tuple, numbers, tuple.types(of: types))
  }

  /// An elementwise function of operands of one type (but for the condition of `select`), repeated
  /// to a common shape.
  static func elementwise(_ function: Elementwise, _ operands: [Tensor]) -> Tensor {
    var shape = operands[0].shape
    for operand in operands.dropFirst() {
      guard let common = Shape.broadcast(shape, operand.shape) else {
        preconditionFailure(
          """
          \(ElementwiseRow(function).attributes): the shapes \(shape) and \(operand.shape) do not \
          broadcast to a common one.
          """)
      }
      shape = common
    }
    return apply(.elementwise(ElementwiseRow(function)), operands)
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

extension Trace {
  /// The lines of operands, with their types.
  fileprivate func lines(of operands: [Tensor]) -> (Line.Operands, [ArrayType]) {
    checkThread()
    var numbers: [Int32] = []
    var types: [ArrayType] = []
    for operand in operands {
      let line = line(of: operand)
      numbers.append(line)
      types.append(lines[Int(line)].type)
    }
    return (Line.Operands(numbers), types)
  }
}
