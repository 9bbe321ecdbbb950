// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// Why bytes are not a program.
public enum ProgramDecodingError: Error, Hashable, Sendable {
  /// They do not begin as programs do.
  case notAProgram
  /// They were written by a later version of the format.
  case unknownVersion(Int)
  /// They end too early.
  case truncated
  /// There are more bytes than the program has.
  case bytesLeft(Int)
  /// No operation is called so.
  case unknownOperation(String)
  /// Line number `line` makes no sense, for a reason.
  case invalidLine(Int, String)
  /// The lists of inputs or outputs name lines that cannot be such.
  case invalidResults
  /// A number or text is not written as the format says.
  case malformed
}

extension TensorProgram {
  /// Reads a program that ``encoded()`` wrote.
  ///
  /// Nothing is believed: operands come before their line, attributes fit the operation and the
  /// operation its operands, and types are derived anew and compared; so whatever is read without
  /// an error can be printed, differentiated and run.
  ///
  /// - Complexity: linear.
  public init(decoding bytes: [UInt8]) throws(ProgramDecodingError) {
    guard bytes.starts(with: Self.signature) else { throw .notAProgram }
    guard bytes.count > 4 else { throw .truncated }
    guard bytes[4] == Self.version else { throw .unknownVersion(Int(bytes[4])) }
    var decoder = ProgramDecoder(bytes: bytes[5...])
    self = try decoder.program(depth: 0)
    if !decoder.bytes.isEmpty { throw .bytesLeft(decoder.bytes.count) }
  }
}

private struct ProgramDecoder {
  var bytes: ArraySlice<UInt8>
  private var names: [Operation] = []

  init(bytes: ArraySlice<UInt8>) { self.bytes = bytes }

  mutating func program(depth: Int) throws(ProgramDecodingError) -> TensorProgram {
    // Programs in programs are the only thing that is read recursively.
    guard depth < 32 else { throw .malformed }
    let count = try count()
    var lines = ContiguousArray<Line>()
    var constants: [Int32: NDArray] = [:]
    var inputs: Set<Int32> = []
    /// The types of the results that have to follow a line with several.
    var pending: ArraySlice<ArrayType> = []
    for i in 0..<count {
      let blank = try operation()
      let attributes = try attributes(depth: depth)
      guard let operation = blank.setting(attributes) else {
        throw .invalidLine(i, "the attributes are not those of \(blank.name)")
      }
      var operands: [Int32] = []
      for _ in 0..<(try self.count()) {
        let distance = try integer()
        guard distance > 0, distance <= i else {
          throw .invalidLine(i, "an operand does not come before it")
        }
        operands.append(Int32(i - distance))
      }
      let type = try type()
      try check(operation, operands, type, i, lines, &pending)
      switch operation {
      case .input: inputs.insert(Int32(i))
      case .constant: constants[Int32(i)] = try array(type)
      default: break
      }
      lines.append(Line(operation: operation, operands: Line.Operands(operands), type: type))
    }
    guard pending.isEmpty else { throw .invalidLine(count, "results of a line are missing") }
    let given = try references(lines)
    let outputs = try references(lines)
    guard given.count == inputs.count, given.allSatisfy({ inputs.remove($0) != nil }) else {
      throw .invalidResults
    }
    return TensorProgram(lines: lines, constants: constants, inputs: given, outputs: outputs)
  }

  /// Checks a line against the operation's own rules.
  private func check(
    _ operation: Operation, _ operands: [Int32], _ type: ArrayType, _ i: Int,
    _ lines: ContiguousArray<Line>, _ pending: inout ArraySlice<ArrayType>
  ) throws(ProgramDecodingError) {
    if case .projection(let row) = operation {
      // The results of a line come right behind it, in order.
      guard operands.count == 1, let expected = pending.popFirst(),
        Int(operands[0]) == i - 1 - row.index,
        case .tuple = lines[Int(operands[0])].operation
      else { throw .invalidLine(i, "it is not the next result of a line") }
      if type != expected { throw .invalidLine(i, "its type is \(expected), not \(type)") }
      return
    }
    guard pending.isEmpty else { throw .invalidLine(i, "results of a line are missing") }
    var types: [ArrayType] = []
    for operand in operands {
      if case .tuple = lines[Int(operand)].operation {
        throw .invalidLine(i, "an operand has several results")
      }
      types.append(lines[Int(operand)].type)
    }
    switch operation {
    case .input, .constant:
      if !operands.isEmpty { throw .invalidLine(i, "\(operation.name) has operands") }
      return
    default: break
    }
    guard operation.accepts(types, result: type) else {
      throw .invalidLine(i, "\(operation.title) cannot be applied to its operands")
    }
    if case .tuple(let row) = operation { pending = row.tuple.types(of: types)[...] }
    let derived = operation.type(of: types)
    if derived != type { throw .invalidLine(i, "its type is \(derived), not \(type)") }
  }

  // MARK: Parts

  private mutating func operation() throws(ProgramDecodingError) -> Operation {
    let number = try integer()
    if names.indices.contains(number) { return names[number] }
    guard number == names.count else { throw .malformed }
    let name = try text()
    guard let operation = Operation.named(name) else { throw .unknownOperation(name) }
    names.append(operation)
    return operation
  }

  private mutating func attributes(depth: Int) throws(ProgramDecodingError) -> [Attribute] {
    var attributes: [Attribute] = []
    for _ in 0..<(try count()) {
      switch try byte() {
      case 0: attributes.append(.flag(try byte() != 0))
      case 1: attributes.append(.integer(try integer()))
      case 2: attributes.append(.integers(try list()))
      case 3:
        var bits: UInt64 = 0
        for shift in stride(from: 0, to: 64, by: 8) {
          bits |= UInt64(try byte()) << UInt64(shift)
        }
        attributes.append(.number(Double(bitPattern: bits)))
      case 4: attributes.append(.text(try text()))
      case 5: attributes.append(.program(try program(depth: depth + 1)))
      default: throw .malformed
      }
    }
    return attributes
  }

  /// The most elements of an array; with it, products of a few lengths are no concern.
  private static let maximumCount = Int.max >> (Int.bitWidth / 2 - 8)

  /// A type whose elements are of a sensible number.
  private mutating func type() throws(ProgramDecodingError) -> ArrayType {
    guard let dtype = DType(rawValue: try byte()) else { throw .malformed }
    let dimensions = try list()
    var size = 1
    for length in dimensions {
      let (product, overflow) = size.multipliedReportingOverflow(by: max(length, 1))
      guard length >= 0, !overflow, product <= Self.maximumCount else { throw .malformed }
      size = product
    }
    return ArrayType(Shape(dimensions), dtype)
  }

  private mutating func array(_ type: ArrayType) throws(ProgramDecodingError) -> NDArray {
    guard type.byteCount <= bytes.count else { throw .truncated }
    let elements = Array(bytes.prefix(type.byteCount))
    bytes = bytes.dropFirst(type.byteCount)
    if type.dtype == .bool, !elements.allSatisfy({ $0 < 2 }) { throw .malformed }
    return NDArray(bytes: elements, shape: type.shape, dtype: type.dtype)
  }

  private mutating func references(
    _ lines: ContiguousArray<Line>
  ) throws(ProgramDecodingError) -> [Int32] {
    var result: [Int32] = []
    for n in try list() {
      guard lines.indices.contains(n) else { throw .invalidResults }
      if case .tuple = lines[n].operation { throw .invalidResults }
      result.append(Int32(n))
    }
    return result
  }

  private mutating func list() throws(ProgramDecodingError) -> [Int] {
    var list: [Int] = []
    for _ in 0..<(try count()) { list.append(try integer()) }
    return list
  }

  private mutating func text() throws(ProgramDecodingError) -> String {
    let count = try count()
    guard let text = String(validating: bytes.prefix(count), as: UTF8.self) else {
      throw .malformed
    }
    bytes = bytes.dropFirst(count)
    return text
  }

  /// How many things follow, each of which takes a byte at least.
  private mutating func count() throws(ProgramDecodingError) -> Int {
    let count = try integer()
    guard count >= 0 else { throw .malformed }
    guard count <= bytes.count else { throw .truncated }
    return count
  }

  private mutating func integer() throws(ProgramDecodingError) -> Int {
    var bits: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 7) {
      let byte = try byte()
      bits |= UInt64(byte & 0x7F) << shift
      if byte & 0x80 == 0 {
        let n = Int64(bitPattern: bits >> 1) ^ -Int64(bitPattern: bits & 1)
        guard let result = Int(exactly: n) else { throw .malformed }
        return result
      }
    }
    throw .malformed
  }

  private mutating func byte() throws(ProgramDecodingError) -> UInt8 {
    guard let byte = bytes.popFirst() else { throw .truncated }
    return byte
  }
}
