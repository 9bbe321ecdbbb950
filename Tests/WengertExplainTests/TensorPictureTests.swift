// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertExplain
import WengertKernels
import WengertScalars
import WengertTensors

@Suite struct TensorPictureTests {
  static let program = TensorProgram(
    inputs: [ArrayType([3], .float64), ArrayType([3], .float64)]
  ) { x in [(Tensor.exp(x[0]) * x[1]).named("a < b").sum()] }

  @Test func `a program has a box for each line`() {
    let picture = Self.program.picture(title: "f")
    #expect(picture.nodes.count == 6)
    #expect(picture.nodes[0].kind == .input)
    #expect(picture.nodes[2].title == "v2 = exp(v0)")
    #expect(picture.nodes[5].kind == .output)
    #expect(picture.edges.count == 5)
    #expect(picture.edges.map(\.port).max() == 1)
  }

  @Test func `the picture is well-formed`() throws {
    let svg = Self.program.svg()
    try expectWellFormed(svg)
    #expect(svg.contains("a &lt; b"))
    #expect(svg.contains("float64[3]"))
    #expect(svg == Self.program.svg())
  }
}
