// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Wengert

extension EdgeConventionsFile {
  /// The decisions of the library at every point of the file, as a page of Markdown.
  static func table(_ file: JSON) -> String {
    var text = """
      # Edge cases, one by one

      What this library answers where a convention decides; the rules behind it are in
      [Conventions](Conventions.md). Forward and reverse mode agree on every line. The last column is
      the second derivative of a function of one variable, and the Hessian row by row otherwise.
      This page is written by `oracle conventions FILE`, and a test compares it with the library.

      """
    var category = ""
    for item in file["cases"].array ?? [] {
      guard let choice = try? Choice(item) else { continue }
      let next = item["category"].string ?? ""
      if next != category {
        category = next
        text += """

          ## \(headings[category] ?? category)

          | function | at | value | gradient | second |
          |---|---|---|---|---|

          """
      }
      let cells = [
        "`\(item["expression"].string ?? "")`", list(item["point"].numbers ?? []), write(choice.value),
        list(choice.gradient), list(choice.hessian.flatMap { $0 }),
      ]
      text += "| " + cells.joined(separator: " | ") + " |\n"
    }
    return text
  }

  private static let headings = [
    "tie": "Ties and kinks", "singular": "Singular points", "pow": "Powers",
    "where": "Choices", "step": "Steps", "overflow": "Overflow",
  ]

  private static func list(_ values: [Double]) -> String { values.map(write).joined(separator: ", ") }

  private static func write(_ value: Double) -> String {
    value.isNaN ? "nan" : value.isInfinite ? (value < 0 ? "−∞" : "∞") : value.shortDescription
  }
}
