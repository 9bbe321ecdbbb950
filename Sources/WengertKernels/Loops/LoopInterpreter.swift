// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars

/// A fused loop made ready to be interpreted: slots for the values of a block of places, each used
/// again after the last use of its value.
///
/// What a row has one number of is computed once a row.
struct LoopInterpreter {
  static let blockSize = 128

  let body: LoopBody
  /// The slot of each value.
  private var slots: [Int32]
  private var isUniform: [Bool]
  private(set) var slotCount = 0

  init(_ body: LoopBody) {
    self.body = body
    let first = body.inputs.count + body.constants.count
    let count = first + body.steps.count
    isUniform = body.inputs.map { $0.isUniform } + Array(repeating: true, count: body.constants.count)
    var lastUse = [Int](repeating: -1, count: count)
    for (i, step) in body.steps.enumerated() {
      var uniform = true
      for operand in [step.x, step.y, step.z] where operand >= 0 {
        lastUse[Int(operand)] = first + i
        uniform = uniform && isUniform[Int(operand)]
      }
      isUniform.append(uniform)
    }
    for output in body.outputs { lastUse[Int(output.value)] = count }
    slots = [Int32](repeating: -1, count: count)
    var free: [Int32] = []
    for value in 0..<count {
      if !isUniform[value], let slot = free.popLast() {
        slots[value] = slot
      } else {
        slots[value] = Int32(slotCount)
        slotCount += 1
      }
      guard value >= first else { continue }
      let step = body.steps[value - first]
      for operand in Set([step.x, step.y, step.z]) where operand >= first {
        // Inputs are read once a block; uniform values stay for the whole row.
        if lastUse[Int(operand)] == value && !isUniform[Int(operand)] {
          free.append(slots[Int(operand)])
        }
      }
    }
  }

  func run(
    rows: Int, count: Int, addresses: UnsafePointer<UnsafeMutableRawPointer>,
    strides: UnsafePointer<Int>
  ) {
    if body.dtype == .float64 {
      run(Double.self, rows, count, addresses, strides)
    } else {
      run(Float.self, rows, count, addresses, strides)
    }
  }

  private func run<T: KernelScalar>(
    _ type: T.Type, _ rows: Int, _ count: Int,
    _ addresses: UnsafePointer<UnsafeMutableRawPointer>, _ strides: UnsafePointer<Int>
  ) {
    let memory = UnsafeMutablePointer<T>.allocate(capacity: max(1, slotCount) * Self.blockSize)
    memory.initialize(repeating: 0, count: max(1, slotCount) * Self.blockSize)
    defer { memory.deallocate() }
    let first = body.inputs.count
    for (number, bits) in body.constants.enumerated() {
      let value: T = T(bits: bits)
      slot(first + number, memory).update(repeating: value, count: Self.blockSize)
    }
    for row in 0..<rows {
      func address(_ number: Int) -> UnsafeMutablePointer<T> {
        addresses[number].assumingMemoryBound(to: T.self) + row * strides[number]
      }
      for (number, input) in body.inputs.enumerated() where input.isUniform {
        slot(number, memory).update(
          repeating: address(Int(input.base))[Int(input.offset)], count: Self.blockSize)
      }
      compute(memory, Self.blockSize, uniform: true)
      for (number, output) in body.outputs.enumerated() {
        if case .reduceRow(let reduction) = output.destination {
          address(body.baseCount + number).pointee = T(reduction.identity)
        }
      }
      for start in stride(from: 0, to: count, by: Self.blockSize) {
        let size = min(Self.blockSize, count - start)
        for (number, input) in body.inputs.enumerated() where !input.isUniform {
          slot(number, memory).update(
            from: address(Int(input.base)) + Int(input.offset) + start, count: size)
        }
        compute(memory, size, uniform: false)
        for (number, output) in body.outputs.enumerated() {
          let values = slot(Int(output.value), memory)
          let target = address(body.baseCount + number)
          switch output.destination {
          case .store: (target + start).update(from: values, count: size)
          case .combine(let reduction):
            for i in 0..<size { target[start + i] = reduction.combine(target[start + i], values[i]) }
          case .reduceRow(.sum): target.pointee += pairwiseSum(values, size)
          case .reduceRow(let reduction):
            for i in 0..<size { target.pointee = reduction.combine(target.pointee, values[i]) }
          }
        }
      }
    }
  }

  private func slot<T>(_ value: Int, _ memory: UnsafeMutablePointer<T>) -> UnsafeMutablePointer<T> {
    memory + Int(slots[value]) * Self.blockSize
  }

  /// The steps that depend on nothing but uniform values, or the others.
  private func compute<T: KernelScalar>(
    _ memory: UnsafeMutablePointer<T>, _ count: Int, uniform: Bool
  ) {
    let first = body.inputs.count + body.constants.count
    for (i, step) in body.steps.enumerated() where isUniform[first + i] == uniform {
      let x = slot(Int(step.x), memory)
      LoopBlock(
        result: slot(first + i, memory), x: x, y: step.y < 0 ? x : slot(Int(step.y), memory),
        z: step.z < 0 ? x : slot(Int(step.z), memory), count: count
      ).apply(step.function)
    }
  }
}

/// One function on a block of numbers.
private struct LoopBlock<T: KernelScalar>: RowVisitor {
  let result: UnsafeMutablePointer<T>
  let x: UnsafePointer<T>
  let y: UnsafePointer<T>
  let z: UnsafePointer<T>
  let count: Int
  var parameter = 0

  init(
    result: UnsafeMutablePointer<T>, x: UnsafeMutablePointer<T>, y: UnsafeMutablePointer<T>,
    z: UnsafeMutablePointer<T>, count: Int
  ) {
    self.result = result
    self.x = UnsafePointer(x)
    self.y = UnsafePointer(y)
    self.z = UnsafePointer(z)
    self.count = count
  }

  func apply(_ function: Elementwise) {
    switch function {
    case .function(let function, let parameter):
      var block = self
      block.parameter = Int(parameter)
      function.accept(block)
    case .contribution: fill { x[$0] == 0 || y[$0] == 0 ? 0 : x[$0] * y[$0] }
    case .less: fill { x[$0] < y[$0] ? 1 : 0 }
    case .lessOrEqual: fill { x[$0] <= y[$0] ? 1 : 0 }
    case .equal: fill { x[$0] == y[$0] ? 1 : 0 }
    case .and: fill { x[$0] * y[$0] }
    case .or: fill { x[$0] > y[$0] ? x[$0] : y[$0] }
    case .exclusiveOr: fill { x[$0] == y[$0] ? 0 : 1 }
    case .not: fill { 1 - x[$0] }
    case .select: fill { x[$0] == 0 ? z[$0] : y[$0] }
    case .convert: fill { x[$0] }
    }
  }

  func visit<F: UnaryFunction>(_ row: F.Type) { fill { F.value(x[$0]) } }
  func visit<F: BinaryFunction>(_ row: F.Type) { fill { F.value(x[$0], y[$0]) } }
  func visit<F: IndexedFunction>(_ row: F.Type) { fill { F.value(parameter, x[$0]) } }
  func visitSelect() { fill { T.select(x[$0], y[$0], z[$0]) } }

  @inline(__always)
  private func fill(_ f: (Int) -> T) { for i in 0..<count { result[i] = f(i) } }
}

extension KernelScalar {
  /// The number of the given bits, in the type's own width.
  fileprivate init(bits: UInt64) {
    self =
      Self.dtype == .float64
      ? Self(Double(bitPattern: bits)) : Self(Double(Float(bitPattern: UInt32(bits))))
  }
}
