// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import ArgumentParser
import Foundation

/// Where a result goes.
struct OutputOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Write to a file instead of standard output; the end of its name decides the format.",
      valueName: "file"),
    completion: .file())
  var output: String?

  /// The file, if there is one.
  var path: String? {
    guard let output else { return nil }
    // See `ExpressionProtection`.
    return output.hasPrefix(" -") ? String(output.dropFirst()) : output
  }

  /// The ending of the file's name: `svg`.
  var fileExtension: String {
    path.map { URL(fileURLWithPath: $0).pathExtension.lowercased() } ?? ""
  }

  /// Writes `text` to where it was asked for; a line ends it.
  func write(_ text: String) throws {
    let text = text.hasSuffix("\n") || text.isEmpty ? text : text + "\n"
    if let path { try AtomicFile.write(text, to: path) } else { try StandardOutput.write(text) }
  }
}

/// Formats that the end of a file's name can ask for.
protocol FileFormat: RawRepresentable, CaseIterable, ExpressibleByArgument
where RawValue == String {
  /// The endings of names of files in this format.
  var fileExtensions: [String] { get }
}

extension FileFormat {
  /// The format asked for by an option, else by the name of the file; if that has no ending,
  /// `standard`.
  ///
  /// - Throws: A ``Failure`` if the ending is of no format.
  static func chosen(_ option: Self?, for output: OutputOptions, standard: Self) throws -> Self {
    if let option { return option }
    let ending = output.fileExtension
    if ending.isEmpty { return standard }
    if let format = allCases.first(where: { $0.fileExtensions.contains(ending) }) { return format }
    let known = allCases.flatMap(\.fileExtensions).map { "." + $0 }.joined(separator: ", ")
    throw Failure.usage(
      "no format belongs to files that end in .\(ending.shortened); the endings are \(known), and "
        + "with --format there may be any")
  }
}
