// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// The first lines of a trace as a graph that is walked both ways.
struct LineGraph {
  private let trace: Trace
  /// The lines that count: those before this one.
  let end: Int32
  /// The lines that read line `i` are `users[starts[i]..<starts[i + 1]]`.
  private let starts: [Int]
  private let users: [Int32]

  init(_ trace: Trace, end: Int32) {
    self.trace = trace
    self.end = end
    var starts = [Int](repeating: 0, count: Int(end) + 1)
    for line in trace.lines.prefix(Int(end)) {
      for operand in line.operands { starts[Int(operand) + 1] += 1 }
    }
    for i in 0..<Int(end) { starts[i + 1] += starts[i] }
    var next = starts
    var users = [Int32](repeating: 0, count: starts[Int(end)])
    for i in 0..<end {
      for operand in trace.lines[Int(i)].operands {
        users[next[Int(operand)]] = i
        next[Int(operand)] += 1
      }
    }
    self.starts = starts
    self.users = users
  }

  /// The lines that read line `i`.
  func users(of i: Int32) -> ArraySlice<Int32> { users[starts[Int(i)]..<starts[Int(i) + 1]] }

  /// The label with the fewest lines between it and line `i`, before or behind.
  func nearestLabel(to i: Int32) -> String? {
    nearest(to: i, following: { Array(trace.lines[Int($0)].operands) + users(of: $0) }) {
      if case .label(let label) = $0 { label } else { nil }
    }
  }

  /// The path of the parameter with the fewest lines between it and line `i`, which depends on it.
  func nearestPath(to i: Int32) -> String? {
    nearest(to: i, following: { Array(trace.lines[Int($0)].operands) }) {
      if case .variable(let path) = $0, !path.isEmpty { path } else { nil }
    }
  }

  /// The first name on the lines around line `i`, from the nearest to the farthest.
  private func nearest(
    to i: Int32, following neighbours: (Int32) -> [Int32], name: (Identity.Purpose) -> String?
  ) -> String? {
    guard i < end else { return nil }
    var queue = [i]
    var isKnown = [Bool](repeating: false, count: Int(end))
    isKnown[Int(i)] = true
    var position = 0
    while position < queue.count {
      let line = queue[position]
      position += 1
      if case .identity(let row) = trace.lines[Int(line)].operation, let name = name(row.purpose) {
        return name
      }
      for neighbour in neighbours(line) where !isKnown[Int(neighbour)] {
        isKnown[Int(neighbour)] = true
        queue.append(neighbour)
      }
    }
    return nil
  }
}
