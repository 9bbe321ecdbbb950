// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import ArgumentParser
import Wengert

/// The expression of a command.
struct ExpressionArguments: ParsableArguments {
  @Argument(
    help: ArgumentHelp("A formula, such as \"x*sin(y)\"; `-` reads it from standard input."),
    completion: .custom { _, _, prefix in Completions.functions(after: prefix) })
  var expression: String

  /// Reads and parses the expression. If `point` has values for all of its variables, they come
  /// in that order, else in that of their first appearance.
  func subject(orderedBy point: PointArguments) throws -> Subject {
    let subject = try subject()
    let names = point.names
    guard names.count == subject.variables.count, names != subject.variables,
      Set(names) == Set(subject.variables)
    else { return subject }
    return try Subject(Array(subject.source.utf8), variables: names)
  }

  /// Reads and parses the expression.
  func subject() throws -> Subject { try Self.subject(of: expression) }

  /// Reads and parses an argument.
  static func subject(of expression: String) throws -> Subject {
    if expression == "-" {
      let limit = ExpressionParser.Options.standard.maximumByteCount
      return try Subject(StandardInput.read(limit: limit))
    }
    // A space in front may be of `ExpressionProtection`.
    let text = expression.hasPrefix(" -") ? expression.dropFirst() : expression[...]
    return try Subject(Array(text.utf8))
  }
}

/// The values of the variables of a command.
struct PointArguments: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Values of the variables, such as x=2 or t=pi/4.", valueName: "name=value"),
    completion: .custom { words, _, prefix in Completions.assignments(after: words, prefix) })
  var values: [String] = []

  /// What is given a value, in that order; of what is no assignment, all of it.
  fileprivate var names: [String] {
    values.map { $0.prefix { $0 != "=" }.trimmed }
  }

  /// The values of the variables in their order, nil for those without one.
  func partialPoint(of subject: Subject) throws -> [Double?] {
    try Self.partialPoint(of: subject, values)
  }

  /// The values that arguments give to variables.
  static func partialPoint(of subject: Subject, _ values: [String]) throws -> [Double?] {
    var point = [Double?](repeating: nil, count: subject.variables.count)
    let places = Dictionary(
      zip(subject.variables, subject.variables.indices)
    ) { first, _ in first }
    for assignment in values {
      let (name, text) = try parts(assignment, subject)
      guard let place = places[name] else { throw unknown(name, subject) }
      if point[place] != nil { throw Failure.usage("\(name) is given a value twice") }
      point[place] = try value(of: text, for: name)
    }
    return point
  }

  /// The values of all variables.
  func point(of subject: Subject) throws -> [Double] {
    let point = try partialPoint(of: subject)
    let missing = zip(subject.variables, point).filter { $1 == nil }.map(\.0)
    guard !missing.isEmpty else { return point.compactMap { $0 } }
    let shown = missing.prefix(6)
    let more = missing.count > shown.count ? " …" : ""
    throw Failure.usage(
      "no \(missing.count == 1 ? "value" : "values") for \(shown.joined(separator: ", "))\(more): "
        + "add \(shown.map { $0 + "=…" }.joined(separator: " "))\(more)")
  }

  /// The values of all variables, nil if none is given.
  func optionalPoint(of subject: Subject) throws -> [Double]? {
    values.isEmpty && !subject.variables.isEmpty ? nil : try point(of: subject)
  }

  // MARK: Assignments

  private static func parts(
    _ assignment: String, _ subject: Subject
  ) throws -> (name: String, value: String) {
    let parts = assignment.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      .map { $0.trimmed }
    guard parts.count == 2, !parts[0].isEmpty else {
      if let command = Spelling.nearest(to: subject.source, among: WengertTool.commandNames) {
        throw Failure.usage("there is no command \(subject.source); did you mean \(command)?")
      }
      throw Failure.usage(
        "`\(assignment.shortened)` gives no variable a value; write name=value, and put an "
          + "expression with spaces in quotes")
    }
    if parts[1].isEmpty { throw Failure.usage("there is no value after `\(parts[0])=`") }
    return (parts[0], parts[1])
  }

  /// The value of an expression without variables.
  static func value(of text: String, for name: String) throws -> Double {
    do {
      let parsed = try ExpressionParser.parse(
        text, options: ExpressionParser.Options(variables: []))
      let values = Program(parsed)([Double]())
      if values.count == 1, values[0].isFinite { return values[0] }
      let found = values.count == 1 ? values[0].shortDescription : "\(values.count) numbers"
      throw Failure.data(
        "the value of \(name) must be a finite number; \(text.shortened) is \(found)")
    } catch let error as ParseError {
      throw Failure.data("the value of \(name): " + error.rendered(in: text))
    }
  }

  private static func unknown(_ name: String, _ subject: Subject) -> Failure {
    let variables = subject.variables
    if subject.parsed.names.contains(where: { $0.name == name }) {
      return .usage("\(name) is computed by the expression and cannot be given a value")
    }
    if let value = constant(name) {
      return .usage(
        "\(name) is the constant \(value.shortDescription), not a variable; give the variable "
          + "another name")
    }
    var message = "the expression has no variable \(name.shortened)"
    if let nearest = Spelling.nearest(to: name, among: variables) {
      message += "; did you mean \(nearest)?"
    } else if variables.isEmpty {
      message += "; it has none at all"
    } else {
      let more = variables.count > 8 ? ", …" : ""
      message += variables.count == 1 ? "; its variable is " : "; its variables are "
      message += variables.prefix(8).joined(separator: ", ") + more
    }
    return .usage(message)
  }

  /// The value of a name that the grammar gives one: `e`, `pi`.
  private static func constant(_ name: String) -> Double? {
    guard name.allSatisfy(\.isLetter) else { return nil }
    let options = ExpressionParser.Options(variables: [])
    return (try? ExpressionParser.parse(name, options: options))
      .map { Program($0)([Double]())[0] }
  }
}

extension String {
  /// Text that a person typed, short enough for a message.
  var shortened: String { count > 40 ? prefix(39) + "…" : self }
}

extension Substring {
  fileprivate var trimmed: String {
    var text = self
    while text.first?.isWhitespace ?? false { text.removeFirst() }
    while text.last?.isWhitespace ?? false { text.removeLast() }
    return String(text)
  }
}
