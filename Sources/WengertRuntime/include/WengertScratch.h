// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

#ifndef WENGERT_SCRATCH_H
#define WENGERT_SCRATCH_H

#include <stddef.h>

/// Memory for the length of a computation. It waits on its thread to be taken again, since the first
/// touch of fresh pages costs as much as a pass over them.
typedef struct WengertScratch {
  /// Starts a cache line.
  void *_Nonnull memory;
  size_t bytes;
  struct WengertScratch *_Nullable next;
} WengertScratch;

/// At least `bytes` bytes, not cleared, which the thread has to itself until it gives them back. Those
/// taken last are given back first. Stops the process when there is no memory.
WengertScratch *_Nonnull wengert_scratch_take(size_t bytes);
void wengert_scratch_give(WengertScratch *_Nonnull scratch);

#endif
