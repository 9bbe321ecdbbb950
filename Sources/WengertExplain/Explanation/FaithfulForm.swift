// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import WengertScalars

extension Expression {
  /// Whether this formula may stand for `original` in double precision: none of its coefficients
  /// was rounded, and at the point it gives the same number but for rounding errors.
  ///
  /// Multiplied out, `(x − 1) (x − 2) … (x − 20)` has coefficients of 19 digits, and its large terms
  /// cancel: equal on paper, it is wrong in the third digit at x = 15.5.
  ///
  /// - Complexity: linear in the two lists.
  func isFaithful(to original: Expression, at point: [Double]) -> Bool {
    // From here on not every integer is a double; numbers that were typed may be as large.
    func isLarge(_ number: Double) -> Bool { number.magnitude > 0x1p53 }
    if numbers.contains(where: isLarge), !original.numbers.contains(where: isLarge) {
      return false
    }
    let lines = original.graph?.instructions[...Int(original.index)].values(at: point) ?? []
    let (a, b) = (lines.last ?? original.value(at: point), value(at: point))
    if a == b || a.isNaN && b.isNaN { return true }
    guard a.isFinite, b.isFinite else { return false }
    // Terms that cancel leave their rounding errors in the original too.
    let largest = lines.lazy.map { $0.magnitude }.filter { $0.isFinite }.max() ?? 0
    return (a - b).magnitude <= 1e-9 * max(a.magnitude, b.magnitude) + 8 * largest.ulp
  }

  /// The numbers on the list up to the formula.
  private var numbers: [Double] {
    graph?.instructions[...Int(index)].compactMap { $0.constant } ?? constant.map { [$0] } ?? []
  }
}
