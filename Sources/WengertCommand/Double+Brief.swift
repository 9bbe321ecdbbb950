// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation
import Wengert

extension Double {
  /// The number to six digits, for pictures.
  var brief: String {
    guard isFinite, rounded() != self || magnitude >= 1e6 else { return shortDescription }
    return String(format: "%.6g", self)
  }
}
