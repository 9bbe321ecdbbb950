// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation
import Testing

@testable import WengertFiles

@Suite("NPY")
struct NPYTests {
  @Test(arguments: StoredArray.samples)
  func `an array survives a file`(_ array: StoredArray) throws {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("array.npy")
      try array.writeNPY(to: url)
      #expect(try StoredArray(npy: url) == array)
      #expect(try Data(contentsOf: url).count % 64 == array.bytes.count % 64)
    }
  }

  @Test func `NumPy's files are read`() throws {
    let quarters = ramp { Double($0) / 4 - 1 }
    let expected: [String: StoredArray] = [
      "float64": quarters,
      "float32": ramp { Float($0) / 4 - 1 },
      "int32": ramp { Int32($0) * 1000 - 5 },
      "int64": ramp { Int64($0) * 1_000_000_000_000_000 - 5 },
      "bool": ramp { $0 % 3 == 0 },
      "fortran": ramp { Double($0) },
      "fortran_bool": ramp { $0 % 3 == 0 },
      "big_endian": quarters,
      "big_endian_fortran_int16": ramp { Int32($0) * 100 - 300 },
      "scalar": StoredArray([2.5], shape: []),
      "empty": StoredArray([Float](), shape: [0, 3]),
      "version2": StoredArray([0.0, 1, 2]),
      "version3": StoredArray([0.0, 1, 2]),
      "int8": StoredArray([Int32(-128), -1, 0, 127]),
      "uint8": StoredArray([Int32(0), 1, 128, 255]),
      "uint16": StoredArray([Int32(0), 65535]),
      "uint32": StoredArray([Int64(0), 4_294_967_295]),
      "uint64": StoredArray([0, Int64.max]),
      "rank64": StoredArray([7.0], shape: [Int](repeating: 1, count: 64)),
    ]
    for (name, array) in expected {
      #expect(try StoredArray(npy: fixture(name + ".npy")) == array, "\(name)")
    }
  }

  @Test(arguments: ["float64", "float32", "int32", "int64", "bool", "scalar", "empty", "rank64"])
  func `the bytes written are NumPy's`(_ name: String) throws {
    let array = try StoredArray(npy: fixture(name + ".npy"))
    #expect(try Array(array.npyPieces.joined()) == fixtureBytes(name + ".npy"))
  }

  @Test func `half precision becomes single`() throws {
    let values = try StoredArray(npy: fixture("float16.npy")).elements(as: Float.self)
    #expect(
      values == [
        0, -0.0, 1, -1.5, 65504, 0x1p-24, 0x1.ff8p-15, .infinity, -.infinity, 0x1.554p-2,
      ])
    #expect(values[1].sign == .minus)
  }

  #if !(os(macOS) && arch(x86_64))
    @Test func `every number of half precision is converted exactly`() {
      for bits in UInt16.min ... .max {
        let value = Float(halfPrecision: bits)
        let expected = Float(Float16(bitPattern: bits))
        #expect(value == expected && value.sign == expected.sign || value.isNaN && expected.isNaN)
      }
    }
  #endif

  @Test(arguments: [
    ("objects", "pickle"), ("text", "are text"), ("complex", "complex numbers"),
    ("records", "records"), ("dates", "dates or times"),
    ("uint64_too_large", "9223372036854775808 is too large for int64"),
  ])
  func `what has no place is refused`(_ name: String, _ reason: String) throws {
    let message = try Format.npy.message(fixtureBytes(name + ".npy"))
    #expect(message.contains(reason), "\(message)")
  }

  @Test(arguments: [
    ("", "keys 'descr', 'fortran_order' and 'shape'"),
    ("'descr': '<f8', 'shape': (2,)", "must have the keys"),
    ("'descr': '<f8', 'fortran_order': False, 'shape': (3,), ", "take 24 bytes, and 16 follow"),
    ("'descr': '<f8', 'fortran_order': False, 'shape': (1,), ", "take 8 bytes, and 16 follow"),
    ("'descr': '<f8', 'fortran_order': False, 'shape': (-2,), ", "is negative"),
    ("'descr': '<f8', 'fortran_order': False, 'shape': (2), ", "expected `,` and found `)`"),
    ("'descr': '<f8', 'fortran_order': False, 'shape': (2 2), ", "expected `,` and found `2`"),
    ("'descr': '<f8', 'fortran_order': 0, 'shape': (2,), ", "expected True or False"),
    ("'descr': '<f7', 'fortran_order': False, 'shape': (2,), ", "'f7' is none that is read"),
    ("'descr': '<f8', 'descr': '<f8', ", "'descr' is unknown or repeated"),
    ("'order': 'C', ", "'order' is unknown or repeated"),
    ("'descr': '<f8\\n'", "rest of a string"),
    ("'descr': __import__('os')", "expected a string and found `_`"),
    ("'descr': '<f8', 'fortran_order': False, 'shape': (9223372036854775808,), ", "63 bits"),
    (
      "'descr': '<f8', 'fortran_order': False, 'shape': (4294967296, 4294967296), ", "overflows"
    ),
    (
      "'descr': '<f8', 'fortran_order': False, 'shape': (0, 4294967296, 4294967296), ",
      "overflows"
    ),
    ("'descr': '<f8', 'fortran_order': False, 'shape': (2,), }, {", "expected the header's end"),
  ])
  func `a header must be the dictionary`(_ entries: String, _ reason: String) {
    let message = Format.npy.message(file(header: "{\(entries)}\n"))
    #expect(message.contains(reason), "\(message)")
  }

  @Test func `long integers of Python 2 are read`() throws {
    try Format.npy.read(file(header: "{'shape': (1L, 2L), 'descr': '<f8', 'fortran_order': True}"))
  }

  @Test func `a file must be whole`() throws {
    let bytes = try fixtureBytes("float64.npy")
    for count in bytes.indices {
      #expect(Format.npy.message(Array(bytes[..<count])) != "no error")
    }
    #expect(Format.npy.message(bytes + [0]).hasSuffix("take 192 bytes, and 193 follow."))
    #expect(Format.npy.message(Array("PK".utf8)).contains("magic string"))
    #expect(
      Format.npy.message(file(header: "", length: 500))
        == "file, byte 10: the header takes 500 bytes, and 16 follow.")
    #expect(Format.npy.message(file(header: "", major: 4)).contains("not 4.0"))
  }

  @Test func `a long header takes version 2`() throws {
    let array = StoredArray([1.0], shape: [Int](repeating: 1, count: 30_000))
    let bytes = Array(array.npyPieces.joined())
    #expect(bytes[6] == 2)
    #expect((bytes.count - 8) % 64 == 0)
    let again = try ByteReader.read(bytes, path: "") { reader throws(FileError) in
      try StoredArray(npy: reader)
    }
    #expect(again == array)
  }

  /// A file with two elements of 8 bytes.
  private func file(header: String, length: Int? = nil, major: UInt8 = 1) -> [UInt8] {
    var bytes = NPYHeader.magic + [major, 0]
    bytes.append(littleEndian: UInt16(length ?? header.utf8.count))
    return bytes + Array(header.utf8) + [UInt8](repeating: 0, count: 16)
  }
}
