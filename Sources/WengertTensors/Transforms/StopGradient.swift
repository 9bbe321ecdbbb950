// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

extension ParameterTree {
  /// The same value, as a constant: no derivative passes through it.
  ///
  /// ```swift
  /// gradient(at: 3) { x in x * x.withoutDerivative }          // 3
  /// ```
  public var withoutDerivative: Self {
    mappingLeaves { leaf in
      leaf.isTraced ? .apply(Identity(purpose: .stopGradient).operation, [leaf]) : leaf
    }
  }
}

extension Tensor {
  /// The same tensor, called `name` in listings, pictures and messages.
  public func named(_ name: String) -> Tensor {
    isTraced ? .apply(Identity(purpose: .label(name)).operation, [self]) : self
  }
}
