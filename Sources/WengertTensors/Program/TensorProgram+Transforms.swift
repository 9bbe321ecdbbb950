// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// Programs made from programs.
extension TensorProgram {
  /// The program of the derivative along a direction: its inputs are those of this program,
  /// followed by the tangents of the active ones; its results are those of this program, followed
  /// by their tangents.
  ///
  /// - Parameter isActive: Which inputs have tangents; nil for all of floating-point numbers.
  public func pushforward(_ isActive: [Bool]? = nil) -> TensorProgram {
    let active = activeInputs(isActive)
    return derived(inputTypes + active.map { inputTypes[$0] }) { trace, inputs in
      let variables = inputs.prefix(self.inputs.count).map { $0.tagged(in: trace) }
      let tangents: [Tensor?] = inputs.dropFirst(self.inputs.count).map { $0 }
      let outputs = trace.inline(self, variables)
      let derivatives = trace.pushforward(
        outputs.map { $0.line }, from: active.map { variables[$0].line }, tangents)
      return outputs + zip(outputs, derivatives).map { $1.orZeros(like: $0) }
    }
  }

  /// The program of reverse mode: its inputs are those of this program, followed by cotangents of
  /// the results; its results are the cotangents of the active inputs.
  ///
  /// - Parameter isActive: Which inputs have cotangents; nil for all of floating-point numbers.
  public func pullback(_ isActive: [Bool]? = nil) -> TensorProgram {
    let active = activeInputs(isActive)
    return derived(inputTypes + outputTypes) { trace, inputs in
      let variables = inputs.prefix(self.inputs.count).map { $0.tagged(in: trace) }
      let cotangents: [Tensor?] = inputs.dropFirst(self.inputs.count).map { $0 }
      let outputs = trace.inline(self, variables)
      let parts = trace.pullback(
        outputs.map { $0.line }, cotangents, to: active.map { variables[$0].line })
      return zip(active, parts).map { $1.orZeros(like: variables[$0]) }
    }
  }

  /// The program over one more axis in front, of length `size`, of the inputs that `isBatched` says
  /// and of all results.
  public func batched(_ isBatched: [Bool], size: Int) -> TensorProgram {
    let types = zip(inputTypes, isBatched).map { type, isBatched in
      isBatched ? ArrayType(Shape([size] + type.shape.dimensions), type.dtype) : type
    }
    return derived(types) { trace, inputs in
      let examples = zip(inputs, self.inputTypes).enumerated().map { i, pair in
        isBatched[i] ? trace.input(pair.1) : pair.0
      }
      let outputs = trace.inline(self, examples)
      let places = isBatched.indices.filter { isBatched[$0] }
      return trace.batched(
        outputs.map { $0.line }, over: places.map { examples[$0].line },
        places.map { inputs[$0] }, size: size)
    }
  }

  private func activeInputs(_ isActive: [Bool]?) -> [Int] {
    inputTypes.indices.filter { isActive?[$0] ?? inputTypes[$0].dtype.isFloatingPoint }
  }

  /// Records a program from this one, in a list of its own.
  private func derived(
    _ types: [ArrayType], _ f: (Trace, [Tensor]) -> [Tensor]
  ) -> TensorProgram {
    let trace = Trace(parent: nil)
    return trace.running {
      let inputs = types.map { trace.input($0) }
      let outputs = f(trace, inputs).map { trace.line(of: $0) }
      return trace.program(inputs: inputs.map { $0.line }, outputs: outputs)
    }
  }
}

extension Tensor {
  /// The tensor on a line of its own, which derivatives can be taken with respect to.
  fileprivate func tagged(in trace: Trace) -> Tensor {
    .apply(Identity(purpose: .variable("")).operation, [self])
  }
}
