// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars

/// What machine code calls for a function that has no vector code: the row of the table, lane by
/// lane.
///
/// The area holds x, y, z and the result, each in 64 bytes.
enum VectorFunctionCall {
  typealias Function = @convention(c) (UnsafeMutableRawPointer, UInt64, Int) -> Void

  /// The number that stands for a function in machine code.
  static func number(of function: Elementwise) -> UInt64 {
    guard case .function(let function, let parameter) = function else {
      preconditionFailure("Only functions of the table are called.")
    }
    return UInt64(function.rawValue) | UInt64(UInt32(bitPattern: parameter)) << 32
  }

  static func address(isDouble: Bool) -> UInt64 {
    let double: Function = { VectorFunctionCall.apply(Double.self, $0, $1, $2) }
    let float: Function = { VectorFunctionCall.apply(Float.self, $0, $1, $2) }
    return UInt64(UInt(bitPattern: unsafeBitCast(isDouble ? double : float, to: UnsafeRawPointer.self)))
  }

  private static func apply<T: KernelScalar>(
    _ type: T.Type, _ area: UnsafeMutableRawPointer, _ number: UInt64, _ count: Int
  ) {
    let function = ElementaryFunction(rawValue: UInt8(truncatingIfNeeded: number)).unsafelyUnwrapped
    let x = area.assumingMemoryBound(to: T.self)
    let step = 64 / MemoryLayout<T>.stride
    function.accept(
      LaneLoop(
        x: x, y: x + step, z: x + 2 * step, result: x + 3 * step,
        parameter: Int(Int32(truncatingIfNeeded: number >> 32)), count: count))
  }

  private struct LaneLoop<T: KernelScalar>: RowVisitor {
    let x: UnsafePointer<T>
    let y: UnsafePointer<T>
    let z: UnsafePointer<T>
    let result: UnsafeMutablePointer<T>
    let parameter: Int
    let count: Int

    func visit<F: UnaryFunction>(_ row: F.Type) {
      for i in 0..<count { result[i] = F.value(x[i]) }
    }
    func visit<F: BinaryFunction>(_ row: F.Type) {
      for i in 0..<count { result[i] = F.value(x[i], y[i]) }
    }
    func visit<F: IndexedFunction>(_ row: F.Type) {
      for i in 0..<count { result[i] = F.value(parameter, x[i]) }
    }
    func visitSelect() {
      for i in 0..<count { result[i] = T.select(x[i], y[i], z[i]) }
    }
  }
}
