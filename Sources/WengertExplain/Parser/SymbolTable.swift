// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars

/// What the names in an expression mean: a hash table of bytes.
///
/// Constants, functions, variables and named values share one name space.
struct SymbolTable {
  enum Meaning {
    case constant(Double)
    case function(Callable)
    /// An input, or a value that the text named: a line of the graph.
    case variable(Int32)
    case named(Int32)
    /// A name whose definition is being read.
    case undefined
  }

  private struct Symbol {
    var name: Range<Int>
    var meaning: Meaning
  }

  private var symbols: ContiguousArray<Symbol> = []

  /// The names, one after the other.
  private var names: ContiguousArray<UInt8> = []

  /// Open addressing: places in ``symbols``, −1 where free; the size is a power of two.
  private var slots = ContiguousArray<Int32>(repeating: -1, count: 256)

  subscript(place: Int) -> Meaning {
    get { symbols[place].meaning }
    set { symbols[place].meaning = newValue }
  }

  /// The place of `name`, nil if it is not known.
  func find<Name: Collection<UInt8>>(_ name: Name) -> Int? {
    let symbol = slots[slot(of: name)]
    return symbol < 0 ? nil : Int(symbol)
  }

  /// Gives `name` a meaning, in place of the one it may have had.
  mutating func define<Name: Collection<UInt8>>(_ name: Name, as meaning: Meaning) {
    let slot = slot(of: name)
    if slots[slot] >= 0 {
      symbols[Int(slots[slot])].meaning = meaning
      return
    }
    slots[slot] = Int32(symbols.count)
    let start = names.count
    names.append(contentsOf: name)
    symbols.append(Symbol(name: start..<names.count, meaning: meaning))
    if symbols.count * 2 > slots.count { grow() }
  }

  /// The names whose meaning satisfies a condition, in order of their definition.
  func names(where isIncluded: (Meaning) -> Bool) -> [String] {
    var result: [String] = []
    for symbol in symbols where isIncluded(symbol.meaning) {
      result.append(String(decoding: names[symbol.name], as: UTF8.self))
    }
    return result
  }

  /// The slot that holds `name`, or the free one where it belongs.
  private func slot<Name: Collection<UInt8>>(of name: Name) -> Int {
    let mask = slots.count - 1
    var slot = Self.hash(name) & mask
    while slots[slot] >= 0, !names[symbols[Int(slots[slot])].name].elementsEqual(name) {
      slot = (slot + 1) & mask
    }
    return slot
  }

  private mutating func grow() {
    slots = ContiguousArray(repeating: -1, count: slots.count * 4)
    for place in symbols.indices { slots[slot(of: names[symbols[place].name])] = Int32(place) }
  }

  /// The hash function of Fowler, Noll and Vo (FNV-1a), with a last mixing for the low bits.
  private static func hash<Name: Collection<UInt8>>(_ name: Name) -> Int {
    var code: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in name { code = (code ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return Int(truncatingIfNeeded: (code ^ code >> 32) & 0x7FFF_FFFF)
  }
}

extension SymbolTable {
  /// What functions are called elsewhere.
  private static let synonyms: [(String, ElementaryFunction)] = [
    ("arcsin", .arcSine), ("arccos", .arcCosine), ("arctan", .arcTangent),
    ("arsinh", .arcHyperbolicSine), ("arcosh", .arcHyperbolicCosine), ("artanh", .arcHyperbolicTangent),
    ("arcsinh", .arcHyperbolicSine), ("arccosh", .arcHyperbolicCosine),
    ("arctanh", .arcHyperbolicTangent), ("sgn", .sign),
  ]

  /// What is known before the text is read.
  init(hasExtensions: Bool) {
    define("pi".utf8, as: .constant(.pi))
    define("e".utf8, as: .constant(0x1.5bf0a8b145769p1))
    // Later rows do not replace earlier ones: `pow` is the power with a real exponent.
    for function in ElementaryFunction.allCases {
      let name = function.notation.name.utf8
      if find(name) == nil { define(name, as: .function(.elementary(function))) }
    }
    guard hasExtensions else { return }
    define("π".utf8, as: .constant(.pi))
    for function in DerivedFunction.allCases {
      define(function.name.utf8, as: .function(.derived(function)))
    }
    for (name, function) in Self.synonyms { define(name.utf8, as: .function(.elementary(function))) }
  }
}
