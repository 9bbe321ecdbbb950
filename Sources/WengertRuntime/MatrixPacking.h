// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// Part of MatrixKernelTemplate.h: blocks of the operands in the order in which tiles read them.

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
    if (row_stride == 1) {
      // Of constant length wherever it can be.
      const size_t bytes = (size_t)rows * sizeof(NUMBER);
      if (rows == width)
        for (; k < depth; k++)
          memcpy(to + k * width, from + k * column_stride, (size_t)width * sizeof(NUMBER));
      for (; k < depth; k++) memcpy(to + k * width, from + k * column_stride, bytes);
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

#undef SIDE
