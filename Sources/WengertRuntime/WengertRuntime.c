// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

#include "WengertRuntime.h"

#include <stdlib.h>
#include <string.h>

#if defined(__wasm__) && !defined(_REENTRANT)
#define ONE_THREAD
#define THREAD_LOCAL
#else
#include <pthread.h>
#define THREAD_LOCAL _Thread_local
#endif

static THREAD_LOCAL WengertTapeBlock *waiting = NULL;

static void free_buffers(WengertTapeBlock *block) {
  free(block->records);
  free(block->adjoints);
  block->records = block->adjoints = NULL;
  block->record_bytes = block->adjoint_bytes = 0;
}

#ifdef ONE_THREAD
static void watch_thread_end(void) {}
#else
// When a thread ends, its blocks go to this list for the next thread that needs one.
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static WengertTapeBlock *orphans = NULL;
static pthread_key_t key;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void adopt_all(void *unused) {
  (void)unused;
  wengert_tape_trim();
  pthread_mutex_lock(&lock);
  while (waiting) {
    WengertTapeBlock *block = waiting;
    waiting = block->next;
    block->next = orphans;
    orphans = block;
  }
  pthread_mutex_unlock(&lock);
}

static void make_key(void) { pthread_key_create(&key, adopt_all); }

static void watch_thread_end(void) {
  pthread_once(&once, make_key);
  pthread_setspecific(key, &waiting);
}
#endif

WengertTapeBlock *wengert_tape_take(void) {
  WengertTapeBlock *block = waiting;
  if (block) {
    waiting = block->next;
    return block;
  }
  watch_thread_end();
#ifndef ONE_THREAD
  pthread_mutex_lock(&lock);
  block = orphans;
  if (block) orphans = block->next;
  pthread_mutex_unlock(&lock);
  if (block) return block;
#endif
  block = calloc(1, sizeof *block);
  if (!block) abort();
  block->epoch = 1;
  return block;
}

void wengert_tape_give(WengertTapeBlock *block) {
  // A tape may be released by another thread than the one that made it.
  if (!waiting) watch_thread_end();
  block->epoch += 1;
  block->next = waiting;
  waiting = block;
}

void wengert_tape_trim(void) {
  for (WengertTapeBlock *block = waiting; block; block = block->next) free_buffers(block);
}

void wengert_grow(void **buffer, size_t *bytes, size_t needed) {
  if (needed <= *bytes) return;
  size_t size = *bytes < 4096 ? 4096 : *bytes;
  while (size < needed) size *= 2;
  void *grown = realloc(*buffer, size);
  if (!grown) abort();
  // Touched in one go, it also gets large pages: a warm tape of 10⁷ operations is a third faster.
  memset((char *)grown + *bytes, 0, size - *bytes);
  *buffer = grown;
  *bytes = size;
}

static THREAD_LOCAL void *current_trace = NULL;

void *wengert_current_trace(void) { return current_trace; }
void wengert_set_current_trace(void *trace) { current_trace = trace; }
uintptr_t wengert_thread_identity(void) { return (uintptr_t)&current_trace; }

#if defined(__wasm__)
// What `Double(String)` calls; the standard library of Embedded Swift comes without it.
const char *_swift_stdlib_strtod_clocale(const char *text, double *value) {
  char *end;
  *value = strtod(text, &end);
  return end;
}
#endif
