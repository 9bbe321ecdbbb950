// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// The beginning of a list that may be too long to show.
public struct Excerpt<Element> {
  /// The elements that are shown.
  public let items: [Element]

  /// How many there are in all.
  public let total: Int

  /// The first of `total` elements.
  public init(_ items: [Element], of total: Int? = nil) {
    self.items = items
    self.total = total ?? items.count
  }

  /// How many were cut off.
  public var omitted: Int { total - items.count }
}

extension Excerpt: Sendable where Element: Sendable {}
extension Excerpt: Equatable where Element: Equatable {}
