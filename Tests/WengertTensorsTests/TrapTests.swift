// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation
import Testing
import WengertKernels
import WengertScalars
@testable import WengertTensors

/// A mistake of the programmer, and what the sentence that it stops with says.
struct Mistake: Sendable, CustomTestStringConvertible {
  let name: String
  let message: [String]
  let body: @Sendable () -> Void

  init(_ name: String, _ message: String..., body: @escaping @Sendable () -> Void) {
    self.name = name
    self.message = message
    self.body = body
  }

  var testDescription: String { name }

  private static let vector = Tensor([1.0, 2, 3])
  private static let matrix = Tensor([1.0, 2, 3, 4, 5, 6], shape: [2, 3])

  private static let arguments = [
    Mistake("TY3: shapes that do not broadcast", "+", "[2, 3] and [2] do not broadcast") {
      _ = matrix + Tensor([1.0, 2])
    },
    Mistake("shapes that do not broadcast, traced", "*", "[2, 3] and [2] do not broadcast") {
      _ = gradient(at: matrix) { x in (x * Tensor([1.0, 2])).sum() }
    },
    Mistake("SO8: an index that is out of range", "gather: index 5", "length 3") {
      _ = Tensor.apply(Gather(batchRank: 0).operation, [vector, Tensor([Int64(5)])]).value
    },
    Mistake("a negative index", "scatter: index -1", "length 3") {
      let places = Tensor([0, -1, 2] as [Int64])
      _ = Tensor.apply(Scatter(shape: [3], batchRank: 0).operation, [vector, places]).value
    },
    Mistake("SG11: the maximum of nothing", "max: axis 0 of shape [0] has no elements") {
      _ = Tensor([] as [Double]).max()
    },
    Mistake("the minimum of nothing", "min: axis 1 of shape [2, 0] has no elements") {
      _ = Tensor(zeros: [2, 0]).min(axes: [1])
    },
    Mistake("a number of a vector", "a tensor of shape [3]", "3 elements") { _ = vector.double },
    Mistake("too large an index of a function", "the index 4294967296 is too large") {
      _ = Tensor.pow(vector, 1 << 32)
    },
    Mistake("elements that do not fit a shape", "shape [2, 2] has 4 elements; found 3") {
      _ = Tensor([1.0, 2, 3], shape: [2, 2])
    },
    Mistake("reshaped", "6 elements of shape [2, 3] do not fit the shape [4, 2]") {
      _ = matrix.reshaped([4, 2])
    },
    Mistake("reshaped with a free length", "elements of shape [2, 3] do not fit", "[4, -1]") {
      _ = matrix.reshaped([4, -1])
    },
    Mistake("transposed", "[0, 0] is not an order of the axes of shape [2, 3]") {
      _ = matrix.transposed([0, 0])
    },
    Mistake("broadcast", "the shape [3] does not broadcast to [3, 2]") {
      _ = vector.broadcast(to: [3, 2])
    },
    Mistake("an axis that is not there", "flipped: there is no axis 2 in the shape [2, 3]") {
      _ = matrix.flipped(axis: 2)
    },
    Mistake("an axis that is named twice", "sum: axis 1 is named twice in [1, -1]") {
      _ = matrix.sum(axes: [1, -1])
    },
    Mistake("elements of another type", "Elements of float64 were read as float32") {
      _ = vector.value.elements(Float.self)
    },
  ]

  private static let derivatives = [
    Mistake("TY1: the gradient of integers", "gradient: the point is a tensor of int64") {
      _ = gradient(at: Tensor([1, 2] as [Int64])) { x in x.sum() }
    },
    Mistake("integers deep in a tree", "pullback: layers[1] is a tensor of bool") {
      let tree = ["layers": [vector, Tensor([true])]]
      _ = pullback(at: tree) { tree in tree["layers"]![0] }
    },
    Mistake("the Jacobian of integers", "jacobian: the point is a tensor of int32") {
      _ = jacobian(at: Tensor([1] as [Int32])) { x in x }
    },
    Mistake("TY2: the gradient of a vector", "gradient", "of shape [3]", "jacobian or pullback") {
      _ = gradient(at: vector) { x in x * x }
    },
    Mistake("the Hessian of a vector", "a tensor of shape [3]") {
      _ = hessian(at: vector) { x in x * x }
    },
    Mistake("a direction of another shape", "pushforward", "the shape [3]", "direction of [2, 3]") {
      _ = pushforward(at: vector, along: matrix) { x in x }
    },
    Mistake("a direction of another form", "pushforward: the point has 1 tensors; found 2") {
      _ = pushforward(at: [vector] as [Tensor], along: [vector, vector]) { x in x[0] }
    },
    Mistake("a direction of a Hessian", "hessianVectorProduct", "[3]", "direction of [2, 3]") {
      _ = hessianVectorProduct(at: vector, along: matrix) { x in x.sum() }
    },
    Mistake("a direction of a linear map", "linearized", "the shape [3]", "direction of [2, 3]") {
      _ = linearized(at: vector) { x in x }.tangent(matrix)
    },
    Mistake("a cotangent of another shape", "pullback", "the shape [3]", "a cotangent of [2, 3]") {
      _ = pullback(at: vector) { x in x }.pullback(matrix)
    },
    Mistake("a cotangent of another form", "the value has 2 tensors", "a cotangent of 1") {
      _ = pullback(at: vector) { x in [x, x] as [Tensor] }.pullback([vector])
    },
    Mistake("too few leaves", "A tree has more than the 1 leaves given") {
      _ = [vector, vector].replacingLeaves([vector])
    },
    Mistake("too many leaves", "A tree has 1 leaves; found 2") {
      _ = [vector].replacingLeaves([vector, vector])
    },
  ]

  private static let programs = [
    Mistake("values while compiling", "is not known while a program is recorded", "select") {
      _ = compiled { (x: Tensor) in x.double > 0 ? x : -x }(1)
    },
    Mistake("values while batching", "elementwise float64[]", "is not known while") {
      _ = batched(vector) { x in x * 2 > 0 ? x : -x }
    },
    Mistake("values in a program", "input float64[3]", "is not known while a program is recorded") {
      _ = TensorProgram(inputs: [ArrayType([3], .float64)]) { x in [Tensor(x[0].value)] }
    },
    Mistake("an example that outlives its batch", "depends on input float64[]", "has returned") {
      _ = gradient(at: vector) { (x: Tensor) in
        var example: Tensor = 0
        _ = batched(x) { e in
          example = e
          return e
        }
        return example * x.sum()
      }
    },
    Mistake("batches of different lengths", "as many examples; found 3 and 2") {
      _ = batched(vector, matrix) { x, y in x + y }
    },
    Mistake("batches in a tree", "found 3 and 2 in [1]") {
      _ = batched([vector, matrix] as [Tensor]) { x in x[0] + x[1] }
    },
    Mistake("a batch of a number", "batched: there is no axis 0 in the shape []") {
      _ = batched(Tensor(1.0)) { x in x }
    },
    Mistake("an axis for the results of a batch", "batched: there is no axis 2 in the shape [3]") {
      _ = batched(vector, outAxis: 2) { x in x }
    },
    Mistake("a batch of nothing", "batched: there is no argument to map over") {
      _ = batched([Tensor]()) { _ in vector }
    },
    Mistake("an operand of a program too few", "A program of 1 inputs was called with 0") {
      _ = TensorProgram(inputs: [ArrayType([3], .float64)]) { x in x }([])
    },
    Mistake("an operand of another type", "A program expects float64[3]", "float64[2, 3]") {
      _ = TensorProgram(inputs: [ArrayType([3], .float64)]) { x in x }([matrix])
    },
    Mistake("a program that keeps a traced tensor", "A program cannot keep a tensor of a running") {
      _ = gradient(at: vector) { (x: Tensor) in
        TensorProgram(inputs: []) { _ in [x.sum()] }([])[0]
      }
    },
    Mistake("a tensor of another program", "is not known while a program is recorded") {
      var inner: Tensor = 0
      _ = compiled { (x: Tensor) in
        _ = compiled { (y: Tensor) in
          inner = y * y
          return y
        }(x)
        return x + inner
      }(1)
    },
    Mistake("a tensor of another thread", "a transform that runs on another thread") {
      _ = gradient(at: vector) { (x: Tensor) in
        onSmallStack { (x * 2).value }.count == 0 ? x : x.sum()
      }
    },
    Mistake("a transposition out of place", "A linear function is transposed within a transform") {
      _ = transposed(vector, of: ArrayType([3], .float64)) { x in x }
    },
  ]

  static let all = arguments + derivatives + programs
}

@Suite("Traps")
struct TrapTests {
  @Test("Mistakes stop with a sentence", arguments: Mistake.all.indices)
  func mistakes(index: Int) async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { [index] in
      Mistake.all[index].body()
    }
    expectMessage(result, Mistake.all[index].message)
  }

  /// An error that a function throws ends the transform, and the next one begins afresh.
  @Test("Errors pass through transforms")
  func errors() {
    struct Stop: Error {}
    let x = Tensor([1.0, 2])
    #expect(throws: Stop.self) {
      try gradient(at: x) { (x: Tensor) throws(Stop) -> Tensor in throw Stop() }
    }
    #expect(throws: Stop.self) {
      try gradient(at: x) { (x: Tensor) throws(Stop) -> Tensor in
        try batched(x) { (y: Tensor) throws(Stop) -> Tensor in throw Stop() }.sum()
      }
    }
    #expect(!x.isTraced && (x * 2).array != nil)
    #expect(gradient(at: x) { x in x.sum() } == Tensor([1.0, 1]))
  }
}
