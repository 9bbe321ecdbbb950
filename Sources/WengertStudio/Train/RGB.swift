// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// A colour: red, green and blue from 0 to 1.
struct RGB: Equatable {
  var red: Double
  var green: Double
  var blue: Double

  init(_ red: Double, _ green: Double, _ blue: Double) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  init(hex: UInt32) {
    self.init(
      Double(hex >> 16 & 255) / 255, Double(hex >> 8 & 255) / 255, Double(hex & 255) / 255)
  }

  static func + (a: RGB, b: RGB) -> RGB {
    RGB(a.red + b.red, a.green + b.green, a.blue + b.blue)
  }
  static func * (share: Double, color: RGB) -> RGB {
    RGB(share * color.red, share * color.green, share * color.blue)
  }

  func squaredDistance(to other: RGB) -> Double {
    let difference = self + -1 * other
    return difference.red * difference.red + difference.green * difference.green
      + difference.blue * difference.blue
  }

  /// Colours of classes that people with any kind of colour vision tell apart.
  ///
  /// M. Okabe and K. Ito, "Color universal design" (2008).
  static let classes = [
    RGB(hex: 0xE69F00), RGB(hex: 0x0072B2), RGB(hex: 0x009E73), RGB(hex: 0xCC79A7),
  ]

  /// The colour of a number: orange at −1 and below, white at 0, blue at 1 and above.
  static func diverging(_ value: Double) -> RGB {
    let share = min(value.magnitude, 1)
    let end = value < 0 ? RGB(hex: 0xB34700) : RGB(hex: 0x0A62A8)
    return share * end + (1 - share) * RGB(1, 1, 1)
  }

  /// The number whose colour is nearest, to hundredths.
  var nearestValue: Double {
    var (nearest, distance) = (0.0, Double.infinity)
    for step in -100...100 {
      let value = Double(step) / 100
      let candidate = squaredDistance(to: .diverging(value))
      if candidate < distance { (nearest, distance) = (value, candidate) }
    }
    return nearest
  }

  /// Red, green, blue and an opacity of 1 as the bytes of a number, the first one the lowest; grey
  /// where a channel is not a number.
  var pixel: UInt32 {
    func byte(_ value: Double) -> UInt32 {
      value.isNaN ? 128 : UInt32((255 * min(max(value, 0), 1)).rounded())
    }
    return byte(red) | byte(green) << 8 | byte(blue) << 16 | 255 << 24
  }
}
