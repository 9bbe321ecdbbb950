// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import Foundation
public import WengertTensors

extension Tensor {
  /// Reads NumPy's npy format.
  ///
  /// All numbers of the file are kept exactly: narrow integers and half-precision numbers are
  /// widened, other byte orders and column-major order are converted.
  ///
  /// ```swift
  /// let x = try Tensor(npy: URL(filePath: "x.npy"))
  /// ```
  ///
  /// - Throws: ``FileError`` for a file that is missing, damaged, too large for its header, or of
  ///   objects.
  public init(npy url: URL) throws(FileError) { self.init(try StoredArray(npy: url)) }

  /// Writes NumPy's npy format; the file is replaced at once or not at all.
  public func writeNPY(to url: URL) throws(FileError) { try stored.writeNPY(to: url) }
}

extension Dictionary where Key == String, Value == Tensor {
  /// Reads NumPy's npz format, compressed or not: tensors by name.
  ///
  /// - Parameter maximumByteCount: What compressed members may unpack to.
  public init(npz url: URL, maximumByteCount: Int = 4 << 30) throws(FileError) {
    let arrays = try [String: StoredArray](npz: url, maximumByteCount: maximumByteCount)
    self = arrays.mapValues { Tensor($0) }
  }

  /// Writes NumPy's npz format, not compressed; the same tensors always give the same bytes.
  public func writeNPZ(to url: URL) throws(FileError) {
    try mapValues { $0.stored }.writeNPZ(to: url)
  }

  /// Reads the safetensors format: tensors by name.
  public init(safetensors url: URL) throws(FileError) {
    self = try [String: StoredArray](safetensors: url).mapValues { Tensor($0) }
  }

  /// Writes the safetensors format.
  public func writeSafetensors(
    to url: URL, metadata: [String: String] = [:]
  ) throws(FileError) {
    try mapValues { $0.stored }.writeSafetensors(to: url, metadata: metadata)
  }
}

extension ParameterTree {
  /// Writes the leaves by their paths, in the safetensors format.
  ///
  /// ```swift
  /// try model.write(to: url)                  // layers[0].weight, layers[0].bias, …
  /// let trained = try model.reading(url)      // a model of the same form
  /// ```
  public func write(to url: URL, metadata: [String: String] = [:]) throws(FileError) {
    var tensors: [String: Tensor] = [:]
    forEachLeaf { leaf, path in tensors[path.description] = leaf }
    try tensors.writeSafetensors(to: url, metadata: metadata)
  }

  /// A tree of this form with the leaves that ``write(to:metadata:)`` wrote.
  ///
  /// - Throws: ``FileError`` if a leaf is missing in the file, or has another shape or type there;
  ///   the message names its path.
  public func reading(_ url: URL) throws(FileError) -> Self {
    let tensors = try [String: Tensor](safetensors: url)
    var leaves: [Tensor] = []
    for (path, leaf) in zip(paths, self.leaves) {
      guard let found = tensors[path.description] else {
        throw .missingTensor(path: url.path, name: path.description)
      }
      guard found.type == leaf.type else {
        throw .wrongTensor(
          path: url.path, name: path.description, expected: leaf.type.description,
          found: found.type.description)
      }
      leaves.append(found)
    }
    return replacingLeaves(leaves)
  }
}
