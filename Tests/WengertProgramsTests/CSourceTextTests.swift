// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Testing
import WengertPrograms
import WengertScalars

/// How the C source of a program reads.
@Suite("Text of C sources")
struct CSourceTextTests {
  private let product = Program(inputs: ["x", "y"]) { v in (v[0] + v[1]) * (v[0] + 2 * v[1]) }

  @Test func `a program and its gradient`() {
    #expect(
      CSource(product).text == """
        /*
         * Straight-line code by Wengert, automatic differentiation for Swift.
         *
         * f computes the value of a function of 2 inputs:
         *   inputs[0]  x
         *   inputs[1]  y
         *
         * f_gradient computes also the derivatives with respect to the inputs, in this order.
         * It may give nan where one factor of a derivative is infinite and another zero.
         */
        #include <math.h>

        void f(const double *inputs, double *value);
        void f_gradient(const double *inputs, double *value, double *gradient);

        void f(const double *inputs, double *value) {
          const double x = inputs[0];
          const double y = inputs[1];
          const double v2 = x + y;
          const double v4 = 2.0 * y;
          const double v5 = x + v4;
          const double v6 = v2 * v5;
          value[0] = v6;
        }

        void f_gradient(const double *inputs, double *value, double *gradient) {
          const double x = inputs[0];
          const double y = inputs[1];
          const double v2 = x + y;
          const double v4 = 2.0 * y;
          const double v5 = x + v4;
          const double v6 = v2 * v5;
          const double v7 = 2.0 * v2;
          const double v8 = v2 + v5;
          const double v9 = v7 + v5;
          value[0] = v6;
          gradient[0] = v8;
          gradient[1] = v9;
        }

        """)
  }

  @Test func `named lines keep their names, also in the gradient`() {
    var program = product
    program.lineNames = [2: "sum", 5: "weighted sum"]
    let text = CSource(program, functionName: "int").text
    #expect(text.contains("void int_(const double *inputs, double *value) {"))
    #expect(text.contains("void int_gradient("))
    #expect(text.split(separator: "  const double sum = x + y;\n").count == 3)
    #expect(text.split(separator: " weighted_sum = x + v4; /* weighted sum */\n").count == 3)
  }

  @Test func `helpers are defined once, and only where they are used`() {
    let program = Program(inputs: ["x"]) { x in .sigmoid(x[0]) + .sigmoid(2 * x[0]) }
    let text = CSource(program, functionName: "g", contents: .value).text
    #expect(text.split(separator: "static double g_sigmoid(double x) {").count == 2)
    #expect(text.split(separator: "static").count == 2)
    #expect(!CSource(product).text.contains("static"))
  }

  @Test func `single precision`() {
    let program = Program(inputs: ["x"]) { x in .sin(0.1 * x[0]) }
    let text = CSource(program, contents: .value, precision: .float).text
    #expect(text.contains("const float v2 = 0.1f * x;\n"))
    #expect(text.contains("const float v3 = sinf(v2);\n"))
    #expect(!text.contains("double"))
  }

  @Test func `a comment cannot be ended by a name`() {
    let program = Program(inputs: ["a*/\nint b;/*", "c"]) { x in x[0] * x[1] }
    let text = CSource(program, contents: .value).text
    #expect(text.contains("inputs[0]  a* / int b;/ *\n"))
    #expect(text.contains("const double a_int_b_ = inputs[0]; /* a* / int b;/ * */\n"))
  }

  @Test func `a Jacobian of several outputs`() {
    let program = Program(inputs: ["x"]) { x in [.exp(x[0]), 3 * x[0]] }
    let text = CSource(program).text
    #expect(
      text.contains("void f_jacobian(const double *inputs, double *values, double *jacobian) {"))
    #expect(text.contains("  jacobian[1] = 3.0;\n"))
  }

  /// Proportional to the length, in constant stack.
  @Test func `a program of many lines`() {
    let program = Program(inputs: ["x"]) { x in (0..<20_000).reduce(x[0]) { y, _ in y * x[0] } }
    let text = CSource(program).text
    #expect(text.utf8.reduce(0) { $0 + ($1 == 0x3B ? 1 : 0) } > 60_000)
  }
}
