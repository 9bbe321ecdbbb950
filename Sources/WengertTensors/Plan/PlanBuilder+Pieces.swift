// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// Arrays that are put together from others, one after the other: loops read the parts where they are.
extension PlanBuilder {
  mutating func concatenate(_ i: Int32, _ line: Line, along axis: Int) {
    let parts = line.operands.filter { lines[Int($0)].type.shape[axis] > 0 }
    guard parts.count > 1, isReadInPieces(line) else {
      run(i, line)
      return
    }
    var end = 0
    var pieces: [LoopGroup.Piece] = []
    for part in parts {
      end += lines[Int(part)].type.shape[axis]
      pieces.append(LoopGroup.Piece(end: end, source: source(part)))
    }
    states[Int(i)] = .pieces(axis, pieces)
  }

  /// Zeros around an array, if they are along one axis only.
  mutating func place(_ i: Int32, _ line: Line, _ row: Place) {
    let own = lines[Int(line.operands[0])].type.shape
    let padded = own.indices.filter { own[$0] != row.shape[$0] }
    guard padded.count == 1, let axis = padded.first, own[axis] > 0, isReadInPieces(line),
      own.indices.allSatisfy({ own[$0] == 1 || row.steps[$0] == 1 })
    else {
      run(i, line)
      return
    }
    let zero = LoopGroup.Source(
      value: zero(line.type.dtype),
      access: LoopNest.Source(offset: 0, strides: own.indices.map { _ in 0 }))
    let (start, end) = (row.starts[axis], row.starts[axis] + own[axis])
    var pieces: [LoopGroup.Piece] = []
    if start > 0 { pieces.append(LoopGroup.Piece(end: start, source: zero)) }
    pieces.append(LoopGroup.Piece(end: end, source: source(line.operands[0])))
    if end < row.shape[axis] {
      pieces.append(LoopGroup.Piece(end: row.shape[axis], source: zero))
    }
    states[Int(i)] = .pieces(axis, pieces)
  }

  /// Whether loops can read what a line puts together.
  private func isReadInPieces(_ line: Line) -> Bool {
    line.type.dtype.isFloatingPoint && !line.type.shape.dimensions.contains(0)
  }

  /// An operand as an array that loops can read.
  private mutating func source(_ operand: Int32) -> LoopGroup.Source {
    close(operand)
    prepare(operand, lines[Int(operand)].type.dtype)
    if case .array(let value, let access, _) = states[Int(operand)] {
      return LoopGroup.Source(value: value, access: access)
    }
    let whole = self.operand(operand)
    return LoopGroup.Source(
      value: whole.value,
      access: LoopNest.Source(offset: 0, strides: lines[Int(operand)].type.shape.strides))
  }

  /// The value of pieces for a group; nil if it has too many seams.
  mutating func value(
    _ pieces: [LoopGroup.Piece], along axis: Int, _ own: Shape, _ shape: Shape, _ group: Int
  ) -> Int32? {
    var pieces = pieces
    for k in pieces.indices {
      pieces[k].source.access.strides = strides(
        pieces[k].source.access.strides, of: own, in: shape)
    }
    let place = axis + shape.rank - own.rank
    return groups[group].read(pieces, along: shape.prefix(place).count { $0 != 1 })
  }
}
