// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

#include "WengertMemory.h"

#include <stdlib.h>

#if defined(__wasm__) && !defined(_REENTRANT)
#define LOCK()
#define UNLOCK()
#else
#include <pthread.h>
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
#define LOCK() pthread_mutex_lock(&lock)
#define UNLOCK() pthread_mutex_unlock(&lock)
#endif

// Blocks that wait, by size: four sizes for each power of two from 2^18 to 2^37.
#define FIRST 18
#define CLASSES (20 * 4)
#define DEPTH 8

static struct {
  int count;
  void *blocks[DEPTH];
} waiting[CLASSES];

static size_t waiting_bytes = 0;
static const size_t most_bytes = (size_t)512 << 20;

// The number of the class whose blocks hold `bytes`, and their size.
static int class_of(size_t bytes, size_t *size) {
  for (int k = 0; k < CLASSES; k++) {
    // 2^p · (4 + q) / 4
    *size = ((size_t)1 << (FIRST - 2 + k / 4)) * (size_t)(4 + k % 4);
    if (*size >= bytes) return k;
  }
  *size = bytes;
  return -1;
}

void *wengert_memory_take(size_t bytes) {
  size_t size;
  int k = class_of(bytes, &size);
  void *block = NULL;
  if (k >= 0) {
    LOCK();
    if (waiting[k].count > 0) {
      block = waiting[k].blocks[--waiting[k].count];
      waiting_bytes -= size;
    }
    UNLOCK();
  }
  if (block) return block;
  block = aligned_alloc(64, (size + 63) / 64 * 64);
  if (!block) abort();
  return block;
}

void wengert_memory_give(void *block, size_t bytes) {
  size_t size;
  int k = class_of(bytes, &size);
  if (k >= 0) {
    LOCK();
    if (waiting[k].count < DEPTH && waiting_bytes + size <= most_bytes) {
      waiting[k].blocks[waiting[k].count++] = block;
      waiting_bytes += size;
      block = NULL;
    }
    UNLOCK();
  }
  free(block);
}

void wengert_memory_trim(void) {
  LOCK();
  for (int k = 0; k < CLASSES; k++) {
    while (waiting[k].count > 0) free(waiting[k].blocks[--waiting[k].count]);
  }
  waiting_bytes = 0;
  UNLOCK();
}
