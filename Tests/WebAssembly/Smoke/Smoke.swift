// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// Derivatives that are computed by the same code natively and in WebAssembly; `Scripts/build-wasm`
// compares the numbers.

import WengertScalars
import WengertTensors

/// Result number `number`; nan when there is none.
@_expose(wasm, "smoke")
@_cdecl("smoke")
public func smoke(_ number: Int32) -> Double {
  let x = Tensor([0.5, -1.25, 2])
  let rows = Tensor([1.0, 2, 3, 4, 5, 6], shape: [2, 3])
  switch number {
  case 0: return gradient(at: x) { x in network(x) }.sum().double
  case 1: return hessian(at: x) { x in network(x) }.product().double
  case 2:
    return batched(rows) { row in gradient(at: x) { x in network(x * row) } }.max().double
  case 3:
    return pushforward(at: x, along: x) { x in gradient(at: x) { x in network(x) } }
      .derivative.sum().double
  case 4:
    let step = compiled { (x: Tensor) in x - Tensor(0.1) * gradient(at: x) { x in network(x) } }
    return step(step(x)).min().double
  case 5: return gradient(at: x) { x in checkpointed(x) { x in network(x) } }.sum().double
  default: return .nan
  }
}

private func network(_ x: Tensor) -> Tensor {
  let hidden = Tensor.tanh(x * Tensor([0.3, -0.2, 0.7]) + 0.1)
  return (Tensor.sin(hidden) * hidden.cumulativeProduct(axis: 0)).sum()
}

#if !hasFeature(Embedded)
  @main
  enum Smoke {
    static func main() {
      var number: Int32 = 0
      while !smoke(number).isNaN {
        print(smoke(number))
        number += 1
      }
    }
  }
#endif
