// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

#include "WengertRuntime.h"

#include <stdint.h>
#include <stdlib.h>

#if defined(__wasm__) && !defined(_REENTRANT)
#define ONE_THREAD
#define THREAD_LOCAL
#else
#include <pthread.h>
#define THREAD_LOCAL _Thread_local
#endif

static THREAD_LOCAL WengertScratch *waiting = NULL;

#ifdef ONE_THREAD
static void watch_thread_end(void) {}
#else
static pthread_key_t key;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void free_all(void *unused) {
  (void)unused;
  while (waiting) {
    WengertScratch *scratch = waiting;
    waiting = scratch->next;
    free(scratch);
  }
}

static void make_key(void) { pthread_key_create(&key, free_all); }

static void watch_thread_end(void) {
  pthread_once(&once, make_key);
  pthread_setspecific(key, &waiting);
}
#endif

enum { line = 64, page = 4096 };

WengertScratch *wengert_scratch_take(size_t bytes) {
  WengertScratch *scratch = waiting;
  if (scratch) {
    waiting = scratch->next;
    if (scratch->bytes >= bytes) return scratch;
    free(scratch);
  } else {
    watch_thread_end();
  }
  if (bytes > SIZE_MAX / 2 - page) abort();
  // A half more, so that slowly growing needs do not allocate each time.
  const size_t room = (bytes + bytes / 2 + page) / page * page;
  scratch = malloc(sizeof *scratch + line + room);
  if (!scratch) abort();
  const uintptr_t start = (uintptr_t)(scratch + 1);
  scratch->memory = (void *)((start + line - 1) / line * line);
  scratch->bytes = room;
  return scratch;
}

void wengert_scratch_give(WengertScratch *scratch) {
  scratch->next = waiting;
  waiting = scratch;
}
