// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// The routines of LAPACK for one type of number, with their workspace taken care of.
///
/// Matrices are contiguous and stored column by column. Each returns whether LAPACK reported
/// success. Arguments are as in LAPACK's documentation of the routine.
struct LAPACKRoutines: Sendable {
  private typealias Integer = UnsafePointer<Int32>
  private typealias Integers = UnsafeMutablePointer<Int32>
  private typealias Numbers = UnsafeMutableRawPointer
  private typealias Letter = UnsafePointer<CChar>
  // Fortran passes everything by address, and the lengths of strings at the end.
  private typealias Gelqf =
    @convention(c) @Sendable (
      Integer, Integer, Numbers, Integer, Numbers, Numbers, Integer, Integers
    ) -> Void
  private typealias Orglq =
    @convention(c) @Sendable (
      Integer, Integer, Integer, Numbers, Integer, Numbers, Numbers, Integer, Integers
    ) -> Void
  private typealias Syevd =
    @convention(c) @Sendable (
      Letter, Letter, Integer, Numbers, Integer, Numbers, Numbers, Integer, Integers, Integer,
      Integers, Int, Int
    ) -> Void
  private typealias Gesdd =
    @convention(c) @Sendable (
      Letter, Integer, Integer, Numbers, Integer, Numbers, Numbers, Integer, Numbers, Integer,
      Numbers, Integer, Integers, Integers, Int
    ) -> Void

  private let gelqfRoutine: Gelqf
  private let orglqRoutine: Orglq
  private let syevdRoutine: Syevd
  private let gesddRoutine: Gesdd

  private static let single = LAPACKRoutines(SystemLibrary.lapack, prefix: "s")
  private static let double = LAPACKRoutines(SystemLibrary.lapack, prefix: "d")

  /// The routines for `Float` or `Double`, where there is a LAPACK.
  static func of<T: KernelScalar>(_: T.Type) -> LAPACKRoutines? {
    T.significandBitCount == Double.significandBitCount ? double : single
  }

  private init?(_ library: SystemLibrary?, prefix: String) {
    guard let library, let gelqf = library.symbol(prefix + "gelqf_"),
      let orglq = library.symbol(prefix + "orglq_"),
      let syevd = library.symbol(prefix + "syevd_"),
      let gesdd = library.symbol(prefix + "gesdd_")
    else { return nil }
    gelqfRoutine = unsafeBitCast(gelqf, to: Gelqf.self)
    orglqRoutine = unsafeBitCast(orglq, to: Orglq.self)
    syevdRoutine = unsafeBitCast(syevd, to: Syevd.self)
    gesddRoutine = unsafeBitCast(gesdd, to: Gesdd.self)
  }

  /// `A = L Q` of an `m × n` matrix, in compact form.
  func gelqf<T>(
    _ m: Int32, _ n: Int32, _ a: UnsafeMutablePointer<T>, _ tau: UnsafeMutablePointer<T>
  ) -> Bool {
    withWork(of: T.self, Int(m) * Self.blockSize) { work, count in
      var info: Int32 = 0
      gelqfRoutine([m], [n], a, [m], tau, work, [count], &info)
      return info == 0
    }
  }

  /// The first `m` rows of the `Q` that `m` reflections of ``gelqf`` stand for.
  func orglq<T>(
    _ m: Int32, _ n: Int32, _ a: UnsafeMutablePointer<T>, _ leading: Int32,
    _ tau: UnsafeMutablePointer<T>
  ) -> Bool {
    withWork(of: T.self, Int(m) * Self.blockSize) { work, count in
      var info: Int32 = 0
      orglqRoutine([m], [n], [m], a, [leading], tau, work, [count], &info)
      return info == 0
    }
  }

  /// Eigenvalues and, in the place of `a`, eigenvectors of a matrix by its upper triangle.
  func syevd<T>(
    _ n: Int32, _ a: UnsafeMutablePointer<T>, _ values: UnsafeMutablePointer<T>
  ) -> Bool {
    let order = Int(n)
    return withWork(of: T.self, 2 * order * order + 6 * order + 1) { work, count in
      withWork(of: Int32.self, 5 * order + 3) { integers, integerCount in
        var info: Int32 = 0
        syevdRoutine(
          [Self.vectors], [Self.upper], [n], a, [n], values, work, [count], integers,
          [integerCount], &info, 1, 1)
        return info == 0
      }
    }
  }

  /// The thin singular value decomposition of an `m × n` matrix.
  func gesdd<T>(
    _ m: Int32, _ n: Int32, _ a: UnsafeMutablePointer<T>, _ s: UnsafeMutablePointer<T>,
    _ u: UnsafeMutablePointer<T>, _ vTransposed: UnsafeMutablePointer<T>
  ) -> Bool {
    let (rank, longer) = (Int(min(m, n)), Int(max(m, n)))
    let needed = 8 * rank * rank + Self.blockSize * (rank + longer)
    return withWork(of: T.self, needed) { work, count in
      withWork(of: Int32.self, 8 * rank) { integers, _ in
        var info: Int32 = 0
        gesddRoutine(
          [Self.thin], [m], [n], a, [m], s, u, [m], vTransposed, [min(m, n)], work, [count],
          integers, &info, 1)
        return info == 0
      }
    }
  }

  private static let vectors = CChar(UInt8(ascii: "V"))
  private static let upper = CChar(UInt8(ascii: "U"))
  private static let thin = CChar(UInt8(ascii: "S"))

  /// Workspace for blocks as wide as LAPACK's.
  private static let blockSize = 64

  /// Calls `body` with room for `count` elements, unless LAPACK cannot count that far.
  private func withWork<Element>(
    of _: Element.Type, _ count: Int, _ body: (UnsafeMutablePointer<Element>, Int32) -> Bool
  ) -> Bool {
    guard let size = Int32(exactly: count) else { return false }
    let work = UnsafeMutablePointer<Element>.allocate(capacity: count)
    defer { work.deallocate() }
    return body(work, size)
  }
}
