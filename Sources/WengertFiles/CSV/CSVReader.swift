// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation

/// A cell of a CSV file: where its text is, without quotes and the space around it.
struct CSVCell {
  let line: Int
  let column: Int
  let range: Range<Int>

  /// Whether quotes in the text are doubled.
  let hasQuotes: Bool
}

/// Splits a CSV file into rows of cells.
///
/// Source: Y. Shafranovich, Common Format and MIME Type for CSV Files, RFC 4180, 2005.
struct CSVReader {
  private var reader: ByteReader
  private let separator: UInt8
  private var line = 1

  init(_ reader: ByteReader, separator: CSVTable.Separator) throws(FileError) {
    var reader = reader
    if reader.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { reader.position = 3 }
    if reader.bytes.starts(with: [0xFF, 0xFE]) || reader.bytes.starts(with: [0xFE, 0xFF]) {
      throw reader.unsupported("the text is UTF-16, and only UTF-8 is read")
    }
    self.reader = reader
    self.separator =
      switch separator {
      case .automatic: Self.separator(of: reader.bytes[reader.position...])
      case .comma: UInt8(ascii: ",")
      case .semicolon: UInt8(ascii: ";")
      case .tab: UInt8(ascii: "\t")
      }
  }

  /// The separator that is most frequent in the first row, outside of quotes.
  private static func separator(of bytes: Slice<UnsafeRawBufferPointer>) -> UInt8 {
    let candidates = ",;\t".utf8.map { $0 }
    var counts = [0, 0, 0]
    var isQuoted = false
    var hasStarted = false
    for byte in bytes {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if isQuoted { continue }
      if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
        if hasStarted { break }
      } else {
        hasStarted = true
        if let index = candidates.firstIndex(of: byte) { counts[index] += 1 }
      }
    }
    return candidates[counts.firstIndex(of: counts.max()!)!]
  }

  /// Takes a row; nil at the end of the file.
  mutating func next() throws(FileError) -> [CSVCell]? {
    while takeLineEnd() {}
    if reader.remaining == 0 { return nil }
    var cells: [CSVCell] = []
    repeat { cells.append(try takeCell(cells.count + 1)) } while take(separator)
    if reader.remaining > 0, !takeLineEnd() {
      throw invalid(cells.last!, "text follows the closing quote")
    }
    return cells
  }

  /// Takes the text of a cell with the space around it.
  private mutating func takeCell(_ column: Int) throws(FileError) -> CSVCell {
    skipSpace()
    let firstLine = line
    let start = reader.position
    let isQuoted = take(UInt8(ascii: "\""))
    let range: Range<Int>
    var hasQuotes = false
    if isQuoted {
      while true {
        if take(UInt8(ascii: "\"")) {
          if !take(UInt8(ascii: "\"")) { break }
          hasQuotes = true
        } else if reader.remaining == 0 {
          throw invalid(column, firstLine, "the closing quote is missing")
        } else if !takeLineEnd() {
          reader.position += 1
        }
      }
      range = start + 1..<reader.position - 1
      skipSpace()
    } else {
      while let byte = reader.next, byte != separator, !Self.isLineEnd(byte) {
        if byte == UInt8(ascii: "\"") {
          throw invalid(column, line, "a quote is inside a cell that does not start with one")
        }
        reader.position += 1
      }
      var end = reader.position
      while end > start, isSpace(reader.bytes[end - 1]) { end -= 1 }
      range = start..<end
    }
    return CSVCell(line: firstLine, column: column, range: range, hasQuotes: hasQuotes)
  }

  /// The text of a cell.
  func text(_ cell: CSVCell) throws(FileError) -> String {
    guard let text = String(bytes: reader.bytes[cell.range], encoding: .utf8) else {
      throw invalid(cell, "the text is not UTF-8")
    }
    return cell.hasQuotes ? text.replacingOccurrences(of: "\"\"", with: "\"") : text
  }

  /// The number that a cell is, if it is one.
  func number(_ cell: CSVCell) -> Double? {
    Double(String(decoding: reader.bytes[cell.range], as: UTF8.self))
  }

  func invalid(_ cell: CSVCell, _ finding: String) -> FileError {
    invalid(cell.column, cell.line, finding)
  }

  private func invalid(_ column: Int, _ line: Int, _ finding: String) -> FileError {
    .invalidCell(path: reader.path, line: line, column: column, finding: finding)
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard reader.next == byte else { return false }
    reader.position += 1
    return true
  }

  /// Takes CR, LF or both, and counts the line.
  private mutating func takeLineEnd() -> Bool {
    guard let byte = reader.next, Self.isLineEnd(byte) else { return false }
    reader.position += 1
    if byte == UInt8(ascii: "\r") { _ = take(UInt8(ascii: "\n")) }
    line += 1
    return true
  }

  private mutating func skipSpace() {
    while let byte = reader.next, isSpace(byte) { reader.position += 1 }
  }

  private func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || (byte == UInt8(ascii: "\t") && byte != separator)
  }

  private static func isLineEnd(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }
}
