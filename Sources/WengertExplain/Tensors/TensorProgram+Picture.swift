// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import WengertTensors

extension TensorProgram {
  /// The computational graph as a picture: a box for each operation with its type and label.
  /// Numbers stand in the operation that uses them.
  ///
  /// - Parameter title: The name of the picture.
  public func picture(title: String = "Computational graph") -> GraphPicture {
    var picture = GraphPicture(title: title)
    for (i, line) in listing.enumerated() {
      var lines = line.types.map { GraphPicture.Line(.value, $0.description) }
      if !line.comment.isEmpty { lines.append(GraphPicture.Line(.note, line.comment)) }
      picture.nodes.append(GraphPicture.Node(line.pictureKind, line.title, lines: lines))
      for (port, operand) in line.operands.enumerated() {
        picture.edges.append(GraphPicture.Edge(from: operand, to: i, port: port))
      }
    }
    return picture
  }

  /// The computational graph as an SVG document that needs nothing else.
  ///
  /// ```swift
  /// let f = compiled { (x: Tensor) in (exp(x) * x).sum() }
  /// f.program(for: x).svg()
  /// ```
  ///
  /// - Parameter title: The name of the picture.
  public func svg(title: String = "Computational graph") -> String {
    picture(title: title).svg()
  }
}

extension ListedLine {
  fileprivate var pictureKind: GraphPicture.Kind {
    switch kind {
    case .input: .input
    case .constant: .constant
    case .operation: isOutput ? .output : .operation
    }
  }
}
