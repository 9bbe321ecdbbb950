// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

package import Foundation

extension [String: StoredArray] {
  /// Reads a file of NumPy's NPZ format: a ZIP archive of NPY files, compressed or not.
  ///
  /// Keys are the names of the members without `.npy`; they may look like paths, and are never
  /// taken for such.
  ///
  /// ```
  /// let arrays = try [String: StoredArray](npz: URL(fileURLWithPath: "weights.npz"))
  /// ```
  ///
  /// - Parameter maximumByteCount: How many bytes all compressed members together may take once
  ///   they are decompressed. (A small file can claim, and hold, a thousand times its size.)
  /// - Throws: `FileError`.
  package init(npz url: URL, maximumByteCount: Int = 4 << 30) throws(FileError) {
    self = try InputFile.read(url) { reader throws(FileError) in
      try Self(npz: reader, maximumByteCount: maximumByteCount)
    }
  }

  /// Writes a file of NumPy's NPZ format, which `numpy.load` reads: sorted by key, not compressed,
  /// and always the same bytes for the same arrays.
  ///
  /// The file appears as a whole or, if an error is thrown, what was there before stays.
  ///
  /// - Throws: `FileError`; also if a key has a zero character or is longer than 65,531 bytes.
  package func writeNPZ(to url: URL) throws(FileError) {
    for key in keys where key.utf8.contains(0) || key.utf8.count > Int(UInt16.max) - 4 {
      throw .unwritable(path: url.path, reason: "`\(key.excerpt)` cannot be a member's name")
    }
    try OutputFile.save(npzPieces(), to: url)
  }

  /// Reads the bytes of a whole NPZ file.
  init(npz reader: ByteReader, maximumByteCount: Int) throws(FileError) {
    self.init()
    let archive = try ZIPArchive(reader, maximumByteCount: maximumByteCount)
    for entry in archive.entries {
      guard entry.name.hasSuffix(".npy") else {
        throw reader.unsupported(
          "the member `\(entry.name.excerpt)` is no NPY file", at: entry.start)
      }
      let array = try archive.read(entry) { reader throws(FileError) in
        try StoredArray(npy: reader)
      }
      guard updateValue(array, forKey: String(entry.name.dropLast(4))) == nil else {
        throw reader.malformed("the member `\(entry.name.excerpt)` is there twice", at: entry.start)
      }
    }
  }

  /// The contents of an NPZ file; `limit` is where the 64-bit form begins.
  func npzPieces(limit: Int = Int(UInt32.max)) -> [[UInt8]] {
    var archive = ZIPWriter(limit: limit)
    for (key, array) in sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
      archive.add(key + ".npy", array.npyPieces)
    }
    archive.finish()
    return archive.pieces
  }
}
