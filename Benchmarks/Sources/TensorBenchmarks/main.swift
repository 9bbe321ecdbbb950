// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Wengert

// Prints one line a measurement: its name, and microseconds. `compare` prints the peers' beside them.
let arguments = CommandLine.arguments.dropFirst()
for (name, measure) in measurements where arguments.isEmpty || arguments.contains(name) {
  for (part, microseconds) in measure() { print(name, part, microseconds.short) }
}
