// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// Programs by what they compute: a step that is recorded again is the program of the last time, and has
/// its plan.
final class ProgramTable: Sendable {
  static let shared = ProgramTable()

  /// Programs with larger arrays among their constants, which would stay in memory, are not kept.
  static let constantBytes = 1 << 12

  private let programs = BoundedCache<Key, TensorProgram>(capacity: 256)

  /// The first program that computed the same.
  func known(_ program: TensorProgram) -> TensorProgram {
    if program.constantBytes > Self.constantBytes { return program }
    return programs.keep(program, for: Key(program: program))
  }

  private struct Key: Hashable {
    let program: TensorProgram

    static func == (x: Key, y: Key) -> Bool {
      let (x, y) = (x.program, y.program)
      return x.inputs == y.inputs && x.outputs == y.outputs && x.lines.computesLike(y.lines)
        && x.constants.allSatisfy { line, number in
          y.constants[line].map { $0.shape == number.shape && $0.bytes == number.bytes } ?? false
        }
    }

    func hash(into hasher: inout Hasher) {
      program.lines.hashConnections(
        sizeCount: program.inputs.count, program.outputs, into: &hasher)
    }
  }
}

extension TensorProgram {
  /// The bytes of all constants, those of programs inside included.
  var constantBytes: Int {
    constants.values.reduce(lines.constantBytes) { $0 + $1.count * $1.dtype.byteCount }
  }
}

extension ContiguousArray<Line> {
  /// The bytes of the constants of programs that lines hold.
  var constantBytes: Int {
    var bytes = 0
    for line in self {
      guard case .tuple(var row) = line.operation else { continue }
      var visitor = AttributeVisitor()
      row.visitAttributes(&visitor)
      for case .program(let program) in visitor.attributes { bytes += program.constantBytes }
    }
    return bytes
  }
}
