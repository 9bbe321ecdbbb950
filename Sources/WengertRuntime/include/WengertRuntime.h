// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

#ifndef WENGERT_RUNTIME_H
#define WENGERT_RUNTIME_H

#include <stddef.h>
#include <stdint.h>

#include "WengertMatrix.h"
#include "WengertMemory.h"
#include "WengertScratch.h"
#include "WengertThreads.h"

/// The memory of one tape. Swift has no thread-local storage of its own, so the list of blocks
/// that wait to be reused lives here, one per thread.
///
/// The block itself is never freed, only its buffers are: a variable that outlives its tape can
/// still look at `epoch` and find that it has ended.
typedef struct WengertTapeBlock {
  void *_Nullable records;
  size_t record_bytes;
  void *_Nullable adjoints;
  size_t adjoint_bytes;
  uint32_t count;
  uint32_t capacity;
  uint32_t epoch;
  struct WengertTapeBlock *_Nullable next;
} WengertTapeBlock;

/// A block that no tape uses, with the buffers of its last use still allocated.
WengertTapeBlock *_Nonnull wengert_tape_take(void);

/// Ends the use of `block`: its epoch passes, and this thread may take it again.
void wengert_tape_give(WengertTapeBlock *_Nonnull block);

/// Frees the buffers of the blocks that wait on this thread.
void wengert_tape_trim(void);

/// Makes `*buffer`, of `*bytes` bytes, at least `needed` long, keeping its contents; memory beyond the
/// old size is zero. Stops the process when there is no memory.
void wengert_grow(void *_Nullable *_Nonnull buffer, size_t *_Nonnull bytes, size_t needed);

/// The trace that tensor operations on this thread are appended to, if any.
void *_Nullable wengert_current_trace(void);
void wengert_set_current_trace(void *_Nullable trace);

/// A value that differs between threads that run at the same time.
uintptr_t wengert_thread_identity(void);

/// Copies machine code to memory of its own that may be run but not written; null if that is not
/// allowed here.
void *_Nullable wengert_code_make(const void *_Nonnull code, size_t bytes);
void wengert_code_free(void *_Nonnull memory, size_t bytes);

/// The vectors that code may be made for here: 2 for AVX-512, 1 for AVX2 and FMA, 0 for none. The
/// variable `WENGERT_JIT` of the environment lowers it: `avx2`, `off`.
int32_t wengert_vector_level(void);

#endif
