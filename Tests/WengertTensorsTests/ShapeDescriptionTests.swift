// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertKernels
import WengertScalars
import WengertTensors

/// Tensors as text.
@Suite("Descriptions")
struct ShapeDescriptionTests {
  private static let cases: [(Tensor, String)] = [
    ([[1, 2.5], [-3, 4]], "[[ 1.0,  2.5],\n [-3.0,  4.0]]"),
    (Tensor([0.1, 100, 1.0 / 3]), "[  0.10000000, 100.00000000,   0.33333333]"),
    ([1e-5, -2], "[ 1.0e-05, -2.0e+00]"),
    (Tensor([1e300, 0x1p-1074, 0]), "[1.00000000e+300, 4.94065646e-324,  0.00000000e+00]"),
    ([9.9999999999e10], "[1.0e+11]"),
    ([.nan, .infinity, -1], "[ nan,  inf, -1.0]"),
    ([], "[]"),
    (Tensor(1.0 / 3), "0.3333333333333333"),
    (Tensor(zeros: [2, 0]), "[] (shape [2, 0])"),
    (Tensor([Float(0.1), 3.3]), "[0.1, 3.3] (float32)"),
    (Tensor([Float(0.1)], shape: []), "0.1 (float32)"),
    (Tensor([true, false]), "[ true, false] (bool)"),
    (Tensor(8..<12).reshaped([2, 1, 2]), "[[[ 8,  9]],\n\n [[10, 11]]] (int64)"),
    (
      Tensor(0..<2000).reshaped([2, 1000]),
      """
      [[   0,    1,    2, …,  997,  998,  999],
       [1000, 1001, 1002, …, 1997, 1998, 1999]] (int64)
      """
    ),
  ]

  @Test(arguments: cases)
  func text(tensor: Tensor, expected: String) {
    #expect(tensor.description == expected)
  }

  @Test("Rows break before column 80")
  func width() {
    let text = Tensor.linearlySpaced(from: 0, to: 1, count: 101).description
    let lines = text.split(separator: "\n")
    #expect(lines.count > 1 && lines.allSatisfy { $0.count <= 80 })
    #expect(lines.dropFirst().allSatisfy { $0.hasPrefix(" ") })
  }

  @Test("Numbers that are shown are the nearest of their length", arguments: 0..<8)
  func rounding(seed: UInt64) {
    let x = Tensor.random([50], seed: seed, in: -1000...1000)
    let scale = seed % 2 == 0 ? 1 : 1e12
    let text = (x * Tensor(scale)).description
    let numbers = text.dropFirst().dropLast().split { ",\n ".contains($0) }
    for (text, number) in zip(numbers, x.elements) {
      let error = (Double(text)! / scale - number).magnitude
      #expect(error <= (scale == 1 ? 5.1e-9 : 5.1e-9 * number.magnitude))
    }
  }

  @Test func unknown() {
    _ = batched([1, 2] as Tensor) { (x: Tensor) -> Tensor in
      #expect(x.description == "float64[], whose value is not known while a program is recorded")
      return x
    }
    _ = gradient(at: [1, 2] as Tensor) { (x: Tensor) -> Tensor in
      #expect((2 * x).description == "[2.0, 4.0]")
      return x.sum()
    }
  }
}
