// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation
import Synchronization
import Testing
import WengertKernels

/// All tests that set the number of threads, one after another.
@Suite("Parallel loops", .serialized)
struct ParallelLoopTests {
  /// How often each iteration ran.
  final class Counts: Sendable {
    let counts: Mutex<[Int]>
    init(_ count: Int) { counts = Mutex(Array(repeating: 0, count: count)) }
    func add(_ range: Range<Int>) {
      counts.withLock { counts in for index in range { counts[index] += 1 } }
    }
    func areAll(_ n: Int) -> Bool { counts.withLock { $0.allSatisfy { $0 == n } } }
  }

  func withThreads(_ count: Int, _ body: () async -> Void) async {
    let before = ParallelLoop.threadCount
    ParallelLoop.threadCount = count
    await body()
    ParallelLoop.threadCount = before
  }

  /// Numbers are the same, computed on one thread and on several.
  func expectEqualNumbers<T: Equatable>(_ compute: () -> [T]) async {
    var alone: [T] = []
    await withThreads(1) { alone = compute() }
    for threads in 2...3 {
      await withThreads(threads) { #expect(compute() == alone) }
    }
  }

  @Test(arguments: [1, 2, 4], [0, 1, 2, 3, 7, 100, 1001])
  func `every iteration runs once`(threads: Int, count: Int) async {
    await withThreads(threads) {
      for grain in [0, 1, 3, 50, 2000] {
        let counts = Counts(count)
        ParallelLoop.run(count: count, atLeast: grain) { range in
          #expect(range.count >= min(grain, count))
          counts.add(range)
        }
        #expect(counts.areAll(1))
      }
    }
  }

  @Test func `many loops follow one another`() async {
    await withThreads(4) {
      let counts = Counts(9)
      for index in 0..<5000 {
        ParallelLoop.run(count: 9) { counts.add($0) }
        // Long enough for the threads to fall asleep now and then.
        if index % 1000 == 0 { usleep(2000) }
      }
      #expect(counts.areAll(5000))
    }
  }

  @Test func `loops run inside loops`() async {
    await withThreads(3) {
      let counts = Counts(20)
      ParallelLoop.run(count: 20) { outer in
        for _ in outer {
          ParallelLoop.run(count: 20) { inner in
            ParallelLoop.run(count: inner.count) { counts.add($0.offset(by: inner.lowerBound)) }
          }
        }
      }
      #expect(counts.areAll(20))
    }
  }

  @Test func `threads may call at once`() async {
    await withThreads(3) {
      let counts = Counts(50)
      await withTaskGroup(of: Void.self) { group in
        for _ in 0..<8 {
          group.addTask {
            for _ in 0..<200 { ParallelLoop.run(count: 50) { counts.add($0) } }
          }
        }
      }
      #expect(counts.areAll(8 * 200))
    }
  }

  @Test func `a loop returns after its last iteration`() async {
    await withThreads(4) {
      for _ in 0..<20 {
        let finished = Atomic(0)
        ParallelLoop.run(count: 4) { range in
          if range.contains(0) { usleep(1000) }
          finished.add(range.count, ordering: .sequentiallyConsistent)
        }
        #expect(finished.load(ordering: .sequentiallyConsistent) == 4)
      }
    }
  }

  @Test func `one thread is this thread`() async {
    await withThreads(1) {
      let thread = pthread_self()
      ParallelLoop.run(count: 1000) { range in
        #expect(range == 0..<1000)
        #expect(pthread_equal(pthread_self(), thread) != 0)
      }
    }
  }
}

extension Range<Int> {
  fileprivate func offset(by distance: Int) -> Range<Int> {
    lowerBound + distance..<upperBound + distance
  }
}
