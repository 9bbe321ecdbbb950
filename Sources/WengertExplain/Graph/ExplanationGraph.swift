// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import WengertPrograms
import WengertScalars

/// The computational graph of an explanation, with a place for every node.
///
/// Nodes are the inputs and the operations, called as the explanation calls them; numbers stand in the
/// operations that use them. The places depend on the program alone and not on the values, so that
/// nothing moves while a point does.
///
/// ```swift
/// let f = Program(inputs: ["x", "y"]) { v in (v[0] + v[1]) * (v[0] + 2 * v[1]) }
/// let graph = ExplanationGraph(of: f, at: [2, 3])
/// graph.nodes.map { $0.name }             // ["x", "y", "g", "k", "h", "f"]
/// graph.nodes[0].adjoint                  // 13
/// ```
public struct ExplanationGraph: Sendable {
  /// What a node stands for.
  public enum Kind: String, Sendable {
    case input, constant, operation, output
    /// One use of a value that has several.
    case use
  }

  /// A value, or one use of it.
  public struct Node: Sendable {
    /// What the value is called; of a use, what its contribution is: `x_g`.
    public let name: String
    /// What is written in the node: `g = x + y`.
    public let title: String
    public let kind: Kind
    /// The line of the program.
    public let line: Int
    /// The value that a use is of.
    public let used: String?
    public let value: Double
    /// The derivative of the output with respect to the value, or what the use contributes to it.
    public let adjoint: Double
  }

  /// The use of a value by an operation, or the way from a value to one of its uses.
  public struct Edge: Sendable {
    /// The number of the node that the edge leaves.
    public let from: Int
    /// The number of the node that it arrives at.
    public let to: Int
    /// The number of the operand.
    public let operand: Int
    /// What the contribution is called: `x_g`.
    public let use: String
    /// The local derivative; 1 on the way from a value to one of its uses.
    public let partial: Double
    /// Whether the edge leads from a value to one of its uses, where contributions are added.
    public let isSum: Bool
  }

  public let nodes: [Node]
  public let edges: [Edge]
  /// The boxes of the nodes.
  public let boxes: [LayeredGraph.Node]
  /// Where the boxes and the edges are.
  public let layout: GraphLayout
  /// The whole formula as the contents of a `<math>` element, in which the part of every operation has
  /// the operation's name as `data-node`; cut if it is very long.
  public let formula: String

  /// The graph of what one output needs.
  ///
  /// - Parameter splitsUses: Whether each use of a value that has several is a node of its own, so
  ///   that contributions can be seen before they are added.
  /// - Precondition: There are as many numbers in `point` as inputs.
  public init(
    of program: Program, output: Int = 0, at point: [Double], splitsUses: Bool = false
  ) {
    self.init(
      Worksheet(program, output: output, at: point, options: Explanation.Options()),
      splitsUses: splitsUses)
  }

  init(_ sheet: Worksheet, splitsUses: Bool) {
    var builder = Builder(sheet, splitsUses: splitsUses)
    builder.build()
    formula = sheet.taggedFormula
    nodes = builder.nodes
    edges = builder.edges
    boxes = nodes.map(Self.box)
    var options = LayeredGraph.Options()
    options.layerSpacing = 40
    options.approach = 44
    options.nodeSpacing = 22
    options.portSpacing = 18
    layout = LayeredGraph(
      nodes: boxes, edges: edges.map { .init(from: $0.from, to: $0.to, port: $0.operand) }
    ).layout(options)
  }

  /// Room for the title, and for two numbers side by side whatever they are.
  private static func box(_ node: Node) -> LayeredGraph.Node {
    let title = TextMetrics.monospacedWidth(node.title, size: 14) + 24
    let placement: LayeredGraph.Placement =
      switch node.kind {
      case .input: .first
      case .output: .last
      case .constant, .operation, .use: .automatic
      }
    return LayeredGraph.Node(
      width: max(title, 132).rounded(.up), height: 56, placement: placement)
  }
}

extension ExplanationGraph {
  private struct Builder {
    let sheet: Worksheet
    let splitsUses: Bool
    var nodes: [Node] = []
    var edges: [Edge] = []
    private let adjoints: ContiguousArray<Double>
    private var nodeOfLine: [Int: Int] = [:]
    private var uses: [Int: Int] = [:]

    init(_ sheet: Worksheet, splitsUses: Bool) {
      self.sheet = sheet
      self.splitsUses = splitsUses
      adjoints = sheet.adjoints()
    }

    mutating func build() {
      for line in sheet.steps {
        for operand in sheet.operands(line) { uses[operand, default: 0] += 1 }
      }
      for input in sheet.point.indices { add(input, .input, title: sheet.names[input]) }
      for line in sheet.steps { addStep(line) }
      // An output that is an input, or a number, is no step.
      if nodeOfLine[sheet.output] == nil {
        add(sheet.output, .constant, title: sheet.names[sheet.output])
      }
    }

    private mutating func add(_ line: Int, _ kind: Kind, title: String) {
      nodeOfLine[line] = nodes.count
      nodes.append(
        Node(
          name: sheet.names[line], title: title, kind: kind, line: line, used: nil,
          value: sheet.values[line], adjoint: adjoints[line]))
    }

    private mutating func addStep(_ line: Int) {
      let text = sheet.namedOperation(line).plain
      let partials = sheet.partials(line)
      var arriving: [(from: Int, operand: Int)] = []
      for (k, operand) in sheet.operands(line).enumerated() where !sheet.isNumber(operand) {
        guard let from = nodeOfLine[operand] else { continue }
        let isSplit = splitsUses && uses[operand, default: 0] > 1
        if isSplit {
          addUse(
            sheet.useName(k, of: line), of: operand, from: from,
            sheet.contribution(adjoints[line], partials[k]))
        }
        arriving.append((isSplit ? nodes.count - 1 : from, k))
      }
      add(
        line, line == sheet.output ? .output : .operation, title: "\(sheet.names[line]) = \(text)")
      for (from, k) in arriving {
        edges.append(
          Edge(
            from: from, to: nodes.count - 1, operand: k, use: sheet.useName(k, of: line),
            partial: partials[k], isSum: false))
      }
    }

    private mutating func addUse(_ use: String, of operand: Int, from: Int, _ contribution: Double) {
      nodes.append(
        Node(
          name: use, title: use, kind: .use, line: operand, used: sheet.names[operand],
          value: sheet.values[operand], adjoint: contribution))
      edges.append(
        Edge(from: from, to: nodes.count - 1, operand: 0, use: use, partial: 1, isSum: true))
    }
  }
}

extension Worksheet {
  fileprivate var taggedFormula: String {
    let expression = formulas[output]
    // Equal lines of the program are one line of the formula, whose name is that of the first.
    var tags: [Int: String] = [:]
    for line in steps where tags[Int(formulas[line].index)] == nil {
      tags[Int(formulas[line].index)] = names[line]
    }
    return expression.formatted(.mathMLContent, limit: 20_000, tags: { tags[$0] })
  }
}
