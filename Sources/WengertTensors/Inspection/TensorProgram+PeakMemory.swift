// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

extension TensorProgram {
  /// The most memory that is in use when lines run in order and a value is freed after the last
  /// line that needs it. Inputs and constants belong to others and stay.
  var peakMemory: Double {
    // A line that renames an operand keeps the memory of that one alive.
    var owners = [Int32](repeating: 0, count: count)
    var lastUses = [Int](repeating: -1, count: count)
    for i in lines.indices {
      let line = lines[i]
      owners[i] = line.operation.isRenaming ? owners[Int(line.operands[0])] : Int32(i)
      for operand in line.operands { lastUses[Int(owners[Int(operand)])] = i }
      if case .projection = line.operation { lastUses[i] = i }
    }
    for output in outputs { lastUses[Int(owners[Int(output)])] = count }

    func bytes(_ i: Int) -> Double { Double(lines[i].type.byteCount) }
    var freed = [Double](repeating: 0, count: count + 1)
    var (held, peak) = (0.0, 0.0)
    for i in lines.indices {
      switch lines[i].operation {
      case .input, .constant:
        held += bytes(i)
      case let operation where operation.isRenaming: break
      case .projection:
        // Made with the line that it is a result of.
        freed[lastUses[i]] += bytes(i)
      default:
        let results = results(of: i)
        held += results.reduce(0) { $0 + bytes($1) }
        if results.lowerBound == i { freed[max(lastUses[i], i)] += bytes(i) }
      }
      peak = max(peak, held + lines[i].operation.workspace)
      held -= freed[i]
    }
    return peak
  }
}

extension Operation {
  /// The memory that the programs that the operation runs need beside their inputs.
  fileprivate var workspace: Double {
    guard case .tuple = self else { return 0 }
    return programs.reduce(0) { most, program in
      let inputs = program.inputTypes.reduce(0) { $0 + Double($1.byteCount) }
      return max(most, program.peakMemory - inputs)
    }
  }

  /// Whether the value is the operand's memory under another name.
  var isRenaming: Bool {
    switch self {
    case .identity, .reshape: true
    default: false
    }
  }
}
