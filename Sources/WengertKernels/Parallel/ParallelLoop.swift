// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

internal import WengertRuntime

/// Loops whose iterations do not depend on each other, run by several threads.
///
/// The threads are those of one pool. It starts when the first large loop runs; its threads watch for
/// work for a few microseconds after a loop, then sleep until there is more. A loop inside a loop,
/// and one that finds the pool busy with the loop of another thread, runs on its own thread alone,
/// so that there are never more threads than ``threadCount`` asks for.
///
/// The environment variable `WENGERT_THREADS` says how many threads there are at most: as many as
/// there are processors if it is not set, and with `1` no thread is ever started. Under WebAssembly
/// there is one.
public enum ParallelLoop {
  /// How many threads run a loop, the caller's among them. Loops that run already are not changed.
  public static var threadCount: Int {
    get { Int(wengert_thread_count()) }
    set {
      precondition(
        newValue > 0, "ParallelLoop.threadCount: a loop runs on at least one thread; found \(newValue).")
      wengert_set_thread_count(newValue)
    }
  }

  /// Calls `body` with ranges that together are `0 ..< count`, several at once, and returns when all
  /// calls have.
  ///
  /// The ranges depend on `threadCount`, and the thread that takes one on chance. For results that
  /// depend on neither, let every iteration write what is its own, and sum in an order of your own.
  ///
  /// ```swift
  /// ParallelLoop.run(count: rows, atLeast: 1 + 20_000 / columns) { range in
  ///   for row in range { normalize(row) }
  /// }
  /// ```
  ///
  /// - Parameters:
  ///   - grain: How many iterations a range has at least. Starting a range on another thread costs
  ///     about a microsecond, ten if the thread sleeps; a range should take longer than that.
  ///   - body: Called from several threads; it must not let two iterations write the same memory.
  public static func run(
    count: Int, atLeast grain: Int = 1, _ body: @Sendable (Range<Int>) -> Void
  ) {
    guard count > 0 else { return }
    let most = count / max(grain, 1)
    // The number of threads may have to be found out first; small loops do not ask for it.
    guard most > 1, threadCount > 1 else { return body(0..<count) }
    // More ranges than threads, so that a thread that is late delays the others little.
    let parts = min(most, 4 * threadCount)
    withoutActuallyEscaping(body) { body in
      var loop = Loop(count: count, parts: parts, body: body)
      withUnsafeMutablePointer(to: &loop) { loop in
        wengert_parallel(
          parts,
          { context, part in
            // It lives until all parts have returned, and nobody writes to it.
            let loop = UnsafePointer(context.assumingMemoryBound(to: Loop.self))
            loop.pointee.run(part)
          }, loop)
      }
    }
  }

  private struct Loop {
    let count: Int
    let parts: Int
    let body: @Sendable (Range<Int>) -> Void

    /// Parts of `count / parts` iterations, of which the first ones have one more for the rest.
    func run(_ part: Int) {
      let (quotient, rest) = count.quotientAndRemainder(dividingBy: parts)
      let start = part * quotient + min(part, rest)
      body(start..<start + quotient + (part < rest ? 1 : 0))
    }
  }
}
