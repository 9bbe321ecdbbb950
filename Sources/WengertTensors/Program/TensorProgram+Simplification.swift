// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

extension TensorProgram {
  /// The same program with equal lines merged, constants computed, and lines left out that nothing
  /// needs or that only mark what a derivative was taken with respect to.
  ///
  /// Lines that a checkpoint computes again stay apart from the first computation.
  public func simplified() -> TensorProgram {
    let trace = Trace(parent: nil)
    var map = [Int32](repeating: -1, count: count)
    var known: [LineKey: Int32] = [:]
    trace.running {
      for i in lines.indices {
        var line = lines[i]
        if case .constant = line.operation {
          map[i] = trace.line(of: Tensor(constants[Int32(i)].unsafelyUnwrapped))
          continue
        }
        for k in line.operands.indices { line.operands[k] = map[Int(line.operands[k])] }
        if case .identity(let identity) = line.operation, case .variable = identity.purpose {
          map[i] = line.operands[0]
          continue
        }
        let key = LineKey(operation: line.operation, operands: Array(line.operands))
        if line.isMergeable, let same = known[key] {
          map[i] = same
          continue
        }
        map[i] = trace.append(line.operation, line.operands, line.type).line
        known[key] = map[i]
        let isConstant =
          !line.operands.isEmpty && line.isMergeable
          && line.operands.allSatisfy { trace.isConstant($0) }
        if isConstant, let value = Tensor(trace, map[i]).valueIfKnown {
          map[i] = trace.line(of: Tensor(value))
        }
      }
    }
    return trace.program(
      inputs: inputs.map { map[Int($0)] }, outputs: outputs.map { map[Int($0)] })
  }
}

private struct LineKey: Hashable {
  let operation: Operation
  let operands: [Int32]
}

extension Line {
  /// Whether two such lines with the same operands are the same.
  fileprivate var isMergeable: Bool {
    switch operation {
    case .input, .tuple, .projection: false
    case .identity(let identity): identity.purpose != .recompute
    default: true
    }
  }
}

extension Trace {
  fileprivate func isConstant(_ line: Int32) -> Bool {
    if case .constant = lines[Int(line)].operation { true } else { false }
  }
}
