// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation
import Testing

@testable import WengertFiles

/// A file that NumPy, or Python by hand, made.
func fixture(_ name: String) throws -> URL {
  let folder = try #require(Bundle.module.resourceURL)
  return folder.appendingPathComponent("Fixtures").appendingPathComponent(name)
}

func fixtureBytes(_ name: String) throws -> [UInt8] {
  try [UInt8](Data(contentsOf: fixture(name)))
}

/// What the fixtures hold, computed from 0, 1, …, 23 in the shape [2, 3, 4].
func ramp<Element: StoredElement>(_ element: (Int) -> Element) -> StoredArray {
  StoredArray((0..<24).map(element), shape: [2, 3, 4])
}

/// Calls `body` with a new folder, which is removed afterwards.
func withTemporaryFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("wengert-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}

/// The formats, each read from bytes in memory.
enum Format: CaseIterable {
  case npy
  case npz
  case safetensors
  case csv

  func read(_ bytes: [UInt8], maximumByteCount: Int = 1 << 20) throws(FileError) {
    try ByteReader.read(bytes, path: "file") { reader throws(FileError) in
      switch self {
      case .npy: _ = try StoredArray(npy: reader)
      case .npz:
        _ = try [String: StoredArray](npz: reader, maximumByteCount: maximumByteCount)
      case .safetensors: _ = try [String: StoredArray](safetensors: reader)
      case .csv: _ = try CSVTable(reader, missing: .notANumber)
      }
    }
  }

  /// The sentence of the error that reading ends with.
  func message(_ bytes: [UInt8], maximumByteCount: Int = 1 << 20) -> String {
    do throws(FileError) {
      try read(bytes, maximumByteCount: maximumByteCount)
      return "no error"
    } catch {
      return error.description
    }
  }
}

/// The generator SplitMix64, so that failures repeat.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

extension StoredArray {
  /// One array of each type in each of several shapes.
  static let samples: [StoredArray] = {
    let shapes = [[], [1], [0], [5], [2, 3], [3, 0, 2], [1, 2, 1, 3], [4, 3, 2]]
    return ElementType.allCases.flatMap { type in
      shapes.map { shape in
        let count = shape.reduce(type.width, *)
        return StoredArray(
          shape: shape, type: type,
          bytes: (0..<count).map { UInt8(truncatingIfNeeded: type == .bool ? $0 % 2 : $0 * 37) })
      }
    }
  }()
}
