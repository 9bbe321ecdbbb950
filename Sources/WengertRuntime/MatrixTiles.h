// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// Part of MatrixKernelTemplate.h: tiles of the result that are summed in registers.

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
