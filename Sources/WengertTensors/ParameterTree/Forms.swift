// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

#if !hasFeature(Embedded)
  /// The leaves of several trees one after the other: the arguments of a function.
  struct Forms {
    private(set) var leaves: [Tensor] = []
    private(set) var form = TreeForm()

    init<each P: ParameterTree>(_ trees: repeat each P) {
      for tree in repeat each trees {
        let (leaves, form) = tree.visited()
        self.leaves += leaves
        self.form.marks += form.marks + [.end]
      }
    }

    var paths: [ParameterPath] { form.paths }
  }
#endif

extension ParameterTree {
  /// A tree of the same form with the first of `leaves`, which are removed.
  func takingLeaves(_ leaves: inout ArraySlice<Tensor>) -> Self {
    let count = self.leaves.count
    defer { leaves = leaves.dropFirst(count) }
    return replacingLeaves(Array(leaves.prefix(count)))
  }
}
