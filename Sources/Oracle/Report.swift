// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// What became of the cases of one file.
struct Report {
  /// How many failures are described; all are counted.
  static let described = 10

  private(set) var passed = 0
  private(set) var failed = 0
  private(set) var failures: [String] = []
  /// Further lines about the file, such as how many of the hardest cases succeed.
  var remarks: [String] = []

  /// Records one case, which passes if it has no complaints.
  mutating func record(_ name: String, _ complaints: [String]) {
    if complaints.isEmpty {
      passed += 1
    } else {
      failed += 1
      if failures.count < Self.described {
        failures.append(name + ": " + complaints.joined(separator: "; "))
      }
    }
  }

  func text(file: String) -> String {
    var lines = ["\(file): \(passed)/\(passed + failed)"]
    lines += remarks.map { "  " + $0 }
    lines += failures.map { "  failed  " + $0 }
    if failed > failures.count { lines.append("  … and \(failed - failures.count) more") }
    return lines.joined(separator: "\n")
  }
}

/// `max |a − b| / max |b|`: the error of a vector relative to its largest component; absolute where
/// `b` is zero. Components that are not finite must be equal.
func relativeError(_ a: [Double], _ b: [Double]) -> Double {
  guard a.count == b.count else { return .infinity }
  var difference = 0.0
  var size = 0.0
  for (a, b) in zip(a, b) {
    if a == b || (a.isNaN && b.isNaN) {
      if b.isFinite { size = max(size, b.magnitude) }
      continue
    }
    guard a.isFinite, b.isFinite else { return .infinity }
    difference = max(difference, (a - b).magnitude)
    size = max(size, b.magnitude)
  }
  return size == 0 ? difference : difference / size
}

/// A complaint if `a` is not `b` to within `tolerance`.
func mismatch(
  _ what: String, _ a: [Double], _ b: [Double], tolerance: Double
) -> [String] {
  let error = relativeError(a, b)
  if error <= tolerance { return [] }
  return ["\(what) is \(brief(a)), not \(brief(b)) (error \(error), bar \(tolerance))"]
}

private func brief(_ values: [Double]) -> String {
  values.count == 1 ? "\(values[0])" : "\(Array(values.prefix(4)))" + (values.count > 4 ? "…" : "")
}
