// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// The engine of the page as a WebAssembly module: two functions, the memory between them, and the
// clock of the page. Built natively it answers requests from standard input, one a line.

import WengertExplain
import WengertStudio

#if hasFeature(Embedded)
  @_extern(wasm, module: "wengert", name: "now")
  @_extern(c)
  private func wengert_now() -> Double

  /// The page calls from one thread, its worker's, and one call after the other.
  nonisolated(unsafe) private let studio = Studio(now: { wengert_now() })
  nonisolated(unsafe) private var request = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 0)
  nonisolated(unsafe) private var answer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 0)

  /// A place for a request of so many bytes, until the next call.
  @_expose(wasm, "wengert_buffer")
  @_cdecl("wengert_buffer")
  public func wengertBuffer(_ count: Int32) -> UnsafeMutablePointer<UInt8>? {
    request.deallocate()
    request = .allocate(capacity: Int(count))
    return request.baseAddress
  }

  /// The answer to the request in the buffer, until the next call.
  @_expose(wasm, "wengert_request")
  @_cdecl("wengert_request")
  public func wengertRequest() -> UnsafeMutablePointer<UInt8>? {
    let bytes = studio.answer(to: Array(request)).encoded
    answer.deallocate()
    answer = .allocate(capacity: bytes.count)
    _ = answer.initialize(from: bytes)
    return answer.baseAddress
  }
#else
  @main
  enum StudioModule {
    static func main() {
      let start = ContinuousClock.now
      let studio = Studio(now: {
        let (seconds, attoseconds) = (ContinuousClock.now - start).components
        return Double(seconds) * 1e3 + Double(attoseconds) * 1e-15
      })
      while let line = readLine() {
        let answer = studio.answer(to: Array(line.utf8))
        print(answer.json.text)
        if !answer.bytes.isEmpty { print("… and \(answer.bytes.count) bytes") }
      }
    }
  }
#endif
