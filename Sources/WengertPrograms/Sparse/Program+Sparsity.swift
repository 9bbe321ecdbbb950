// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertScalars

extension Program {
  /// Which outputs depend on which inputs: where the Jacobian may have numbers other than zero.
  ///
  /// The inputs that a line depends on are those of its operands, except an operand that the line has no
  /// derivative by, such as that of `floor`. What holds for every point counts, not what holds at one.
  ///
  /// - Complexity: linear in the number of lines, and in the lines that lead to each output of many inputs.
  public func jacobianPattern() -> SparsityPattern {
    var analysis = DependencyAnalysis(self)
    return analysis.sets.pattern(rows: outputs.map { analysis.dependencies[Int($0)] })
  }

  /// Which inputs interact nonlinearly in the first output: where its Hessian may have numbers other
  /// than zero.
  ///
  /// Backward over the lines, each carries the inputs on which its adjoint depends. An operand gets those of
  /// the result, and those of the operands on which the local derivative depends: for a product of x and y,
  /// that by x gets the inputs of y.
  ///
  /// A. Walther, "Computing sparse Hessians with automatic differentiation", ACM TOMS 34 (2008);
  /// R. M. Gower, M. P. Mello, "A new framework for the computation of Hessians", Optim. Methods Softw. 27
  /// (2012).
  ///
  /// - Complexity: as of ``jacobianPattern()``.
  public func hessianPattern() -> SparsityPattern {
    precondition(!outputs.isEmpty, "hessianPattern: the program has no output.")
    var analysis = DependencyAnalysis(self)
    let rows = analysis.adjointDependencies(of: outputs[0])
    return analysis.sets.pattern(rows: rows)
  }
}

/// The inputs on which the lines of a program and their adjoints depend.
private struct DependencyAnalysis {
  var sets: DependencySets
  /// The set of each line.
  private(set) var dependencies: ContiguousArray<Int32> = []

  private let program: Program
  private var known: [UInt64: FunctionStructure] = [:]

  init(_ program: Program) {
    self.program = program
    sets = DependencySets(elementCount: program.inputs.count)
    dependencies.reserveCapacity(program.instructions.count)
    for line in program.instructions {
      var set = DependencySets.empty
      if case .input = line.operation { set = sets.singleton(line.parameter) }
      if let structure = structure(of: line) {
        for k in 0..<line.operandCount where structure.depends(on: k) {
          set = sets.union(set, dependencies[Int(line[operand: k])])
        }
      }
      dependencies.append(set)
    }
  }

  /// For each input, the inputs on which the derivative of line `output` by it depends.
  mutating func adjointDependencies(of output: Int32) -> [Int32] {
    let lines = program.instructions
    var adjoints = ContiguousArray<Int32>(repeating: DependencySets.empty, count: lines.count)
    var isLive = ContiguousArray<Bool>(repeating: false, count: lines.count)
    isLive[Int(output)] = true
    for i in lines.indices.reversed() where isLive[i] {
      guard let structure = structure(of: lines[i]) else { continue }
      for k in 0..<lines[i].operandCount where structure.depends(on: k) {
        let operand = Int(lines[i][operand: k])
        if dependencies[operand] == DependencySets.empty { continue }
        isLive[operand] = true
        var set = sets.union(adjoints[operand], adjoints[i])
        for other in 0..<lines[i].operandCount where structure.interact(k, other) {
          set = sets.union(set, dependencies[Int(lines[i][operand: other])])
        }
        adjoints[operand] = set
      }
    }
    return program.inputs.indices.map { adjoints[$0] }
  }

  /// The structure of the function of a line, nil if it applies none.
  private mutating func structure(of line: Instruction) -> FunctionStructure? {
    guard let function = line.function else { return nil }
    let number = function.isIndexed ? line.parameter : 0
    let key = UInt64(function.rawValue) << 32 | UInt64(UInt32(bitPattern: number))
    if let structure = known[key] { return structure }
    let structure = FunctionStructure(function, Int(line.parameter))
    known[key] = structure
    return structure
  }
}
