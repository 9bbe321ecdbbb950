// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars

/// What the lines of a program are called in Swift: as in the program, but no two alike, and none a
/// word of the language.
struct SwiftNames {
  let lines: ContiguousArray<String>
  /// A name for the generic type that no line has.
  let type: String

  private static let keywords: Set<String> = [
    "Any", "Self", "as", "associatedtype", "break", "case", "catch", "class", "continue", "default",
    "defer", "deinit", "do", "else", "enum", "extension", "fallthrough", "false", "fileprivate", "for",
    "func", "guard", "if", "import", "in", "init", "inout", "internal", "is", "let", "nil", "operator",
    "precedencegroup", "private", "protocol", "public", "repeat", "rethrows", "return", "self", "static",
    "struct", "subscript", "super", "switch", "throw", "throws", "true", "try", "typealias", "var",
    "where", "while",
  ]

  init(_ program: Program) {
    // Modules that are mentioned, and the parameter of functions of arrays.
    var taken: Set<String> = ["inputs", "Reverse", "Wengert", "Scalar", "print"]
    lines = ContiguousArray(
      program.instructions.indices.map { line in
        if program.instructions[line].constant != nil { return "" }
        var name = program.name(ofLine: line)
        if name.utf8.allSatisfy({ $0 == UInt8(ascii: "_") }) { name = "underscore" }
        while !taken.insert(name).inserted { name += "_" }
        return Self.keywords.contains(name) ? "`\(name)`" : name
      })
    type = ["T", "Number", "S", "Value"].first { !taken.contains($0) } ?? "GenericScalar"
  }
}
