// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation

/// The C compiler of the system, and one file of C that many programs share.
enum CSourceCompiler {
  /// `clang` or `cc` on the search path, or the `clang` next to `swift`; nil if there is none.
  static let path: String? = {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    let files = FileManager.default
    func find(_ name: String) -> String? {
      folders.lazy.map { $0 + "/" + name }.first { files.isExecutableFile(atPath: $0) }
    }
    if let clang = find("clang") { return clang }
    if let swift = find("swift") {
      let real = URL(fileURLWithPath: swift).resolvingSymlinksInPath().deletingLastPathComponent()
      let clang = real.appendingPathComponent("clang").path
      if files.isExecutableFile(atPath: clang) { return clang }
    }
    return find("cc")
  }()

  /// An error of the compiler or of the compiled program, with what it printed.
  struct Failure: Error {
    let output: String
  }

  /// Compiles a file with all warnings as errors, and gives the lines that it prints when run.
  static func run(_ text: String) throws -> [Substring] {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("wengert-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let source = folder.appendingPathComponent("program.c")
    let product = folder.appendingPathComponent("program")
    try Data(text.utf8).write(to: source)
    _ = try output(
      of: path ?? "cc",
      [
        "-std=c99", "-O2", "-Wall", "-Wextra", "-Wpedantic", "-Wmissing-prototypes", "-Werror",
        "-o", product.path, source.path, "-lm",
      ])
    return try output(of: product.path, []).split(separator: "\n")
  }

  private static func output(of program: String, _ arguments: [String]) throws -> String {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    if process.terminationStatus != 0 { throw Failure(output: String(text.prefix(4000))) }
    return text
  }
}
