// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// The arrays that loops read and make, by number, and where their elements are: loops take addresses
/// from here, and count no references.
package final class LoopValues {
  private let values: UnsafeMutablePointer<NDArray?>
  // The address of each array that there is; valid as long as the array is in the table.
  let addresses: UnsafeMutablePointer<UnsafeMutableRawPointer?>
  private let count: Int

  /// A table of `count` places, all empty.
  package init(count: Int) {
    self.count = count
    values = .allocate(capacity: max(1, count))
    values.initialize(repeating: nil, count: count)
    addresses = .allocate(capacity: max(1, count))
    addresses.initialize(repeating: nil, count: count)
  }

  deinit {
    values.deinitialize(count: count)
    values.deallocate()
    addresses.deallocate()
  }

  /// Puts an array at a place.
  package func set(_ place: Int, _ array: consuming NDArray) {
    addresses[place] = array.memory
    values[place] = array
  }

  /// Makes an array at a place, unless the one that is there is the table's alone and of that size: whoever
  /// makes the value may then write over it.
  ///
  /// - Parameter donor: A place that nothing needs any more, whose memory may be taken; −1 for none. Its
  ///   elements are still found at its address.
  @inline(__always)
  func makeRoom(
    _ place: Int, _ shape: @autoclosure () -> Shape, _ dtype: DType, byteCount: Int, donor: Int = -1
  ) {
    if values[place]?.isOnlyReference(byteCount: byteCount) == true { return }
    if donor >= 0, values[donor]?.dtype == dtype,
      values[donor]?.isOnlyReference(byteCount: byteCount) == true, let array = values[donor].take()
    {
      set(place, array.reshaped(shape()))
    } else {
      makeArray(place, shape(), dtype, byteCount)
    }
  }

  @inline(never)
  private func makeArray(_ place: Int, _ shape: Shape, _ dtype: DType, _ byteCount: Int) {
    let buffer = Buffer.uninitialized(byteCount: byteCount)
    set(place, NDArray(shape: shape, dtype: dtype, buffer: buffer))
  }

  /// Says where the elements at a place are that only ``TableWork`` reads, instead of an array; whoever
  /// calls keeps them alive.
  package func set(_ place: Int, address: UnsafeMutableRawPointer) { addresses[place] = address }

  /// Where the elements at a place are; valid as long as the array is there.
  package func address(_ place: Int) -> UnsafeMutableRawPointer {
    addresses[place].unsafelyUnwrapped
  }

  /// Exchanges the arrays at two places.
  package func exchange(_ a: Int, _ b: Int) {
    swap(&values[a], &values[b])
    swap(&addresses[a], &addresses[b])
  }

  /// Gives up the array at a place.
  package func release(_ place: Int) { values[place] = nil }

  /// The array at a place where there is one.
  package subscript(place: Int) -> NDArray { values[place].unsafelyUnwrapped }
}
