// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension Instruction {
  /// The value of the line, where `values` are those of the lines before.
  @inlinable @inline(__always)
  public func value<T: Scalar>(_ values: ContiguousArray<T>, inputs: [T]) -> T {
    switch operation {
    case .input: inputs[Int(parameter)]
    case .constant(let value): T(value)
    case .pi: .pi
    case .function(let function):
      function(
        Int(parameter), values[Int(x)], y < 0 ? values[Int(x)] : values[Int(y)],
        z < 0 ? values[Int(x)] : values[Int(z)])
    }
  }
}

extension RandomAccessCollection where Element == Instruction, Index == Int {
  /// The values of all lines of a list, on any scalars.
  ///
  /// On plain numbers this evaluates; on dual numbers it is forward mode; on variables it makes a
  /// tape; on expressions it rewrites the list, and on dual expressions it writes its derivative.
  ///
  /// - Complexity: one operation a line.
  public func values<T: Scalar>(at inputs: [T]) -> ContiguousArray<T> {
    var values = ContiguousArray<T>()
    values.reserveCapacity(count)
    for instruction in self { values.append(instruction.value(values, inputs: inputs)) }
    return values
  }
}
