// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertKernels

/// The search for the line to blame among the evaluated lines of a trace.
///
/// Only lines count through which an infinity or nan reached a result: what an untaken branch of a
/// `select` holds does no harm. Infinities that were given, such as those of a mask, are no fault
/// either, until a nan is made of them.
struct NonFiniteSearch {
  /// What the value of a line has at worst.
  private enum State: UInt8, Comparable {
    case finite, infinite, nan
    static func < (x: State, y: State) -> Bool { x.rawValue < y.rawValue }
  }

  private let trace: Trace
  private let states: [State]

  init(_ trace: Trace) {
    self.trace = trace
    states = trace.values.map { value in
      guard let value, value.dtype.isFloatingPoint else { return .finite }
      let counts = value.nonFiniteCounts
      return counts.nan > 0 ? .nan : counts.infinite > 0 ? .infinite : .finite
    }
  }

  /// The line that first is not finite by its own fault, nil if the results are finite.
  func firstLine(results: [Int32]) -> Int32? {
    var isRelevant = [Bool](repeating: false, count: states.count)
    for result in results where states[Int(result)] > .finite { isRelevant[Int(result)] = true }
    for i in states.indices.reversed() where isRelevant[i] {
      for operand in trace.sources(of: Int32(i)) where states[Int(operand)] > .finite {
        isRelevant[Int(operand)] = true
      }
    }
    // Every relevant line that is passed over here is an infinity that was given.
    for i in states.indices where isRelevant[i] {
      let sources = trace.sources(of: Int32(i))
      let isMadeHere = !sources.isEmpty && sources.allSatisfy { states[Int($0)] == .finite }
      if isMadeHere || states[i] == .nan { return trace.variable(of: Int32(i)) }
    }
    return isRelevant.firstIndex(of: true).map { trace.variable(of: Int32($0)) }
  }
}

extension Trace {
  /// The lines that the value of a line is computed from.
  func sources(of i: Int32) -> Line.Operands {
    let line = lines[Int(i)]
    guard case .projection = line.operation else { return line.operands }
    return lines[Int(line.operands[0])].operands
  }
}

extension Trace {
  /// The line of the parameter that line `i` holds the numbers of, if it does, else `i`.
  fileprivate func variable(of i: Int32) -> Int32 {
    guard i + 1 < count, case .identity(let identity) = lines[Int(i) + 1].operation,
      case .variable = identity.purpose, lines[Int(i) + 1].operands[0] == i
    else { return i }
    return i + 1
  }
}

extension NDArray {
  /// How many elements are infinite, and how many nan.
  var nonFiniteCounts: (infinite: Int, nan: Int) {
    var (infinite, nan) = (0, 0)
    for i in 0..<count {
      let element = double(at: i)
      if element.isNaN { nan += 1 } else if element.isInfinite { infinite += 1 }
    }
    return (infinite, nan)
  }

  /// The place of an element in row-major order, axis by axis.
  func index(at place: Int) -> [Int] {
    let strides = shape.strides
    return shape.indices.map { place / strides[$0] % Swift.max(shape[$0], 1) }
  }

  /// The least and the greatest element.
  var range: (least: Double, greatest: Double)? {
    var range: (least: Double, greatest: Double)?
    for i in 0..<count {
      let element = double(at: i)
      guard !element.isNaN else { continue }
      range =
        range.map { (Swift.min($0.least, element), Swift.max($0.greatest, element)) }
        ?? (element, element)
    }
    return range
  }
}
