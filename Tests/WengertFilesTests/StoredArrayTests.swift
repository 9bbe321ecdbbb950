// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertFiles

@Suite("Stored arrays")
struct StoredArrayTests {
  @Test func `elements come back as they went in`() {
    #expect(StoredArray([true, false, true]).elements() == [true, false, true])
    #expect(StoredArray([Int32.min, -1, .max]).elements() == [Int32.min, -1, .max])
    #expect(StoredArray([Int64.min, -1, .max]).elements() == [Int64.min, -1, .max])
    let floats: [Float] = [.pi, -.infinity, .leastNonzeroMagnitude]
    #expect(StoredArray(floats).elements() == floats)
    let doubles = [0.1, -1e308, .leastNonzeroMagnitude]
    #expect(StoredArray(doubles).elements() == doubles)
  }

  @Test func `the bytes are little-endian`() {
    #expect(StoredArray([Int32(0x0102_0304)]).bytes == [4, 3, 2, 1])
    #expect(StoredArray([true]).bytes == [1])
    #expect(StoredArray([1.0], shape: []).shape == [])
  }

  @Test func `a shape must describe the bytes`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = StoredArray([1.0, 2, 3], shape: [2, 2])
    }
    expect(result, mentions: "shape [2, 2] of float64 does not describe 24 bytes")
  }

  @Test func `elements have the type of the array`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = StoredArray([1.0]).elements(as: Float.self)
    }
    expect(result, mentions: "elements(as: Float): the elements are of type float64")
  }

  private func expect(_ result: ExitTest.Result?, mentions text: String) {
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains(text), "\(message)")
  }
}
