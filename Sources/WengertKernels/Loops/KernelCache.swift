// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// The kernels of loops that have been made, so that equal loops share one.
package final class KernelCache: Sendable {
  package static let shared = KernelCache()

  private let kernels = BoundedCache<LoopBody, LoopKernel>(capacity: 4096)

  package func kernel(_ body: LoopBody) -> LoopKernel {
    kernels[body] ?? kernels.keep(LoopKernel(body), for: body)
  }
}
