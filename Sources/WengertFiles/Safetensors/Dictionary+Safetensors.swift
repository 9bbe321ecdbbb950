// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import Foundation

extension [String: StoredArray] {
  /// Reads the arrays of a file of the safetensors format.
  ///
  /// Integers of 8 and 16 bits become int32, those of `U32` and `U64` int64, and `F16` and `BF16`
  /// float32; nothing is rounded.
  ///
  /// ```
  /// let arrays = try [String: StoredArray](safetensors: url)
  /// let metadata = try [String: String](safetensorsMetadata: url)
  /// ```
  ///
  /// - Throws: `FileError`.
  package init(safetensors url: URL) throws(FileError) {
    self = try InputFile.read(url) { reader throws(FileError) in try Self(safetensors: reader) }
  }

  /// Writes a file of the safetensors format: keys sorted, the header a multiple of 8 bytes, and
  /// always the same bytes for the same arrays.
  ///
  /// The file appears as a whole or, if an error is thrown, what was there before stays.
  ///
  /// - Throws: `FileError`; also if a key is `__metadata__`, or if the header would be longer than
  ///   the 100 MB that the format allows.
  package func writeSafetensors(
    to url: URL, metadata: [String: String] = [:]
  ) throws(FileError) {
    func failure(_ reason: String) -> FileError { .unwritable(path: url.path, reason: reason) }
    if self[SafetensorsHeader.metadataKey] != nil {
      throw failure("no array can have the name `\(SafetensorsHeader.metadataKey)`")
    }
    let pieces = SafetensorsHeader.pieces(self, metadata: metadata)
    if pieces[0].count - 8 > SafetensorsHeader.maximumLength {
      throw failure("the names and metadata take more than 100 MB")
    }
    try OutputFile.save(pieces, to: url)
  }

  /// Reads the bytes of a whole safetensors file.
  init(safetensors reader: ByteReader) throws(FileError) {
    var reader = reader
    self.init()
    for entry in try SafetensorsHeader(&reader).entries {
      let bytes = try entry.element.decode(
        &reader, count: entry.range.count / entry.element.width)
      self[entry.name] = StoredArray(shape: entry.shape, type: entry.element.type, bytes: bytes)
    }
  }
}

extension [String: String] {
  /// Reads the texts that a safetensors file keeps beside its arrays; empty if it keeps none.
  ///
  /// The arrays' elements are not read.
  ///
  /// - Throws: `FileError`.
  public init(safetensorsMetadata url: URL) throws(FileError) {
    self = try InputFile.read(url) { reader throws(FileError) in
      var reader = reader
      return try SafetensorsHeader(&reader).metadata
    }
  }
}
