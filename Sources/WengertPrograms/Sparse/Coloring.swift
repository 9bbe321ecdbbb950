// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// A colour for every column of a matrix: the derivatives along those of one colour are computed at once.
///
/// A. H. Gebremedhin, F. Manne, A. Pothen, "What color is your Jacobian? Graph coloring for computing
/// derivatives", SIAM Review 47 (2005).
struct Coloring {
  /// The colours, from 0.
  private(set) var colors: [Int]
  private(set) var count = 0

  /// Which number each colour was last forbidden for.
  private var forbidden: [Int] = []

  /// How many colours are forbidden for the number whose turn it is.
  private var forbiddenCount = 0

  private init(_ count: Int) { colors = [Int](repeating: -1, count: count) }

  /// No two columns of a colour have an element in the same row, so that the sum of the columns of a
  /// colour has every element of theirs.
  ///
  /// A. R. Curtis, M. J. D. Powell, J. K. Reid, "On the estimation of sparse Jacobian matrices", J. Inst.
  /// Math. Appl. 13 (1974); the orders: T. F. Coleman, J. J. Moré, "Estimation of sparse Jacobian matrices
  /// and graph coloring problems", SIAM J. Numer. Anal. 20 (1983).
  ///
  /// - Complexity: at most the sum of the squared lengths of the rows.
  static func columns(of pattern: SparsityPattern) -> Coloring {
    let transposed = pattern.transposed()
    func greedy(_ order: [Int]) -> Coloring {
      var result = Coloring(pattern.columnCount)
      for column in order {
        for place in transposed.places(inRow: column) where result.hasChoice {
          for other in pattern.places(inRow: transposed.columns[place]) {
            result.forbid(result.colors[pattern.columns[other]], column)
          }
        }
        result.choose(column)
      }
      return result
    }
    // As they come is best for bands: as many colours as the longest row has elements.
    let natural = greedy(Array(0..<pattern.columnCount))
    if natural.count <= pattern.longestRow { return natural }
    let largestFirst = greedy(transposed.rowsByLength())
    return largestFirst.count < natural.count ? largestFirst : natural
  }

  /// A star colouring of a symmetric pattern: neighbours differ, and every path over four of them has at
  /// least three colours. Each element is then alone in a row of the compressed matrix, either in its own
  /// row or in that of its mirror image.
  ///
  /// T. F. Coleman, J. J. Moré, "Estimation of sparse Hessian matrices and graph coloring problems", Math.
  /// Program. 28 (1984).
  ///
  /// - Complexity: the number of elements times the number of colours.
  static func star(of pattern: SparsityPattern) -> Coloring {
    func greedy(_ order: [Int]) -> Coloring {
      var result = Coloring(pattern.rowCount)
      var surroundings = ColorSurroundings(pattern)
      // The neighbour of a colour that was seen first.
      var first: [(of: Int, neighbor: Int)] = []
      for vertex in order {
        let neighbors = pattern.columns[pattern.places(inRow: vertex)].lazy.filter {
          $0 != vertex && result.colors[$0] >= 0
        }
        for neighbor in neighbors where result.hasChoice {
          let color = result.colors[neighbor]
          result.forbid(color, vertex)
          surroundings.forEach(of: neighbor) { if $0.isStar { result.forbid($0.color, vertex) } }
          while first.count <= color { first.append((-1, -1)) }
          if first[color].of != vertex {
            first[color] = (vertex, neighbor)
          } else {
            // The vertex would be between two of a colour, which must then be the only others.
            surroundings.forEach(of: first[color].neighbor) { result.forbid($0.color, vertex) }
            surroundings.forEach(of: neighbor) { result.forbid($0.color, vertex) }
          }
        }
        result.choose(vertex)
        surroundings.add(vertex, result.colors, pattern)
      }
      return result
    }
    let natural = greedy(Array(0..<pattern.rowCount))
    let largestFirst = greedy(pattern.rowsByLength())
    return largestFirst.count < natural.count ? largestFirst : natural
  }

  /// Whether a colour is left for the number whose turn it is.
  private var hasChoice: Bool { forbiddenCount < count }

  @inline(__always)
  private mutating func forbid(_ color: Int, _ number: Int) {
    if color < 0 || forbidden[color] == number { return }
    forbidden[color] = number
    forbiddenCount += 1
  }

  /// Gives `number` the least colour that is not forbidden for it, or a new one.
  private mutating func choose(_ number: Int) {
    if hasChoice {
      colors[number] = forbidden.firstIndex { $0 != number } ?? 0
    } else {
      colors[number] = count
      count += 1
      forbidden.append(-1)
    }
    forbiddenCount = 0
  }
}

extension SparsityPattern {
  /// The rows, the longest first, and those of one length as they come.
  fileprivate func rowsByLength() -> [Int] {
    let longest = longestRow
    var offsets = [Int](repeating: 0, count: longest + 2)
    for row in 0..<rowCount { offsets[longest - places(inRow: row).count + 1] += 1 }
    for shortfall in 1..<offsets.count { offsets[shortfall] += offsets[shortfall - 1] }
    var rows = [Int](repeating: 0, count: rowCount)
    for row in 0..<rowCount {
      let shortfall = longest - places(inRow: row).count
      rows[offsets[shortfall]] = row
      offsets[shortfall] += 1
    }
    return rows
  }
}

/// The colours around each vertex of a graph, while it is being coloured.
private struct ColorSurroundings {
  struct Entry {
    var color: Int
    /// The neighbour of that colour, −1 if there are several.
    var neighbor: Int
    /// Whether a neighbour of that colour has several neighbours of the vertex's own colour.
    var isStar = false
  }

  /// Those of a vertex are in the places of its row: there are no more colours than neighbours.
  private var entries: [Entry]
  private var counts: [Int]
  private let offsets: [Int]

  init(_ pattern: SparsityPattern) {
    entries = [Entry](repeating: Entry(color: -1, neighbor: -1), count: pattern.nonzeroCount)
    counts = [Int](repeating: 0, count: pattern.rowCount)
    offsets = pattern.rowOffsets
  }

  @inline(__always)
  func forEach(of vertex: Int, _ body: (Entry) -> Void) {
    for k in offsets[vertex]..<offsets[vertex] + counts[vertex] { body(entries[k]) }
  }

  /// Takes note of a vertex that has got its colour.
  mutating func add(_ vertex: Int, _ colors: [Int], _ pattern: SparsityPattern) {
    let color = colors[vertex]
    let neighbors = pattern.columns[pattern.places(inRow: vertex)].lazy.filter {
      $0 != vertex && colors[$0] >= 0
    }
    for neighbor in neighbors { enter(neighbor, colors[neighbor], at: vertex) }
    for neighbor in neighbors {
      let only = enter(vertex, color, at: neighbor)
      if only >= 0 { mark(colors[neighbor], at: only) }
      // The neighbour has several of the colour, of which the vertex is one.
      if only != -1 { mark(colors[neighbor], at: vertex) }
    }
    for neighbor in neighbors where entries[find(colors[neighbor], at: vertex)].neighbor < 0 {
      mark(color, at: neighbor)
    }
  }

  /// Enters a neighbour, and says which was the only one of its colour before; −1 if there was none, −2 if
  /// there were several.
  @discardableResult
  private mutating func enter(_ neighbor: Int, _ color: Int, at vertex: Int) -> Int {
    let place = find(color, at: vertex)
    if place == offsets[vertex] + counts[vertex] {
      entries[place] = Entry(color: color, neighbor: neighbor)
      counts[vertex] += 1
      return -1
    }
    let only = entries[place].neighbor
    entries[place].neighbor = -1
    return only >= 0 ? only : -2
  }

  private mutating func mark(_ color: Int, at vertex: Int) {
    entries[find(color, at: vertex)].isStar = true
  }

  /// The place of a colour around a vertex, or the next free one.
  private func find(_ color: Int, at vertex: Int) -> Int {
    var place = offsets[vertex]
    let end = place + counts[vertex]
    while place < end && entries[place].color != color { place += 1 }
    return place
  }
}
