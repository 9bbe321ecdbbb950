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
/// visited (sizes, flags, functions) is carried along as it is. Parts are stored: while a tree is put
/// together, its leaves may be any tensors for a moment.
public protocol ParameterTree {
  /// Calls `visit` with the name and place of each part.
  mutating func visitChildren(_ visit: inout ParameterVisitor)
}

/// What a ``ParameterTree`` shows its parts to.
public struct ParameterVisitor {
  /// The parts met so far.
  private(set) var form = TreeForm()
  /// Whether what becomes of the leaves is to stay in the tree.
  let isChanging: Bool
  private let leaf: (inout Tensor) -> Void

  init(isChanging: Bool, _ leaf: @escaping (inout Tensor) -> Void) {
    self.isChanging = isChanging
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
    form.marks.append(.part(step))
    child.visitChildren(&self)
    form.marks.append(.end)
  }

  /// Notes that there is a value where there may be none.
  mutating func visitPresent() { form.marks.append(.present) }

  mutating func visitLeaf(_ tensor: inout Tensor) {
    form.marks.append(.leaf)
    leaf(&tensor)
  }
}

extension ParameterTree {
  /// The tensors of the tree, in the order of the visits.
  public var leaves: [Tensor] { visited().leaves }

  /// The path of every leaf, in the same order.
  public var paths: [ParameterPath] { visited().form.paths }

  /// The leaves, and how the tree is made of them.
  func visited() -> (leaves: [Tensor], form: TreeForm) {
    var leaves: [Tensor] = []
    var copy = self
    var visitor = ParameterVisitor(isChanging: false) { leaf in leaves.append(leaf) }
    copy.visitChildren(&visitor)
    return (leaves, visitor.form)
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
      var visitor = ParameterVisitor(isChanging: true) { leaf in leaf = transform(leaf) }
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
    let (leaves, form) = visited()
    for (leaf, path) in zip(leaves, form.paths) { body(leaf, path) }
  }
}
