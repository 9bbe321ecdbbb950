// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation
import Testing

@testable import WengertFiles

@Suite("NPZ")
struct NPZTests {
  private let arrays: [String: StoredArray] = [
    "weight": ramp { Double($0) / 4 - 1 },
    "bias": StoredArray([Float(0), 1, 2]),
    "layers/0/kernel": ramp { $0 % 3 == 0 },
    "höhe": StoredArray([Int64(5)], shape: []),
  ]

  @Test func `NumPy's files are read`() throws {
    #expect(try [String: StoredArray](npz: fixture("stored.npz")) == arrays)
    var expected = arrays
    expected["zeros"] = StoredArray([Double](repeating: 0, count: 10_000), shape: [100, 100])
    expected["ramp"] = StoredArray((0..<1000).map { Int32($0 % 37) })
    #expect(try [String: StoredArray](npz: fixture("compressed.npz")) == expected)
  }

  @Test func `every kind of block is decompressed`() throws {
    let members = try [String: StoredArray](npz: fixture("deflate.npz"))
    let elements = try #require(members["normal"]).elements(as: Int32.self)
    #expect(elements.count == 4000)
    for name in ["fixed", "huffman_only", "rle"] {
      #expect(members[name]?.elements(as: Int32.self) == elements, "\(name)")
    }
    #expect(members["stored_blocks"]?.elements(as: Int32.self) == Array(elements[..<500]))
  }

  @Test func `64-bit sizes and offsets are read`() throws {
    #expect(
      try [String: StoredArray](npz: fixture("zip64.npz")) == [
        "a": StoredArray([0.0, 1, 2, 3, 4]), "b": StoredArray([Int32(0), 1, 2]),
      ])
  }

  @Test func `arrays survive a file`() throws {
    var arrays = arrays
    for (index, array) in StoredArray.samples.enumerated() { arrays["a/\(index)"] = array }
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("arrays.npz")
      for arrays in [arrays, [:]] {
        try arrays.writeNPZ(to: url)
        #expect(try [String: StoredArray](npz: url) == arrays)
      }
    }
  }

  @Test(arguments: [0, 1, 100, 200, 400, 1000])
  func `the 64-bit form is written where numbers ask for it`(_ limit: Int) throws {
    let bytes = Array(arrays.npzPieces(limit: limit).joined())
    let again = try ByteReader.read(bytes, path: "") { reader throws(FileError) in
      try [String: StoredArray](npz: reader, maximumByteCount: 1000)
    }
    #expect(again == arrays)
  }

  @Test func `the same arrays make the same bytes`() {
    let reversed = Dictionary(uniqueKeysWithValues: arrays.sorted { $0.key > $1.key })
    #expect(Array(arrays.npzPieces().joined()) == Array(reversed.npzPieces().joined()))
  }

  @Test func `a key must be a name`() throws {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("arrays.npz")
      for key in ["a\0b", String(repeating: "a", count: 65_532)] {
        #expect(throws: FileError.self) { try [key: StoredArray([1.0])].writeNPZ(to: url) }
        #expect(!FileManager.default.fileExists(atPath: url.path))
      }
    }
  }

  @Test func `no more is decompressed than allowed`() throws {
    let url = try fixture("compressed.npz")
    let error = #expect(throws: FileError.self) {
      try [String: StoredArray](npz: url, maximumByteCount: 50_000)
    }
    #expect(
      error?.description.hasSuffix(
        "decompresses to 80128 bytes or more, and at most 50000 are allowed.") == true)
  }

  @Test func `a size that the bytes cannot hold is not believed`() throws {
    let directory = try #require(try position(of: 0x0201_4B50, in: "compressed.npz"))
    var bytes = try fixtureBytes("compressed.npz")
    bytes.replaceSubrange(directory + 24..<directory + 28, with: [0, 0, 0, 0x7F])
    let message = Format.npz.message(bytes, maximumByteCount: .max)
    #expect(message.contains("cannot make 2130706432 bytes of"), "\(message)")
  }

  @Test func `damage is found`() throws {
    func expect(_ reason: String, _ change: (inout [UInt8], _ directory: Int) -> Void) throws {
      var bytes = try fixtureBytes("stored.npz")
      change(&bytes, try #require(try position(of: 0x0201_4B50, in: "stored.npz")))
      let message = Format.npz.message(bytes)
      #expect(message.contains(reason), "\(message)")
    }
    try expect("is no ZIP archive") { bytes, _ in bytes.append(0) }
    try expect("is no ZIP archive") { bytes, _ in bytes.removeLast() }
    try expect("does not end here") { bytes, _ in bytes.insert(0, at: 0) }
    try expect("checksum") { bytes, directory in bytes[directory - 1] ^= 1 }
    try expect("is encrypted") { bytes, directory in bytes[directory + 8] |= 1 }
    try expect("method 12") { bytes, directory in bytes[directory + 10] = 12 }
    try expect("no member's header") { bytes, directory in bytes[directory] = 0 }
    try expect("has another name here") { bytes, directory in bytes[directory + 46] = 0x41 }
    try expect("starts after the members") { bytes, directory in bytes[directory + 44] = 1 }
    try expect("is not here") { bytes, directory in bytes[directory + 42] = 1 }
    try expect("several files") { bytes, _ in bytes[bytes.count - 18] = 1 }
    try expect("has 4 members instead of 5") { bytes, _ in
      bytes[bytes.count - 14] = 5
      bytes[bytes.count - 12] = 5
    }
  }

  @Test func `members may not overlap`() throws {
    // The second entry of the directory becomes a copy of the first.
    var bytes = Array(["a": StoredArray([1.0]), "b": StoredArray([2.0])].npzPieces().joined())
    let size = 46 + 5
    let directory = bytes.count - 22 - 2 * size
    bytes.replaceSubrange(
      directory + size..<directory + 2 * size, with: bytes[directory..<directory + size])
    let message = Format.npz.message(bytes)
    #expect(message.contains("the member `a.npy` overlaps another"), "\(message)")
  }

  @Test func `members are NPY files with different names`() throws {
    let array = StoredArray([1.0])
    func archive(_ names: [String]) -> [UInt8] {
      var writer = ZIPWriter()
      for name in names { writer.add(name, array.npyPieces) }
      writer.finish()
      return Array(writer.pieces.joined())
    }
    #expect(Format.npz.message(archive(["a.npy", "b.npy", "a.npy"])).contains("there twice"))
    #expect(Format.npz.message(archive(["a.txt"])).contains("`a.txt` is no NPY file"))
    #expect(Format.npz.message(archive(["../../a.npy", "/etc/a.npy"])) == "no error")
  }

  private func position(of signature: UInt32, in name: String) throws -> Int? {
    var wanted: [UInt8] = []
    wanted.append(littleEndian: signature)
    let bytes = try fixtureBytes(name)
    return bytes.indices.first { bytes[$0...].starts(with: wanted) }
  }
}
