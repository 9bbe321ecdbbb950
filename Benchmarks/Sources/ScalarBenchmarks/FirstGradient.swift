// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Wengert

/// The times from a function of 20,000 operations to its gradient, everything included that happens once,
/// and of a further gradient; for the script that compares with peers.
func printFirstGradients() {
  let (x, a) = (opaque(0.5), opaque(1e-4))
  let count = 20_000
  func time(_ work: () -> Double) -> Double {
    let start = ContinuousClock.now
    consume(work())
    return (ContinuousClock.now - start) / .microseconds(1)
  }
  func tape() -> Double { Reverse.gradient(at: [x, a]) { chain($0[0], $0[1], operations: count) }[0] }
  print("wengert tape, first\t\(time(tape))")
  print("wengert tape, again\t\((0..<51).map { _ in time(tape) }.sorted()[25])")

  for isCompiled in [false, true] {
    let name = isCompiled ? "compiled" : "interpreted"
    var evaluator: ColumnEvaluator?
    let first = time {
      let program = Program(inputs: 2) { v in chain(v[0], v[1], operations: count) }
      let made = ColumnEvaluator(
        program.gradient(), columns: [true, true], isCompiled: isCompiled)
      evaluator = made
      return made([x, a])[1]
    }
    guard let evaluator else { return }
    print("wengert program \(name), first\t\(first)")
    let again = (0..<51).map { _ in time { evaluator([x, a])[1] } }.sorted()[25]
    print("wengert program \(name), again\t\(again)")
    let points = (0..<1024).map { [x + Double($0) / 1e6, a] }
    let many = (0..<5).map { _ in time { evaluator(points)[1023][1] } }.sorted()[2]
    print("wengert program \(name), each of 1024 points\t\(many / 1024)")
  }
}
