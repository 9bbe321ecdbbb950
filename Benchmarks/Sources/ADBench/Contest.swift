// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation
import Wengert
import WengertFiles

extension Problem {
  /// How much two results may differ, relative to the greater of their own size and a thousandth of that
  /// of the largest number.
  private static let tolerance = 1e-10

  /// The largest difference between what is computed and what a file expects.
  ///
  /// - Throws: An error if it is larger than allowed.
  func difference(from expected: URL) throws -> Double {
    let expected = try JSONDecoder().decode([String: [Double]].self, from: Data(contentsOf: expected))
    let (values, derivatives) = results()
    var largest = 0.0
    for (found, name) in [(values, "F"), (derivatives, "J")] {
      let expected = expected[name] ?? []
      guard found.count == expected.count else {
        throw DataError("There are \(found.count) numbers, not \(expected.count).")
      }
      let floor = 1e-3 * (expected.map { abs($0) }.max() ?? 0)
      for (x, y) in zip(found, expected) where x != y {
        let difference = abs(x - y) / max(abs(y), floor)
        // Not a number is no small difference.
        guard difference <= Self.tolerance else { throw DataError("\(x) is to be \(y).") }
        largest = max(largest, difference)
      }
    }
    return largest
  }

  /// Writes the results to a file, and answers the lines of the standard input until there are no more.
  func answerRequests(results file: URL) throws {
    let (values, derivatives) = results()
    try ["values": Tensor(values), "derivatives": Tensor(derivatives)].writeNPZ(to: file)
    while let line = readLine() {
      let request = line.split(separator: " ")
      guard request.count == 2, let seconds = Double(request[0]), let batches = Int(request[1]) else {
        throw DataError("A line is to be SECONDS BATCHES; found \(line).")
      }
      let times = functions.map { name, function in
        "\"\(name)\": \(shortestTime(of: function, seconds: seconds, batches: batches))"
      }
      let answer = "{" + times.joined(separator: ", ") + "}\n"
      FileHandle.standardOutput.write(Data(answer.utf8))
    }
  }
}
