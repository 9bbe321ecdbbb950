// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

extension TensorProgram {
  /// What one run of a program costs, known before it runs.
  ///
  /// Counts are `Double`s: they can be larger than an `Int` of 32 bits.
  public struct Cost: Hashable, Sendable {
    /// The lines of one operation.
    public struct Share: Hashable, Sendable {
      /// What listings call the operation.
      public let operation: String
      /// How many lines it has.
      public fileprivate(set) var lines = 0
      /// The floating-point operations; an elementary function, such as exp, counts as one.
      public fileprivate(set) var flops = 0.0
      /// The size of the operands.
      public fileprivate(set) var bytesRead = 0.0
      /// The size of the results.
      public fileprivate(set) var bytesWritten = 0.0
    }

    /// The operations, those with the most flops first.
    public fileprivate(set) var shares: [Share] = []

    /// The most memory in use at one time, in bytes: inputs, constants and the values that a later
    /// line needs.
    public fileprivate(set) var peakMemory = 0.0

    /// All operations together.
    public fileprivate(set) var total = Share(operation: "total")

    /// The floating-point operations of all lines; an elementary function counts as one.
    public var flops: Double { total.flops }
    /// The size of all operands.
    public var bytesRead: Double { total.bytesRead }
    /// The size of all results.
    public var bytesWritten: Double { total.bytesWritten }
  }

  /// What one run of the program costs: operations, memory traffic and memory.
  ///
  /// ```swift
  /// print(step.program(for: w, x).cost)
  /// ```
  ///
  /// Traffic counts every operand and result once, as if nothing stayed in a cache; lines that only
  /// rename numbers move none. Of a loop with an unknown number of rounds one round is counted.
  ///
  /// - Complexity: linear.
  public var cost: Cost {
    var cost = Cost()
    var places: [String: Int] = [:]
    for i in lines.indices {
      let line = lines[i]
      switch line.operation {
      case .input, .constant, .projection: continue
      default: break
      }
      let results = results(of: i).map { lines[$0].type }
      let operands = line.operands.map { lines[Int($0)].type }
      let title = line.operation.title
      if places[title] == nil {
        places[title] = cost.shares.count
        cost.shares.append(Cost.Share(operation: title))
      }
      var share = Cost.Share(operation: title)
      share.lines = 1
      share.flops = line.operation.flops(operands, results)
      if !line.operation.isRenaming {
        share.bytesRead = operands.reduce(0) { $0 + Double($1.byteCount) }
        share.bytesWritten = results.reduce(0) { $0 + Double($1.byteCount) }
      }
      cost.shares[places[title].unsafelyUnwrapped].add(share)
      cost.total.add(share)
    }
    cost.shares.sort {
      ($1.flops, $1.bytesWritten, $0.operation) < ($0.flops, $0.bytesWritten, $1.operation)
    }
    cost.peakMemory = peakMemory
    return cost
  }
}

extension TensorProgram.Cost.Share {
  fileprivate mutating func add(_ other: Self) {
    lines += other.lines
    flops += other.flops
    bytesRead += other.bytesRead
    bytesWritten += other.bytesWritten
  }
}

extension TensorProgram.Cost: CustomStringConvertible {
  /// A table of the operations, with the memory below it.
  public var description: String {
    var rows = [["operation", "lines", "flops", "bytes read", "bytes written"]]
    for share in shares + [total] {
      rows.append([
        share.operation, "\(share.lines)", Self.text(share.flops), Self.text(share.bytesRead),
        Self.text(share.bytesWritten),
      ])
    }
    let widths = rows[0].indices.map { column in rows.reduce(0) { max($0, $1[column].count) } }
    var text = ""
    for row in rows {
      text += row[0] + Self.spaces(widths[0] - row[0].count)
      for column in 1..<row.count {
        text += "  " + Self.spaces(widths[column] - row[column].count) + row[column]
      }
      text += "\n"
    }
    return text + "peak memory: \(Self.text(peakMemory)) bytes"
  }

  /// A count, without the `.0` that a number gets as such.
  private static func text(_ count: Double) -> String {
    Int64(exactly: count).map { "\($0)" } ?? "\(count)"
  }

  private static func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }
}
