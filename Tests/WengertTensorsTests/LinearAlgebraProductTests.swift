// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertKernels
import WengertScalars
import WengertTensors

/// Products of tensors against sums over all indices.
@Suite struct LinearAlgebraProductTests {
  @Test(arguments: [
    ("ij,jk->ik", [[2, 3], [3, 4]]), ("ij,jk", [[2, 3], [3, 4]]), ("ij,kj->ki", [[2, 3], [4, 3]]),
    ("ji,jk->ik", [[3, 2], [3, 4]]), ("ii", [[3, 3]]), ("ii->i", [[3, 3]]), ("ij->ji", [[2, 3]]),
    ("ba", [[2, 3]]), ("iij,j->ji", [[2, 2, 3], [3]]), ("i,j", [[2], [3]]), ("i,i->i", [[3], [3]]),
    ("i,i", [[3], [3]]), (",i->i", [[], [3]]), ("ab,bc,cd->ad", [[2, 3], [3, 4], [4, 2]]),
    ("i,ij,j", [[2], [2, 3], [3]]), ("abc,cd,de,ea->b", [[2, 3, 2], [2, 2], [2, 3], [3, 2]]),
    ("bij,bjk->bik", [[2, 2, 3], [2, 3, 2]]), ("bij,bkj->bik", [[2, 3, 2], [2, 4, 2]]),
    ("bji,bjk->ibk", [[2, 3, 2], [2, 3, 4]]), ("Ab,bZ->AZ", [[2, 3], [3, 2]]),
    ("ijk,jil->kl", [[2, 3, 4], [3, 2, 2]]), ("i j , j k -> i k", [[2, 3], [3, 4]]),
    ("ij,jk->ik", [[0, 3], [3, 2]]), ("ij,jk->ik", [[2, 0], [0, 3]]), ("ij->", [[0, 3]]),
  ])
  func `einsum is the sum that it names`(_ equation: String, _ shapes: [[Int]]) {
    let operands = shapes.enumerated().map { Tensor.random(Shape($1), seed: UInt64($0)) }
    expectClose(einsum(equation, operands), sumOfProducts(equation, operands), 1e-14, equation)
  }

  @Test func `axes without names broadcast`() {
    let x = Tensor.random([2, 1, 2, 3], seed: 1)
    let y = Tensor.random([4, 3, 2], seed: 2)
    expectClose(einsum("...ij,...jk->...ik", x, y), matmul(x, y), 1e-15)
    expectClose(einsum("...ij,...jk", x, y), matmul(x, y), 1e-15)
    expectClose(einsum("...ij->...ji", x), x.transposed([0, 1, 3, 2]), 0)
    expectClose(einsum("i...->...", y), y.sum(axes: [0]), 1e-15)
    expectClose(einsum("...,...", x, x), x * x, 0)
    // An axis of length 1 is repeated.
    expectClose(
      einsum("ij,kj->ik", x.reshaped([4, 3]), Tensor(ones: [1, 1])),
      x.reshaped([4, 3]).sum(axes: [1], keepingAxes: true), 1e-15)
  }

  @Test func `matmul has NumPy's shapes`() {
    let shapes: [(Shape, Shape, Shape)] = [
      ([3], [3], []), ([2, 3], [3], [2]), ([3], [3, 4], [4]), ([5, 2, 3], [3], [5, 2]),
      ([3], [5, 3, 4], [5, 4]), ([2, 3], [5, 3, 4], [5, 2, 4]),
      ([7, 1, 2, 3], [5, 3, 4], [7, 5, 2, 4]),
      ([0, 2, 3], [3, 4], [0, 2, 4]), ([2, 0], [0, 3], [2, 3]), ([1, 2, 3], [5, 3, 1], [5, 2, 1]),
    ]
    for (k, (left, right, expected)) in shapes.enumerated() {
      let x = Tensor.random(left, seed: UInt64(k))
      let y = Tensor.random(right, seed: UInt64(k + 100))
      let z = matmul(x, y)
      #expect(z.shape == expected)
      if left.rank > 1, right.rank > 1 { expectClose(z, einsum("...ij,...jk", x, y), 1e-14) }
    }
    #expect(matmul(Tensor([1, 2] as [Int64]), Tensor([3, 4] as [Int64])).double == 11)
    #expect(matmul(Tensor(ones: [2, 0]), Tensor(ones: [0, 3])) == Tensor(zeros: [2, 3]))
  }

  @Test func `products that are written in other ways`() {
    let (x, y) = (Tensor.random([2, 3], seed: 1), Tensor.random([4, 3], seed: 2))
    let (v, w) = (Tensor.random([3], seed: 3), Tensor.random([3], seed: 4))
    expectClose(inner(x, y), einsum("ij,kj", x, y), 1e-15)
    expectClose(inner(2, v), 2 * v, 0)
    expectClose(outer(v, w), einsum("i,j", v, w), 0)
    expectClose(dot(v, w), (v * w).sum(), 1e-15)
    expectClose(vecdot(x, v), matmul(x, v), 1e-15)
    expectClose(tensordot(x, y, axes: 0), einsum("ij,kl", x, y), 0)
    expectClose(tensordot(x, y.matrixTransposed, axes: 1), inner(x, y), 1e-15)
    expectClose(kron(x, y), einsum("ij,kl->ikjl", x, y).reshaped([8, 9]), 0)
    expectClose(kron(v, y), einsum("j,kl->kjl", v, y).reshaped([4, 9]), 0)
    // The triple product is the determinant.
    let rows = Tensor.random([3, 3], seed: 5)
    let unit = { (i: Int) in Tensor([0, 1, 2].map { $0 == i ? 1.0 : 0 }) }
    let (a, b, c) = (matmul(unit(0), rows), matmul(unit(1), rows), matmul(unit(2), rows))
    expectClose(dot(a, cross(b, c)), rows.determinant(), 1e-14)
    expectClose(dot(b, cross(b, c)) + 1, Tensor(1), 1e-14)
  }

  @Test func `a chain of matrices is multiplied in the cheapest order`() {
    let lengths = [2, 30, 3, 20, 1, 9]
    let factors = zip(lengths, lengths.dropFirst()).enumerated().map {
      Tensor.random([$1.0, $1.1], seed: UInt64($0))
    }
    expectClose(multiDot(factors), factors.dropFirst().reduce(factors[0], matmul), 1e-13)
    let x = Tensor.random([9], seed: 8)
    expectClose(multiDot(factors + [x]), matmul(multiDot(factors), x), 1e-13)
    #expect(multiDot([x, x]).rank == 0)
    #expect(multiDot([x]).shape == [9])
    // (x yᵀ) z costs nothing when it is x (yᵀ z): an outer product of this size would fill memory.
    let n = 200_000
    let ones = Tensor(ones: [n, 1])
    #expect(multiDot([ones, ones.matrixTransposed, ones]).shape == [n, 1])
  }

  @Test func `products that do not fit stop with a sentence`() async {
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = matmul(Tensor(ones: [2, 3]), Tensor(ones: [4, 5]))
      }, ["matmul: the inner lengths of the shapes [2, 3] and [4, 5] differ"])
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = matmul(Tensor(ones: [2, 2, 3]), Tensor(ones: [4, 3, 5]))
      }, ["matmul: the batch axes of the shapes [2, 2, 3] and [4, 3, 5] do not broadcast"])
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = einsum("ij,jk->il", Tensor(ones: [2, 3]), Tensor(ones: [3, 2]))
      }, ["einsum: the result of \"ij,jk->il\" names an axis twice, or one that no operand has"])
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = einsum("ij,jk", Tensor(ones: [2, 3]), Tensor(ones: [4, 2]))
      }, ["einsum: an axis of \"ij,jk\" is 3 long in one place and 4 in another"])
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = einsum("ij", Tensor(ones: [2, 3]), Tensor(ones: [4, 2]))
      }, ["einsum: \"ij\" is about 1 operands; found 2"])
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = einsum("i..j->ij", Tensor(ones: [2, 3]))
      }, ["einsum: \"i..j->ij\" has dots that are not three"])
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = einsum("ijk", Tensor(ones: [2, 3]))
      }, ["einsum: an operand of \"ijk\" has the shape [2, 3], which does not fit its axes"])
  }

  /// The sum over all values of all letters, for equations without `...`.
  private func sumOfProducts(_ equation: String, _ operands: [Tensor]) -> Tensor {
    let sides = equation.filter { $0 != " " }
      .split(separator: "-", omittingEmptySubsequences: false)
    let names = sides[0].split(separator: ",", omittingEmptySubsequences: false).map { Array($0) }
    let all = names.flatMap { $0 }
    let result =
      sides.count == 2
      ? Array(sides[1].dropFirst()) : Set(all).filter { c in all.count { $0 == c } == 1 }.sorted()
    var lengths: [Character: Int] = [:]
    for (names, operand) in zip(names, operands) {
      for (name, length) in zip(names, operand.shape) { lengths[name] = length }
    }
    let order = result + Set(all).subtracting(result).sorted()
    let outer = Shape(result.map { lengths[$0]! })
    let inner = Shape(order.map { lengths[$0]! }).elementCount / max(1, outer.elementCount)
    var sums = [Double](repeating: 0, count: outer.elementCount)
    let numbers = operands.map { $0.elements }
    for place in 0..<(outer.elementCount * inner) {
      var index: [Character: Int] = [:]
      var rest = place
      for name in order.reversed() {
        index[name] = rest % lengths[name]!
        rest /= lengths[name]!
      }
      var product = 1.0
      for (k, names) in names.enumerated() {
        let offset = zip(names, operands[k].shape.strides).reduce(0) { $0 + index[$1.0]! * $1.1 }
        product *= numbers[k][offset]
      }
      sums[place / inner] += product
    }
    return Tensor(sums, shape: outer)
  }
}
