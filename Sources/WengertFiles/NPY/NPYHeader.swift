// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// What stands before the elements in a file of NumPy's NPY format.
///
/// Six magic bytes, two of the version, the length of the rest (16 bits in version 1, 32 later),
/// and a Python dictionary such as `{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }`.
///
/// Source: NumPy Enhancement Proposal 1, and the documentation of `numpy.lib.format`.
struct NPYHeader {
  let shape: [Int]
  let element: EncodedElement
  let isBigEndian: Bool

  /// Whether the first axis varies fastest.
  let isFortranOrder: Bool

  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  /// Takes the header from the start of a file.
  init(_ reader: inout ByteReader) throws(FileError) {
    guard try reader.take(6, "the magic string").elementsEqual(Self.magic) else {
      throw reader.malformed("this is no NPY file, which starts with `\\x93NUMPY`", at: 0)
    }
    let major: UInt8 = try reader.integer("the version")
    let minor: UInt8 = try reader.integer("the version")
    guard 1...3 ~= major, minor == 0 else {
      throw reader.unsupported("versions 1.0 to 3.0 are read, not \(major).\(minor)", at: 6)
    }
    let length =
      major == 1
      ? Int(try reader.integer("the header's length", as: UInt16.self))
      : Int(try reader.integer("the header's length", as: UInt32.self))
    guard length <= reader.remaining else {
      throw reader.malformed("the header takes \(length) bytes, and \(reader.remaining) follow")
    }
    var text = reader.before(reader.position + length)
    try self.init(dictionary: &text)
    reader.position = text.position
  }

  private init(dictionary text: inout ByteReader) throws(FileError) {
    let start = text.position
    var type: (element: EncodedElement, isBigEndian: Bool)?
    var isFortranOrder: Bool?
    var shape: [Int]?

    try text.expect("{")
    while !text.consume("}") {
      let keyPosition = text.position
      let key = try text.pythonString()
      try text.expect(":")
      switch key {
      case "descr" where type == nil: type = try text.elementType()
      case "fortran_order" where isFortranOrder == nil: isFortranOrder = try text.pythonBool()
      case "shape" where shape == nil: shape = try text.pythonTuple()
      default:
        throw text.malformed("the key '\(key.excerpt)' is unknown or repeated", at: keyPosition)
      }
      guard text.consume(",") else {
        try text.expect("}")
        break
      }
    }
    text.skipSpace()
    guard text.remaining == 0 else { throw text.expected("the header's end") }
    guard let type, let isFortranOrder, let shape else {
      throw text.malformed(
        "the header must have the keys 'descr', 'fortran_order' and 'shape'", at: start)
    }
    guard StoredArray.byteCount(of: shape, width: 8) != nil else {
      throw text.malformed("the number of elements of the shape overflows", at: start)
    }
    self.shape = shape
    self.element = type.element
    self.isBigEndian = type.isBigEndian
    self.isFortranOrder = isFortranOrder
  }
}

/// The few Python literals that a header is made of.
extension ByteReader {
  fileprivate mutating func pythonString() throws(FileError) -> String {
    skipSpace()
    guard let quote = next, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
      throw expected("a string")
    }
    position += 1
    let start = position
    // No string that a header may have needs an escape.
    while let byte = next, (0x20...0x7E).contains(byte), byte != UInt8(ascii: "\\") {
      position += 1
      if byte == quote { return String(decoding: bytes[start..<position - 1], as: UTF8.self) }
    }
    throw expected("the rest of a string")
  }

  fileprivate mutating func pythonBool() throws(FileError) -> Bool {
    skipSpace()
    for (word, value) in [("True", true), ("False", false)] {
      if bytes[position...].starts(with: word.utf8) {
        position += word.utf8.count
        return value
      }
    }
    throw expected("True or False")
  }

  fileprivate mutating func pythonTuple() throws(FileError) -> [Int] {
    var lengths: [Int] = []
    try expect("(")
    while !consume(")") {
      lengths.append(try natural("an axis' length"))
      _ = consume("L")  // Python 2 wrote long integers so.
      if consume(",") { continue }
      // `(3)` is a number in Python.
      guard lengths.count > 1 else { throw expected("`,`") }
      try expect(")")
      break
    }
    return lengths
  }

  /// Takes the description of a type: byte order, kind and width, as in `<f8`.
  fileprivate mutating func elementType() throws(FileError) -> (EncodedElement, Bool) {
    skipSpace()
    let start = position
    if next == UInt8(ascii: "[") {
      throw unsupported("the elements are records, and only numbers are read")
    }
    var name = Substring(try pythonString())
    let order = name.first.flatMap { "<>|=".contains($0) ? $0 : nil }
    if order != nil { name.removeFirst() }
    let element: EncodedElement? =
      switch name {
      case "b1", "?": .bool
      case "i1": .int8
      case "i2": .int16
      case "i4": .int32
      case "i8": .int64
      case "u1": .uint8
      case "u2": .uint16
      case "u4": .uint32
      case "u8": .uint64
      case "f2": .float16
      case "f4": .float32
      case "f8": .float64
      default: nil
      }
    if let element { return (element, order == ">") }
    let finding =
      switch name.first {
      case "O":
        "the elements are Python objects, stored as a pickle, which may run any code when it is "
          + "read; save them as numbers"
      case "c": "the elements are complex numbers"
      case "S", "U", "a": "the elements are text"
      case "M", "m": "the elements are dates or times"
      default: "the element type '\(name.excerpt)' is none that is read"
      }
    throw unsupported(finding, at: start)
  }
}
