// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertPrograms
import WengertScalars

/// A program and the points where its C source is compared with the library.
struct CSourceCase {
  let name: String
  let program: Program
  let points: [[Double]]

  init(_ name: String, _ program: Program, _ points: [[Double]]) {
    self.name = name
    self.program = program
    self.points = points
  }

  /// What the C functions gave at a point: the values of one, values and derivatives of the other.
  struct Result {
    let point: [Double]
    let values: [Double]
    let valuesAgain: [Double]
    let jacobian: [Double]
  }

  /// The results of many programs, from one file of C and one process.
  static func results(
    of cases: [CSourceCase], precision: CSource.Precision = .double
  ) throws -> [[Result]] {
    let real = precision == .double ? "double" : "float"
    var text = ""
    var main = "int main(void) {\n"
    for (number, item) in cases.enumerated() {
      let (n, m) = (item.program.inputs.count, item.program.outputs.count)
      text += CSource(item.program, functionName: "case\(number)", precision: precision).text
      // The compiler must not know the points: it would evaluate the functions itself.
      text += "static volatile const double points\(number)[] = {"
      text += (n == 0 ? ["0"] : item.points.joined().map(literal)).joined(separator: ", ") + "};\n"
      main += """
          for (int p = 0; p < \(item.points.count); ++p) {
            \(real) x[\(max(n, 1))] = {0}, y[\(m)], z[\(m)], j[\(max(n * m, 1))];
            for (int i = 0; i < \(n); ++i) x[i] = (\(real))points\(number)[p * \(n) + i];
            case\(number)(x, y);
            case\(number)_\(m == 1 ? "gradient" : "jacobian")(x, z, j);
            for (int i = 0; i < \(m); ++i) printf("%a ", (double)y[i]);
            for (int i = 0; i < \(m); ++i) printf("%a ", (double)z[i]);
            for (int i = 0; i < \(n * m); ++i) printf("%a ", (double)j[i]);
            printf("\\n");
          }

        """
    }
    text = "#include <stdio.h>\n" + text + main + "  return 0;\n}\n"
    var lines = try CSourceCompiler.run(text)[...]
    return cases.map { item in
      let m = item.program.outputs.count
      return item.points.map { point in
        let numbers = (lines.popFirst() ?? "").split(separator: " ").map { Double($0) ?? .nan }
        return Result(
          point: point, values: Array(numbers.prefix(m)),
          valuesAgain: Array(numbers.dropFirst(m).prefix(m)),
          jacobian: Array(numbers.dropFirst(2 * m)))
      }
    }
  }

  private static func literal(_ value: Double) -> String {
    value.isNaN ? "NAN" : value.isInfinite ? (value < 0 ? "-INFINITY" : "INFINITY") : "\(value)"
  }
}

/// Whether two numbers differ by no more than `relative` times the greatest of them and `scale`, or
/// a unit of the smallest subnormal numbers; nan is nan, and zeros have signs.
func agree(
  _ a: Double, _ b: Double, relative: Double, scale: Double = 0,
  least: Double = .leastNonzeroMagnitude
) -> Bool {
  if a.isNaN || b.isNaN { return a.isNaN && b.isNaN }
  if a == b { return a != 0 || a.sign == b.sign }
  return (a - b).magnitude <= max(relative * max(a.magnitude, b.magnitude, scale), least)
}
