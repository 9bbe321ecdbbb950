// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Dispatch
import Foundation

/// A line on the terminal that says that there is work going on, if it goes on for long.
enum Progress {
  /// Does `work`; after a second, the terminal shows for how long.
  static func during<Result>(_ name: String, _ work: () throws -> Result) rethrows -> Result {
    guard Terminal.isError else { return try work() }
    let queue = DispatchQueue(label: "progress")
    let timer = DispatchSource.makeTimerSource(queue: queue)
    let start = Date()
    timer.schedule(deadline: .now() + 1, repeating: 1)
    timer.setEventHandler {
      let seconds = Int(Date().timeIntervalSince(start).rounded())
      StandardError.write("\r\(name) … \(seconds) s", terminator: "")
    }
    timer.resume()
    defer {
      timer.cancel()
      queue.sync {
        if Date().timeIntervalSince(start) >= 1 {
          StandardError.write("\r\u{1B}[K", terminator: "")
        }
      }
    }
    return try work()
  }
}
