// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import RealModule

/// A system of power series that are computed together, one coefficient after the other.
///
/// A function `y = f(u)` satisfies `y′ = f′(u, y) u′`, and `f′` is given by its row of the table as
/// a formula in `u` and `y`, which may contain further functions (the sine needs the cosine, which
/// needs the sine). Written down as series, coefficient k of `y` needs only coefficients below k
/// of `f′`, and coefficient k of `f′` only coefficients up to k of `y`. So the lines of the system,
/// in the order of their creation, are computed for k = 0, then for k = 1, and so on: the
/// "relaxed" power series of J. van der Hoeven, "Relax, but don't be too lazy", JSC 34 (2002).
final class SeriesSystem<Base: Scalar> {
  enum Line {
    case known
    case sum(Int, Int, Base)
    case product(Int, Int)
    case quotient(Int, Int)
    case negative(Int)
    case choice(Base, Int, Int)
    case constant
    /// A function, by the lines of its operands and partial derivatives.
    case function(operands: [Int], partials: [Int])
  }

  private struct Key: Hashable {
    let function: ElementaryFunction
    let parameter: Int
    let x: Int
    let y: Int
  }

  private var lines: [Line] = []
  private var series: [[Base]] = []
  private var orders: [Int] = []
  private var known: [Key: Int] = [:]
  /// The order that new lines are needed to: less by one inside each derivative.
  private var order: Int

  init(order: Int) { self.order = order }

  func append(_ line: Line, first: Base) -> Series<Base> {
    lines.append(line)
    series.append([first])
    orders.append(order)
    return Series(system: self, index: lines.count - 1, number: first)
  }

  func append(known coefficients: Taylor<Base>) -> Series<Base> {
    let entry = append(.known, first: coefficients[0])
    series[entry.index] = (0...order).map { coefficients[$0] }
    return entry
  }

  /// The line of a function, entered with those of its partial derivatives if it is new.
  func function(
    _ function: ElementaryFunction, _ parameter: Int, _ operands: [Series<Base>], value: Base,
    partials: (Series<Base>) -> [Series<Base>]
  ) -> Series<Base> {
    let places = operands.map { $0.place(in: self) }
    let key = Key(
      function: function, parameter: parameter, x: places[0], y: places.count > 1 ? places[1] : -1)
    if let index = known[key], orders[index] >= order {
      return Series(system: self, index: index, number: value)
    }
    let entry = append(.constant, first: value)
    known[key] = entry.index
    guard order > 0 else { return entry }
    order -= 1
    let partialPlaces = partials(entry).map { $0.place(in: self) }
    order += 1
    lines[entry.index] = .function(operands: places, partials: partialPlaces)
    return entry
  }

  /// Computes all lines up to their orders.
  func run() {
    guard order > 0 else { return }
    for k in 1...order {
      for index in lines.indices where orders[index] >= k {
        if case .known = lines[index] { continue }
        series[index].append(coefficient(k, of: lines[index], index))
      }
    }
  }

  subscript(index: Int) -> [Base] { series[index] }

  private func coefficient(_ k: Int, of line: Line, _ index: Int) -> Base {
    switch line {
    case .known, .constant: return 0
    case .negative(let x): return -at(x, k)
    case .choice(let condition, let x, let y): return .select(condition, at(x, k), at(y, k))
    case .sum(let x, let y, let sign): return at(x, k) + sign * at(y, k)
    case .product(let x, let y):
      var sum: Base = 0
      for j in 0...k { sum += at(x, j).contribution(at(y, k - j)) }
      return sum
    case .quotient(let x, let y):
      var rest = at(x, k)
      for j in 1...k { rest -= at(y, j).contribution(series[index][k - j]) }
      return .ratio(rest, at(y, 0))
    case .function(let operands, let partials):
      var sum: Base = 0
      for (operand, partial) in zip(operands, partials) {
        for j in 1...k {
          sum += (Base(Double(j)) * at(operand, j)).contribution(at(partial, k - j))
        }
      }
      return sum / Base(Double(k))
    }
  }

  private func at(_ index: Int, _ k: Int) -> Base { k < series[index].count ? series[index][k] : 0 }
}
