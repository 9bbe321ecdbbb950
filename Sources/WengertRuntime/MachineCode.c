// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

#include "WengertRuntime.h"

#include <stdlib.h>
#include <string.h>

#if defined(__x86_64__) && defined(__unix__)
#include <sys/mman.h>

void *wengert_code_make(const void *code, size_t bytes) {
  // Written first and made executable afterwards: no page is ever both.
  void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return NULL;
  memcpy(memory, code, bytes);
  if (mprotect(memory, bytes, PROT_READ | PROT_EXEC) != 0) {
    munmap(memory, bytes);
    return NULL;
  }
  return memory;
}

void wengert_code_free(void *memory, size_t bytes) { munmap(memory, bytes); }

int32_t wengert_vector_level(void) {
  const char *choice = getenv("WENGERT_JIT");
  if (choice && strcmp(choice, "off") == 0) return 0;
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) return 0;
  if (choice && strcmp(choice, "avx2") == 0) return 1;
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
                 __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")
             ? 2
             : 1;
}

#else

void *wengert_code_make(const void *code, size_t bytes) {
  (void)code;
  (void)bytes;
  return NULL;
}

void wengert_code_free(void *memory, size_t bytes) {
  (void)memory;
  (void)bytes;
}

int32_t wengert_vector_level(void) { return 0; }

#endif
