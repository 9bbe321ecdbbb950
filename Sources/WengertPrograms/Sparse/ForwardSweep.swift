// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import WengertScalars

/// Forward mode over the lines of a program, eight directions at a time, in the few slots of a plan.
///
/// The numbers are those of the program on ``MultiDual``; what is kept at a time stays near the processor.
struct ForwardSweep: Sendable {
  typealias Number = MultiDual<Double>

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
  func run(input: (Int) -> Number, deliver: (Int, Number) -> Void) {
    for (output, line) in plan.uniformOutputs { deliver(output, Number(constants[line])) }
    withUnsafeTemporaryAllocation(of: Number.self, capacity: max(1, plan.slotCount)) { memory in
      memory.initialize(repeating: Number(0))
      let slots = memory.baseAddress.unsafelyUnwrapped
      for step in plan.steps {
        // Where an operand is a constant, its place is not that of a slot.
        func x() -> Number { slots[Int(step.x)] }
        func y() -> Number { slots[Int(step.y)] }
        let result = slots + Int(step.result)
        switch step.form {
        case .load: result.pointee = input(Int(step.parameter))
        case .deliver: deliver(Int(step.parameter), x())
        case .spread: result.pointee = Number(constants[Int(step.x)])
        case .uniformBlock: step.apply(Number(constants[Int(step.x)]), y(), to: result)
        case .blockUniform: step.apply(x(), Number(constants[Int(step.y)]), to: result)
        case .blocks:
          step.function.accept(
            SlotLine(
              result: result, x: slots + Int(step.x), y: slots + Int(step.y), z: slots + Int(step.z),
              parameter: Int(step.parameter)))
        }
      }
    }
  }
}

extension ColumnStep {
  /// A sum, difference, product or quotient.
  @inline(__always)
  fileprivate func apply<T: Scalar>(_ x: T, _ y: T, to result: UnsafeMutablePointer<T>) {
    switch function {
    case .add: result.pointee = x + y
    case .subtract: result.pointee = x - y
    case .multiply: result.pointee = x * y
    default: result.pointee = x / y
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
