// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension SafetensorsHeader {
  /// The contents of a file, without a copy of the elements.
  ///
  /// Wider elements come first, as in the format's own library, so that all are aligned.
  static func pieces(_ arrays: [String: StoredArray], metadata: [String: String]) -> [[UInt8]] {
    let arrays = arrays.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    var starts: [String: Int] = [:]
    var elements: [[UInt8]] = []
    var end = 0
    for width in [8, 4, 1] {
      for (name, array) in arrays where array.type.width == width {
        starts[name] = end
        elements.append(array.bytes)
        end += array.bytes.count
      }
    }

    var members: [String] = []
    if !metadata.isEmpty {
      let pairs = metadata.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        .map { "\(quoted($0.key)):\(quoted($0.value))" }
      members.append("\(quoted(metadataKey)):{\(pairs.joined(separator: ","))}")
    }
    for (name, array) in arrays {
      let shape = array.shape.map { String($0) }.joined(separator: ",")
      let start = starts[name]!
      members.append(
        "\(quoted(name)):{\"dtype\":\"\(typeName(array.type))\",\"shape\":[\(shape)],"
          + "\"data_offsets\":[\(start),\(start + array.bytes.count)]}")
    }
    var text = "{\(members.joined(separator: ","))}"
    text += String(repeating: " ", count: (8 - text.utf8.count % 8) % 8)

    var header: [UInt8] = []
    header.append(littleEndian: UInt64(text.utf8.count))
    return [header + text.utf8] + elements
  }

  private static func typeName(_ type: StoredArray.ElementType) -> String {
    switch type {
    case .bool: "BOOL"
    case .int32: "I32"
    case .int64: "I64"
    case .float32: "F32"
    case .float64: "F64"
    }
  }

  /// A string of JSON.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case "\0"..<" ":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
