// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// One attribute of an operation, apart from the operation.
enum Attribute: Hashable, Sendable {
  case flag(Bool)
  case integer(Int)
  case integers([Int])
  case number(Double)
  case text(String)
  case program(TensorProgram)
}

/// What a row shows its attributes to, one after the other: listings and files read them, and who
/// reads a file sets them.
///
/// ```swift
/// mutating func visitAttributes(_ visit: inout AttributeVisitor) {
///   visit("max", &maximum, otherwise: "min")
///   visit("axes", &axes)
/// }
/// ```
struct AttributeVisitor {
  /// The attributes that were shown.
  private(set) var attributes: [Attribute] = []

  /// What listings print of them, in parts: `max`, `axes=[0, 1]`.
  private(set) var texts: [String] = []

  /// The attributes to set, nil to leave the row as it is.
  private var given: ArraySlice<Attribute>?

  private var isRejected = false

  /// A visitor that only looks.
  init() {}

  /// A visitor that sets the attributes, in the order in which they are shown.
  init(setting attributes: [Attribute]) { given = attributes[...] }

  /// Whether every attribute that was to be set has been, to a value of its kind.
  var isSatisfied: Bool { !isRejected && (given?.isEmpty ?? true) }

  /// Says that the attributes that were set make no sense.
  mutating func reject() { isRejected = true }

  /// A flag, printed as its name or, where it is false, as that of its opposite.
  mutating func callAsFunction(_ name: String, _ value: inout Bool, otherwise opposite: String = "") {
    if let given = next() { if case .flag(let flag) = given { value = flag } else { reject() } }
    note(.flag(value), value ? name : opposite)
  }

  mutating func callAsFunction(_ name: String, _ value: inout Int) {
    if let given = next() { if case .integer(let n) = given { value = n } else { reject() } }
    note(.integer(value), labelled(name, "\(value)"))
  }

  mutating func callAsFunction(_ name: String, _ value: inout [Int]) {
    if let given = next() { if case .integers(let list) = given { value = list } else { reject() } }
    note(.integers(value), labelled(name, "\(Shape(value))"))
  }

  mutating func callAsFunction(_ name: String, _ value: inout Shape) {
    var dimensions = value.dimensions
    self(name, &dimensions)
    value = Shape(dimensions)
  }

  mutating func callAsFunction(_ name: String, _ value: inout Double) {
    if let given = next() { if case .number(let x) = given { value = x } else { reject() } }
    note(.number(value), labelled(name, "\(value)"))
  }

  mutating func callAsFunction(_ name: String, _ value: inout String) {
    if let given = next() { if case .text(let text) = given { value = text } else { reject() } }
    note(.text(value), labelled(name, value))
  }

  /// A program that the operation runs, which listings print below it.
  mutating func callAsFunction(_ name: String, _ value: inout TensorProgram) {
    if let given = next() { if case .program(let p) = given { value = p } else { reject() } }
    note(.program(value), "")
  }

  /// The attribute to set next.
  private mutating func next() -> Attribute? {
    guard given != nil else { return nil }
    let next = given?.popFirst()
    if next == nil { reject() }
    return next
  }

  private mutating func note(_ attribute: Attribute, _ text: String) {
    attributes.append(attribute)
    if !text.isEmpty { texts.append(text) }
  }

  private func labelled(_ name: String, _ text: String) -> String {
    name.isEmpty || text.isEmpty ? text : "\(name)=\(text)"
  }
}
