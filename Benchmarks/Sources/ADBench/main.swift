// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation

let usage = """
  usage: adbench check PROBLEM FILE EXPECTED
         adbench time PROBLEM FILE RESULTS
         adbench memory PROBLEM FILE OTHER

  Reads an instance of a problem. `check` compares what it computes with the numbers F and J of EXPECTED
  (JSON). `time` writes it as arrays `values` and `derivatives` to RESULTS (npz), and then answers each line
  of its standard input, SECONDS BATCHES, with a line of JSON: the shortest time of one call of each
  function, in seconds. `memory` computes the derivative of OTHER, a small instance, and prints how many
  bytes that of FILE needs beyond that.

  PROBLEM is one of \(Problem.kinds.keys.sorted().joined(separator: ", ")).

  """

func fail(_ message: String, status: Int32) -> Never {
  FileHandle.standardError.write(Data(message.utf8))
  exit(status)
}

let arguments = CommandLine.arguments.dropFirst()
guard arguments.count == 4, ["check", "time", "memory"].contains(arguments[1]),
  let kind = Problem.kinds[arguments[2]]
else { fail(usage, status: 2) }
do {
  let problem = try kind(URL(filePath: arguments[3]))
  let other = URL(filePath: arguments[4])
  switch arguments[1] {
  case "check": print(try problem.difference(from: other))
  case "time": try problem.answerRequests(results: other)
  default:
    try kind(other).computeDerivative()
    let bytes = try additionalMemory(of: problem.computeDerivative)
    let estimate = problem.estimatedMemory().map { ", \"estimate\": \($0)" } ?? ""
    print("{\"bytes\": \(bytes)\(estimate)}")
  }
} catch {
  fail("adbench: \(error)\n", status: 1)
}
