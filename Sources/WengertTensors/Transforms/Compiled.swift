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
      let (leaves, form) = argument.visited()
      return recordings.call(leaves, form) { f(argument.replacingLeaves($0)) }
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
      return recordings.call(forms.leaves, forms.form) { leaves in
        var rest = leaves[...]
        return f(repeat (each arguments).takingLeaves(&rest))
      }
    }

    /// The program for arguments of the shapes and types of these.
    public func program(for arguments: repeat each A) -> TensorProgram {
      let forms = Forms(repeat each arguments)
      return recordings.recording(of: forms.leaves, forms.form) { leaves in
        var rest = leaves[...]
        return f(repeat (each arguments).takingLeaves(&rest))
      }.program
    }
  }
#endif

/// The programs of a compiled function.
private final class Recordings<Output: ParameterTree> {
  /// What a program was recorded for: trees of different forms may have leaves of the same types.
  struct Key: Hashable {
    let types: [ArrayType]
    let form: TreeForm
  }

  final class Recording {
    let key: Key
    let program: TensorProgram
    /// The form of the result; its leaves are of no meaning.
    let form: Output
    let captures: [Tensor]

    init(_ key: Key, _ program: TensorProgram, form: Output, captures: [Tensor]) {
      self.key = key
      self.program = program
      self.form = form.mappingLeaves { _ in 0 }
      self.captures = captures
    }

    /// Whether it is for trees of this form with these leaves.
    func fits(_ leaves: [Tensor], _ form: TreeForm) -> Bool {
      guard leaves.count == key.types.count else { return false }
      for k in leaves.indices where leaves[k].type != key.types[k] { return false }
      return form == key.form
    }

    func callAsFunction(_ operands: [Tensor]) -> Output {
      if captures.isEmpty, let arrays = operands.arrays {
        var results = program.evaluate(arrays).makeIterator()
        return form.mappingLeaves { _ in Tensor(results.next().unsafelyUnwrapped) }
      }
      return form.replacingLeaves(program(operands + captures))
    }
  }

  private var known: [Key: Recording] = [:]
  /// What was called last, which is what will be called next, as a rule.
  private var last: Recording?

  func call(_ arguments: [Tensor], _ form: TreeForm, _ f: ([Tensor]) -> Output) -> Output {
    if let last, last.fits(arguments, form) { return last(arguments) }
    let operands = arguments.map { $0.number == nil ? $0 : Tensor($0.materialized) }
    return recording(of: operands, form, f)(operands)
  }

  func recording(
    of arguments: [Tensor], _ form: TreeForm, _ f: ([Tensor]) -> Output
  ) -> Recording {
    let types = arguments.map { $0.type }
    let key = Key(types: types, form: form)
    if let known = known[key] {
      last = known
      return known
    }
    var result: Output?
    let (program, captures) = TensorProgram.recorded(types) { leaves in
      let output = f(leaves)
      result = output
      return output.leaves
    }
    let recording = Recording(
      key, program.simplified(), form: result.unsafelyUnwrapped, captures: captures)
    // What a running transform lends to the program belongs to this call only.
    if captures.isEmpty {
      known[key] = recording
      last = recording
    }
    return recording
  }
}

extension [Tensor] {
  /// The arrays, if all are.
  fileprivate var arrays: [NDArray]? {
    var arrays: [NDArray] = []
    arrays.reserveCapacity(count)
    for tensor in self {
      guard case .array(let array) = tensor.storage else { return nil }
      arrays.append(array)
    }
    return arrays
  }
}
