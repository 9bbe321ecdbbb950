// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// Programs made to fit: the pieces that operations which hold programs are assembled from.
extension TensorProgram {
  /// Records a function whose results belong to several programs, which have the same inputs.
  ///
  /// Tensors of running transforms that it captures become further inputs of all of them.
  static func recorded<E: Error>(
    _ types: [ArrayType], splitting f: ([Tensor]) throws(E) -> [[Tensor]]
  ) throws(E) -> (programs: [TensorProgram], captures: [Tensor]) {
    let trace = Trace(parent: Trace.current)
    return try trace.running { () throws(E) in
      let inputs = types.map { trace.input($0) }
      let outputs = try f(inputs).map { results in results.map { trace.line(of: $0) } }
      let lines = inputs.map { $0.line } + trace.captures.map { $0.input }
      return (
        outputs.map { trace.program(inputs: lines, outputs: $0) }, trace.captures.map { $0.outer }
      )
    }
  }

  /// The program with inputs of some types, of which it reads those at `places`.
  ///
  /// - Parameter outputs: Which results are kept, and in which order; nil for all.
  func rearranged(
    _ types: [ArrayType], reading places: [Int], outputs: [Int]? = nil
  ) -> TensorProgram {
    TensorProgram(inputs: types) { inputs in
      let results = self(places.map { inputs[$0] })
      return outputs.map { $0.map { results[$0] } } ?? results
    }
  }

  /// The second half of ``pushforward(_:)``: the tangents of the results alone.
  func tangents(_ isActive: [Bool]) -> TensorProgram {
    let program = pushforward(isActive)
    let count = outputs.count
    return program.rearranged(
      program.inputTypes, reading: Array(program.inputs.indices),
      outputs: Array(count..<(2 * count))
    ).simplified()
  }
}

extension Tensor {
  /// A literal in the type, and repeated to the shape, of what it stands for; another tensor as it
  /// is.
  func adapted(to type: ArrayType) -> Tensor {
    number == nil ? self : converted(to: type.dtype).broadcast(to: type.shape)
  }

  /// Zeros of a type.
  init(zeros type: ArrayType) { self.init(zeros: type.shape, dtype: type.dtype) }

  /// A truth value for each example, of shape `[size]`, with axes to stand beside `tensor`.
  func aligned(with tensor: Tensor) -> Tensor {
    reshaped(Shape([count] + Array(repeating: 1, count: tensor.rank - 1)))
  }
}

extension Array<Tensor> {
  /// The types of the tensors.
  var types: [ArrayType] { map { $0.type } }
}

extension Array<Tensor?> {
  /// The tensors that there are, zeros for the others that `isKept` says.
  func filled(_ types: [ArrayType], where isKept: [Bool]) -> [Tensor] {
    indices.filter { isKept[$0] }.map { self[$0] ?? Tensor(zeros: types[$0]) }
  }

  /// One tensor for each place that `isGiven` says, nil elsewhere.
  init(_ parts: some Sequence<Tensor>, where isGiven: [Bool]) {
    var parts = parts.makeIterator()
    self = isGiven.map { $0 ? parts.next() : nil }
  }
}

extension Array<ArrayType> {
  /// Which of the types have derivatives.
  var areReal: [Bool] { map { $0.dtype.isFloatingPoint } }
}
