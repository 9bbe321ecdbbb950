// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation

let usage = """
  usage: adbench check PROBLEM FILE EXPECTED
         adbench time PROBLEM FILE RESULTS

  Reads an instance of a problem. `check` compares what it computes with the numbers F and J of EXPECTED
  (JSON). `time` writes it as arrays `values` and `derivatives` to RESULTS (npz), and then answers each line
  of its standard input, SECONDS BATCHES, with a line of JSON: the shortest time of one call of each
  function, in seconds, and to the line `memory` the bytes that a gradient needs.

  PROBLEM is one of \(Problem.kinds.keys.sorted().joined(separator: ", ")).

  """

func fail(_ message: String, status: Int32) -> Never {
  FileHandle.standardError.write(Data(message.utf8))
  exit(status)
}

let arguments = CommandLine.arguments.dropFirst()
guard arguments.count == 4, ["check", "time"].contains(arguments[1]),
  let kind = Problem.kinds[arguments[2]]
else { fail(usage, status: 2) }
do {
  let problem = try kind(URL(filePath: arguments[3]))
  let other = URL(filePath: arguments[4])
  if arguments[1] == "check" {
    print(try problem.difference(from: other))
  } else {
    try problem.answerRequests(results: other)
  }
} catch {
  fail("adbench: \(error)\n", status: 1)
}
