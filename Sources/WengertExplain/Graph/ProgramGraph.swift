// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

public import WengertPrograms
import WengertScalars

/// The computational graph of a program, ready to be drawn: its numbers, inputs and operations, and
/// at a point their values and adjoints.
///
/// ```swift
/// let f = Program(inputs: ["x", "y"]) { v in (v[0] + v[1]) * (v[0] + 2 * v[1]) }
/// ProgramGraph(f, at: [2, 3]).picture(named: "f").svg()
/// ```
public struct ProgramGraph {
  /// What one operand contributes to one operation.
  public struct Edge {
    /// The line of the operand.
    public let from: Int
    /// The line of the operation.
    public let to: Int
    /// The number of the operand.
    public let port: Int
    /// The derivative of the operation with respect to the operand, if there is a point.
    public let partial: Double?
  }

  /// The program, whose lines are called as in explanations.
  public let program: Program
  /// The uses of values, in the order of the lines that use them.
  public let edges: [Edge]
  /// The value of each line, if there is a point.
  public let values: ContiguousArray<Double>?
  /// The derivatives of the first output with respect to each line, if there is a point.
  public let adjoints: ContiguousArray<Double>?

  /// Above this many lines, names are those of the program alone.
  private static let longProgram = 3000

  /// The graph of `program`, with numbers if there is a `point`.
  ///
  /// - Complexity: linear.
  public init(_ program: Program, at point: [Double]?) {
    var program = program
    program.lineNames = Self.names(program)
    self.program = program
    let list = program.instructions
    let values = point.map { program.lineValues(at: $0) }
    self.values = values
    var edges: [Edge] = []
    for (line, instruction) in list.enumerated() {
      for port in 0..<instruction.operandCount {
        let partial = values.map { instruction.partial(port, $0) }
        edges.append(
          Edge(from: Int(instruction[operand: port]), to: line, port: port, partial: partial))
      }
    }
    self.edges = edges
    guard values != nil, let output = program.outputs.first else {
      adjoints = nil
      return
    }
    var adjoints = ContiguousArray<Double>(repeating: 0, count: list.count)
    adjoints[Int(output)] = 1
    // Edges are in the order of the lines that they lead to.
    for edge in edges.reversed() where adjoints[edge.to] != 0 {
      if let partial = edge.partial {
        adjoints[edge.from] += adjoints[edge.to].contribution(partial)
      }
    }
    self.adjoints = adjoints
  }

  /// What lines are called: as in explanations, and numbers by their digits.
  private static func names(_ program: Program) -> [Int32: String] {
    var names = program.lineNames
    if program.outputs.count == 1, program.instructions.count <= longProgram {
      var options = Explanation.Options()
      options.sections = []
      options.lineLimit = program.instructions.count
      let anywhere = [Double](repeating: 1, count: program.inputs.count)
      for step in Explanation(of: program, at: anywhere, options: options).steps.items {
        names[Int32(step.line)] = step.name
      }
    }
    for (line, instruction) in program.instructions.enumerated() {
      switch instruction.operation {
      case .constant(let value): names[Int32(line)] = value.shortDescription
      case .pi: names[Int32(line)] = "pi"
      case .input, .function: break
      }
    }
    return names
  }

  /// What a line is.
  public func kind(ofLine line: Int) -> GraphPicture.Kind {
    switch program.instructions[line].operation {
    case .input: .input
    case .constant, .pi: .constant
    case .function: .operation
    }
  }
}

extension Instruction {
  /// The derivative with respect to operand number `port`, given the values of all lines.
  fileprivate func partial(_ port: Int, _ values: ContiguousArray<Double>) -> Double {
    guard let function else { return 0 }
    var operands = (0..<operandCount).map { k in
      Dual(values[Int(self[operand: k])], tangent: k == port ? 1.0 : 0)
    }
    while operands.count < 3 { operands.append(operands[0]) }
    return function(Int(parameter), operands[0], operands[1], operands[2]).tangent
  }
}

// MARK: Formats

extension ProgramGraph {
  /// The picture. Numbers get a box at each of their uses, which keeps edges short.
  public func picture(named name: String) -> GraphPicture {
    var picture = GraphPicture(title: "Computational graph of \(name)")
    var nodes = [Int](repeating: -1, count: program.instructions.count)
    let isOutput = Set(program.outputs.map(Int.init))
    func add(_ line: Int) -> Int {
      var lines: [GraphPicture.Line] = []
      let isNumber = kind(ofLine: line) == .constant
      if let values, let adjoints, !isNumber {
        lines.append(.init(.value, values[line].brief, label: "value"))
        lines.append(.init(.adjoint, adjoints[line].brief, label: "adjoint"))
      }
      picture.nodes.append(
        .init(
          isOutput.contains(line) ? .output : kind(ofLine: line), program.title(ofLine: line),
          lines: lines))
      return picture.nodes.count - 1
    }
    for line in program.instructions.indices
    where kind(ofLine: line) != .constant || isOutput.contains(line) {
      nodes[line] = add(line)
    }
    for edge in edges {
      let isNumber = kind(ofLine: edge.from) == .constant
      let from = isNumber ? add(edge.from) : nodes[edge.from]
      picture.edges.append(
        .init(
          from: from, to: nodes[edge.to], port: edge.port,
          label: isNumber ? "" : edge.partial.map { $0.brief } ?? ""))
    }
    return picture
  }

  /// The text that Graphviz draws.
  public var graphviz: String {
    guard let values, let adjoints else { return program.graphviz() }
    var partials: [[Double?]] = program.instructions.map { _ in [] }
    for edge in edges { partials[edge.to].append(edge.partial) }
    return program.graphviz { line in
      kind(ofLine: line) == .constant
        ? nil : "value \(values[line].brief), adjoint \(adjoints[line].brief)"
    } edgeLabel: { line, port in
      let operand = Int(program.instructions[line][operand: port])
      return kind(ofLine: operand) == .constant ? nil : partials[line][port]?.brief
    }
  }
}
