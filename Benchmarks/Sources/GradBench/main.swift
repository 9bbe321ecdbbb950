// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation

// GradBench's tool: a line of JSON in, a line of JSON out, until there are no more.
while let line = readLine() {
  var answer = Session.answer(to: line)
  answer.append(UInt8(ascii: "\n"))
  FileHandle.standardOutput.write(Data(answer))
}
