// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation
import Testing

/// What a run of a program did.
struct Run {
  let status: Int32
  let output: String
  let errors: String

  /// The output as JSON.
  func json() throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
  }
}

/// The folder of the built products.
let productFolder: URL = {
  if let bundle = Bundle.allBundles.first(where: { $0.bundlePath.hasSuffix(".xctest") }) {
    return bundle.bundleURL.deletingLastPathComponent()
  }
  return URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    .deletingLastPathComponent()
}()

/// Runs `wengert` with these arguments and `input` as its standard input.
func wengert(
  _ arguments: String..., input: String = "", environment: [String: String] = [:]
) throws -> Run {
  try run(
    productFolder.appendingPathComponent("wengert"), arguments, input: input,
    environment: environment)
}

/// Runs a line of shell, which finds `wengert`, in `folder`.
func shell(_ line: String, in folder: URL? = nil) throws -> Run {
  let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
  return try run(
    URL(fileURLWithPath: "/bin/sh"), ["-c", line], in: folder,
    environment: ["PATH": productFolder.path + ":" + path])
}

/// All streams are files, so that no amount of text makes one side wait for the other.
private func run(
  _ program: URL, _ arguments: [String], in folder: URL? = nil, input: String = "",
  environment: [String: String]
) throws -> Run {
  try withFolder { streams in
    let names = ["in", "out", "err"].map { streams.appendingPathComponent($0) }
    try input.write(to: names[0], atomically: false, encoding: .utf8)
    try Data().write(to: names[1])
    try Data().write(to: names[2])
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    if let folder { process.currentDirectoryURL = folder }
    var variables = ProcessInfo.processInfo.environment
    for name in ["COLUMNS", "NO_COLOR"] { variables[name] = nil }
    process.environment = variables.merging(environment) { $1 }
    process.standardInput = try FileHandle(forReadingFrom: names[0])
    process.standardOutput = try FileHandle(forWritingTo: names[1])
    process.standardError = try FileHandle(forWritingTo: names[2])
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationReason == .exit, "a crash: \(arguments)")
    return Run(
      status: process.terminationStatus,
      output: String(decoding: try Data(contentsOf: names[1]), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: names[2]), as: UTF8.self))
  }
}

/// Does something with a new folder, which is then removed.
func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("wengert-" + UUID().uuidString)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}
