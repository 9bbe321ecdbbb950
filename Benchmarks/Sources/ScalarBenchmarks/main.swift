// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Wengert

// With `hessian`, prints the time of one Hessian for the script that compares with peers; with `first`
// those of first gradients, and with `sparse` those of sparse matrices.
if CommandLine.arguments.contains("hessian") {
  let x = rosenbrockPoint(100)
  let contenders = [
    Contender(name: "forward over reverse", operations: 1) {
      Reverse.hessian(at: x, of: rosenbrock)[99][99]
    },
    Contender(name: "forward over forward", operations: 1) {
      Forward.hessian(at: x, of: rosenbrock)[99][99]
    },
  ]
  for (contender, time) in zip(contenders, medians(of: contenders, rounds: 51)) {
    print("wengert \(contender.name)\t\(time / 1000)")
  }
} else if CommandLine.arguments.contains("first") {
  printFirstGradients()
} else if CommandLine.arguments.contains("sparse") {
  printSparseTimes()
} else {
  let count = 9_999_999
  let a = opaque(1e-7)
  let b = opaque(0.999)
  let x = opaque(0.5)
  var lanes = Lanes8<Double>.zero
  for lane in 0..<8 { lanes[lane: lane] = Double(lane) }

  func compare(_ title: String, _ contenders: [Contender], to reference: Int = 0) {
    print(title)
    let times = medians(of: contenders, rounds: 7)
    for (contender, time) in zip(contenders, times) {
      print(
        "  \(contender.name): \(time.short) ns an operation, ratio \((time / times[reference]).short)"
      )
    }
  }

  compare(
    "chain of \(count) mul, add, sin",
    [
      Contender(name: "the function itself", operations: count) {
        chain(x, a, operations: count)
      },
      Contender(name: "warm tape, recorded and reversed", operations: count) {
        Reverse.gradient(at: [x, a]) { chain($0[0], $0[1], operations: count) }[0]
      },
    ])
  compare(
    "chain of \(count) mul, add",
    [
      Contender(name: "the function itself", operations: count) {
        arithmeticChain(x, b, operations: count)
      },
      Contender(name: "warm tape, recorded and reversed", operations: count) {
        Reverse.gradient(at: [x, b]) { arithmeticChain($0[0], $0[1], operations: count) }[0]
      },
    ])
  Tape<Double>.releaseMemory()
  compare(
    "dual numbers on mul, add, sin",
    [
      Contender(name: "written by hand", operations: count) {
        handWrittenChain(
          HandWritten(value: x, derivative: 1), HandWritten(value: a, derivative: 0),
          operations: count
        ).derivative
      },
      Contender(name: "Dual<Double>", operations: count) {
        chain(Dual(x, tangent: 1), Dual(a), operations: count).tangent
      },
      Contender(name: "eight lanes", operations: count) {
        chain(MultiDual(x, tangent: lanes), MultiDual(a), operations: count).tangent[lane: 1]
      },
    ])
  compare(
    "dual numbers on mul, add",
    [
      Contender(name: "written by hand", operations: count) {
        handWrittenArithmeticChain(
          HandWritten(value: x, derivative: 1), HandWritten(value: b, derivative: 0),
          operations: count
        ).derivative
      },
      Contender(name: "Dual<Double>", operations: count) {
        arithmeticChain(Dual(x, tangent: 1), Dual(b), operations: count).tangent
      },
      Contender(name: "eight lanes", operations: count) {
        arithmeticChain(MultiDual(x, tangent: lanes), MultiDual(b), operations: count)
          .tangent[lane: 1]
      },
    ])

  let (small, large) = (programTimes(lines: 100_000), programTimes(lines: 1_000_000))
  print("programs of 10⁵ and 10⁶ lines, milliseconds and their ratio")
  for (a, b) in zip(small, large) {
    print(
      "  \(a.step): \(a.milliseconds.short), \(b.milliseconds.short), ratio \((b.milliseconds / a.milliseconds).short)"
    )
  }
}
