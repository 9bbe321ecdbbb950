// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Reading of the small texts in the headers of binary files.
extension ByteReader {
  /// The next byte, if there is one.
  var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  /// Takes spaces, tabs and ends of lines.
  mutating func skipSpace() {
    while let byte = next, byte == 0x20 || (0x09...0x0D).contains(byte) { position += 1 }
  }

  /// Takes space and then `symbol`, if it comes next.
  mutating func consume(_ symbol: Unicode.Scalar) -> Bool {
    skipSpace()
    guard next == UInt8(ascii: symbol) else { return false }
    position += 1
    return true
  }

  /// Takes space and then `symbol`, which must come next.
  mutating func expect(_ symbol: Unicode.Scalar) throws(FileError) {
    guard consume(symbol) else { throw expected("`\(symbol)`") }
  }

  /// Takes a decimal integer that is not negative and, as in JSON, has no leading zero.
  mutating func natural(_ part: String) throws(FileError) -> Int {
    skipSpace()
    let start = position
    if next == UInt8(ascii: "-") { throw malformed("\(part) is negative") }
    var value = 0
    while let digit = next?.digit {
      let (product, overflows) = value.multipliedReportingOverflow(by: 10)
      let (sum, alsoOverflows) = product.addingReportingOverflow(digit)
      if overflows || alsoOverflows {
        throw malformed("\(part) is beyond 63 bits", at: start)
      }
      if value == 0, position > start { throw malformed("\(part) starts with 0", at: start) }
      value = sum
      position += 1
    }
    if position == start { throw expected("\(part), a number,") }
    return value
  }

  /// The error that something else than `wanted` comes next.
  func expected(_ wanted: String) -> FileError {
    let found =
      switch next {
      case nil: "the end"
      case .some(let byte) where (0x21...0x7E).contains(byte):
        "`\(Character(Unicode.Scalar(byte)))`"
      case .some(let byte): "the byte 0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }
    return malformed("expected \(wanted) and found \(found)")
  }
}

extension UInt8 {
  /// The value of a decimal digit in ASCII.
  fileprivate var digit: Int? { (0x30...0x39).contains(self) ? Int(self) - 0x30 : nil }
}
