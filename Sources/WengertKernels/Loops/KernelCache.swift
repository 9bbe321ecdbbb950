// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// The kernels of loops that have been made, so that equal loops share one.
package final class KernelCache: Sendable {
  package static let shared = KernelCache()

  /// How many are kept; when there are more, all are forgotten, and those in use live on.
  private static let capacity = 4096

  private let kernels = Locked<[LoopBody: LoopKernel]>([:])

  package func kernel(_ body: LoopBody) -> LoopKernel {
    if let known = kernels.withLock({ $0[body] }) { return known }
    let kernel = LoopKernel(body)
    kernels.withLock {
      if $0.count >= Self.capacity { $0.removeAll() }
      $0[body] = kernel
    }
    return kernel
  }
}
