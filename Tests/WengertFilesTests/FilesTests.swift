// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation
import Testing

@testable import WengertFiles

@Suite("Files on disk")
struct FilesTests {
  private let array = StoredArray([1.0, 2, 3])

  @Test func `a file that is not there is named`() throws {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("none.npy")
      let error = #expect(throws: FileError.self) { try StoredArray(npy: url) }
      #expect(error?.description == "\(url.path) cannot be read: No such file or directory.")
      let directory = #expect(throws: FileError.self) { try StoredArray(npy: folder) }
      #expect(directory?.description.hasSuffix("cannot be read: it is a directory.") == true)
    }
    let device = #expect(throws: FileError.self) {
      try StoredArray(npy: URL(fileURLWithPath: "/dev/zero"))
    }
    #expect(device?.description == "/dev/zero cannot be read: it is not a regular file.")
    let remote = try #require(URL(string: "https://example.org/a.npy"))
    #expect(
      throws: FileError.unreadable(
        path: "https://example.org/a.npy", reason: "only URLs of files can be read")
    ) { try StoredArray(npy: remote) }
    #expect(
      throws: FileError.unwritable(
        path: "https://example.org/a.npy", reason: "only URLs of files can be written")
    ) { try array.writeNPY(to: remote) }
  }

  @Test func `an empty file is no array`() throws {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("empty")
      try Data().write(to: url)
      #expect(throws: FileError.self) { try StoredArray(npy: url) }
      #expect(throws: FileError.self) { try [String: StoredArray](npz: url) }
      #expect(throws: FileError.self) { try [String: StoredArray](safetensors: url) }
      #expect(throws: FileError.self) { try CSVTable(url) }
    }
  }

  @Test func `a folder that is not there is named`() throws {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("none/a.npy")
      let error = #expect(throws: FileError.self) { try array.writeNPY(to: url) }
      #expect(error?.description == "\(url.path) cannot be written: No such file or directory.")
      let directory = #expect(throws: FileError.self) { try array.writeNPY(to: folder) }
      #expect(directory?.description.hasSuffix("cannot be written: it is a directory.") == true)
    }
  }

  @Test func `a file is replaced as a whole, with its permissions`() throws {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("a.npy")
      let link = folder.appendingPathComponent("link.npy")
      try Data("old".utf8).write(to: url)
      try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: url.path)
      try FileManager.default.createSymbolicLink(at: link, withDestinationURL: url)
      try array.writeNPY(to: link)
      #expect(try StoredArray(npy: url) == array)
      let attributes = try FileManager.default.attributesOfItem(atPath: url.path)
      #expect(attributes[.posixPermissions] as? Int == 0o640)
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
          == ["a.npy", "link.npy"])
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == url.path)
    }
  }

  #if os(Linux)
    @Test func `a full disk is named`() {
      let error = #expect(throws: FileError.self) {
        try array.writeNPY(to: URL(fileURLWithPath: "/dev/full"))
      }
      #expect(
        error?.description == "/dev/full cannot be written: No space left on device.")
    }

    /// A limit on the size of files stands in for a disk that fills up on the way.
    @Test func `a write that fails on the way loses nothing`() async {
      await #expect(processExitsWith: .success) {
        try withTemporaryFolder { folder in
          let url = folder.appendingPathComponent("a.npy")
          try StoredArray([1.0]).writeNPY(to: url)
          signal(SIGXFSZ, SIG_IGN)
          var limit = rlimit(rlim_cur: 4096, rlim_max: 4096)
          precondition(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
          let large = StoredArray([Double](repeating: 0, count: 10_000))
          do {
            try large.writeNPY(to: url)
            preconditionFailure("the write should fail")
          } catch FileError.unwritable(_, let reason) {
            precondition(reason == "File too large")
          }
          let kept = try StoredArray(npy: url)
          precondition(kept == StoredArray([1.0]))
          let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
          precondition(names == ["a.npy"])
        }
      }
    }
  #endif

  @Test(arguments: [
    (
      FileError.malformed(path: "a.npy", offset: 10, finding: "this is wrong"),
      "a.npy, byte 10: this is wrong."
    ),
    (
      FileError.unsupported(path: "a.npy", offset: 10, finding: "this is new"),
      "a.npy, byte 10: this is new."
    ),
    (
      FileError.tooLarge(path: "a.npz", byteCount: 12, maximum: 10),
      "a.npz decompresses to 12 bytes or more, and at most 10 are allowed."
    ),
    (
      FileError.invalidCell(path: "a.csv", line: 2, column: 3, finding: "`x` is no number"),
      "a.csv, line 2, column 3: `x` is no number."
    ),
  ])
  func `an error is a sentence`(_ error: FileError, _ sentence: String) {
    #expect("\(error)" == sentence)
  }
}
