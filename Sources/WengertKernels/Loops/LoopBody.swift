// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// What a fused loop computes at each place: a Wengert list of elementwise functions, the arrays
/// that it reads and what becomes of its results.
///
/// Values are numbered: first the inputs, then the constants, then the steps, whose operands come
/// before them. All numbers are of one floating-point type; a condition is a number, 0 for false.
package struct LoopBody: Hashable, Sendable {
  /// Numbers from memory.
  package struct Input: Hashable, Sendable {
    /// Which of the addresses given to a run it is found at.
    package var base: Int32
    /// How many elements behind that address it starts.
    package var offset: Int32
    /// Whether a row has one number for all its places, rather than one after the other.
    package var isUniform: Bool

    package init(base: Int, offset: Int = 0, isUniform: Bool) {
      self.base = Int32(base)
      self.offset = Int32(offset)
      self.isUniform = isUniform
    }
  }

  /// A function of earlier values.
  package struct Step: Hashable, Sendable {
    package var function: Elementwise
    package var x: Int32
    package var y: Int32
    package var z: Int32

    package init(_ function: Elementwise, _ x: Int32, _ y: Int32 = -1, _ z: Int32 = -1) {
      self.function = function
      self.x = x
      self.y = y
      self.z = z
    }
  }

  /// What becomes of a value.
  package enum Destination: Hashable, Sendable {
    /// It is stored at its place.
    case store
    /// The values of a row are reduced to one number.
    case reduceRow(Reduction)
    /// It is combined with the number at its place, so that rows stored at one address are reduced.
    case combine(Reduction)
  }

  package struct Output: Hashable, Sendable {
    package var value: Int32
    package var destination: Destination

    package init(_ value: Int32, _ destination: Destination) {
      self.value = value
      self.destination = destination
    }
  }

  /// `float32` or `float64`.
  package var dtype: DType
  package var inputs: [Input] = []
  /// Their bits, so that equal bodies are those that compute the same.
  package var constants: [UInt64] = []
  package var steps: [Step] = []
  package var outputs: [Output] = []
  /// The number of addresses that inputs are found at; each output has one more, in order.
  package var baseCount = 0

  package init(dtype: DType) { self.dtype = dtype }

  /// The number of addresses of a run: those of the inputs, then those of the outputs.
  package var addressCount: Int { baseCount + outputs.count }
}

extension Reduction {
  /// What changes nothing when combined.
  package var identity: Double {
    switch self {
    case .sum: 0
    case .product: 1
    case .maximum: -.infinity
    case .minimum: .infinity
    }
  }
}
