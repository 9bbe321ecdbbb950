// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

package import Foundation

extension StoredArray {
  /// Reads a file of NumPy's NPY format, versions 1.0 to 3.0.
  ///
  /// Both byte orders and both orders of axes are read. Integers of 8 and 16 bits become int32,
  /// `u4` and `u8` become int64, and half precision becomes float32; nothing is rounded. Files of
  /// Python objects are refused: they are pickles, which may run any code.
  ///
  /// ```
  /// let weights = try StoredArray(npy: URL(fileURLWithPath: "weights.npy"))
  /// ```
  ///
  /// - Throws: `FileError`.
  package init(npy url: URL) throws(FileError) {
    self = try InputFile.read(url) { reader throws(FileError) in
      try StoredArray(npy: reader)
    }
  }

  /// Writes a file of NumPy's NPY format, the very bytes that `numpy.save` writes.
  ///
  /// The file appears as a whole or, if an error is thrown, what was there before stays.
  ///
  /// - Throws: `FileError`.
  package func writeNPY(to url: URL) throws(FileError) {
    try OutputFile.save(npyPieces, to: url)
  }

  /// Reads the bytes of a whole NPY file.
  init(npy reader: ByteReader) throws(FileError) {
    var reader = reader
    let header = try NPYHeader(&reader)
    let width = header.element.width
    let wanted = Self.byteCount(of: header.shape, width: width)!
    guard wanted == reader.remaining else {
      throw reader.malformed("the elements take \(wanted) bytes, and \(reader.remaining) follow")
    }
    var bytes = try header.element.decode(
      &reader, count: wanted / width, isBigEndian: header.isBigEndian)
    let type = header.element.type
    if header.isFortranOrder {
      bytes = rowMajorBytes(fortranOrder: bytes, shape: header.shape, width: type.width)
    }
    self.init(shape: header.shape, type: type, bytes: bytes)
  }

  /// The contents of an NPY file, without a copy of the elements.
  var npyPieces: [[UInt8]] { [NPYHeader.bytes(of: self), bytes] }
}
