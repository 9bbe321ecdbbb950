// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// The numbers of the ZIP format.
///
/// Source: PKWARE, APPNOTE.TXT, .ZIP File Format Specification, version 6.3.
enum ZIPFormat {
  static let localHeader: UInt32 = 0x0403_4B50
  static let directoryHeader: UInt32 = 0x0201_4B50
  static let end: UInt32 = 0x0605_4B50
  static let end64: UInt32 = 0x0606_4B50
  static let end64Locator: UInt32 = 0x0706_4B50

  /// The number of bytes of the end of an archive without its comment.
  static let endSize = 22
  static let end64Size = 56
  static let end64LocatorSize = 20

  static let stored: UInt16 = 0
  static let deflated: UInt16 = 8

  /// The flags of encrypted members and of names in UTF-8.
  static let encryptedFlag: UInt16 = 1
  static let utf8Flag: UInt16 = 1 << 11

  /// The further field that holds the sizes and offsets of 64 bits.
  static let field64: UInt16 = 1
}
