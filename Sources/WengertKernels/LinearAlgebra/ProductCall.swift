// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Products of matrices, and where their arrays are in a table of values.
package final class ProductCall: TableWork {
  package let product: StackedProduct
  package let sources: [Int32]
  package let results: [Int32]
  private let x, y, z: Int

  package init(_ product: StackedProduct, _ x: Int32, _ y: Int32, result: Int32) {
    self.product = product
    sources = [x, y]
    results = [result]
    (self.x, self.y, z) = (Int(x), Int(y), Int(result))
  }

  package func reusing(_ isFree: (Int32) -> Bool) -> ProductCall { self }

  package var resultByteCount: Int { product.byteCount }

  /// Makes the array of the result, if it is not there already.
  func prepare(_ table: LoopValues) {
    table.makeRoom(z, product.shape, product.dtype, byteCount: product.byteCount)
  }

  package func run(_ table: LoopValues) {
    prepare(table)
    let memory = table.addresses
    // The table keeps all arrays alive.
    product.run(
      memory[x].unsafelyUnwrapped, memory[y].unsafelyUnwrapped, into: memory[z].unsafelyUnwrapped)
  }
}
