// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation

/// Checks the library against files of reference cases that were made elsewhere.
///
/// Usage: `oracle [--only OPERATION] PATH…`, each a file of one of the known formats or a folder of such files. Prints
/// a line a file with the first failures, then `N passed, N failed`; the status is 1 if a case
/// failed, and 2 if a file cannot be read.
///
/// `oracle conventions FILE` prints what the library decides at the edge cases of the file.
@main
enum Oracle {
  static func main() {
    var paths = Array(CommandLine.arguments.dropFirst())
    var only: String?
    if paths.first == "--only", paths.count > 1 {
      only = paths[1]
      paths.removeFirst(2)
    }
    guard !paths.isEmpty, !paths.contains("--help"), !paths.contains("-h") else {
      print(
        "usage: oracle [--only OPERATION] PATH…   (files of reference cases, or folders of them)\n       oracle conventions FILE"
      )
      exit(paths.isEmpty ? 2 : 0)
    }
    if paths.first == "conventions", let path = paths.dropFirst().first {
      printConventions(path)
      return
    }
    var passed = 0
    var failed = 0
    var isReadable = true
    for path in paths.flatMap(files) {
      do {
        let report = try check(path, only: only)
        print(report?.text(file: path) ?? "\(path): skipped, not a format known here")
        passed += report?.passed ?? 0
        failed += report?.failed ?? 0
      } catch {
        print("\(path): cannot be read: \(error.localizedDescription)")
        isReadable = false
      }
    }
    print("\(passed) passed, \(failed) failed")
    exit(!isReadable ? 2 : failed > 0 ? 1 : 0)
  }

  /// The file itself, or the JSON files of a folder in order.
  private static func files(_ path: String) -> [String] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue,
      let names = try? FileManager.default.contentsOfDirectory(atPath: path)
    else { return [path] }
    return names.filter { $0.hasSuffix(".json") || $0.hasSuffix(".jsonl") }.sorted().map { path + "/" + $0 }
  }

  private static func printConventions(_ path: String) {
    do {
      print(EdgeConventionsFile.table(try read(path)), terminator: "")
    } catch {
      print("\(path): cannot be read: \(error.localizedDescription)")
      exit(2)
    }
  }

  private static func read(_ path: String) throws -> JSON {
    try JSONDecoder().decode(JSON.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
  }

  /// The values of a file that has one on each line.
  private static func lines(_ path: String) throws -> [JSON] {
    let decoder = JSONDecoder()
    return try Data(contentsOf: URL(fileURLWithPath: path)).split(separator: UInt8(ascii: "\n"))
      .map { try decoder.decode(JSON.self, from: $0) }
  }

  /// The report of a file, whose format is told by what it holds; nil if it is none known.
  private static func check(_ path: String, only: String?) throws -> Report? {
    if path.hasSuffix(".jsonl") { return TensorFile.check(try lines(path), only: only) }
    let file = try read(path)
    if file["problems"].exists { return MoreGarbowHillstromFile.check(file) }
    if file["examples"].exists { return SeedExamplesFile.check(file) }
    if file["traps"].exists { return TrapsFile.check(file) }
    if file["curves"].exists { return try TrainingFile.check(file, path: path) }
    guard let first = file["cases"].array?.first else { return nil }
    if first["expect"].exists { return ParserFile.check(file) }
    if first["peers"].exists { return EdgeConventionsFile.check(file) }
    if first["points"].exists { return ScalarFile.check(file) }
    return nil
  }
}
