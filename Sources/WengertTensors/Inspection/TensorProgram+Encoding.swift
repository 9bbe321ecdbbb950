// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

extension TensorProgram {
  /// The program as bytes, which ``init(decoding:)`` reads on any platform.
  ///
  /// ```swift
  /// let bytes = f.program(for: x).encoded()
  /// let again = try TensorProgram(decoding: bytes)
  /// ```
  ///
  /// The format, version 1: the letters `WNGT` and the version; then the program: its lines, inputs
  /// and outputs, each list with its count in front. A line is the name of its operation, the
  /// attributes, the operands as distances, the type, and of a constant the elements (little
  /// endian). Integers are LEB128 with the sign in the last bit; a name is spelled out once and
  /// then numbered.
  ///
  /// - Complexity: linear.
  public func encoded() -> [UInt8] {
    var encoder = ProgramEncoder()
    encoder.write(self)
    return encoder.bytes
  }

  /// The letters that encoded programs begin with.
  static let signature: [UInt8] = [0x57, 0x4E, 0x47, 0x54]
  static let version: UInt8 = 1
}

private struct ProgramEncoder {
  var bytes: [UInt8] = TensorProgram.signature + [TensorProgram.version]
  private var names: [String: Int] = [:]

  mutating func write(_ program: TensorProgram) {
    write(program.count)
    for (i, line) in program.lines.enumerated() {
      let (name, attributes) = (line.operation.storedName, line.operation.attributes)
      precondition(
        Operation.named(name)?.setting(attributes) == line.operation,
        "encoded: the operation \(name) does not show all of its attributes.")
      write(name: name)
      write(attributes.count)
      for attribute in attributes { write(attribute) }
      write(line.operands.count)
      for operand in line.operands { write(i - Int(operand)) }
      bytes.append(line.type.dtype.rawValue)
      write(line.type.shape.dimensions)
      if let value = program.constants[Int32(i)] { bytes += value.bytes }
    }
    write(program.inputs.map { Int($0) })
    write(program.outputs.map { Int($0) })
  }

  private mutating func write(_ attribute: Attribute) {
    switch attribute {
    case .flag(let flag): bytes += [0, flag ? 1 : 0]
    case .integer(let n):
      bytes.append(1)
      write(n)
    case .integers(let list):
      bytes.append(2)
      write(list)
    case .number(let x):
      bytes.append(3)
      for shift in stride(from: 0, to: 64, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: x.bitPattern >> UInt64(shift)))
      }
    case .text(let text):
      bytes.append(4)
      write(text: text)
    case .program(let program):
      bytes.append(5)
      write(program)
    }
  }

  private mutating func write(name: String) {
    if let number = names[name] { return write(number) }
    write(names.count)
    names[name] = names.count
    write(text: name)
  }

  private mutating func write(text: String) {
    write(text.utf8.count)
    bytes += Array(text.utf8)
  }

  private mutating func write(_ list: [Int]) {
    write(list.count)
    for n in list { write(n) }
  }

  private mutating func write(_ n: Int) {
    var rest = UInt64(bitPattern: Int64((n << 1) ^ (n >> (Int.bitWidth - 1))))
    while rest > 0x7F {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}
