// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation

/// The most memory that the process has while `function` runs beyond what it had before, in bytes.
func additionalMemory(of function: () -> Void) throws -> Int {
  // The system is asked to forget the maximum so far.
  try Data("5".utf8).write(to: URL(filePath: "/proc/self/clear_refs"))
  let before = try residentMemory("VmRSS")
  function()
  return max(0, try residentMemory("VmHWM") - before)
}

private func residentMemory(_ field: String) throws -> Int {
  let status = try String(contentsOf: URL(filePath: "/proc/self/status"), encoding: .utf8)
  let line = status.split(separator: "\n").first { $0.hasPrefix(field) }
  guard let kilobytes = line?.split(whereSeparator: { !$0.isNumber }).first.flatMap({ Int($0) }) else {
    throw DataError("The system does not say \(field).")
  }
  return 1024 * kilobytes
}
