// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// What a plan is made for: a list of lines whose first ones are given.
struct PlanKey: Hashable {
  var lines: ContiguousArray<Line>
  var givenCount: Int
  var outputs: [Int32]

  static func == (x: PlanKey, y: PlanKey) -> Bool {
    x.givenCount == y.givenCount && x.outputs == y.outputs && x.lines.computesLike(y.lines)
  }

  func hash(into hasher: inout Hasher) {
    lines.hashConnections(sizeCount: givenCount, outputs, into: &hasher)
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

  /// Longer lists are planned each time: to keep them would cost more than it saves.
  private static let longest = 100_000

  private let plans = BoundedCache<PlanKey, Plan>(capacity: 512)

  func plan(_ key: PlanKey) -> Plan {
    if key.lines.count > Self.longest { return key.plan() }
    if let known = plans[key] { return known }
    let plan = key.plan()
    return key.lines.constantBytes > ProgramTable.constantBytes ? plan : plans.keep(plan, for: key)
  }
}
