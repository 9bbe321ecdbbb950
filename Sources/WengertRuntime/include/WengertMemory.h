// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

#ifndef WENGERT_MEMORY_H
#define WENGERT_MEMORY_H

#include <stddef.h>

/// Memory of large arrays, 64-byte aligned, that is kept when it is given back: the first touch of new
/// pages costs more than many a computation. At most 512 MB wait to be taken again.
void *_Nonnull wengert_memory_take(size_t bytes);

/// Gives back what was taken for `bytes`.
void wengert_memory_give(void *_Nonnull block, size_t bytes);

/// Frees all that waits.
void wengert_memory_trim(void);

#endif
