// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// The names in one function of C: identifiers, all different, and none with a meaning in C.
struct CNames {
  private var taken: Set<String>

  init(reserving names: [String]) { taken = Set(names) }

  /// The identifier of a line: `name` as far as C allows it, `v7` if there is none.
  ///
  /// `v` and a number is what lines without a name are called, so it is no name of another line.
  mutating func claim(_ name: String?, line: Int) -> String {
    guard let name, let identifier = Self.identifier(name) else { return "v\(line)" }
    var result = Self.isLineNumber(identifier) ? identifier + "_" : identifier
    if taken.contains(result) { result = Self.joined(result, "\(line)") }
    while taken.contains(result) { result += "_" }
    taken.insert(result)
    return result
  }

  /// An identifier that may be declared outside functions, where it shadows nothing.
  static func functionName(_ name: String) -> String {
    guard let identifier = identifier(name) else { return "f" }
    return shadowed.contains(identifier) ? identifier + "_" : identifier
  }

  /// `f_gradient` for `f`, `sin_gradient` for `sin_`.
  static func joined(_ prefix: String, _ name: String) -> String {
    prefix.utf8.last == underscore ? prefix + name : prefix + "_" + name
  }

  /// `name` with an underscore in place of what C does not allow, nil if no letter is left.
  ///
  /// Keywords, functions of the library and words in capitals, which may be macros, get an
  /// underscore at the end, where no name of the language or its library has one.
  static func identifier(_ name: String) -> String? {
    var bytes: [UInt8] = []
    for scalar in name.unicodeScalars {
      switch scalar {
      case "a"..."z", "A"..."Z": bytes.append(UInt8(scalar.value))
      case "0"..."9" where !bytes.isEmpty: bytes.append(UInt8(scalar.value))
      default: if let last = bytes.last, last != underscore { bytes.append(underscore) }
      }
    }
    if bytes.isEmpty { return nil }
    let isCapital = bytes.count > 1 && !bytes.contains { (0x61...0x7A).contains($0) }
    let identifier = String(decoding: bytes, as: UTF8.self)
    if !isCapital && !isReserved(identifier) { return identifier }
    return bytes.last == underscore ? identifier : identifier + "_"
  }

  /// `name` as it may stand in a comment: without what ends, opens or disturbs one.
  static func comment(_ name: String) -> String {
    var result = ""
    var last: Unicode.Scalar = " "
    for scalar in name.unicodeScalars {
      let isControl =
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0: true
        // Marks of width zero and of the direction of writing, separators of lines.
        case 0x61C, 0x200B...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
      if last == "*" && scalar == "/" || last == "/" && scalar == "*" { result += " " }
      last = isControl ? " " : scalar
      result.unicodeScalars.append(last)
    }
    return result
  }

  private static let underscore = UInt8(ascii: "_")

  private static func isLineNumber(_ identifier: String) -> Bool {
    let bytes = identifier.utf8
    return bytes.first == UInt8(ascii: "v")
      && bytes.dropFirst().allSatisfy { (0x30...0x39).contains($0) } && bytes.count > 1
  }

  private static func isReserved(_ identifier: String) -> Bool {
    if words.contains(identifier) || functions.contains(identifier) { return true }
    guard let last = identifier.utf8.last, last == 0x66 || last == 0x6C else { return false }
    return functions.contains(String(identifier.dropLast()))  // sinf, sinl
  }

  /// The keywords of C and C++, and words that are macros on some systems.
  private static let words = Set(
    """
    alignas alignof and and_eq asm auto bitand bitor bool break case catch char char8_t char16_t \
    char32_t class co_await co_return co_yield compl concept const const_cast consteval constexpr \
    constinit continue decltype default delete do double dynamic_cast else enum errno explicit \
    export extern false far float for friend goto i386 if inline int linux long main mutable \
    namespace near new noexcept not not_eq nullptr operator or or_eq private protected public \
    register reinterpret_cast requires restrict return short signed signgam sizeof static \
    static_assert static_cast stderr stdin stdout struct switch template this thread_local throw \
    true try typedef typeid typename typeof typeof_unqual union unix unsigned using virtual void \
    volatile wchar_t while xor xor_eq
    """.split(separator: " ").map(String.init))

  /// What `<math.h>` declares, but for the endings `f` and `l`.
  private static let functions = Set(
    """
    abs acos acosh asin asinh atan atan2 atanh cbrt ceil copysign cos cosh div drem erf erfc exp \
    exp10 exp2 expm1 fabs fdim finite floor fma fmax fmin fmod fpclassify frexp hypot ilogb \
    isfinite isgreater isgreaterequal isinf isless islessequal islessgreater isnan isnormal \
    isunordered ldexp lgamma lgamma_r llrint llround log log10 log1p log2 logb lrint \
    lround modf nan nearbyint nextafter nexttoward pow pow10 printf puts remainder remquo rint \
    round scalb scalbln scalbn signbit significand sin sincos sinh sqrt tan tanh tgamma trunc
    """.split(separator: " ").map(String.init))

  /// What some systems' `<math.h>` declares besides; a variable may well be called `y1`.
  private static let shadowed: Set = ["gamma", "j0", "j1", "jn", "y0", "y1", "yn"]
}
