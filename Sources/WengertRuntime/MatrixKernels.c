// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

#include "WengertRuntime.h"

#include <stdbool.h>
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>

#define JOIN_(x, y) x##_##y
#define JOIN(x, y) JOIN_(x, y)
#define NAME(x) JOIN(x, SUFFIX)

// How far a block reaches: a block of `a` stays in the second-level cache, a panel of `b` of that depth in
// the first, a block of `b` in the third. Multiples of the sides of all tiles.
enum { block_depth = 256, block_rows = 192, block_columns = 40 * 48 };

#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512vl,avx2,fma"))), apply_to = function)
#define TILE_ROWS 8
#define TILE_VECTORS 3
#define TILES_IN(X, rows) X(rows, 1) X(rows, 2) X(rows, 3)
#define TILES(X)                                                          \
  TILES_IN(X, 1) TILES_IN(X, 2) TILES_IN(X, 3) TILES_IN(X, 4)             \
  TILES_IN(X, 5) TILES_IN(X, 6) TILES_IN(X, 7) TILES_IN(X, 8)
#define DOT_ROWS 4
#define UNROLL 4

#define NUMBER double
#define IS_DOUBLE 1
#define SUFFIX f64_avx512
#define LANES 8
#define MASK __mmask8
#define FIRST(n) ((__mmask8)(0xFFu >> (8 - (n))))
#define SPLAT(x) ((VECTOR)_mm512_set1_pd(x))
#define LOAD_MASKED(p, m) ((VECTOR)_mm512_maskz_loadu_pd(m, p))
#define STORE_MASKED(p, m, v) _mm512_mask_storeu_pd(p, m, (__m512d)(v))
#define SUM_OF(v) _mm512_reduce_add_pd((__m512d)(v))
#include "MatrixKernelTemplate.h"

#define NUMBER float
#define IS_DOUBLE 0
#define SUFFIX f32_avx512
#define LANES 16
#define MASK __mmask16
#define FIRST(n) ((__mmask16)(0xFFFFu >> (16 - (n))))
#define SPLAT(x) ((VECTOR)_mm512_set1_ps(x))
#define LOAD_MASKED(p, m) ((VECTOR)_mm512_maskz_loadu_ps(m, p))
#define STORE_MASKED(p, m, v) _mm512_mask_storeu_ps(p, m, (__m512)(v))
#define SUM_OF(v) _mm512_reduce_add_ps((__m512)(v))
#include "MatrixKernelTemplate.h"

#undef TILE_ROWS
#undef TILE_VECTORS
#undef TILES_IN
#undef TILES
#undef DOT_ROWS
#undef UNROLL
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define TILE_ROWS 6
#define TILE_VECTORS 2
#define TILES_IN(X, rows) X(rows, 1) X(rows, 2)
#define TILES(X)                                              \
  TILES_IN(X, 1) TILES_IN(X, 2) TILES_IN(X, 3)                \
  TILES_IN(X, 4) TILES_IN(X, 5) TILES_IN(X, 6)
#define DOT_ROWS 2
#define UNROLL 2

static inline __attribute__((always_inline)) double sum_of_f64(__m256d v) {
  return (v[0] + v[2]) + (v[1] + v[3]);
}
static inline __attribute__((always_inline)) float sum_of_f32(__m256 v) {
  return ((v[0] + v[4]) + (v[2] + v[6])) + ((v[1] + v[5]) + (v[3] + v[7]));
}

#define NUMBER double
#define IS_DOUBLE 1
#define SUFFIX f64_avx2
#define LANES 4
#define MASK __m256i
#define FIRST(n) _mm256_cmpgt_epi64(_mm256_set1_epi64x(n), _mm256_setr_epi64x(0, 1, 2, 3))
#define SPLAT(x) ((VECTOR)_mm256_set1_pd(x))
#define LOAD_MASKED(p, m) ((VECTOR)_mm256_maskload_pd(p, m))
#define STORE_MASKED(p, m, v) _mm256_maskstore_pd(p, m, (__m256d)(v))
#define SUM_OF(v) sum_of_f64((__m256d)(v))
#include "MatrixKernelTemplate.h"

#define NUMBER float
#define IS_DOUBLE 0
#define SUFFIX f32_avx2
#define LANES 8
#define MASK __m256i
#define FIRST(n) \
  _mm256_cmpgt_epi32(_mm256_set1_epi32((int)(n)), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7))
#define SPLAT(x) ((VECTOR)_mm256_set1_ps(x))
#define LOAD_MASKED(p, m) ((VECTOR)_mm256_maskload_ps(p, m))
#define STORE_MASKED(p, m, v) _mm256_maskstore_ps(p, m, (__m256)(v))
#define SUM_OF(v) sum_of_f32((__m256)(v))
#include "MatrixKernelTemplate.h"
#pragma clang attribute pop

int wengert_matrix_level(void) {
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512vl"))
    return 2;
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? 1 : 0;
}

void wengert_multiply_f64(const WengertMatrixProduct *product, int level) {
  (level == 2 ? multiply_f64_avx512 : multiply_f64_avx2)(product);
}
void wengert_multiply_f32(const WengertMatrixProduct *product, int level) {
  (level == 2 ? multiply_f32_avx512 : multiply_f32_avx2)(product);
}
#else
int wengert_matrix_level(void) { return 0; }
void wengert_multiply_f64(const WengertMatrixProduct *product, int level) {
  (void)product, (void)level;
  __builtin_trap();
}
void wengert_multiply_f32(const WengertMatrixProduct *product, int level) {
  (void)product, (void)level;
  __builtin_trap();
}
#endif
