// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertKernels
import WengertScalars
import WengertTensors

/// Mistakes stop with a sentence that names the operation and the shapes.
@Suite("Messages of arranging, indexing and sorting")
struct ShapeMessageTests {
  @Test func places() async {
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor(zeros: [2, 3])[0, 3]
      }, ["subscript: place 3 is outside axis 1 of the shape [2, 3]."])
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor(zeros: [2, 3])[.all, [0, -4]]
      }, ["subscript: place -4 is outside axis 1 of the shape [2, 3]."])
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor(zeros: [2, 3])[1..<3]
      }, ["subscript: place 3 is outside axis 0 of the shape [2, 3]."])
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor(zeros: [2, 3])[0, 0, 0]
      }, ["subscript: there are indices for 3 axes of the shape [2, 3]."])
  }

  @Test func masks() async {
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor(zeros: [2, 3])[Tensor([true, false, true])]
      }, ["a mask of shape [3] does not fit the axes [2] of the shape [2, 3]."])
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = batched(Tensor(zeros: [2, 3])) { (x: Tensor) -> Tensor in x[x .> 0] }
      }, ["is not known while a program is recorded", "select"])
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor(zeros: [2])[Tensor([0.5])]
      }, ["subscript: an index of float64 is neither integer nor bool."])
  }

  @Test func assignments() async {
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var x = Tensor(0..<3)
        x[0..<2] = Tensor([0.5, 1.5])
      }, ["subscript: values of float64 cannot be stored in a tensor of int64."])
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var x = Tensor(zeros: [3])
        x[0..<2] = [1, 2, 3]
      }, ["broadcast: the shape [3] does not broadcast to [2]."])
  }

  @Test func arranging() async {
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = concatenate([Tensor(zeros: [2, 3]), Tensor(zeros: [3, 2])])
      }, ["concatenate: the shapes [2, 3] and [3, 2] differ in more than axis 0."])
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = [[1, 2], [3]] as Tensor
      }, ["stack: the shapes [2] and [1] differ."])
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor(zeros: [2, 3]).squeezed(axes: [1])
      }, ["squeezed: axis 1 of shape [2, 3] has the length 3, not 1."])
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor(zeros: [3]).topK(4)
      }, ["topK: axis 0 of shape [3] does not have 4 elements."])
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor(zeros: [3]).strided(shape: [2, 2], strides: [1, 2])
      }, ["strided: the shape [2, 2] with strides [1, 2] from 0 on leaves [3]."])
  }
}
