// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertRuntime

/// Machine code in memory that may run, and that nobody can write to any more.
final class ExecutableCode: @unchecked Sendable {
  let address: UnsafeRawPointer
  let byteCount: Int

  /// Nil where the system does not let a program make code.
  init?(_ code: UnsafeRawBufferPointer) {
    guard let start = code.baseAddress, let address = wengert_code_make(start, code.count) else {
      return nil
    }
    self.address = UnsafeRawPointer(address)
    byteCount = code.count
  }

  deinit { wengert_code_free(UnsafeMutableRawPointer(mutating: address), byteCount) }
}

extension VectorLevel {
  /// What this processor has, unless `WENGERT_JIT` says `off` or `avx2`; nil for none.
  static let available: VectorLevel? = VectorLevel(rawValue: wengert_vector_level())
}
