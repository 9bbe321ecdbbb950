// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

#ifndef WENGERT_MATRIX_H
#define WENGERT_MATRIX_H

#include <stdbool.h>
#include <stddef.h>

/// `c = a b`, or `c += a b`: matrices in memory, strides in numbers. Rows of `c` are contiguous.
typedef struct WengertMatrixProduct {
  const void *_Nonnull a;
  const void *_Nonnull b;
  void *_Nonnull c;
  ptrdiff_t rows, columns, depth;
  ptrdiff_t a_row_stride, a_column_stride;
  ptrdiff_t b_row_stride, b_column_stride;
  ptrdiff_t c_row_stride;
  bool accumulates;
} WengertMatrixProduct;

/// The best of the instructions that this processor has for matrix products: 2 for AVX-512, 1 for AVX2
/// with FMA, and 0 if there are no routines for it.
int wengert_matrix_level(void);

/// Multiplies matrices of doubles, or floats, with the instructions of a level above 0.
void wengert_multiply_f64(const WengertMatrixProduct *_Nonnull product, int level);
void wengert_multiply_f32(const WengertMatrixProduct *_Nonnull product, int level);

#endif
