// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import WengertScalars

/// A program that keeps its numbers in the few slots of a plan, each until its last use.
///
/// The numbers are those of ``Program/callAsFunction(_:)``. Of many inputs and lines few are kept at a time,
/// near the processor, be they ever so large.
struct SlotProgram: Sendable {
  private let plan: ColumnPlan

  /// The numbers that do not depend on any input.
  private let constants: ContiguousArray<Double>

  init(_ program: Program) {
    plan = ColumnPlan(program, columns: [Bool](repeating: true, count: program.inputs.count))
    constants = plan.uniformLines.values(at: [])
  }

  /// Computes all outputs, and hands each to `deliver` with its number as soon as it is known.
  ///
  /// - Parameter input: The input with a number.
  @inline(__always)
  func run<T: Scalar>(input: (Int) -> T, deliver: (Int, T) -> Void) {
    for (output, line) in plan.uniformOutputs { deliver(output, T(constants[line])) }
    let slots = UnsafeMutablePointer<T>.allocate(capacity: max(1, plan.slotCount))
    slots.initialize(repeating: 0, count: max(1, plan.slotCount))
    defer {
      slots.deinitialize(count: max(1, plan.slotCount))
      slots.deallocate()
    }
    for step in plan.steps {
      let result = slots + Int(step.result)
      switch step.form {
      case .load: result.pointee = input(Int(step.parameter))
      case .deliver: deliver(Int(step.parameter), slots[Int(step.x)])
      case .spread: result.pointee = T(constants[Int(step.x)])
      case .uniformBlock:
        result.pointee = step.arithmetic(T(constants[Int(step.x)]), slots[Int(step.y)])
      case .blockUniform:
        result.pointee = step.arithmetic(slots[Int(step.x)], T(constants[Int(step.y)]))
      case .blocks:
        step.function.accept(
          SlotLine(
            result: result, x: slots + Int(step.x), y: slots + Int(step.y), z: slots + Int(step.z),
            parameter: Int(step.parameter)))
      }
    }
  }
}

extension ColumnStep {
  /// A sum, difference, product or quotient.
  @inline(__always)
  fileprivate func arithmetic<T: Scalar>(_ x: T, _ y: T) -> T {
    switch function {
    case .add: x + y
    case .subtract: x - y
    case .multiply: x * y
    default: x / y
    }
  }
}

/// One line on numbers in slots, for each kind of row; the slot of the result is none of the operands'.
private struct SlotLine<T: Scalar>: RowVisitor {
  let result: UnsafeMutablePointer<T>
  let x: UnsafePointer<T>
  let y: UnsafePointer<T>
  let z: UnsafePointer<T>
  let parameter: Int

  func visit<F: UnaryFunction>(_ row: F.Type) { result.pointee = T.apply(F.self, x.pointee) }
  func visit<F: BinaryFunction>(_ row: F.Type) { result.pointee = T.apply(F.self, x.pointee, y.pointee) }
  func visit<F: IndexedFunction>(_ row: F.Type) { result.pointee = T.apply(F.self, parameter, x.pointee) }
  func visitSelect() { result.pointee = T.select(x.pointee, y.pointee, z.pointee) }
}
