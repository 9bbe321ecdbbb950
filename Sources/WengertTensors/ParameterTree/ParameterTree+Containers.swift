// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension Tensor: ParameterTree {
  public mutating func visitChildren(_ visit: inout ParameterVisitor) { visit.visitLeaf(&self) }
}

extension Array: ParameterTree where Element: ParameterTree {
  public mutating func visitChildren(_ visit: inout ParameterVisitor) {
    for index in indices {
      if visit.isChanging {
        visit(index, &self[index])
      } else {
        // The array itself would be copied.
        var element = self[index]
        visit(index, &element)
      }
    }
  }
}

extension Optional: ParameterTree where Wrapped: ParameterTree {
  public mutating func visitChildren(_ visit: inout ParameterVisitor) {
    guard var value = self else { return }
    visit.visitPresent()
    value.visitChildren(&visit)
    if visit.isChanging { self = value }
  }
}

/// The entries are visited in the order of their keys.
extension Dictionary: ParameterTree
where Key: Comparable & CustomStringConvertible, Value: ParameterTree {
  public mutating func visitChildren(_ visit: inout ParameterVisitor) {
    for key in keys.sorted() {
      guard var value = self[key] else { continue }
      visit(key.description, &value)
      if visit.isChanging { self[key] = value }
    }
  }
}
