// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import WengertKernels

/// Tensors written out, counted and evenly spaced.
extension Tensor: ExpressibleByArrayLiteral {
  /// The elements of a literal one behind the other, along a new first axis.
  ///
  /// They are tensors themselves, so that literals nest and may hold what is computed:
  ///
  /// ```swift
  /// let x: Tensor = [[1, 2], [3, 4]]              // float64, shape [2, 2]
  /// let y = [x[0], 2 * x[1]] as Tensor            // differentiable
  /// ```
  ///
  /// Numbers take the type of the tensors beside them, and are float64 by themselves.
  public init(arrayLiteral elements: Tensor...) {
    var numbers: [Double] = []
    for element in elements {
      guard let number = element.number else {
        self = stack(elements)
        return
      }
      numbers.append(number)
    }
    self.init(numbers)
  }

  /// The matrix with the given rows, all of one length.
  ///
  /// ```swift
  /// Tensor([[1.5, 2], [3, 4]])
  /// ```
  public init<T: ArrayElement>(_ rows: [[T]]) {
    let length = rows.first?.count ?? 0
    var elements: [T] = []
    for row in rows {
      precondition(
        row.count == length,
        "Tensor: the rows of a matrix have one length; found \(length) and \(row.count).")
      elements += row
    }
    self.init(elements, shape: [rows.count, length])
  }

  /// The integers of a range.
  ///
  /// ```swift
  /// Tensor(0..<4)                                 // [0, 1, 2, 3], int64
  /// ```
  public init(_ range: Range<Int>, dtype: DType = .int64) {
    self.init(NDArray(range.map { Int64($0) }, shape: [range.count]).converted(to: dtype))
  }

  /// `count` evenly spaced numbers, of which `first` and `last` are the first and the last.
  ///
  /// ```swift
  /// Tensor.linearlySpaced(from: 0, to: 1, count: 5)       // [0, 0.25, 0.5, 0.75, 1]
  /// ```
  public static func linearlySpaced(
    from first: Double, to last: Double, count: Int, dtype: DType = .float64
  ) -> Tensor {
    precondition(count >= 0, "linearlySpaced: there cannot be \(count) numbers.")
    let step = (last - first) / Double(Swift.max(count - 1, 1))
    let numbers = (0..<count).map { i in
      i > 0 && i == count - 1 ? last : first + Double(i) * step
    }
    return Tensor(NDArray(numbers, shape: [count]).converted(to: dtype))
  }

  /// Not a number, as a literal.
  public static var nan: Tensor { Tensor(Double.nan) }

  /// Positive infinity, as a literal.
  public static var infinity: Tensor { Tensor(Double.infinity) }

  /// The identity matrix of shape `[size, size]`.
  public static func identity(_ size: Int, dtype: DType = .float64) -> Tensor {
    Tensor(ones: [size], dtype: dtype).diagonalMatrix()
  }

  /// The elements in row-major order, as numbers of a Swift type.
  ///
  /// ```swift
  /// x.elements(Double.self)
  /// ```
  ///
  /// Inside a transform this computes them, unless they cannot be known yet.
  public func elements<T: ArrayElement>(_ type: T.Type) -> [T] {
    value.converted(to: T.dtype).elements(T.self)
  }
}

extension Tensor {
  /// Several tensors in one type; literals adapt to the others.
  static func promoted(_ tensors: [Tensor]) -> [Tensor] {
    var common: Tensor?
    for isLiteral in [false, true] {
      for tensor in tensors where (tensor.number != nil) == isLiteral {
        // One element stands for all of them.
        let sample = isLiteral ? tensor : Tensor(zeros: [], dtype: tensor.dtype)
        common = promoted(common ?? sample, sample).0
      }
    }
    return tensors.map { $0.converted(to: common?.dtype ?? .float64) }
  }
}
