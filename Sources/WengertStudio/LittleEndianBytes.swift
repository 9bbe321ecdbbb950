// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Numbers one after the other, as JavaScript's typed arrays read them.
struct LittleEndianBytes {
  private(set) var bytes: [UInt8] = []

  init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

  mutating func append(_ value: UInt32) {
    for shift in stride(from: UInt32(0), to: 32, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }

  mutating func append(_ value: Double) {
    let bits = value.bitPattern
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: bits >> shift))
    }
  }

  mutating func append(_ value: Float) { append(value.bitPattern) }

  mutating func append(_ values: [Double]) {
    for value in values { append(value) }
  }

  mutating func append(contentsOf values: some Sequence<UInt8>) { bytes.append(contentsOf: values) }
}
