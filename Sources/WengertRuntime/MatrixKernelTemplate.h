// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// The matrix product for one type of number and one set of instructions. `MatrixKernels.c` includes
// this file once for each, with these defined:
//
//   NUMBER, IS_DOUBLE      float or double
//   LANES                  numbers in a vector
//   TILE_ROWS              rows of the result that a tile keeps in registers
//   TILE_VECTORS           vectors in a row of a tile
//   TILES(X)               X(rows, vectors) for all tiles up to that size
//   UNROLL                 steps along the inner dimension that a tile takes at once
//   DOT_ROWS               rows that are multiplied by a few vectors at once
//   NAME(x)                `x` with the type and the instructions
//   MASK, FIRST(n)         what selects the first n numbers of a vector, 0 < n ≤ LANES
//   LOAD_MASKED(p, m)      those numbers from memory, and zeros
//   STORE_MASKED(p, m, v)  only those numbers to memory
//   SPLAT(x), SUM_OF(v)    a vector of equal numbers, the sum of its lanes
//
// In a tile every element of the result is one chain of fused multiply-adds for each block of the inner
// dimension, wherever the tile lies and whether the operands are packed or not. Products of a few rows
// or columns sum in another order, but that depends on numbers that stay the same in every piece of a
// result that is cut for threads. So its bits do not depend on how it is cut.

#define VECTOR NAME(vector)
typedef NUMBER VECTOR __attribute__((vector_size(LANES * sizeof(NUMBER))));
typedef VECTOR NAME(unaligned) __attribute__((aligned(sizeof(NUMBER)), may_alias));

static inline __attribute__((always_inline)) VECTOR NAME(load)(const NUMBER *p) {
  return *(const NAME(unaligned) *)p;
}
static inline __attribute__((always_inline)) void NAME(store)(NUMBER *p, VECTOR v) {
  *(NAME(unaligned) *)p = v;
}

#include "MatrixTiles.h"
#include "MatrixPacking.h"
#include "MatrixVectors.h"

static void NAME(multiply_tiles)(const WengertMatrixProduct *p) {
  const ptrdiff_t width = TILE_VECTORS * LANES;
  const NUMBER *const a = p->a, *const b = p->b;
  NUMBER *const c = p->c;
  const ptrdiff_t most_depth = p->depth < block_depth ? p->depth : block_depth;
  const ptrdiff_t most_rows = p->rows < block_rows ? p->rows : block_rows;
  const ptrdiff_t most_columns = p->columns < block_columns ? p->columns : block_columns;
  // Packing pays where panels are read often and do not stay in the first-level cache as they are.
  const ptrdiff_t a_bytes = p->rows * p->depth * (ptrdiff_t)sizeof(NUMBER);
  const ptrdiff_t b_bytes = p->depth * p->columns * (ptrdiff_t)sizeof(NUMBER);
  const bool packs_a = (p->a_row_stride != 1 && p->a_column_stride != 1) ||
                       (p->columns >= 192 && a_bytes > 1 << 16);
  const bool packs_b = p->b_column_stride != 1 || (p->rows >= 48 && b_bytes > 1 << 15);
  const ptrdiff_t a_count = packs_a ? (most_rows + TILE_ROWS) * most_depth : 0;
  const ptrdiff_t b_count = packs_b ? (most_columns + width) * most_depth : 0;
  WengertScratch *scratch = NULL;
  NUMBER *a_panels = NULL, *b_panels = NULL;
  if (a_count + b_count > 0) {
    scratch = wengert_scratch_take((size_t)(a_count + b_count) * sizeof(NUMBER) + 64);
    b_panels = scratch->memory;
    a_panels = b_panels + (b_count + 15) / 16 * 16;
  }
  const bool is_upright = packs_a || p->a_row_stride == 1;
  for (ptrdiff_t k = 0; k < p->depth; k += block_depth) {
    const ptrdiff_t depth = p->depth - k < block_depth ? p->depth - k : block_depth;
    const bool accumulates = p->accumulates || k > 0;
    for (ptrdiff_t j = 0; j < p->columns; j += block_columns) {
      const ptrdiff_t columns =
          p->columns - j < block_columns ? p->columns - j : block_columns;
      const NUMBER *b_block = b + k * p->b_row_stride + j * p->b_column_stride;
      if (packs_b)
        NAME(pack_b)(b_block, p->b_column_stride, p->b_row_stride, columns, depth, b_panels);
      for (ptrdiff_t i = 0; i < p->rows; i += block_rows) {
        const ptrdiff_t rows = p->rows - i < block_rows ? p->rows - i : block_rows;
        const NUMBER *a_block = a + i * p->a_row_stride + k * p->a_column_stride;
        if (packs_a) NAME(pack_a)(a_block, p->a_row_stride, p->a_column_stride, rows, depth, a_panels);
        for (ptrdiff_t jj = 0; jj < columns; jj += width) {
          const ptrdiff_t tile_columns = columns - jj < width ? columns - jj : width;
          const ptrdiff_t vectors = (tile_columns + LANES - 1) / LANES;
          const MASK mask = FIRST(tile_columns - (vectors - 1) * LANES);
          const NUMBER *b_tile = packs_b ? b_panels + jj * depth : b_block + jj;
          const ptrdiff_t b_stride = packs_b ? width : p->b_row_stride;
          const ptrdiff_t a_stride =
              packs_a ? TILE_ROWS : is_upright ? p->a_column_stride : p->a_row_stride;
          const ptrdiff_t a_step = packs_a ? depth : p->a_row_stride;
          const NUMBER *a_tile = packs_a ? a_panels : a_block;
          NUMBER *c_tile = c + i * p->c_row_stride + j + jj;
          const NAME(tile_function) *const tiles = &NAME(tiles)[is_upright][0][vectors - 1];
          const NAME(tile_function) full = tiles[(TILE_ROWS - 1) * TILE_VECTORS];
          ptrdiff_t ii = 0;
          for (; ii + TILE_ROWS <= rows; ii += TILE_ROWS)
            full(depth, a_tile + ii * a_step, a_stride, b_tile, b_stride, c_tile + ii * p->c_row_stride,
                 p->c_row_stride, mask, accumulates);
          if (ii < rows)
            tiles[(rows - ii - 1) * TILE_VECTORS](
                depth, a_tile + ii * a_step, a_stride, b_tile, b_stride,
                c_tile + ii * p->c_row_stride, p->c_row_stride, mask, accumulates);
        }
      }
    }
  }
  if (scratch) wengert_scratch_give(scratch);
}

/// Computes the transpose of a result of few columns, whose rows fill vectors, and puts it in place.
static void NAME(multiply_transposed)(const WengertMatrixProduct *p) {
  WengertScratch *scratch =
      wengert_scratch_take((size_t)(p->rows * p->columns) * sizeof(NUMBER));
  const NUMBER *const sums = scratch->memory;
  const WengertMatrixProduct transposed = {
      .a = p->b, .b = p->a, .c = scratch->memory,
      .rows = p->columns, .columns = p->rows, .depth = p->depth,
      .a_row_stride = p->b_column_stride, .a_column_stride = p->b_row_stride,
      .b_row_stride = p->a_column_stride, .b_column_stride = p->a_row_stride,
      .c_row_stride = p->rows, .accumulates = false};
  NAME(multiply_tiles)(&transposed);
  for (ptrdiff_t i = 0; i < p->rows; i++) {
    NUMBER *const row = (NUMBER *)p->c + i * p->c_row_stride;
    for (ptrdiff_t j = 0; j < p->columns; j++)
      row[j] = p->accumulates ? row[j] + sums[j * p->rows + i] : sums[j * p->rows + i];
  }
  wengert_scratch_give(scratch);
}

static void NAME(multiply)(const WengertMatrixProduct *p) {
  // From this depth on it pays to add up the lanes of a sum at its end.
  const ptrdiff_t deep = 4 * LANES;
  if (p->rows <= 0 || p->columns <= 0) return;
  if (p->depth <= 0) {
    if (p->accumulates) return;
    for (ptrdiff_t i = 0; i < p->rows; i++)
      memset((NUMBER *)p->c + i * p->c_row_stride, 0, (size_t)p->columns * sizeof(NUMBER));
  } else if (p->a_column_stride == 1 && (p->columns == 1 || (p->columns <= 4 && p->depth >= deep))) {
    NAME(multiply_few)(
        p->a, p->a_row_stride, p->rows, p->b, p->b_row_stride, p->b_column_stride, p->columns,
        p->depth, p->c, p->c_row_stride, 1, p->accumulates);
  } else if (p->b_row_stride == 1 && (p->rows == 1 || (p->rows <= 4 && p->depth >= deep))) {
    NAME(multiply_few)(
        p->b, p->b_column_stride, p->columns, p->a, p->a_column_stride, p->a_row_stride, p->rows,
        p->depth, p->c, 1, p->c_row_stride, p->accumulates);
  } else if (p->rows == 1 && p->b_column_stride == 1) {
    NAME(combine_rows)(
        p->a, p->a_column_stride, p->b, p->b_row_stride, p->depth, p->c, p->columns, p->accumulates);
  } else if (p->columns == 1 && p->a_row_stride == 1 && p->c_row_stride == 1) {
    NAME(combine_rows)(
        p->b, p->b_row_stride, p->a, p->a_column_stride, p->depth, p->c, p->rows, p->accumulates);
  } else if (2 * p->columns <= LANES && p->rows >= 2 * LANES && p->a_row_stride == 1) {
    NAME(multiply_transposed)(p);
  } else {
    NAME(multiply_tiles)(p);
  }
}

#undef VECTOR
#undef NUMBER
#undef IS_DOUBLE
#undef SUFFIX
#undef LANES
#undef MASK
#undef FIRST
#undef LOAD_MASKED
#undef STORE_MASKED
#undef SUM_OF
#undef SPLAT
