// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation
import Testing

@Suite struct CodeCommandTests {
  @Test func emit() throws {
    let run = try wengert("emit", "(x+y)*(x+2*y)", "--name", "area")
    #expect(run.status == 0)
    #expect(run.output.contains("void area_gradient(const double *inputs, double *value"))
    #expect(!run.output.contains("main"))
    let value = try wengert("emit", "x*y", "--value-only", "--float").output
    #expect(value.contains("void f(const float *inputs, float *value)"))
    #expect(!value.contains("gradient"))
    let json = try wengert("emit", "x*y", "--format", "json").json()
    #expect((json["source"] as? String)?.contains("#include <math.h>") == true)
  }

  /// The emitted program, compiled and run, where there is a compiler.
  @Test func emittedMain() throws {
    try withFolder { folder in
      guard try shell("command -v cc").status == 0 else { return }
      let run = try shell(
        """
        wengert emit 'w2*log(w1)+sqrt(w2*log(w1))' w1=2 w2=3 --main -o t.c \
        && cc -Wall -Wextra -Werror t.c -lm -o t && ./t
        """, in: folder)
      #expect(run.status == 0)
      let json = try wengert(
        "gradient", "w2*log(w1)+sqrt(w2*log(w1))", "w1=2", "w2=3", "--format", "json"
      ).json()
      let expected =
        try [#require(json["value"] as? Double)]
        + #require(json["gradient"] as? [Double])
      let found = run.output.split(separator: "\n").compactMap { line in
        line.split(separator: " ").last.flatMap { Double($0) }
      }
      #expect(found.count == 3)
      #expect(Set(zip(found, expected).map { abs($0 - $1) < 1e-14 }) == [true])
    }
  }

  @Test func program() throws {
    let run = try wengert("program", "k = 2*y; (x+y)*(x+k)")
    #expect(run.output.hasPrefix("y, x ->\n"))
    #expect(run.output.contains("  k = "))
    #expect(try wengert("program", "x+0", "--simplify").output == "x ->\n  return x\n")
  }

  @Test(arguments: [("--gradient", 2, 3), ("--pullback", 3, 3), ("--pushforward", 4, 2)])
  func derivatives(option: String, inputs: Int, outputs: Int) throws {
    let json = try wengert("program", "x*y", option, "--format", "json").json()
    #expect((json["inputs"] as? [String])?.count == inputs)
    #expect((json["outputs"] as? [Int])?.count == outputs)
    let lines = try #require(json["lines"] as? [[String: Any]])
    for (place, line) in lines.enumerated() {
      #expect((line["operands"] as? [Int] ?? []).allSatisfy { $0 < place })
    }
  }

  @Test func oneDerivativeAtATime() throws {
    let run = try wengert("program", "x", "--gradient", "--pullback")
    #expect(run.status == 64)
  }
}
