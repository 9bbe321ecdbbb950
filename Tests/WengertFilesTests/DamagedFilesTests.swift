// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation
import Testing

@testable import WengertFiles

/// Files that were changed at random are read or refused; nothing else may happen.
@Suite("Damaged files")
struct DamagedFilesTests {
  /// How many changed files of each format are read.
  static let count = 20_000

  @Test(arguments: Format.allCases)
  func `damage never stops the program`(_ format: Format) throws {
    var generator = SeededGenerator(state: 1964)
    let sources = try Self.sources(of: format)
    var refused = 0
    for _ in 0..<Self.count {
      var bytes = sources.randomElement(using: &generator)!
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        Self.damage(&bytes, in: format, &generator)
      }
      do throws(FileError) {
        try format.read(bytes)
      } catch {
        refused += 1
        #expect(error.description.hasSuffix("."))
      }
    }
    #expect(refused > Self.count / 4, "\(refused) were refused")
  }

  private static func sources(of format: Format) throws -> [[UInt8]] {
    switch format {
    case .npy:
      try ["float64", "fortran_bool", "big_endian_fortran_int16", "uint64", "float16", "version2"]
        .map { try fixtureBytes($0 + ".npy") }
    case .npz:
      // The small ones, and members that are compressed in every way.
      try ["stored", "compressed", "zip64"].map { try fixtureBytes($0 + ".npz") }
        + [Array(["a": StoredArray([1.0])].npzPieces(limit: 0).joined())]
    case .safetensors: try [fixtureBytes("all.safetensors")]
    case .csv:
      try [
        fixtureBytes("iris.csv"), Array("1;\"2\r\n\";3\r\n;\"\"\"\";NA\r\n".utf8),
        Array("\u{FEFF}a\tb\n1\t-2e5\n".utf8),
      ]
    }
  }

  /// Changes a bit, sets a byte or a length to something telling, cuts, repeats or edits the text.
  private static func damage(
    _ bytes: inout [UInt8], in format: Format, _ generator: inout SeededGenerator
  ) {
    guard !bytes.isEmpty else { return }
    let place = Int.random(in: bytes.indices, using: &generator)
    switch Int.random(in: 0..<8, using: &generator) {
    case 0, 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
    case 2: bytes[place] = [0, 1, 0x7F, 0x80, 0xFF].randomElement(using: &generator)!
    case 3:
      for index in place..<min(place + 8, bytes.count) {
        bytes[index] = Bool.random(using: &generator) ? 0xFF : 0
      }
    case 4: bytes.removeSubrange(place...)
    case 5:
      let end = Int.random(in: place...bytes.count, using: &generator)
      bytes.insert(contentsOf: bytes[place..<end], at: place)
    case 6:
      let end = Int.random(in: place...min(place + 16, bytes.count), using: &generator)
      bytes.removeSubrange(place..<end)
    default:
      let words = [
        "(", ")", "[", "]", "{", "}", "'", "\"", ",", ":", "0", "-1", "9223372036854775807",
        "4294967296", "True", "'descr'", "'shape'", "|O", ">", "F64", "\\u", "\n", ";", "\r\n",
      ]
      // Where the headers are.
      let place = Int.random(in: 0...min(bytes.count, 120), using: &generator)
      bytes.insert(contentsOf: words.randomElement(using: &generator)!.utf8, at: place)
    }
  }

  /// Damage to compressed bytes alone, which the checksum of a whole archive would hide.
  @Test func `damaged DEFLATE data never stops the program`() throws {
    let streams = try ["compressed", "deflate"].flatMap { name in
      let bytes = try fixtureBytes(name + ".npz")
      return try ByteReader.read(bytes, path: "") { reader throws(FileError) in
        try ZIPArchive(reader, maximumByteCount: .max).entries
          .map { (Array(bytes[$0.data]), $0.size) }
      }
    }
    var generator = SeededGenerator(state: 1951)
    var refused = 0
    for _ in 0..<Self.count {
      var (bytes, size) = streams.randomElement(using: &generator)!
      // Only the first part, since each failure takes the time of all before it.
      bytes.removeSubrange(min(300, bytes.count)...)
      Self.damage(&bytes, in: .npz, &generator)
      size = min(size, Int.random(in: 0...5000, using: &generator))
      do throws(FileError) {
        let output = try ByteReader.read(bytes, path: "stream") { reader throws(FileError) in
          try Inflater.inflate(reader, count: size)
        }
        #expect(output.count == size)
      } catch {
        refused += 1
      }
    }
    #expect(refused > Self.count / 2)
  }
}
