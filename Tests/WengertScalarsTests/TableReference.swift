// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule
import WengertScalars

extension TableLine {
  typealias Exact = BigFloat<Bits512>

  /// The derivatives of order 0 to 4 at `t = 0`, by central differences in 154 digits.
  ///
  /// They come from values of the function alone, so they are a reference from outside for the
  /// derivatives that the rows state. With the step 2⁻⁷⁰ the formulas are in error by a part in
  /// 10⁴⁰, and the rounding of the values by less.
  func reference() -> [Double] {
    let h = Exact.pow(0.5, 70)
    let f = (-2...2).map { self(Exact(Double($0)) * h) }
    let (outer, inner) = (f[4] - f[0], f[3] - f[1])
    let (outerSum, innerSum) = (f[4] + f[0], f[3] + f[1])
    return [
      f[2].double,
      (inner / (2 * h)).double,
      ((innerSum - 2 * f[2]) / .pow(h, 2)).double,
      ((outer - 2 * inner) / (2 * .pow(h, 3))).double,
      ((outerSum - 4 * innerSum + 6 * f[2]) / .pow(h, 4)).double,
    ]
  }
}
