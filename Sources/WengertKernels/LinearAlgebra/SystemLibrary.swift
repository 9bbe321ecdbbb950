// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A shared library that is opened while the program runs.
struct SystemLibrary {
  #if canImport(Darwin) || canImport(Glibc) || canImport(Musl)
    private let handle: UnsafeMutableRawPointer

    private init?(_ path: String) {
      guard let handle = dlopen(path, RTLD_NOW | RTLD_LOCAL) else { return nil }
      self.handle = handle
    }

    /// The address of a function.
    func symbol(_ name: String) -> UnsafeMutableRawPointer? { dlsym(handle, name) }

    /// The LAPACK that ``LAPACK/isAvailable`` speaks of.
    static var lapack: SystemLibrary? {
      let usual = [
        "libopenblas.so.0", "liblapack.so.3", "libmkl_rt.so.2", "libmkl_rt.so",
        "/System/Library/Frameworks/Accelerate.framework/Accelerate",
      ]
      let named = getenv("WENGERT_LAPACK").map { [String(cString: $0)] }
      for path in named ?? usual where !path.isEmpty {
        guard let library = SystemLibrary(path) else { continue }
        library.useOneThread()
        return library
      }
      return nil
    }

    /// The order of sums, and with it the last digit, must not depend on the number of cores.
    private func useOneThread() {
      typealias Setter = @convention(c) (Int32) -> Void
      for name in ["openblas_set_num_threads", "MKL_Set_Num_Threads"] {
        if let setter = symbol(name) { unsafeBitCast(setter, to: Setter.self)(1) }
      }
    }
  #else
    /// Nothing has an address where libraries cannot be opened.
    func symbol(_ name: String) -> UnsafeMutableRawPointer? { nil }

    static var lapack: SystemLibrary? { nil }
  #endif
}
