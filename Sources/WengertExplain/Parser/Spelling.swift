// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Suggests what somebody may have meant.
public enum Spelling {
  /// The candidate that is most like `name`, nil if none is much like it.
  ///
  /// The case of letters makes no difference. A name of one letter is like no other; of a longer
  /// one, a third of the letters may differ, and one in any case.
  ///
  /// ```swift
  /// Spelling.nearest(to: "sine", among: ["sin", "cos"])     // "sin"
  /// ```
  ///
  /// - Complexity: the length of `name` times that of the candidates; names above 64 bytes are
  ///   not looked at.
  public static func nearest(to name: String, among candidates: [String]) -> String? {
    let length = name.utf8.count
    guard length <= 64 else { return nil }
    var best: String?
    var bestDistance = (length < 2 ? 0 : max(1, length / 3)) + 1
    for candidate in candidates {
      let other = candidate.utf8.count
      guard other <= 64, max(other, length) - min(other, length) < bestDistance else { continue }
      let distance = editDistance(name, candidate)
      if distance < bestDistance, distance < other {
        (best, bestDistance) = (candidate, distance)
      }
    }
    return best
  }

  /// How many bytes must be inserted, left out, replaced, or exchanged with their neighbour to
  /// turn one name into the other, upper and lower case being the same.
  ///
  /// The optimal string alignment distance of Damerau and Levenshtein, by dynamic programming.
  ///
  /// - Complexity: O(`a.count · b.count`).
  public static func editDistance(_ a: String, _ b: String) -> Int {
    let a = a.utf8.map(lowercased)
    let b = b.utf8.map(lowercased)
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      row.reserveCapacity(b.count + 1)
      for j in b.indices {
        var distance = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          distance = min(distance, beforeLast[j - 1] + 1)
        }
        row.append(distance)
      }
      (beforeLast, last) = (last, row)
    }
    return last[b.count]
  }

  private static func lowercased(_ byte: UInt8) -> UInt8 {
    UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte
  }
}
