// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// A value made of tensors: what a function can be differentiated with respect to.
///
/// Tensors, arrays, dictionaries and optionals of parameter trees are ones; a structure becomes
/// one by naming its parts:
///
/// ```swift
/// struct Dense: ParameterTree {
///   var weight: Tensor
///   var bias: Tensor
///
///   mutating func visitChildren(_ visit: inout ParameterVisitor) {
///     visit("weight", &weight)
///     visit("bias", &bias)
///   }
/// }
/// ```
///
/// The order of the visits is that of the leaves, and must not depend on their numbers. What is not
/// visited (sizes, flags, functions) is carried along as it is.
public protocol ParameterTree {
  /// Calls `visit` with the name and place of each part.
  mutating func visitChildren(_ visit: inout ParameterVisitor)
}

/// What a ``ParameterTree`` shows its parts to.
public struct ParameterVisitor {
  private(set) var path: ParameterPath
  private let leaf: (inout Tensor, ParameterPath) -> Void

  init(_ leaf: @escaping (inout Tensor, ParameterPath) -> Void) {
    path = ParameterPath()
    self.leaf = leaf
  }

  /// Visits a part that has a name.
  public mutating func callAsFunction<Child: ParameterTree>(_ name: String, _ child: inout Child) {
    visit(.name(name), &child)
  }

  /// Visits the part with a number.
  public mutating func callAsFunction<Child: ParameterTree>(_ index: Int, _ child: inout Child) {
    visit(.index(index), &child)
  }

  private mutating func visit<Child: ParameterTree>(
    _ step: ParameterPath.Step, _ child: inout Child
  ) {
    path.steps.append(step)
    child.visitChildren(&self)
    path.steps.removeLast()
  }

  mutating func visitLeaf(_ tensor: inout Tensor) { leaf(&tensor, path) }
}

/// Where in a tree a leaf is: `layers[2].weight`.
public struct ParameterPath: Hashable, Sendable, CustomStringConvertible {
  enum Step: Hashable, Sendable {
    case name(String)
    case index(Int)
  }

  var steps: [Step] = []

  public var description: String {
    var text = ""
    for step in steps {
      switch step {
      case .name(let name): text += text.isEmpty ? name : "." + name
      case .index(let index): text += "[\(index)]"
      }
    }
    return text
  }
}

extension ParameterTree {
  /// The tensors of the tree, in the order of the visits.
  public var leaves: [Tensor] {
    var leaves: [Tensor] = []
    forEachLeaf { leaf, _ in leaves.append(leaf) }
    return leaves
  }

  /// The path of every leaf, in the same order.
  public var paths: [ParameterPath] {
    var paths: [ParameterPath] = []
    forEachLeaf { _, path in paths.append(path) }
    return paths
  }

  /// A tree of the same form, with other leaves.
  public func replacingLeaves(_ leaves: [Tensor]) -> Self {
    var next = 0
    let result = mappingLeaves { _ in
      precondition(next < leaves.count, "A tree has more than the \(leaves.count) leaves given.")
      next += 1
      return leaves[next - 1]
    }
    precondition(next == leaves.count, "A tree has \(next) leaves; found \(leaves.count).")
    return result
  }

  /// A tree of the same form, with `transform` of each leaf.
  public func mappingLeaves(_ transform: (Tensor) -> Tensor) -> Self {
    withoutActuallyEscaping(transform) { transform in
      var copy = self
      var visitor = ParameterVisitor { leaf, _ in leaf = transform(leaf) }
      copy.visitChildren(&visitor)
      return copy
    }
  }

  /// A tree of the same form, with `transform` of each leaf and the leaf in its place in another
  /// tree of this form.
  ///
  /// ```swift
  /// let slopes = gradient(at: model) { model in loss(model(x), y) }
  /// let next = model.mappingLeaves(with: slopes) { weight, slope in weight - 0.1 * slope }
  /// ```
  public func mappingLeaves(
    with other: Self, _ transform: (Tensor, Tensor) -> Tensor
  ) -> Self {
    let (own, others) = (leaves, other.leaves)
    precondition(
      own.count == others.count,
      "mappingLeaves: the trees have \(own.count) and \(others.count) leaves.")
    return replacingLeaves(zip(own, others).map { transform($0, $1) })
  }

  /// Calls `body` with each leaf and its path.
  public func forEachLeaf(_ body: (Tensor, ParameterPath) -> Void) {
    withoutActuallyEscaping(body) { body in
      var copy = self
      var visitor = ParameterVisitor { leaf, path in body(leaf, path) }
      copy.visitChildren(&visitor)
    }
  }
}
