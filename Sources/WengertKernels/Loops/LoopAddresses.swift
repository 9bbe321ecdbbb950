// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Where a loop finds its single numbers and begins in its arrays, in a table of values.
///
/// It is read without counting references.
struct LoopAddresses: ~Copyable, @unchecked Sendable {
  /// A place in the table, how many bytes behind the start of its array the loop begins, and how many bytes
  /// further it does for each place of the axis that parts are cut from.
  struct Start {
    let place: Int
    let offset: Int
    let step: Int
  }

  /// The bytes of a number.
  private let size: Int
  private let scalars: UnsafeMutableBufferPointer<Start>
  private let starts: UnsafeMutableBufferPointer<Start>

  init(scalars: [Start], starts: [Start], size: Int) {
    self.size = size
    self.scalars = .allocate(capacity: scalars.count)
    _ = self.scalars.initialize(from: scalars)
    self.starts = .allocate(capacity: starts.count)
    _ = self.starts.initialize(from: starts)
  }

  deinit {
    scalars.deallocate()
    starts.deallocate()
  }

  /// How many addresses a kernel takes: that of the single numbers, and those of the arrays.
  var count: Int { 1 + starts.count }

  /// The room for the single numbers, which begins at a multiple of eight bytes.
  var numberBytes: Int { 8 * scalars.count }

  /// Copies the single numbers, and sets the addresses.
  ///
  /// - Parameters:
  ///   - memory: The addresses of the arrays, by place.
  ///   - first: The place of the axis that the part begins with.
  @inline(__always)
  func set(
    _ addresses: UnsafeMutablePointer<UnsafeMutableRawPointer>, numbers: UnsafeMutableRawPointer,
    _ memory: UnsafePointer<UnsafeMutableRawPointer?>, first: Int = 0
  ) {
    for k in scalars.indices {
      let number = memory[scalars[k].place].unsafelyUnwrapped + scalars[k].offset
      if size == 8 {
        numbers.storeBytes(of: number.load(as: UInt64.self), toByteOffset: 8 * k, as: UInt64.self)
      } else {
        numbers.storeBytes(of: number.load(as: UInt32.self), toByteOffset: 4 * k, as: UInt32.self)
      }
    }
    addresses[0] = numbers
    for k in starts.indices {
      let start = starts[k]
      addresses[1 + k] =
        memory[start.place].unsafelyUnwrapped + (start.offset + first * start.step)
    }
  }
}
