// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Wengert

/// Worked examples of texts that explain differentiation: every number that a method of this
/// library also computes.
///
/// An example states what it expects under well-known keys; each key that is present is checked.
struct SeedExamplesFile {
  private static let tolerance = 1e-14

  static func check(_ file: JSON) -> Report {
    var report = Report()
    for (number, item) in (file["examples"].array ?? []).enumerated() {
      let name = item["id"].string ?? "example \(number)"
      do {
        report.record(name, try SeedExample(item).complaints())
      } catch {
        report.record(name, ["does not parse: \(error.message)"])
      }
    }
    return report
  }

  /// One example: a function at a point, and what is expected of it.
  private struct SeedExample {
    let program: Program
    let point: [Double]
    let item: JSON
    let expected: JSON

    init(_ item: JSON) throws(ParseError) {
      self.item = item
      expected = item["expected"]
      point = item["point"].numbers ?? []
      program = try parsedProgram(
        item["expression"].string ?? "", variables: item["variables"].strings ?? [],
        options: .strict)
    }

    func complaints() -> [String] {
      first(at: point, expected) + second() + differences() + dual() + forwardTables()
        + reverseTable() + symbolic() + products()
        + first(at: expected["at_second_point"]["point"].numbers ?? [], expected["at_second_point"])
    }

    private func f<T: Scalar>(_ x: [T]) -> T { program(x)[0] }

    /// Value and gradient, by all four methods. Text in place of a number says that there is none.
    private func first(at point: [Double], _ expected: JSON) -> [String] {
      guard !point.isEmpty else { return [] }
      var result: [String] = []
      let methods = [
        ("forward", Forward.valueWithGradient(at: point, of: f), tolerance),
        ("reverse", Reverse.valueWithGradient(at: point, of: f), tolerance),
        ("symbolic", Symbolic.valueWithGradient(at: point, of: f), tolerance),
      ]
      for (method, found, tolerance) in methods {
        if let value = expected["value"].number {
          result += mismatch("value by \(method)", [found.value], [value], tolerance: tolerance)
        }
        for (i, component) in (expected["gradient"].array ?? []).enumerated() {
          guard let component = component.number else { continue }
          result += mismatch(
            "gradient[\(i)] by \(method)", [found.gradient[i]], [component], tolerance: tolerance)
        }
      }
      if let gradient = expected["gradient"].numbers, gradient.allSatisfy(\.isFinite) {
        result += mismatch(
          "gradient by differences", Numerical.gradient(at: point, of: f), gradient, tolerance: 1e-8)
      }
      return result
    }

    private func second() -> [String] {
      var result: [String] = []
      if let hessian = expected["hessian"].matrix?.flatMap({ $0 }) {
        for (method, found) in [
          ("forward", Forward.hessian(at: point, of: f)),
          ("reverse", Reverse.hessian(at: point, of: f)),
          ("symbolic", Symbolic.hessian(at: point, of: f)),
        ] {
          result += mismatch(
            "Hessian by \(method)", found.flatMap { $0 }, hessian, tolerance: 10 * tolerance)
        }
      }
      if let product = expected["hvp"].numbers, let v = item["vector"].numbers {
        result += mismatch(
          "Hessian times vector", Reverse.hessianVectorProduct(at: point, along: v, of: f), product,
          tolerance: 10 * tolerance)
      }
      return result
    }

    /// Forward differences, to the last bit of what double precision gives, or exact ones loosely.
    private func differences() -> [String] {
      var result: [String] = []
      for (_, table) in expected["finite_differences"].object ?? [:] {
        guard let h = table["step"].number else { continue }
        let found = point.indices.map { difference($0, h) }
        if let numbers = table["forward_difference_in_float64"].numbers {
          result += mismatch("differences at \(h)", found, numbers, tolerance: 0)
        }
        if let numbers = table["forward_difference_exact_arithmetic"].numbers {
          result += mismatch("differences at \(h)", found, numbers, tolerance: 1e-9)
        }
      }
      for row in expected["table"].array ?? [] {
        guard let h = row["dx"].number, let number = row["forward_difference_float64"].number else {
          continue
        }
        result += mismatch("difference at \(h)", [difference(0, h)], [number], tolerance: 0)
      }
      for (step, number) in expected["forward_difference_exact"].object ?? [:] {
        guard let h = Double(step), let number = number.number else { continue }
        result += mismatch("difference at \(h)", [difference(0, h)], [number], tolerance: 1e-12)
      }
      return result
    }

    private func difference(_ i: Int, _ h: Double) -> Double {
      Numerical.estimate(at: point[i], scheme: .forward(step: h)) { xi in
        var x = point
        x[i] = xi
        return f(x)
      }.derivative
    }

    /// `f(a + ε) = primal + tangent ε + c ε²`, one input at a time.
    private func dual() -> [String] {
      var result: [String] = []
      for (i, name) in program.inputs.enumerated() {
        let row = expected["forward_dual"]["wrt_\(name)"]
        let series = f(
          point.enumerated().map { Taylor(variable: $1, direction: $0 == i ? 1 : 0, order: 2) })
        for (k, key) in ["primal", "tangent", "eps2_coefficient"].enumerated() {
          guard let number = row[key].number else { continue }
          result += mismatch("\(key) for \(name)", [series[k]], [number], tolerance: tolerance)
        }
      }
      return result
    }

    /// The derivatives of intermediate results, each told by its value in `forward_values`.
    private func forwardTables() -> [String] {
      var result: [String] = []
      for (i, name) in program.inputs.enumerated() {
        let rows = expected["forward_wrt_\(name)"].object ?? [:]
        let lines = program.lineValues(
          at: point.enumerated().map { Dual($1, tangent: $0 == i ? 1 : 0) })
        for (intermediate, derivative) in rows {
          guard let derivative = derivative.number else { continue }
          result += match(
            intermediate, lines.map { ($0.primal, $0.tangent) }, "derivative", derivative)
        }
      }
      return result
    }

    /// The adjoints of intermediate results and inputs.
    private func reverseTable() -> [String] {
      let table = expected["reverse"]
      guard table.exists else { return [] }
      let tape = Tape<Double>()
      let variables = point.map { tape.variable($0) }
      let lines = program.lineValues(at: variables)
      let adjoints = tape.adjoints(of: lines[Int(program.outputs[0])])
      var result: [String] = []
      for (name, adjoint) in table["adjoints"].object ?? [:] {
        guard let adjoint = adjoint.number else { continue }
        if let i = program.inputs.firstIndex(of: name) {
          result += mismatch(
            "adjoint of \(name)", [adjoints[variables[i]]], [adjoint], tolerance: tolerance)
        } else if table["forward_values"][name].exists {
          result += match(name, lines.map { ($0.primal, adjoints[$0]) }, "adjoint", adjoint)
        }
      }
      return result
    }

    /// A complaint unless some line has the value that the example gives `name`, and `number`.
    private func match(
      _ name: String, _ lines: [(value: Double, other: Double)], _ what: String, _ number: Double
    ) -> [String] {
      let value = expected["reverse"]["forward_values"][name].number
      let isFound = lines.contains { line in
        (value.map { relativeError([line.value], [$0]) <= tolerance } ?? true)
          && relativeError([line.other], [number]) <= tolerance
      }
      return isFound ? [] : ["no line has the \(what) \(number) of \(name)"]
    }

    /// The formulas: the expanded function and its partial derivatives, as a person writes them.
    private func symbolic() -> [String] {
      var result: [String] = []
      let formulas = expected["symbolic"]
      func expect(_ what: String, _ found: Expression, _ text: String?) {
        guard let text else { return }
        let plain = found.description
        if Self.squeezed(plain) != Self.squeezed(text) {
          result.append("\(what) is \(plain), not \(text)")
        }
      }
      let output = program.expressions()[0]
      expect("the expanded function", output.expanded(), formulas["expanded"].string)
      for (i, name) in program.inputs.enumerated() {
        let derivative = output.gradient()[i].simplified()
        expect("∂/∂\(name)", derivative, formulas["dLd\(name)"].string)
      }
      return result
    }

    /// A formula without spaces and multiplication signs, which are a matter of style.
    private static func squeezed(_ formula: String) -> String { formula.filter { $0 != " " && $0 != "*" } }

    /// Vector-Jacobian products of the four operations at the point.
    private func products() -> [String] {
      guard let u = item["cotangent"].number, point.count == 2 else { return [] }
      var result: [String] = []
      func expect(_ key: String, _ f: ([Variable<Double>]) -> Variable<Double>) {
        guard let numbers = expected[key].numbers else { return }
        let found = Reverse.vectorJacobianProduct(at: point, cotangent: [u]) { [f($0)] }
        result += mismatch("product of \(key)", found, numbers, tolerance: tolerance)
      }
      expect("add") { $0[0] + $0[1] }
      expect("subtract") { $0[0] - $0[1] }
      expect("multiply") { $0[0] * $0[1] }
      expect("divide") { $0[0] / $0[1] }
      return result
    }
  }
}
