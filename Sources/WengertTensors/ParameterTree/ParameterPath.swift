// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

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

/// How trees are made of named and numbered parts: the leaves of trees of one form correspond.
struct TreeForm: Hashable, Sendable {
  enum Mark: Hashable, Sendable {
    /// A part begins.
    case part(ParameterPath.Step)
    case leaf
    /// There is a value where there may be none.
    case present
    /// The part that began last ends, or one of several trees.
    case end
  }

  var marks: [Mark] = []

  /// The path of every leaf.
  var paths: [ParameterPath] {
    var paths: [ParameterPath] = []
    var path = ParameterPath()
    for mark in marks {
      switch mark {
      case .part(let step): path.steps.append(step)
      case .leaf: paths.append(path)
      case .present: break
      // Where one of several trees ends, no part has begun.
      case .end: _ = path.steps.popLast()
      }
    }
    return paths
  }
}
