// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension TensorProgram: CustomStringConvertible {
  /// The listing, one operation a line:
  ///
  /// ```
  /// x: float64[3, 2] ->
  ///   v2: float64[3, 2] = x * 2
  ///   v3: float64[3] = sum axes=[1] v2
  ///   v4: float64[3] = v3    // hidden
  ///   return v4
  /// ```
  ///
  /// Labels (``Tensor/named(_:)``) and the paths of parameters are comments. Numbers and short
  /// vectors are written out; of larger constants only the type is shown. Programs that an
  /// operation runs are listed below it.
  ///
  /// - Complexity: linear.
  public var description: String {
    var text = ""
    write(to: &text, margin: "")
    return text
  }

  private func write(to text: inout String, margin: String) {
    let names = ProgramNames(self)
    text += inputs.map { "\(names[$0]): \(lines[Int($0)].type)" }.joined(separator: ", ")
    text += inputs.isEmpty ? "->\n" : " ->\n"
    forEachListedLine { line in
      if line.kind == .input { return }
      text += "\(margin)  \(line.declaration) = \(line.expression)"
      if !line.comment.isEmpty { text += "    // \(line.comment)" }
      text += "\n"
      for program in line.programs {
        text += margin + "      "
        program.write(to: &text, margin: margin + "      ")
        text += "\n"
      }
    }
    text += "\(margin)  return \(outputNames.joined(separator: ", "))"
  }
}
