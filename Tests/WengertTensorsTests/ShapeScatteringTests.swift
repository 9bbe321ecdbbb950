// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertKernels
import WengertScalars
import WengertTensors

/// Writing to places that integers name.
@Suite("Scattering")
struct ShapeScatteringTests {
  private let own: Tensor = [1, 2, 3, 4]
  private let places = Tensor([2, 0, 2, -2] as [Int64])
  private let values: Tensor = [5, 6, 7, 0.5]

  @Test(
    arguments: [
      (Scattering.replacing, [6, 2, 0.5, 4], [6, 2, 0.5, 4]),
      (.adding, [7, 2, 15.5, 4], [6, 2, 12.5, 4]),
      (.multiplying, [6, 2, 52.5, 4], [6, 2, 17.5, 4]),
      (.averaging, [3.5, 2, 3.875, 4], [6, 2, 12.5 / 3, 4]),
      (.maximum, [6, 2, 7, 4], [6, 2, 7, 4]),
      (.minimum, [1, 2, 0.5, 4], [6, 2, 0.5, 4]),
    ] as [(Scattering, [Double], [Double])])
  func kinds(kind: Scattering, withOwn: [Double], withoutOwn: [Double]) {
    #expect(own.scattering(values, at: places, by: kind) == Tensor(withOwn))
    #expect(
      own.scattering(values, at: places, by: kind, includesOwn: false) == Tensor(withoutOwn))
  }

  @Test(
    "Integers and float32 keep their type",
    arguments: [
      Scattering.replacing, .adding, .maximum, .minimum,
    ])
  func types(kind: Scattering) {
    for type in [DType.int32, .int64, .float32] {
      let result = own.converted(to: type).scattering(
        values.converted(to: type), at: places, by: kind)
      #expect(result.dtype == type)
    }
  }

  @Test("Equal values share the derivative of an extreme")
  func ties() {
    let (dx, dy) = gradient(at: [3, 1] as Tensor, [3, 3, 0] as Tensor) { (x: Tensor, y: Tensor) in
      x.scattering(y, at: Tensor([0, 0, 1] as [Int64]), by: .maximum).sum()
    }
    expectClose(dx, [1.0 / 3, 1])
    expectClose(dy, [1.0 / 3, 1.0 / 3, 0])
  }

  @Test("Zeros among factors do no harm")
  func products() {
    let places = Tensor([0, 1, 0, 1] as [Int64])
    let slope = gradient(at: [0, 3, 5, 7] as Tensor) { (x: Tensor) in
      ([2, 2] as Tensor).scattering(x, at: places, by: .multiplying).sum()
    }
    #expect(slope == [10, 14, 0, 6])
    #expect(
      hessian(at: [0, 3, 0, 7] as Tensor) { (x: Tensor) in
        Tensor(ones: [2]).scattering(x, at: places, by: .multiplying).sum()
      } == [[0, 0, 1, 0], [0, 0, 0, 1], [1, 0, 0, 0], [0, 1, 0, 0]])
  }

  @Test func nan() {
    let result = own.scattering([.nan, 9], at: Tensor([1, 1] as [Int64]), by: .maximum)
    #expect(result[1].double.isNaN && result[0].double == 1)
  }

  @Test func rowsAndElements() {
    let table = Tensor(zeros: [3, 2])
    let rows = table.scattering([[1, 2], [3, 4]], at: Tensor([2, 2] as [Int64]), by: .adding)
    #expect(rows == [[0, 0], [0, 0], [4, 6]])
    let columns = table.scattering([1, 2, 3], at: 1, axis: 1, by: .adding)
    #expect(columns == [[0, 1], [0, 2], [0, 3]])
    let elements = table.scatteringAlong(
      [[1, 2], [3, 4]], at: Tensor([[0, 1], [0, 2] as [Int64]]), axis: 0, by: .adding)
    #expect(elements == [[4, 0], [0, 2], [0, 4]])
    let x: Tensor = [[1, 2, 3], [4, 5, 6]]
    #expect(x.takingAlong(Tensor([[2], [-3] as [Int64]]), axis: 1) == [[3], [4]])
    #expect(x.takingAlong(Tensor([[1, 0] as [Int64]]), axis: 1) == [[2, 1], [5, 4]])
  }
}
