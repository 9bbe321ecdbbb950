// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation
import Testing
import WengertKernels
import WengertScalars
import WengertTensors

/// What factorizations, systems and functions of matrices are defined by; their singular points.
@Suite struct LinearAlgebraFactorizationTests {
  @Test(arguments: [[3, 3], [5, 2], [2, 5], [2, 4, 3], [0, 3, 2], [1, 1], [0, 0], [3, 0]])
  func `the factors multiply to the matrix`(_ shape: [Int]) {
    let a = Tensor.random(Shape(shape), seed: 1)
    let (q, r) = a.qr()
    expectClose(matmul(q, r), a, 1e-14, "qr")
    #expect(r == r.upperTriangle())
    let (u, s, v) = a.singularValueDecomposition()
    expectClose(einsum("...ij,...j,...jk->...ik", u, s, v), a, 1e-14, "svd")
    let pseudoInverse = a.pseudoInverse()
    expectClose(matmul(matmul(a, pseudoInverse), a), a, 1e-13, "pinv")
    let gram = matmul(a.matrixTransposed, a)
    let (values, vectors) = gram.symmetricEigen()
    expectClose(
      einsum("...ij,...j,...kj->...ik", vectors, values, vectors), gram, 1e-13, "eigen")
    let definite = gram + identity(gram)
    let l = definite.cholesky()
    expectClose(matmul(l, l.matrixTransposed), definite, 1e-14, "cholesky")
    expectClose(definite.cholesky(.upper), l.matrixTransposed, 0)
    expectClose(matmul(l.choleskyInverse(), definite), identity(gram), 1e-12, "choleskyInverse")
    expectClose(matmul(definite.inverse(), definite), identity(gram), 1e-12, "inverse")
    let (factors, permutation) = definite.lu()
    expectClose(
      luSolve(factors, permutation: permutation, definite), identity(gram), 1e-12, "lu")
    expectClose(
      definite.determinant(), .exp(definite.logDeterminant()), 1e-12, "determinant")
  }

  @Test func `least squares leave a residual at right angles`() {
    let (a, b) = (Tensor.random([2, 5, 3], seed: 1), Tensor.random([5, 2], seed: 2))
    let rest = matmul(a, lstsq(a, b)) - b
    expectClose(matmul(a.matrixTransposed, rest) + 1, Tensor(ones: [2, 3, 2]), 1e-13)
    let wide = a.matrixTransposed
    let c = Tensor.random([3, 1], seed: 3)
    expectClose(matmul(wide, lstsq(wide, c)), c.broadcast(to: [2, 3, 1]), 1e-13)
    expectClose(lstsq(wide, c), matmul(wide.pseudoInverse(), c), 1e-13)
  }

  @Test func `reflections multiply to the orthogonal matrix`() {
    // v = (1, 2), τ = 2 / 5: a reflection.
    let q = Tensor([9.0, 9, 2, 9], shape: [2, 2]).householderProduct(factors: Tensor([0.4, 0]))
    expectClose(q, Tensor([0.6, -0.8, -0.8, -0.6], shape: [2, 2]), 1e-15)
    let none = Tensor.random([4, 2], seed: 1).householderProduct(factors: Tensor([0.0, 0]))
    #expect(none == Tensor([1.0, 0, 0, 1, 0, 0, 0, 0], shape: [4, 2]))
  }

  @Test func `functions of matrices`() {
    let turn = Tensor([0.0, -1, 1, 0], shape: [2, 2])
    let angle = 0.75
    let rotation = Tensor([cos(angle), -sin(angle), sin(angle), cos(angle)], shape: [2, 2])
    expectClose((turn * Tensor(angle)).matrixExponential(), rotation, 1e-15)
    // Whole turns need many squarings.
    expectClose((turn * Tensor(angle + 200 * Double.pi)).matrixExponential(), rotation, 1e-12)
    // Matrices of one stack are squared as often as each needs.
    let a = Tensor.random([1, 3, 3], seed: 1)
    let scales = Tensor([1e-9, 0.1, 3, 40], shape: [4, 1, 1])
    let stack = (a * scales).matrixExponential()
    for (k, scale) in scales.elements.enumerated() {
      let one = (a * Tensor(scale)).matrixExponential().elements
      #expect(Array(stack.elements[(9 * k)..<(9 * k + 9)]) == one)
    }
    let b = Tensor.random([3, 3], seed: 2)
    expectClose(matmul(b.matrixExponential(), (-b).matrixExponential()), identity(b), 1e-13)
    expectClose(b.matrixPower(0), identity(b), 0)
    expectClose(b.matrixPower(3), matmul(b, matmul(b, b)), 1e-14)
    expectClose(matmul(b.matrixPower(-3), b.matrixPower(3)), identity(b), 1e-11)
    // The size of a direction does not matter, only the direction.
    let v = Tensor.random([3, 3], seed: 3)
    let derivative = { (v: Tensor) in
      pushforward(at: b, along: v) { $0.matrixExponential() }.derivative
    }
    expectClose(derivative(v * 1e30), derivative(v) * 1e30, 1e-13)
    expectClose(derivative(v * 0), v * 0, 0)
  }

  @Test func `norms of matrices`() {
    let a = Tensor([1.0, -2, 3, 4, 0, -5], shape: [2, 3])
    #expect(a.matrixNorm(.greatestColumnSum).double == 8)
    #expect(a.matrixNorm(.leastColumnSum).double == 2)
    #expect(a.matrixNorm(.greatestRowSum).double == 9)
    #expect(a.matrixNorm(.leastRowSum).double == 6)
    #expect(a.matrixNorm(.leastRowSum, axes: (1, 0)).double == 2)
    #expect(abs(a.matrixNorm().double - 55.0.squareRoot()) < 1e-14)
    let s = a.singularValues()
    expectClose(a.matrixNorm(.nuclear), s.sum(), 0)
    expectClose(a.matrixNorm(.spectral), s.max(), 0)
    expectClose(a.matrixNorm(.leastSingularValue), s.min(), 0)
    let zero = Tensor(zeros: [2, 2])
    for norm in [MatrixNorm.frobenius, .nuclear, .spectral, .greatestRowSum, .leastColumnSum] {
      #expect(gradient(at: zero) { $0.matrixNorm(norm) } == zero)
    }
  }

  @Test func `determinants of singular matrices have two derivatives`() {
    // One of rank 2, one of rank 1, zero.
    let u = Tensor.random([3, 2], seed: 1)
    let v = Tensor.random([2, 3], seed: 2)
    let singular = [
      matmul(u, v), outer(Tensor([1.0, 2, 3]), Tensor([4.0, 5, 6])), Tensor(zeros: [3, 3]),
    ]
    func determinant(_ a: Tensor) -> Tensor {
      // By its definition, a sum of products.
      let signs = Tensor(
        [
          0, 0, 0, 0, 0, 1, 0, -1, 0, 0, 0, -1, 0, 0, 0, 1, 0, 0, 0, 1, 0, -1, 0, 0, 0, 0, 0,
        ] as [Double], shape: [3, 3, 3])
      return einsum("ijk,ai,bj,ck,abc->", signs, a, a, a, signs) / 6
    }
    for a in singular {
      let size = a + 1
      expectClose(
        size + gradient(at: a) { $0.determinant() }, size + gradient(at: a, of: determinant), 1e-13)
      expectClose(
        1 + hessian(at: a) { $0.determinant() }, 1 + hessian(at: a, of: determinant), 1e-13)
    }
    // The third derivative, of a regular matrix.
    let (x, w) = (Tensor.random([3, 3], seed: 4), Tensor.random([3, 3], seed: 5))
    func third(_ f: @escaping (Tensor) -> Tensor) -> Tensor {
      gradient(at: x) { x in
        (hessianVectorProduct(at: x, along: w) { f($0) } * w.matrixTransposed).sum()
      }
    }
    expectClose(third { $0.determinant() }, third(determinant), 1e-12)
  }

  @Test func `equal eigenvalues do not poison what depends on none of their vectors`() {
    let ones = Tensor([2.0, 0, 0, 0, 2, 0, 0, 0, 5], shape: [3, 3])
    let logarithm = { (a: Tensor) in Tensor.log(a.symmetricEigenvalues()).sum() }
    expectClose(
      gradient(at: ones, of: logarithm),
      Tensor([0.5, 0, 0, 0, 0.5, 0, 0, 0, 0.2], shape: [3, 3]), 1e-15)
    let product = hessianVectorProduct(at: ones, along: ones, of: logarithm)
    expectClose(product, -gradient(at: ones, of: logarithm), 1e-14)
    // V Vᵀ does not depend on anything.
    let none = gradient(at: ones) { a in
      let vectors = a.symmetricEigen().vectors
      return (matmul(vectors, vectors.matrixTransposed) * Tensor.random([3, 3], seed: 1)).sum()
    }
    expectClose(none + 1, Tensor(ones: [3, 3]), 1e-15)
    expectClose(
      gradient(at: ones / 2) { a in a.singularValues().sum() }, identity(ones), 1e-15)
  }

  @Test func `matrices without a factorization give nans`() {
    #expect(Tensor([1.0, 2, 2, 1], shape: [2, 2]).cholesky().elements.allSatisfy { $0.isNaN })
    let singular = Tensor([1.0, 2, 2, 4], shape: [2, 2])
    #expect(!solve(singular, Tensor([1.0, 1])).elements.contains { $0.isFinite })
    let (sign, logarithm) = singular.signedLogDeterminant()
    #expect(sign.double == 0 && logarithm.double == -.infinity)
    #expect(Tensor([0.0, 1, 1, 0], shape: [2, 2]).logDeterminant().double.isNaN)
    let bad = Tensor([1.0, .nan, 0, 1], shape: [2, 2])
    #expect(bad.pseudoInverse().elements.allSatisfy { $0.isNaN })
    #expect(bad.singularValues().elements.allSatisfy { $0.isNaN })
    #expect(bad.matrixExponential().elements.contains { $0.isNaN })
  }

  @Test func `what does not fit stops with a sentence`() async {
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor(ones: [2, 3]).cholesky()
      }, ["cholesky: the matrices are not square; found the shape [2, 3]"])
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = solve(Tensor(ones: [3, 3]), Tensor(ones: [2, 1]))
      }, ["solve: matrices of shape [3, 3] do not fit right-hand sides of shape [2, 1]"])
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor(ones: [3]).determinant()
      }, ["determinant: an operand of shape [3] has fewer than 2 axes"])
  }

  private func identity(_ like: Tensor) -> Tensor {
    Tensor.identity(like.shape[like.rank - 1]).broadcast(to: like.shape)
  }
}
