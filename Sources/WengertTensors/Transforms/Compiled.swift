// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// A function that is recorded once for each combination of shapes and types, and then run from
/// its program.
///
/// ```swift
/// let step = compiled { (w: Tensor, x: Tensor) in w - 0.1 * gradient(at: w) { w in loss(w, x) } }
/// w = step(w, x)                     // records
/// w = step(w, x)                     // runs
/// print(step.program(for: w, x))
/// ```
///
/// While it is recorded the values of its arguments are not known: use `select`, `cond`, `scan` or
/// `loop` in place of `if` and `while`. What the function captures is read when it is recorded.
/// It can be called inside other transforms.
///
/// - Parameter f: The function. It must not depend on anything that changes.
#if hasFeature(Embedded)
  public func compiled<A: ParameterTree, Output: ParameterTree>(
    _ f: @escaping (A) -> Output
  ) -> Compiled<A, Output> {
    Compiled(f)
  }

  /// A function made by ``compiled(_:)``.
  public struct Compiled<A: ParameterTree, Output: ParameterTree> {
    private let f: (A) -> Output
    private let recordings = Recordings<Output>()

    init(_ f: @escaping (A) -> Output) { self.f = f }

    public func callAsFunction(_ argument: A) -> Output {
      recordings.call(argument.leaves, argument.paths) { f(argument.replacingLeaves($0)) }
    }
  }
#else
  public func compiled<each A: ParameterTree, Output: ParameterTree>(
    _ f: @escaping (repeat each A) -> Output
  ) -> Compiled<repeat each A, Output> {
    Compiled(f)
  }

  /// A function made by ``compiled(_:)``.
  public struct Compiled<each A: ParameterTree, Output: ParameterTree> {
    private let f: (repeat each A) -> Output
    private let recordings = Recordings<Output>()

    init(_ f: @escaping (repeat each A) -> Output) { self.f = f }

    /// The function's value.
    public func callAsFunction(_ arguments: repeat each A) -> Output {
      let forms = Forms(repeat each arguments)
      return recordings.call(forms.leaves, forms.paths) { leaves in
        var rest = leaves[...]
        return f(repeat (each arguments).takingLeaves(&rest))
      }
    }

    /// The program for arguments of the shapes and types of these.
    public func program(for arguments: repeat each A) -> TensorProgram {
      let forms = Forms(repeat each arguments)
      return recordings.recording(of: forms.leaves, forms.paths) { leaves in
        var rest = leaves[...]
        return f(repeat (each arguments).takingLeaves(&rest))
      }.program
    }
  }
#endif

/// The programs of a compiled function.
private final class Recordings<Output: ParameterTree> {
  struct Recording {
    let program: TensorProgram
    /// The form of the result; its leaves are of no meaning.
    let form: Output
    let captures: [Tensor]
  }

  /// What a program was recorded for: trees of different forms may have leaves of the same types.
  struct Key: Hashable {
    let types: [ArrayType]
    let paths: [ParameterPath]
  }

  private var cache: [Key: Recording] = [:]

  func call(
    _ arguments: [Tensor], _ paths: [ParameterPath], _ f: ([Tensor]) -> Output
  ) -> Output {
    let operands = arguments.map { $0.number == nil ? $0 : Tensor($0.materialized) }
    let recording = recording(of: operands, paths, f)
    return recording.form.replacingLeaves(recording.program(operands + recording.captures))
  }

  func recording(
    of arguments: [Tensor], _ paths: [ParameterPath], _ f: ([Tensor]) -> Output
  ) -> Recording {
    let types = arguments.map { $0.type }
    let key = Key(types: types, paths: paths)
    if let known = cache[key] { return known }
    var form: Output?
    let (program, captures) = TensorProgram.recorded(types) { leaves in
      let output = f(leaves)
      form = output
      return output.leaves
    }
    let recording = Recording(
      program: program.simplified(), form: form.unsafelyUnwrapped, captures: captures)
    // What a running transform lends to the program belongs to this call only.
    if captures.isEmpty { cache[key] = recording }
    return recording
  }
}
