// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

#include "WengertRuntime.h"

#if defined(__wasm__)

void wengert_parallel(size_t parts, void (*body)(void *, size_t), void *context) {
  for (size_t part = 0; part < parts; part++) body(context, part);
}
size_t wengert_thread_count(void) { return 1; }
void wengert_set_thread_count(size_t count) { (void)count; }

#else

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

enum { most_threads = 256, spins = 2000 };

// The work of the caller that has the pool. A thread owns a part once it has counted `unclaimed` down;
// as the caller waits for every part that is owned, the other fields stay as they are meanwhile.
static struct {
  void (*body)(void *, size_t);
  void *context;
  _Atomic size_t unclaimed;
  _Atomic size_t unfinished;
  atomic_flag is_busy;
} job = {.is_busy = ATOMIC_FLAG_INIT};

// Sleep. Whoever changes a count looks for sleepers afterwards, whoever wants to sleep says so before
// it looks at the count for the last time; with both in one order (sequentially consistent), no one
// sleeps through a change.
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t has_work = PTHREAD_COND_INITIALIZER;
static pthread_cond_t is_finished = PTHREAD_COND_INITIALIZER;
static _Atomic size_t sleeping_workers;
static _Atomic bool caller_sleeps;

static _Atomic size_t thread_count;
static size_t started_workers;  // by whoever has the pool
static _Thread_local bool is_inside;

static void pause_briefly(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

/// Runs parts until all are claimed.
static void run_parts(void) {
  size_t left = atomic_load(&job.unclaimed);
  while (left > 0) {
    if (!atomic_compare_exchange_weak(&job.unclaimed, &left, left - 1)) continue;
    job.body(job.context, left - 1);
    if (atomic_fetch_sub(&job.unfinished, 1) == 1 && atomic_load(&caller_sleeps)) {
      pthread_mutex_lock(&lock);
      pthread_cond_signal(&is_finished);
      pthread_mutex_unlock(&lock);
    }
    left = atomic_load(&job.unclaimed);
  }
}

static void *work(void *unused) {
  (void)unused;
  is_inside = true;
  for (;;) {
    for (int i = 0; i < spins && atomic_load_explicit(&job.unclaimed, memory_order_relaxed) == 0; i++)
      pause_briefly();
    if (atomic_load(&job.unclaimed) == 0) {
      pthread_mutex_lock(&lock);
      atomic_fetch_add(&sleeping_workers, 1);
      while (atomic_load(&job.unclaimed) == 0) pthread_cond_wait(&has_work, &lock);
      atomic_fetch_sub(&sleeping_workers, 1);
      pthread_mutex_unlock(&lock);
    }
    run_parts();
  }
  return NULL;
}

static void start_workers(size_t count) {
  pthread_attr_t attributes;
  if (started_workers >= count || pthread_attr_init(&attributes) != 0) return;
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  // Parts run whatever the caller's thread could.
  pthread_attr_setstacksize(&attributes, 8 << 20);
  for (; started_workers < count; started_workers++) {
    pthread_t thread;
    // With fewer workers the rest of the threads does all parts.
    if (pthread_create(&thread, &attributes, work, NULL) != 0) break;
  }
  pthread_attr_destroy(&attributes);
}

void wengert_parallel(size_t parts, void (*body)(void *, size_t), void *context) {
  const size_t threads = wengert_thread_count();
  if (parts < 2 || threads < 2 || is_inside || atomic_flag_test_and_set(&job.is_busy)) {
    for (size_t part = 0; part < parts; part++) body(context, part);
    return;
  }
  start_workers((threads < parts ? threads : parts) - 1);
  is_inside = true;
  job.body = body;
  job.context = context;
  atomic_store(&job.unfinished, parts);
  atomic_store(&job.unclaimed, parts);
  if (atomic_load(&sleeping_workers) > 0) {
    pthread_mutex_lock(&lock);
    pthread_cond_broadcast(&has_work);
    pthread_mutex_unlock(&lock);
  }
  run_parts();
  for (int i = 0; i < spins && atomic_load(&job.unfinished) > 0; i++) pause_briefly();
  if (atomic_load(&job.unfinished) > 0) {
    pthread_mutex_lock(&lock);
    atomic_store(&caller_sleeps, true);
    while (atomic_load(&job.unfinished) > 0) pthread_cond_wait(&is_finished, &lock);
    atomic_store(&caller_sleeps, false);
    pthread_mutex_unlock(&lock);
  }
  is_inside = false;
  atomic_flag_clear(&job.is_busy);
}

size_t wengert_thread_count(void) {
  size_t count = atomic_load(&thread_count);
  if (count > 0) return count;
  const char *text = getenv("WENGERT_THREADS");
  long wanted = text ? strtol(text, NULL, 10) : 0;
  if (wanted < 1) wanted = sysconf(_SC_NPROCESSORS_ONLN);
  wengert_set_thread_count(wanted < 1 ? 1 : (size_t)wanted);
  return atomic_load(&thread_count);
}

void wengert_set_thread_count(size_t count) {
  atomic_store(&thread_count, count < 1 ? 1 : count > most_threads ? most_threads : count);
}

#endif
