// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars

@testable import WengertKernels

/// A way to run loops: interpreted, or in code for some vectors.
enum LoopBackEnd: CaseIterable, Sendable {
  case interpreter, avx2, avx512

  var level: VectorLevel? {
    switch self {
    case .interpreter: nil
    case .avx2: .avx2
    case .avx512: .avx512
    }
  }

  /// Those that this processor has.
  static var available: [LoopBackEnd] {
    allCases.filter { backEnd in
      backEnd.level.map { level in VectorLevel.available.map { level <= $0 } ?? false } ?? true
    }
  }

  static var compiled: [LoopBackEnd] { available.filter { $0 != .interpreter } }
}

extension LoopBody {
  /// The body of one function of one or two columns.
  static func function(
    _ function: ElementaryFunction, parameter: Int32 = 0, _ dtype: DType
  ) -> LoopBody {
    let function = Elementwise.function(function, parameter: parameter)
    var body = LoopBody(dtype: dtype)
    body.baseCount = function.arity
    body.inputs = (0..<function.arity).map { Input(base: $0, isUniform: false) }
    body.steps = [Step(function, 0, function.arity > 1 ? 1 : -1)]
    body.outputs = [Output(Int32(function.arity), .store)]
    return body
  }
}

extension LoopKernel {
  /// Runs over rows of numbers.
  ///
  /// - Parameters:
  ///   - inputs: For each base, its rows.
  ///   - outputs: What the memory of each output holds before; a row's length is that of the first.
  func run<T: KernelScalar>(
    count: Int, inputs: [[[T]]], outputs: [[[T]]]
  ) -> [[[T]]] {
    var memory = inputs + outputs
    let rows = memory.map { $0.count }.max() ?? 1
    var flat = memory.map { $0.flatMap { $0 } }
    let strides = memory.map { $0.count == 1 ? 0 : $0[0].count }
    var buffers: [UnsafeMutableBufferPointer<T>] = []
    for numbers in flat {
      let buffer = UnsafeMutableBufferPointer<T>.allocate(capacity: max(1, numbers.count))
      _ = buffer.initialize(from: numbers)
      buffers.append(buffer)
    }
    run(
      rows: rows, count: count, addresses: buffers.map { UnsafeMutableRawPointer($0.baseAddress!) },
      strides: strides)
    for index in flat.indices {
      flat[index] = Array(buffers[index].prefix(flat[index].count))
      buffers[index].deallocate()
      let length = memory[index][0].count
      memory[index] = memory[index].indices.map { row in
        Array(flat[index][(row * length)..<((row + 1) * length)])
      }
    }
    return Array(memory.suffix(outputs.count))
  }
}

/// Numbers from a seed: a linear congruential generator, the same on every machine.
struct SeededNumbers: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    let x = (state ^ (state >> 33)) &* 0xff51_afd7_ed55_8ccd
    return x ^ (x >> 29)
  }
}
