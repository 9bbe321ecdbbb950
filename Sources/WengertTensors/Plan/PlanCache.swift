// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// What a plan is made for: a list of lines whose first ones are given.
struct PlanKey: Hashable {
  var lines: ContiguousArray<Line>
  var givenCount: Int
  var outputs: [Int32]

  static func == (x: PlanKey, y: PlanKey) -> Bool {
    x.givenCount == y.givenCount && x.outputs == y.outputs && x.lines.count == y.lines.count
      && zip(x.lines, y.lines).allSatisfy { a, b in
        a.operands.elementsEqual(b.operands) && a.type == b.type && a.operation == b.operation
      }
  }

  /// What lines are connected to tells most lists apart; the rest is left to the comparison.
  func hash(into hasher: inout Hasher) {
    var bits = UInt64(lines.count)
    // Fowler, Noll and Vo's multiplication, a word at a time.
    func mix(_ word: Int) { bits = (bits ^ UInt64(bitPattern: Int64(word))) &* 0x100_0000_01b3 }
    for line in lines { for operand in line.operands { mix(Int(operand)) } }
    for line in lines.prefix(givenCount) { mix(line.type.shape.elementCount) }
    for output in outputs { mix(Int(output)) }
    hasher.combine(bits ^ (bits >> 32))
  }

  /// Makes the plan.
  func plan() -> Plan {
    var builder = PlanBuilder(lines, given: Array(0..<Int32(givenCount)), outputs: outputs)
    return builder.plan(outputs)
  }
}

/// The plans of lists that have been run: a list that is recorded again finds its own.
final class PlanCache: Sendable {
  static let shared = PlanCache()

  /// How many plans are kept; when there are more, all are forgotten.
  private static let capacity = 512
  /// Longer lists are planned each time: to keep them would cost more than it saves.
  private static let longest = 100_000

  private let plans = Locked<[PlanKey: Plan]>([:])

  func plan(_ key: PlanKey) -> Plan {
    if key.lines.count > Self.longest { return key.plan() }
    if let known = plans.withLock({ $0[key] }) { return known }
    let plan = key.plan()
    plans.withLock {
      if $0.count >= Self.capacity { $0.removeAll() }
      $0[key] = plan
    }
    return plan
  }
}
