// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// The matrix product for one type of number and one set of instructions. `MatrixKernels.c` includes
// this file once for each, with these defined:
//
//   NUMBER             float or double
//   LANES              numbers in a vector
//   TILE_ROWS          rows of the result that a tile keeps in registers
//   TILE_VECTORS       vectors in a row of a tile
//   UNROLL             steps along the inner dimension that the loop takes at once
//   NAME(x)            `x` with the type and the instructions
//   MASK, FIRST(n)     what selects the first n numbers of a vector, 0 < n ≤ LANES
//   SPLAT(x)           a vector of equal numbers
//   LOAD_MASKED(p, m)  those numbers, and zeros
//   STORE_MASKED(p, m, v)
//
// Every element of the result is one chain of fused multiply-adds over the blocks of the inner
// dimension, whatever the path to it: the tile it lies in, packed or not. So its bits do not depend
// on how the result is cut for threads. (A product with a vector may sum in another order; it does
// so for all pieces or for none.)

#define VECTOR NAME(vector)
typedef NUMBER VECTOR __attribute__((vector_size(LANES * sizeof(NUMBER))));
typedef VECTOR NAME(unaligned) __attribute__((aligned(sizeof(NUMBER)), may_alias));

static inline __attribute__((always_inline)) VECTOR NAME(load)(const NUMBER *p) {
  return *(const NAME(unaligned) *)p;
}
static inline __attribute__((always_inline)) void NAME(store)(NUMBER *p, VECTOR v) {
  *(NAME(unaligned) *)p = v;
}

/// Computes a tile of `rows` rows and `vectors` vectors, of which the last is cut by `mask`.
///
/// `is_upright` tells which stride of `a` is one: if true, that from row to row, and `a_stride` leads
/// to the next column; if false the other way round. Both and the counts are constants in each
/// instance, so that all sums stay in registers.
static inline __attribute__((always_inline)) void NAME(tile)(
    const int rows, const int vectors, const bool is_upright, ptrdiff_t depth, const NUMBER *a,
    ptrdiff_t a_stride, const NUMBER *b, ptrdiff_t b_stride, NUMBER *c, ptrdiff_t c_stride, MASK mask,
    bool accumulates) {
  VECTOR sum[TILE_ROWS][TILE_VECTORS];
#pragma clang loop unroll(full)
  for (int i = 0; i < rows; i++) {
    // The result is needed after the loop only; meanwhile it comes from memory.
    __builtin_prefetch(c + i * c_stride, 1);
    __builtin_prefetch(c + i * c_stride + vectors * LANES - 1, 1);
#pragma clang loop unroll(full)
    for (int j = 0; j < vectors; j++) sum[i][j] = (VECTOR){0};
  }
#pragma clang loop unroll_count(UNROLL)
  for (ptrdiff_t k = 0; k < depth; k++) {
    VECTOR right[TILE_VECTORS];
#pragma clang loop unroll(full)
    for (int j = 0; j < vectors - 1; j++) right[j] = NAME(load)(b + j * LANES);
    right[vectors - 1] = LOAD_MASKED(b + (vectors - 1) * LANES, mask);
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++) {
      const VECTOR left = SPLAT(is_upright ? a[i] : a[i * a_stride]);
#pragma clang loop unroll(full)
      for (int j = 0; j < vectors; j++)
        sum[i][j] = __builtin_elementwise_fma(left, right[j], sum[i][j]);
    }
    a += is_upright ? a_stride : 1;
    b += b_stride;
  }
#pragma clang loop unroll(full)
  for (int i = 0; i < rows; i++) {
    NUMBER *row = c + i * c_stride;
#pragma clang loop unroll(full)
    for (int j = 0; j < vectors - 1; j++)
      NAME(store)(row + j * LANES, accumulates ? NAME(load)(row + j * LANES) + sum[i][j] : sum[i][j]);
    row += (vectors - 1) * LANES;
    VECTOR last = sum[i][vectors - 1];
    if (accumulates) last += LOAD_MASKED(row, mask);
    STORE_MASKED(row, mask, last);
  }
}

typedef void (*NAME(tile_function))(
    ptrdiff_t, const NUMBER *, ptrdiff_t, const NUMBER *, ptrdiff_t, NUMBER *, ptrdiff_t, MASK, bool);

#define INSTANCE(rows, vectors, is_upright)                                                            \
  static __attribute__((noinline)) void NAME(tile_##rows##_##vectors##_##is_upright)(                  \
      ptrdiff_t depth, const NUMBER *a, ptrdiff_t a_stride, const NUMBER *b, ptrdiff_t b_stride,       \
      NUMBER *c, ptrdiff_t c_stride, MASK mask, bool accumulates) {                                    \
    NAME(tile)(rows, vectors, is_upright, depth, a, a_stride, b, b_stride, c, c_stride, mask,          \
               accumulates);                                                                           \
  }
#define INSTANCES(rows, vectors) INSTANCE(rows, vectors, 0) INSTANCE(rows, vectors, 1)
TILES(INSTANCES)

/// The tiles by `is_upright`, rows − 1, vectors − 1.
#define ENTRIES(rows, vectors)                                        \
  [0][rows - 1][vectors - 1] = NAME(tile_##rows##_##vectors##_0),     \
  [1][rows - 1][vectors - 1] = NAME(tile_##rows##_##vectors##_1),
static const NAME(tile_function) NAME(tiles)[2][TILE_ROWS][TILE_VECTORS] = {TILES(ENTRIES)};

#undef ENTRIES
#undef INSTANCES
#undef INSTANCE

/// Transposes a square of 32 bytes a side: `to[k * to_stride + i] = from[i * from_stride + k]`.
#define SIDE (32 / (int)sizeof(NUMBER))
typedef NUMBER NAME(half) __attribute__((vector_size(32)));
typedef NAME(half) NAME(unaligned_half) __attribute__((aligned(sizeof(NUMBER)), may_alias));

static inline __attribute__((always_inline)) void NAME(transpose_square)(
    const NUMBER *from, ptrdiff_t from_stride, NUMBER *to, ptrdiff_t to_stride) {
  NAME(half) x[SIDE], y[SIDE];
#pragma clang loop unroll(full)
  for (int i = 0; i < SIDE; i++) x[i] = *(const NAME(unaligned_half) *)(from + i * from_stride);
#define SHUFFLE(x, y, ...) __builtin_shufflevector(x, y, __VA_ARGS__)
#if IS_DOUBLE
  y[0] = SHUFFLE(x[0], x[1], 0, 4, 2, 6);
  y[1] = SHUFFLE(x[0], x[1], 1, 5, 3, 7);
  y[2] = SHUFFLE(x[2], x[3], 0, 4, 2, 6);
  y[3] = SHUFFLE(x[2], x[3], 1, 5, 3, 7);
  x[0] = SHUFFLE(y[0], y[2], 0, 1, 4, 5);
  x[1] = SHUFFLE(y[1], y[3], 0, 1, 4, 5);
  x[2] = SHUFFLE(y[0], y[2], 2, 3, 6, 7);
  x[3] = SHUFFLE(y[1], y[3], 2, 3, 6, 7);
#else
#pragma clang loop unroll(full)
  for (int i = 0; i < 8; i += 2) {
    y[i] = SHUFFLE(x[i], x[i + 1], 0, 8, 1, 9, 4, 12, 5, 13);
    y[i + 1] = SHUFFLE(x[i], x[i + 1], 2, 10, 3, 11, 6, 14, 7, 15);
  }
#pragma clang loop unroll(full)
  for (int i = 0; i < 8; i += 4) {
    x[i] = SHUFFLE(y[i], y[i + 2], 0, 1, 8, 9, 4, 5, 12, 13);
    x[i + 1] = SHUFFLE(y[i], y[i + 2], 2, 3, 10, 11, 6, 7, 14, 15);
    x[i + 2] = SHUFFLE(y[i + 1], y[i + 3], 0, 1, 8, 9, 4, 5, 12, 13);
    x[i + 3] = SHUFFLE(y[i + 1], y[i + 3], 2, 3, 10, 11, 6, 7, 14, 15);
  }
#pragma clang loop unroll(full)
  for (int i = 0; i < 4; i++) {
    y[i] = SHUFFLE(x[i], x[i + 4], 0, 1, 2, 3, 8, 9, 10, 11);
    y[i + 4] = SHUFFLE(x[i], x[i + 4], 4, 5, 6, 7, 12, 13, 14, 15);
  }
#pragma clang loop unroll(full)
  for (int i = 0; i < 8; i++) x[i] = y[i];
#endif
#undef SHUFFLE
#pragma clang loop unroll(full)
  for (int i = 0; i < SIDE; i++) *(NAME(unaligned_half) *)(to + i * to_stride) = x[i];
}

/// Packs `count` rows of length `depth` into panels of `width` rows, each of which holds its columns
/// one after another. What a last, thinner panel leaves free is not written.
static inline __attribute__((always_inline)) void NAME(pack)(
    const int width, const NUMBER *from, ptrdiff_t row_stride, ptrdiff_t column_stride,
    ptrdiff_t count, ptrdiff_t depth, NUMBER *to) {
  for (ptrdiff_t row = 0; row < count; row += width, from += width * row_stride, to += width * depth) {
    const ptrdiff_t rows = count - row < width ? count - row : width;
    ptrdiff_t k = 0;
    if (row_stride == 1 && rows == width) {
      for (; k < depth; k++)
        __builtin_memcpy(to + k * width, from + k * column_stride, width * sizeof(NUMBER));
    } else if (column_stride == 1 && rows >= SIDE) {
      for (; k + SIDE <= depth; k += SIDE) {
        ptrdiff_t i = 0;
        for (; i + SIDE <= rows; i += SIDE)
          NAME(transpose_square)(from + i * row_stride + k, row_stride, to + k * width + i, width);
        for (; i < rows; i++)
          for (int l = 0; l < SIDE; l++) to[(k + l) * width + i] = from[i * row_stride + k + l];
      }
    }
    for (; k < depth; k++)
      for (ptrdiff_t i = 0; i < rows; i++)
        to[k * width + i] = from[i * row_stride + k * column_stride];
  }
}
static __attribute__((noinline)) void NAME(pack_a)(
    const NUMBER *from, ptrdiff_t row_stride, ptrdiff_t column_stride, ptrdiff_t count, ptrdiff_t depth,
    NUMBER *to) {
  NAME(pack)(TILE_ROWS, from, row_stride, column_stride, count, depth, to);
}
static __attribute__((noinline)) void NAME(pack_b)(
    const NUMBER *from, ptrdiff_t row_stride, ptrdiff_t column_stride, ptrdiff_t count, ptrdiff_t depth,
    NUMBER *to) {
  NAME(pack)(TILE_VECTORS * LANES, from, row_stride, column_stride, count, depth, to);
}

/// The numbers that a block reaches: `a` packed stays in the second-level cache, a panel of `b` in the
/// first.
enum {
  NAME(width) = TILE_VECTORS * LANES,
  NAME(block_depth) = BLOCK_DEPTH,
  NAME(block_rows) = BLOCK_ROWS,
  NAME(block_columns) = BLOCK_COLUMNS,
};

static void NAME(multiply_tiles)(const WengertMatrixProduct *p) {
  const ptrdiff_t width = NAME(width);
  const NUMBER *const a = p->a, *const b = p->b;
  NUMBER *const c = p->c;
  const ptrdiff_t most_depth = p->depth < NAME(block_depth) ? p->depth : NAME(block_depth);
  const ptrdiff_t most_rows = p->rows < NAME(block_rows) ? p->rows : NAME(block_rows);
  const ptrdiff_t most_columns = p->columns < NAME(block_columns) ? p->columns : NAME(block_columns);
  // A panel of `b` is read once for each tile of rows, one of `a` once for each tile of columns.
  const bool packs_b = p->b_column_stride != 1 || (p->rows >= PACK_B_ROWS && p->depth * p->columns * (ptrdiff_t)sizeof(NUMBER) > PACK_B_BYTES);
  const bool packs_a = (p->a_row_stride != 1 && p->a_column_stride != 1) ||
      (p->columns >= PACK_A_COLUMNS && p->rows * p->depth * (ptrdiff_t)sizeof(NUMBER) > PACK_A_BYTES);
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
  for (ptrdiff_t k = 0; k < p->depth; k += NAME(block_depth)) {
    const ptrdiff_t depth = p->depth - k < NAME(block_depth) ? p->depth - k : NAME(block_depth);
    const bool accumulates = p->accumulates || k > 0;
    for (ptrdiff_t j = 0; j < p->columns; j += NAME(block_columns)) {
      const ptrdiff_t columns =
          p->columns - j < NAME(block_columns) ? p->columns - j : NAME(block_columns);
      const NUMBER *b_block = b + k * p->b_row_stride + j * p->b_column_stride;
      if (packs_b)
        NAME(pack_b)(b_block, p->b_column_stride, p->b_row_stride, columns, depth, b_panels);
      for (ptrdiff_t i = 0; i < p->rows; i += NAME(block_rows)) {
        const ptrdiff_t rows = p->rows - i < NAME(block_rows) ? p->rows - i : NAME(block_rows);
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

/// `y = Σ x[k] · row k`, for rows of contiguous numbers: eight rows at a time, so that `y` is read and
/// written seldom and the rows are read in the order in which they lie.
static void NAME(combine_rows)(
    const NUMBER *x, ptrdiff_t x_stride, const NUMBER *rows, ptrdiff_t row_stride, ptrdiff_t depth,
    NUMBER *y, ptrdiff_t columns, bool accumulates) {
  for (ptrdiff_t k = 0; k < depth;) {
    const int count = depth - k >= 8 ? 8 : 1;
    for (ptrdiff_t j = 0; j < columns; j += LANES) {
      const MASK mask = FIRST(columns - j < LANES ? columns - j : LANES);
      VECTOR sum = accumulates || k > 0 ? LOAD_MASKED(y + j, mask) : (VECTOR){0};
      const NUMBER *row = rows + k * row_stride + j;
      if (count == 8) {
#pragma clang loop unroll(full)
        for (int i = 0; i < 8; i++)
          sum = __builtin_elementwise_fma(
              SPLAT(x[(k + i) * x_stride]), LOAD_MASKED(row + i * row_stride, mask), sum);
      } else {
        sum = __builtin_elementwise_fma(SPLAT(x[k * x_stride]), LOAD_MASKED(row, mask), sum);
      }
      STORE_MASKED(y + j, mask, sum);
    }
    k += count;
  }
}

/// `y[i] = Σ x[k] · row i[k]`, for rows of contiguous numbers. Each sum is kept in four vectors.
static inline __attribute__((always_inline)) void NAME(dots)(
    const int count, const NUMBER *x, const NUMBER *rows, ptrdiff_t row_stride, ptrdiff_t depth,
    NUMBER *y, ptrdiff_t y_stride, bool accumulates) {
  VECTOR sum[4][4];
#pragma clang loop unroll(full)
  for (int i = 0; i < count; i++)
#pragma clang loop unroll(full)
    for (int j = 0; j < 4; j++) sum[i][j] = (VECTOR){0};
  ptrdiff_t k = 0;
  for (; k + 4 * LANES <= depth; k += 4 * LANES)
#pragma clang loop unroll(full)
    for (int j = 0; j < 4; j++) {
      const VECTOR right = NAME(load)(x + k + j * LANES);
#pragma clang loop unroll(full)
      for (int i = 0; i < count; i++)
        sum[i][j] = __builtin_elementwise_fma(
            NAME(load)(rows + i * row_stride + k + j * LANES), right, sum[i][j]);
    }
  for (; k < depth; k += LANES) {
    const MASK mask = FIRST(depth - k < LANES ? depth - k : LANES);
    const VECTOR right = LOAD_MASKED(x + k, mask);
#pragma clang loop unroll(full)
    for (int i = 0; i < count; i++)
      sum[i][0] = __builtin_elementwise_fma(
          LOAD_MASKED(rows + i * row_stride + k, mask), right, sum[i][0]);
  }
#pragma clang loop unroll(full)
  for (int i = 0; i < count; i++) {
    const NUMBER total = SUM_OF((sum[i][0] + sum[i][1]) + (sum[i][2] + sum[i][3]));
    NUMBER *const place = y + i * y_stride;
    *place = accumulates ? *place + total : total;
  }
}

static void NAME(multiply_rows_by_vector)(
    const NUMBER *x, const NUMBER *rows, ptrdiff_t row_stride, ptrdiff_t depth, NUMBER *y,
    ptrdiff_t y_stride, ptrdiff_t count, bool accumulates) {
  ptrdiff_t i = 0;
  for (; i + DOT_ROWS <= count; i += DOT_ROWS)
    NAME(dots)(
        DOT_ROWS, x, rows + i * row_stride, row_stride, depth, y + i * y_stride, y_stride, accumulates);
  for (; i < count; i++)
    NAME(dots)(1, x, rows + i * row_stride, row_stride, depth, y + i * y_stride, y_stride, accumulates);
}

static void NAME(multiply)(const WengertMatrixProduct *p) {
  if (p->rows <= 0 || p->columns <= 0) return;
  if (p->depth <= 0) {
    if (p->accumulates) return;
    for (ptrdiff_t i = 0; i < p->rows; i++)
      memset((NUMBER *)p->c + i * p->c_row_stride, 0, (size_t)p->columns * sizeof(NUMBER));
  } else if (p->columns == 1 && p->a_column_stride == 1 && p->b_row_stride == 1) {
    NAME(multiply_rows_by_vector)(
        p->b, p->a, p->a_row_stride, p->depth, p->c, p->c_row_stride, p->rows, p->accumulates);
  } else if (p->rows == 1 && p->b_row_stride == 1 && p->a_column_stride == 1) {
    NAME(multiply_rows_by_vector)(
        p->a, p->b, p->b_column_stride, p->depth, p->c, 1, p->columns, p->accumulates);
  } else if (p->rows == 1 && p->b_column_stride == 1) {
    NAME(combine_rows)(
        p->a, p->a_column_stride, p->b, p->b_row_stride, p->depth, p->c, p->columns, p->accumulates);
  } else if (p->columns == 1 && p->a_row_stride == 1 && p->c_row_stride == 1) {
    NAME(combine_rows)(
        p->b, p->b_row_stride, p->a, p->a_column_stride, p->depth, p->c, p->rows, p->accumulates);
  } else {
    NAME(multiply_tiles)(p);
  }
}

#undef SIDE
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
