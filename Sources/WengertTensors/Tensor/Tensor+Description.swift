// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// Tensors as text.
extension Tensor: CustomStringConvertible {
  /// The numbers in nested brackets, row below row, in aligned columns; their type unless it is
  /// float64.
  ///
  /// ```swift
  /// print(Tensor([[1, 2.5], [-3, 4]]))
  /// // [[ 1.0,  2.5],
  /// //  [-3.0,  4.0]]
  /// ```
  ///
  /// Up to eight decimals are shown, all of them for a single number. Of more than 1000 elements
  /// only the first and last three along each axis are shown. Inside a transform the text asks for
  /// the values; where they cannot be known yet, it says so.
  public var description: String {
    guard let value = valueIfKnown else {
      return "\(type), whose value is not known while a program is recorded"
    }
    return ArrayText(value).text
  }
}

/// The text of an array.
private struct ArrayText {
  private let shape: Shape
  private let dtype: DType

  /// The texts of the elements that are shown, in order, all of one width.
  private var elements: ArraySlice<String> = []

  /// Where long rows break.
  private static let width = 80

  init(_ array: NDArray) {
    shape = array.shape
    dtype = array.dtype
    var offsets = [0]
    for (axis, stride) in shape.strides.enumerated() {
      let places = shown(axis)
      offsets = offsets.flatMap { offset in
        places.compactMap { place in place.map { offset + $0 * stride } }
      }
    }
    elements = aligned(array.texts(at: offsets))[...]
  }

  /// The places along an axis that are shown; nil stands for those that are left out.
  private func shown(_ axis: Int) -> [Int?] {
    let length = shape[axis]
    if shape.elementCount <= 1000 || length <= 6 { return (0..<length).map { $0 } }
    return [0, 1, 2, nil, length - 3, length - 2, length - 1]
  }

  private func aligned(_ texts: [String]) -> [String] {
    let width = texts.reduce(0) { max($0, $1.utf8.count) }
    return texts.map { String(repeating: " ", count: width - $0.utf8.count) + $0 }
  }

  var text: String {
    var notes: [String] = []
    if shape.elementCount == 0, shape.rank > 1 { notes.append("shape \(shape)") }
    if dtype != .float64 { notes.append(dtype.description) }
    var copy = self
    let numbers = shape.elementCount == 0 ? "[]" : copy.part(0)
    return notes.isEmpty ? numbers : numbers + " (" + notes.joined(separator: ", ") + ")"
  }

  /// The text of the next part that has the axes from `axis` on.
  private mutating func part(_ axis: Int) -> String {
    if axis == shape.rank { return elements.removeFirst() }
    let indent = String(repeating: " ", count: axis + 1)
    let isRow = axis == shape.rank - 1
    // Rows follow each other line by line, matrices with a line between them.
    let newline = "," + String(repeating: "\n", count: max(shape.rank - axis - 1, 1)) + indent
    var text = "["
    var column = axis + 1
    for (k, place) in shown(axis).enumerated() {
      let next = place == nil ? "…" : part(axis + 1)
      let width = place == nil ? 1 : next.utf8.count
      if k > 0 {
        let fits = isRow && column + 2 + width < ArrayText.width
        text += fits ? ", " : newline
        column = fits ? column + 2 : axis + 1
      }
      text += next
      column += width
    }
    return text + "]"
  }
}

extension NDArray {
  /// The elements at some places as text.
  fileprivate func texts(at offsets: [Int]) -> [String] {
    switch dtype {
    case .bool: return withElements(Bool.self) { x in offsets.map { x[$0] ? "true" : "false" } }
    case .int32: return withElements(Int32.self) { x in offsets.map { "\(x[$0])" } }
    case .int64: return withElements(Int64.self) { x in offsets.map { "\(x[$0])" } }
    case .float32 where shape.rank == 0: return withElements(Float.self) { ["\($0[0])"] }
    case .float64 where shape.rank == 0: return withElements(Double.self) { ["\($0[0])"] }
    case .float32, .float64:
      let numbers = offsets.map { double(at: $0) }
      let format = DecimalFormat(numbers, significant: dtype == .float32 ? 7 : 16)
      return numbers.map { format.text($0) }
    }
  }
}
