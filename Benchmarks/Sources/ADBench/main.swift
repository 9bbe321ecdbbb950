// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation
import Wengert
import WengertFiles

// A contender of `adbench/run`: adbench PROBLEM FILE RESULTS
//
// Reads an instance of a problem, writes what it computes as arrays `values` and `derivatives` to RESULTS
// (npz), and then answers each line of its standard input, SECONDS BATCHES, with a line of JSON: the times
// of one call of each function.
let arguments = CommandLine.arguments.dropFirst()
guard arguments.count == 3, let kind = Problem.kinds[arguments[1]] else {
  let kinds = Problem.kinds.keys.sorted().joined(separator: " | ")
  FileHandle.standardError.write(Data("usage: adbench \(kinds) FILE RESULTS\n".utf8))
  exit(2)
}
do {
  let problem = try kind(URL(filePath: arguments[2]))
  let (values, derivatives) = problem.results()
  let results = ["values": Tensor(values), "derivatives": Tensor(derivatives)]
  try results.writeNPZ(to: URL(filePath: arguments[3]))
  while let line = readLine() {
    let request = line.split(separator: " ")
    guard request.count == 2, let seconds = Double(request[0]), let batches = Int(request[1]) else {
      throw DataError("A line is to be SECONDS BATCHES; found \(line).")
    }
    let times = problem.functions.map { name, function in
      "\"\(name)\": \(shortestTime(of: function, seconds: seconds, batches: batches))"
    }
    let answer = "{" + times.joined(separator: ", ") + "}\n"
    FileHandle.standardOutput.write(Data(answer.utf8))
  }
} catch {
  FileHandle.standardError.write(Data("adbench: \(error)\n".utf8))
  exit(1)
}
