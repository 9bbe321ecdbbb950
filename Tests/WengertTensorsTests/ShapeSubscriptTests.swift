// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertKernels
import WengertScalars
import WengertTensors

/// Subscripts, against loops over the elements.
@Suite("Subscripts")
struct ShapeSubscriptTests {
  private let x = Tensor(0..<120, dtype: .float64).reshaped([2, 3, 4, 5])

  /// The element of ``x`` at four places.
  private func at(_ i: Int, _ j: Int, _ k: Int, _ l: Int) -> Double {
    Double(((i * 3 + j) * 4 + k) * 5 + l)
  }

  @Test func places() {
    #expect(x[1, 2, 3, 4].double == at(1, 2, 3, 4))
    #expect(x[-1, -3, 0, -5].double == at(1, 0, 0, 0))
    #expect(x[1].shape == [3, 4, 5])
    #expect(x[1][2][3][4].double == at(1, 2, 3, 4))
    let i = 2
    #expect(x[.all, i].shape == [2, 4, 5])
    #expect(x[axes: [0, .all, 1]].shape == [3, 5])
  }

  @Test func ranges() {
    let v = Tensor(0..<6)
    #expect(v[1..<3] == Tensor([1, 2] as [Int64]))
    #expect(v[1...3].count == 3 && v[..<2].count == 2 && v[...2].count == 3)
    #expect(v[4...] == Tensor([4, 5] as [Int64]))
    #expect(v[(-2)...] == v[4...])
    #expect(v[..<(-2)] == v[..<4])
    #expect(v[...(-1)] == v)
    #expect(v[3..<3].shape == [0])
    #expect(x[.ellipsis, .newAxis, 0].shape == [2, 3, 4, 1])
    #expect(x[.newAxis, 0, .ellipsis, 1..<3].shape == [1, 3, 4, 2])
    #expect(x[.ellipsis] == x)
  }

  /// Python's rule: from the start, or the end nearer to it that the axis has, in steps, while the
  /// end has not been reached.
  @Test func strides() {
    let length = 5
    let v = Tensor(0..<length)
    let bounds = [nil] + (-7...7).map { Optional($0) }
    for step in [-3, -2, -1, 1, 2, 3] {
      for start in bounds {
        for end in bounds {
          func resolved(_ bound: Int) -> Int {
            let place = bound < 0 ? bound + length : bound
            return step > 0 ? min(max(place, 0), length) : min(max(place, -1), length - 1)
          }
          var place = start.map(resolved) ?? (step > 0 ? 0 : length - 1)
          let stop = end.map(resolved) ?? (step > 0 ? length : -1)
          var expected: [Int64] = []
          while step > 0 ? place < stop : place > stop {
            expected.append(Int64(place))
            place += step
          }
          let found = v[.stride(from: start, to: end, by: step)]
          #expect(found == Tensor(expected), "\(start as Any) \(end as Any) \(step)")
        }
      }
    }
  }

  @Test func tensorsOfPlaces() {
    let rows = x[[1, 0, 1]]
    #expect(rows.shape == [3, 3, 4, 5] && rows[0] == x[1] && rows[1] == x[0])
    let pairs = x[.all, [0, -1], [1, 2]]
    #expect(pairs.shape == [2, 2, 5])
    #expect(pairs[1, 1, 3].double == at(1, 2, 2, 3))
    let apart = x[[0, 1], .all, [1, 2]]
    #expect(apart.shape == [2, 3, 5])
    #expect(apart[1, 2, 4].double == at(1, 2, 2, 4))
    // Single places count as tensors: these are neighbours, those are not.
    #expect(x[.all, 0, [1, 2]].shape == [2, 2, 5])
    let front = x[0, .all, [1, 2, 3]]
    #expect(front.shape == [3, 3, 5])
    #expect(front[2, 1, 4].double == at(0, 1, 3, 4))
    #expect(x[.all, [0, 1], .newAxis, [1, 2]].shape == [2, 2, 1, 5])
    let column = Tensor([0, 1] as [Int64]).addingAxis(1)
    let outer = x[column, [0, 2, 1]]
    #expect(outer.shape == [2, 3, 4, 5])
    #expect(outer[1, 1, 0, 0].double == at(1, 2, 0, 0))
    #expect(x[1 as Tensor] == x[1])
    #expect(x[[] as [Int]].shape == [0, 3, 4, 5])
  }

  @Test func masks() {
    let m: Tensor = [[1, 2], [3, 4]]
    #expect(m[m .> 1] == [2, 3, 4])
    #expect(m[[0, 1] .!= 0] == [[3, 4]])
    #expect(m[.all, Tensor([true, false])] == [[1], [3]])
    #expect(m[m .> 9].shape == [0])
    #expect(m[Tensor([true], shape: [])].shape == [1, 2, 2])
    #expect(m[Tensor([false], shape: [])].shape == [0, 2, 2])
    #expect(gradient(at: m) { x in (x[x .> 1] * 3).sum() } == [[0, 3], [3, 3]])
  }

  @Test func assignments() {
    var m: Tensor = [[1, 2, 3], [4, 5, 6]]
    m[0, 1...] = [7, 8]
    #expect(m == [[1, 7, 8], [4, 5, 6]])
    m[.all, .stride(by: -1)] = m
    #expect(m == [[8, 7, 1], [6, 5, 4]])
    m[m .> 5] -= 10
    #expect(m == [[-2, -3, 1], [-4, 5, 4]])
    m[[0, 1, 0], [0, 0, 0]] = [1, 2, 3]
    #expect(m == [[3, -3, 1], [2, 5, 4]])
    m[.ellipsis] = 0
    #expect(m == Tensor(zeros: [2, 3]))
    m[1, 1] = 9
    #expect(m.sum().double == 9)
    m[m .> 100] = 1
    #expect(m.sum().double == 9)
    var integers = Tensor(0..<3)
    integers[0] = 5
    #expect(integers.dtype == .int64 && integers == Tensor([5, 1, 2] as [Int64]))
    var bools = Tensor([true, true])
    bools[[1]] = Tensor([false])
    #expect(bools == Tensor([true, false]))
  }

  /// What is overwritten has no derivative; where a place is named twice, only the last value has.
  @Test func derivativesOfAssignments() {
    let (dx, dy) = gradient(at: [1, 2, 3] as Tensor, [4, 5] as Tensor) { (x: Tensor, y: Tensor) in
      var z = x
      z[[1, 1]] = y
      return (z * [1, 10, 100]).sum()
    }
    #expect(dx == [1, 0, 100] && dy == [0, 10])
    let slope = gradient(at: [1, 2, 3] as Tensor) { (x: Tensor) in
      var z = x
      z[0..<2] *= z[2]
      return z.sum()
    }
    #expect(slope == [3, 3, 4])
  }

  @Test func kept32() {
    let x = Tensor([Float(1), 2, 3])
    var y = x
    y[1] = 0.5
    #expect(y.dtype == .float32 && x[[0, 1]].dtype == .float32 && y[1].double == 0.5)
    #expect(([x[0], 2] as Tensor).dtype == .float32)
  }
}
