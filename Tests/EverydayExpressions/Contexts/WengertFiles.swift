// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// What examples of the documentation speak of without defining it; `Scripts/check-examples` puts it
// before them.

private let url = URL(filePath: "file")
private let model = ["weight": Tensor(ones: [3])]
