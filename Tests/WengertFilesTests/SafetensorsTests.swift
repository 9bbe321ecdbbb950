// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation
import Testing

@testable import WengertFiles

@Suite("Safetensors")
struct SafetensorsTests {
  @Test func `a file made elsewhere is read`() throws {
    let url = try fixture("all.safetensors")
    let expected: [String: StoredArray] = [
      "F64": ramp { Double($0) / 4 - 1 },
      "F32": StoredArray((0..<24).map { Float($0) / 4 - 1 }),
      "I64": StoredArray([Int64(-1), 1 << 62]),
      "I32": StoredArray([Int32(-7)], shape: []),
      "BOOL": StoredArray([true, false, true]),
      "F16": StoredArray([Float(0.5), -2]),
      "BF16": StoredArray([Float(1.5), -2, Float(bitPattern: 0x7F61_0000)]),
      "U8": StoredArray([Int32(0), 255]),
      "I8": StoredArray([Int32(-128), 127]),
      "I16": StoredArray([Int32(-300)]),
      "empty": StoredArray([Float](), shape: [0, 5]),
      "größe \"q\"\n": StoredArray([Float(1)]),
    ]
    #expect(try [String: StoredArray](safetensors: url) == expected)
    #expect(
      try [String: String](safetensorsMetadata: url) == ["format": "np", "who": "händ \u{1F600}"])
  }

  @Test func `arrays and metadata survive a file`() throws {
    var arrays: [String: StoredArray] = [
      "": StoredArray([1.0]), "a \"\\\u{1}é": StoredArray([true]),
    ]
    for (index, array) in StoredArray.samples.enumerated() { arrays["a.\(index)"] = array }
    let metadata = ["format": "pt", "line": "a\nb\t\"c\" \u{1F600}"]
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("model.safetensors")
      try arrays.writeSafetensors(to: url, metadata: metadata)
      #expect(try [String: StoredArray](safetensors: url) == arrays)
      #expect(try [String: String](safetensorsMetadata: url) == metadata)
      try [String: StoredArray]().writeSafetensors(to: url)
      #expect(try [String: StoredArray](safetensors: url) == [:])
      #expect(try [String: String](safetensorsMetadata: url) == [:])
    }
  }

  @Test func `the layout is fixed`() {
    let pieces = SafetensorsHeader.pieces(
      [
        "b": StoredArray([true]), "a": StoredArray([Float(1)]),
        "c": StoredArray([2.0], shape: [1, 1]),
      ],
      metadata: ["k": "v"])
    let text = String(decoding: pieces[0].dropFirst(8), as: UTF8.self)
    #expect(
      text.trimmingCharacters(in: .whitespaces)
        == #"{"__metadata__":{"k":"v"},"a":{"dtype":"F32","shape":[1],"data_offsets":[8,12]},"#
        + #""b":{"dtype":"BOOL","shape":[1],"data_offsets":[12,13]},"#
        + #""c":{"dtype":"F64","shape":[1,1],"data_offsets":[0,8]}}"#)
    #expect(text.utf8.count % 8 == 0)
    #expect(pieces.dropFirst().map(\.count) == [8, 4, 1])
  }

  @Test func `the name of the metadata is taken`() throws {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("model.safetensors")
      #expect(throws: FileError.self) {
        try ["__metadata__": StoredArray([1.0])].writeSafetensors(to: url)
      }
      #expect(!FileManager.default.fileExists(atPath: url.path))
    }
  }

  @Test(arguments: [
    (#""a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}"#, "no error"),
    (#""a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}, "__metadata__":{}"#, "no error"),
    ("", "all elements take 0 bytes, and 8 follow"),
    (#""a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}"#, "all elements take 4 bytes, and 8"),
    (#""a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}"#, "all elements take 12 bytes"),
    (#""a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}"#, "not what the shape [3] asks for"),
    (
      #""a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}"#,
      "start at 4, and those before end at 0"
    ),
    (
      #""a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"#
        + #""b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}"#,
      "start at 4, and those before end at 8"
    ),
    (#""a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}"#, "two rising `data_offsets`"),
    (#""a":{"dtype":"F32","shape":[2],"data_offsets":[0,4,8]}"#, "two rising `data_offsets`"),
    (#""a":{"dtype":"F32","shape":[2]}"#, "must have a `dtype`"),
    (
      #""a":{"dtype":"F8_E4M3","shape":[8],"data_offsets":[0,8]}"#, "`F8_E4M3` is none that is read"
    ),
    (#""a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}"#, "is negative"),
    (#""a":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}"#, "expected `]` and found `.`"),
    (#""a":{"dtype":"F32","shape":[02],"data_offsets":[0,8]}"#, "starts with 0"),
    (#""a":{"dtype":"F32","shape":[1e99],"data_offsets":[0,8]}"#, "expected `]` and found `e`"),
    (#""a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,8]}"#, "63 bits"),
    (
      #""a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]}"#,
      "not what the shape"
    ),
    (#""a":{"dtype":"F32","shape":[2],"shape":[2],"data_offsets":[0,8]}"#, "unknown or repeated"),
    (#""a":{"dtype":"F32","size":2}"#, "`size` is unknown or repeated"),
    (
      #""a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"#
        + #""\u0061":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}"#,
      "`a` is there twice"
    ),
    (#""__metadata__":{"k":"v","k":"v"}"#, "`k` is there twice"),
    (#""__metadata__":{"k":1}"#, "expected `\"` and found `1`"),
    (#""__metadata__":{},"__metadata__":{}"#, "`__metadata__` is there twice"),
    (#""\ud800":{}"#, "stands for no character"),
    (#""\u00g0":{}"#, "four hexadecimal digits"),
    (#""\x":{}"#, "stands for no character"),
    ("\"a\nb\":{}", "expected a character and found the byte 0x0a"),
    (#""a""#, "expected `:` and found `}`"),
    (#""a":{},"#, "must have a `dtype`"),
  ])
  func `a header must be right`(_ members: String, _ reason: String) {
    let message = Format.safetensors.message(file(header: "{\(members)}"))
    #expect(message.contains(reason), "\(message)")
  }

  @Test func `a header must be there`() throws {
    #expect(Format.safetensors.message([1, 2]).contains("the header's length should take 8 bytes"))
    #expect(Format.safetensors.message(file(header: " {}")).contains("expected `{`"))
    #expect(Format.safetensors.message(file(header: "{}{}")).contains("expected the header's end"))
    #expect(
      Format.safetensors.message(file(header: "{}", length: 100_000_001))
        == "file, byte 0: the header takes 100000001 bytes, more than 100000000.")
    #expect(Format.safetensors.message(file(header: "{}", length: 11)).contains("and 10 follow"))
    #expect(Format.safetensors.message(file(header: "{}", length: .max)).contains("63 bits"))
    #expect(
      Format.safetensors.message([4, 0, 0, 0, 0, 0, 0, 0, 0x7B, 0x22, 0xFF, 0x22])
        .contains("is not UTF-8"))
    let bytes = try fixtureBytes("all.safetensors")
    for count in bytes.indices {
      #expect(Format.safetensors.message(Array(bytes[..<count])) != "no error")
    }
  }

  /// A file with 8 bytes of elements.
  private func file(header: String, length: UInt64? = nil) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(littleEndian: length ?? UInt64(header.utf8.count))
    return bytes + Array(header.utf8) + [UInt8](repeating: 0, count: 8)
  }
}
