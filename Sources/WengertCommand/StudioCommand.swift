// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import ArgumentParser
import Foundation
import Wengert

/// `wengert studio`.
struct StudioCommand: ParsableCommand {
  enum Page: String, CaseIterable, ExpressibleByArgument {
    case explain, train, compare, learn, about
  }

  static let configuration = CommandConfiguration(
    commandName: "studio",
    abstract: "Open Wengert Studio, the page that explains derivatives and trains networks.",
    discussion: """
      The page is the file studio.html, which `make studio` builds; it is looked for in this folder and \
      those around it, then beside this program and around that. It needs no server and no network.

      EXAMPLES:
        wengert studio --print
        wengert studio "(x+y)*(x+2*y)" x=2 y=3 --print
        wengert studio --page train --print
      """)

  @Argument(help: "A formula to begin with.") var expression: String?
  @Argument(help: ArgumentHelp("Values of its variables.", valueName: "name=value"))
  var values: [String] = []
  @Option(help: "The page to show.") var page: Page = .explain
  @Option(help: ArgumentHelp("The file of the page.", valueName: "path")) var file: String?
  @Flag(help: "Print the address, and open nothing.") var print = false

  func run() throws {
    let page = try StudioPage(file: file)
    let address = page.url.absoluteString + "#" + self.page.rawValue + (try query())
    if print { return try StandardOutput.write(address + "\n") }
    try page.open(address)
  }

  /// The formula and its values, as the page reads them from its address.
  private func query() throws -> String {
    guard let expression else { return "" }
    let subject = try ExpressionArguments.subject(of: expression)
    let point = try PointArguments.partialPoint(of: subject, values)
    var items = ["f=" + Self.encoded(subject.source)]
    for (name, value) in zip(subject.variables, point) {
      if let value { items.append("v." + Self.encoded(name) + "=" + Self.encoded(value.shortDescription)) }
    }
    return "?" + items.joined(separator: "&")
  }

  private static func encoded(_ text: String) -> String {
    text.addingPercentEncoding(
      withAllowedCharacters: .alphanumerics.intersection(.init(charactersIn: "!"..."~")))
      ?? text
  }
}
