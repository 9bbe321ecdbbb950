// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars
import RealModule

/// The functions of one argument, by the names they have in the tables.
func unaryFunction<P>(
  _ name: Substring, _: P.Type = P.self
) -> ((BigFloat<P>) -> BigFloat<P>)? {
  switch name {
  case "exp": BigFloat<P>.exp
  case "expMinusOne": BigFloat<P>.expMinusOne
  case "exp2": BigFloat<P>.exp2
  case "exp10": BigFloat<P>.exp10
  case "log": { BigFloat<P>.log($0) }
  case "logOnePlus": { BigFloat<P>.log(onePlus: $0) }
  case "log2": BigFloat<P>.log2
  case "log10": BigFloat<P>.log10
  case "cosh": BigFloat<P>.cosh
  case "sinh": BigFloat<P>.sinh
  case "tanh": BigFloat<P>.tanh
  case "acosh": BigFloat<P>.acosh
  case "asinh": BigFloat<P>.asinh
  case "atanh": BigFloat<P>.atanh
  case "cos": BigFloat<P>.cos
  case "sin": BigFloat<P>.sin
  case "tan": BigFloat<P>.tan
  case "acos": BigFloat<P>.acos
  case "asin": BigFloat<P>.asin
  case "atan": BigFloat<P>.atan
  case "sqrt": BigFloat<P>.sqrt
  case "cbrt": BigFloat<P>.cbrt
  case "erf": BigFloat<P>.erf
  case "erfc": BigFloat<P>.erfc
  case "gamma": BigFloat<P>.gamma
  case "logGamma": BigFloat<P>.logGamma
  case "digamma": BigFloat<P>.digamma
  default: nil
  }
}

/// The functions of two arguments, by the names they have in the tables.
func binaryFunction<P>(
  _ name: Substring, _: P.Type = P.self
) -> ((Double, Double) -> BigFloat<P>)? {
  switch name {
  case "pow": { .pow(BigFloat<P>($0), BigFloat<P>($1)) }
  case "powInt": { .pow(BigFloat<P>($0), Int($1)) }
  case "root": { .root(BigFloat<P>($0), Int($1)) }
  case "atan2": { .atan2(y: BigFloat<P>($0), x: BigFloat<P>($1)) }
  case "hypot": { .hypot(BigFloat<P>($0), BigFloat<P>($1)) }
  case "polygamma": { .polygamma(Int($0), BigFloat<P>($1)) }
  default: nil
  }
}

/// The number that decimal digits spell, as `-1.25e-3`.
func decimal<P>(_ text: Substring, _: P.Type = P.self) -> BigFloat<P> {
  let parts = text.split(separator: "e")
  var exponent = parts.count > 1 ? Int(parts[1])! : 0
  var value: BigFloat<P> = 0
  var isFraction = false
  for character in parts[0] {
    if character == "." { isFraction = true }
    guard let digit = character.wholeNumberValue else { continue }
    value = value * 10 + BigFloat<P>(digit)
    if isFraction { exponent -= 1 }
  }
  value *= .pow(10, exponent)
  return text.first == "-" ? -value : value
}

/// The integer that hexadecimal digits spell, times `2^exponent`.
func hexadecimal<P>(_ text: Substring, exponent: Substring, _: P.Type = P.self) -> BigFloat<P> {
  var value: BigFloat<P> = 0
  for character in text {
    guard let digit = character.hexDigitValue else { continue }
    value = value * 16 + BigFloat<P>(digit)
  }
  value *= .pow(2, Int(exponent)!)
  return text.first == "-" ? -value : value
}

/// The relative difference of two numbers of different precisions.
func relativeError<P, Q>(_ value: BigFloat<P>, _ expected: BigFloat<Q>) -> Double {
  let difference = BigFloat<Q>(value) - expected
  return expected.isZero ? difference.magnitude.double : (difference / expected).magnitude.double
}

extension BigFloat {
  /// The same number in another precision, from pieces of 48 bits.
  init<Q>(_ other: BigFloat<Q>) {
    guard other.isFinite, !other.isZero else {
      self.init(other.double)
      return
    }
    var rest = other
    var sum: Self = 0
    // Doubles hold every piece if the number is near 1.
    let scale = BigFloat<Q>.log2(other.magnitude).rounded(.down).double
    rest *= .pow(2, -Int(scale))
    var position: BigFloat<Q> = 1
    while !rest.isZero {
      let piece = (rest * position).rounded(.towardZero)
      rest -= piece / position
      sum += Self(piece.double) * Self.pow(2, Int(scale) - Int(BigFloat<Q>.log2(position).double))
      position *= 0x1p48
    }
    self = sum
  }
}

/// Whether two numbers are the same, signs of zeros included, or neither is a number.
func isIdentical(_ a: BigFloat<Bits256>, _ b: BigFloat<Bits256>) -> Bool {
  a.isNaN ? b.isNaN : a == b && a.sign == b.sign
}

extension String {
  /// The rows of a table.
  var rows: [String] { split(separator: "\n" as Character).map(String.init) }
}
