// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertKernels
import WengertScalars
import WengertTensors

@Suite struct `Inspection: programs as bytes` {
  /// Programs of many operations, with their derivatives.
  static let programs: [TensorProgram] = {
    let elementwise = TensorProgram(
      inputs: [ArrayType([3, 2], .float64), ArrayType([2], .float64)]
    ) { x in
      let y = (Tensor.exp(x[0]) * x[1]).named("hidden")
      let z = Tensor.select(y .> Tensor([1.0, 2]), Tensor.pow(y, 3), Tensor.pow(y, 0.5))
      return [z.sum(axes: [0]).converted(to: .float32), y.max(axes: [1])]
    }
    let arranged = TensorProgram(inputs: [ArrayType([4, 3], .float64)]) { x in
      let t = x[0].transposed([1, 0]).reshaped([2, 6]).flipped(axis: 1)
      return [t.product(axes: [1]), x[0].cumulativeProduct(axis: 0).withoutDerivative]
    }
    return [elementwise, arranged, elementwise.pullback(), arranged.pullback(), arranged.pushforward()]
  }()

  @Test(arguments: programs.indices)
  func `a program survives as bytes`(_ index: Int) throws {
    let program = Self.programs[index]
    let again = try TensorProgram(decoding: program.encoded())
    #expect(again.description == program.description)
    #expect(again.encoded() == program.encoded())
    let inputs = program.inputTypes.enumerated().map { i, type in
      Tensor.random(type.shape, seed: UInt64(i), in: 0.5...2, dtype: type.dtype)
    }
    for (x, y) in zip(program(inputs), again(inputs)) { #expect(x == y) }
  }

  @Test func `bytes that end too early are refused`() {
    let bytes = Self.programs[0].encoded()
    for count in 0..<bytes.count {
      #expect(throws: ProgramDecodingError.self, "\(count)") {
        try TensorProgram(decoding: Array(bytes.prefix(count)))
      }
    }
    #expect(throws: ProgramDecodingError.bytesLeft(1)) {
      try TensorProgram(decoding: bytes + [0])
    }
    #expect(throws: ProgramDecodingError.notAProgram) {
      try TensorProgram(decoding: [1, 2, 3, 4, 5])
    }
    #expect(throws: ProgramDecodingError.unknownVersion(9)) {
      try TensorProgram(decoding: Array(bytes.prefix(4)) + [9])
    }
  }

  @Test(arguments: programs.indices)
  func `damaged bytes are refused or still are a program`(_ index: Int) {
    let bytes = Self.programs[index].encoded()
    var refused = 0
    for place in 5..<bytes.count {
      for value: UInt8 in [0, 3, 0xFF, bytes[place] &+ 1, bytes[place] ^ 0x40] {
        var damaged = bytes
        damaged[place] = value
        guard let program = try? TensorProgram(decoding: damaged) else {
          refused += 1
          continue
        }
        #expect(!program.description.isEmpty)
        #expect(program.cost.peakMemory >= 0)
        _ = program.pullback()
      }
    }
    #expect(refused > bytes.count)
  }

  @Test func `types are derived anew`() throws {
    let program = TensorProgram(inputs: [ArrayType([3], .float64)]) { x in [.sin(x[0])] }
    var bytes = program.encoded()
    // The last length in the file before the lists of inputs and outputs.
    let place = try #require(bytes.lastIndex(of: 6))
    bytes[place] = 8
    #expect(throws: ProgramDecodingError.invalidLine(1, "its type is float64[3], not float64[4]")) {
      try TensorProgram(decoding: bytes)
    }
  }
}
