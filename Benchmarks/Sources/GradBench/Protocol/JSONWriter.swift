// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Writes JSON on one line; numbers with as many digits as tell them from all others.
struct JSONWriter {
  private(set) var bytes: [UInt8] = []

  /// - Throws: An error for a number that JSON cannot express: infinity, or none at all.
  mutating func write(_ value: JSON) throws(ToolError) {
    switch value {
    case .null: write("null")
    case .boolean(let value): write(value ? "true" : "false")
    case .integer(let value): write("\(value)")
    case .number(let value): try write(value)
    case .string(let value): write(quoted: value)
    case .numbers(let numbers): try write(numbers[...])
    case .rows(let numbers, let width):
      try list("[", "]", 0..<(width == 0 ? 0 : numbers.count / width)) { (writer, row) throws(ToolError) in
        try writer.write(numbers[row * width..<(row + 1) * width])
      }
    case .array(let elements):
      try list("[", "]", elements) { (writer, element) throws(ToolError) in try writer.write(element) }
    case .object(let members):
      try list("{", "}", members) { (writer, member) throws(ToolError) in
        writer.write(quoted: member.name)
        writer.write(": ")
        try writer.write(member.value)
      }
    }
  }

  private mutating func write(_ text: String) { bytes += text.utf8 }

  private mutating func write(_ number: Double) throws(ToolError) {
    guard number.isFinite else { throw ToolError("The result has a number that is \(number).") }
    bytes += number.description.utf8
  }

  private mutating func write(_ numbers: ArraySlice<Double>) throws(ToolError) {
    try list("[", "]", numbers) { (writer, number) throws(ToolError) in try writer.write(number) }
  }

  private mutating func list<S: Sequence>(
    _ opening: String, _ closing: String, _ elements: S,
    _ write: (inout JSONWriter, S.Element) throws(ToolError) -> Void
  ) throws(ToolError) {
    self.write(opening)
    var isFirst = true
    for element in elements {
      if !isFirst { self.write(",") }
      isFirst = false
      try write(&self, element)
    }
    self.write(closing)
  }

  private mutating func write(quoted text: String) {
    write("\"")
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
      case 0..<0x20: write("\\u00" + (byte < 16 ? "0" : "") + String(byte, radix: 16))
      default: bytes.append(byte)
      }
    }
    write("\"")
  }
}
