// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

#ifndef WENGERT_THREADS_H
#define WENGERT_THREADS_H

#include <stddef.h>

/// Calls `body(context, part)` once for each part in 0 ..< `parts`, on this thread and those of the
/// pool, and returns when all calls have. Which thread runs a part is not determined.
///
/// The pool works for one caller at a time: calls from inside a part, and those that find it busy, run
/// all their parts on their own thread.
void wengert_parallel(
    size_t parts, void (*_Nonnull body)(void *_Nonnull context, size_t part), void *_Nonnull context);

/// How many threads work on parts, the caller's among them: what `WENGERT_THREADS` says, else as many as
/// there are processors.
size_t wengert_thread_count(void);
void wengert_set_thread_count(size_t count);

#endif
