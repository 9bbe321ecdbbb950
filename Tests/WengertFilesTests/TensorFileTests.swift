// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation
import Testing
import WengertFiles
import WengertTensors

/// A model of two layers, as a user would write it.
private struct Layer: ParameterTree {
  var weight: Tensor
  var bias: Tensor?

  mutating func visitChildren(_ visit: inout ParameterVisitor) {
    visit("weight", &weight)
    visit("bias", &bias)
  }
}

private struct Model: ParameterTree {
  var layers: [Layer]
  mutating func visitChildren(_ visit: inout ParameterVisitor) { visit("layers", &layers) }
}

@Suite struct TensorFileTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("wengert-tensors-\(UUID().uuidString)")

  private func inFolder(_ body: (URL) throws -> Void) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  @Test(arguments: DType.allCases)
  func `every element type comes back from npy as it was`(dtype: DType) throws {
    try inFolder { folder in
      let url = folder.appendingPathComponent("x.npy")
      for shape: Shape in [[], [0], [2, 3], [1, 0, 2]] {
        let numbers = (0..<shape.elementCount).map { Double($0) - 1 }
        let x = Tensor(numbers, shape: shape).converted(to: dtype)
        try x.writeNPY(to: url)
        let again = try Tensor(npy: url)
        #expect(again.type == x.type)
        #expect(again == x)
      }
    }
  }

  @Test func `a model is written by its paths and read into one of the same form`() throws {
    let model = Model(layers: [
      Layer(weight: Tensor([1.0, 2, 3, 4], shape: [2, 2]), bias: Tensor([0.5, 0.25])),
      Layer(weight: Tensor([5.0, 6], shape: [1, 2]), bias: nil),
    ])
    try inFolder { folder in
      let url = folder.appendingPathComponent("model.safetensors")
      try model.write(to: url)
      let names = try [String: Tensor](safetensors: url).keys.sorted()
      #expect(names == ["layers[0].bias", "layers[0].weight", "layers[1].weight"])
      let empty = model.mappingLeaves { Tensor(zeros: $0.shape, dtype: $0.dtype) }
      let again = try empty.reading(url)
      #expect(again.leaves == model.leaves)
    }
  }

  @Test func `a leaf of another shape is named by its path`() throws {
    try inFolder { folder in
      let url = folder.appendingPathComponent("model.safetensors")
      try Model(layers: [Layer(weight: Tensor(zeros: [2, 2]), bias: nil)]).write(to: url)
      let other = Model(layers: [Layer(weight: Tensor(zeros: [2, 3]), bias: nil)])
      let error = #expect(throws: FileError.self) { try other.reading(url) }
      #expect(
        error?.description
          == "\(url.path): layers[0].weight: expected float64[2, 3], found float64[2, 2].")
      let larger = Model(layers: [Layer(weight: Tensor(zeros: [2, 2]), bias: Tensor(zeros: [2]))])
      let missing = #expect(throws: FileError.self) { try larger.reading(url) }
      #expect(missing?.description == "\(url.path) has no tensor called `layers[0].bias`.")
    }
  }
}
