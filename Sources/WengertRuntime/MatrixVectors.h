// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// Part of MatrixKernelTemplate.h: products of a matrix with a vector, or a few.

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

/// The inner products of `rows` rows of contiguous numbers with `vectors` vectors of such: element i of
/// vector j's column is at `y + i * y_row_stride + j * y_column_stride`.
///
/// Each is summed in so many vectors that the next addition seldom waits for the last.
static inline __attribute__((always_inline)) void NAME(dots)(
    const int rows, const int vectors, const NUMBER *a, ptrdiff_t a_row_stride, const NUMBER *x,
    ptrdiff_t x_stride, ptrdiff_t depth, NUMBER *y, ptrdiff_t y_row_stride, ptrdiff_t y_column_stride,
    bool accumulates) {
  const int chains = vectors == 1 ? 4 : vectors == 2 ? 2 : 1;
  VECTOR sum[DOT_ROWS][4][4];
#pragma clang loop unroll(full)
  for (int i = 0; i < rows; i++)
#pragma clang loop unroll(full)
    for (int j = 0; j < vectors; j++)
#pragma clang loop unroll(full)
      for (int l = 0; l < chains; l++) sum[i][j][l] = (VECTOR){0};
  ptrdiff_t k = 0;
  for (; k + chains * LANES <= depth; k += chains * LANES)
#pragma clang loop unroll(full)
    for (int l = 0; l < chains; l++)
#pragma clang loop unroll(full)
      for (int j = 0; j < vectors; j++) {
        const VECTOR right = NAME(load)(x + j * x_stride + k + l * LANES);
#pragma clang loop unroll(full)
        for (int i = 0; i < rows; i++)
          sum[i][j][l] = __builtin_elementwise_fma(
              NAME(load)(a + i * a_row_stride + k + l * LANES), right, sum[i][j][l]);
      }
  for (; k < depth; k += LANES) {
    const MASK mask = FIRST(depth - k < LANES ? depth - k : LANES);
#pragma clang loop unroll(full)
    for (int j = 0; j < vectors; j++) {
      const VECTOR right = LOAD_MASKED(x + j * x_stride + k, mask);
#pragma clang loop unroll(full)
      for (int i = 0; i < rows; i++)
        sum[i][j][0] = __builtin_elementwise_fma(
            LOAD_MASKED(a + i * a_row_stride + k, mask), right, sum[i][j][0]);
    }
  }
#pragma clang loop unroll(full)
  for (int i = 0; i < rows; i++)
#pragma clang loop unroll(full)
    for (int j = 0; j < vectors; j++) {
      VECTOR total = sum[i][j][0];
      if (chains == 2) total += sum[i][j][1];
      if (chains == 4) total = (total + sum[i][j][1]) + (sum[i][j][2] + sum[i][j][3]);
      NUMBER *const place = y + i * y_row_stride + j * y_column_stride;
      *place = accumulates ? *place + SUM_OF(total) : SUM_OF(total);
    }
}

/// Multiplies rows of contiguous numbers by one to four vectors, which are made contiguous.
static void NAME(multiply_few)(
    const NUMBER *a, ptrdiff_t a_row_stride, ptrdiff_t rows, const NUMBER *x, ptrdiff_t x_step,
    ptrdiff_t x_stride, ptrdiff_t vectors, ptrdiff_t depth, NUMBER *y, ptrdiff_t y_row_stride,
    ptrdiff_t y_column_stride, bool accumulates) {
  WengertScratch *scratch = NULL;
  if (x_step != 1) {
    scratch = wengert_scratch_take((size_t)(vectors * depth) * sizeof(NUMBER));
    NUMBER *const copy = scratch->memory;
    for (ptrdiff_t k = 0; k < depth; k++)
      for (ptrdiff_t j = 0; j < vectors; j++) copy[j * depth + k] = x[j * x_stride + k * x_step];
    x = copy;
    x_stride = depth;
  }
#define DOTS(vectors)                                                                                   \
  case vectors: {                                                                                       \
    ptrdiff_t i = 0;                                                                                    \
    for (; i + DOT_ROWS <= rows; i += DOT_ROWS)                                                         \
      NAME(dots)(DOT_ROWS, vectors, a + i * a_row_stride, a_row_stride, x, x_stride, depth,             \
                 y + i * y_row_stride, y_row_stride, y_column_stride, accumulates);                     \
    for (; i < rows; i++)                                                                               \
      NAME(dots)(1, vectors, a + i * a_row_stride, a_row_stride, x, x_stride, depth,                    \
                 y + i * y_row_stride, y_row_stride, y_column_stride, accumulates);                     \
    break;                                                                                              \
  }
  switch (vectors) {
    DOTS(1)
    DOTS(2)
    DOTS(3)
    DOTS(4)
  }
#undef DOTS
  if (scratch) wengert_scratch_give(scratch);
}
