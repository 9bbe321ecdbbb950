// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

extension Operation {
  /// What files call the operation.
  var storedName: String {
    if case .tuple(let row) = self { return "tuple " + row.tuple.name }
    return name
  }

  /// The operation of a name, with attributes that are to be set.
  static func named(_ name: String) -> Operation? { known[name] }

  private static let known: [String: Operation] = {
    var known: [String: Operation] = [:]
    for operation in blanks { known[operation.storedName] = operation }
    return known
  }()

  /// Every operation, with attributes that mean nothing.
  private static let blanks: [Operation] =
    [
      .input(Input(name: "")), .constant(Constant()), .identity(Identity(purpose: .stopGradient)),
      .elementwise(ElementwiseRow(.select)), .reshape(Reshape(shape: [])),
      .transpose(Transpose(axes: [])), .broadcast(Broadcast(shape: [])),
      .slice(Slice(starts: [], counts: [], steps: [])),
      .place(Place(shape: [], starts: [], steps: [])),
      .window(Window(batchRank: 0, shape: [], strides: [], offset: 0)),
      .windowSum(WindowSum(batchRank: 0, shape: [], strides: [], offset: 0)),
      .concatenate(Concatenate(axis: 0)), .sum(Sum(axes: [])), .product(Product()),
      .extreme(Extreme(maximum: true, axes: [])), .argument(Argument(maximum: true)),
      .cumulativeSum(CumulativeSum(axis: 0)), .cumulativeLogSumExp(CumulativeLogSumExp(axis: 0)),
      .cumulativeArgument(CumulativeArgument(maximum: true, axis: 0)),
      .recurrence(Recurrence(axis: 0)), .sortingOrder(SortingOrder(descending: false)),
      .matrixProduct(MatrixProductRow(isFirstTransposed: false, isSecondTransposed: false)),
      .cholesky(CholeskyRow()),
      .triangularSolve(TriangularSolveRow(isLower: true, isUnit: false, isTransposed: false)),
      .linearSolve(LinearSolve(isTransposed: false)), .determinant(Determinant()),
      .cofactors(Cofactors()), .matrixExponential(MatrixExponential()),
      .pseudoInverse(PseudoInverse(tolerance: 0)), .fourier(FourierRow(isInverse: false)),
      .convolution(.blank),
      .gather(Gather(batchRank: 0)), .scatter(Scatter(shape: [], batchRank: 0)),
      .scatterExtreme(ScatterExtreme(maximum: true, shape: [], batchRank: 0)),
      .projection(Projection(index: 0)),
      .tuple(TupleLine(tuple: .lu(LUFactorization()))),
      .tuple(TupleLine(tuple: .qr(QRFactorization()))),
      .tuple(TupleLine(tuple: .symmetricEigen(SymmetricEigen()))),
      .tuple(TupleLine(tuple: .singularValues(SingularValues()))),
    ] + TupleOperation.programBlanks.map { .tuple(TupleLine(tuple: $0)) }
}
