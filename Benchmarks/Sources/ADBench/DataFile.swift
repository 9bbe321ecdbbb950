// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation

/// Why a file cannot be used, in words.
struct DataError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// The numbers of a file of ADBench, one after the other.
struct DataFile {
  private let name: String
  private var numbers: ArraySlice<Double>

  /// Numbers between white space.
  init(_ url: URL) throws {
    try self.init(String(contentsOf: url, encoding: .utf8).split { $0.isWhitespace }, of: url)
  }

  init(_ words: [Substring], of url: URL) throws {
    name = url.path
    numbers = try words.map { [name] word in
      guard let number = Double(word) else { throw DataError("\(name): \(word) is no number.") }
      return number
    }[...]
  }

  mutating func numbers(_ count: Int) throws -> [Double] {
    guard count >= 0, numbers.count >= count else {
      throw DataError("\(name) ends where \(count) numbers are needed.")
    }
    defer { numbers.removeFirst(count) }
    return Array(numbers.prefix(count))
  }

  mutating func number() throws -> Double { try numbers(1)[0] }

  mutating func integer() throws -> Int {
    let number = try number()
    guard let integer = Int(exactly: number) else {
      throw DataError("\(name): \(number) is to be an integer.")
    }
    return integer
  }

  /// An integer that counts something.
  mutating func count() throws -> Int {
    let count = try integer()
    guard count > 0, count < 1 << 31 else {
      throw DataError("\(name): there cannot be \(count) of anything.")
    }
    return count
  }
}
