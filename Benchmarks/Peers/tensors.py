# Part of Wengert, automatic differentiation for Swift.
# SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
"""What TensorBenchmarks measures of elementwise functions, in JAX: microseconds, the shortest of batches.

The number of threads is that of WENGERT_THREADS, 1 or all.
"""
import os
import time

if os.environ.get("WENGERT_THREADS") == "1":
    os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
else:
    os.environ.pop("XLA_FLAGS", None)

import jax
import jax.numpy as jnp
import numpy as np

random = np.random.default_rng(0)


def normal(*shape):
    return jnp.array(random.standard_normal(shape, dtype=np.float32))


def shortest(calls, body):
    body()
    best = float("inf")
    for _ in range(12):
        start = time.perf_counter()
        for _ in range(calls):
            body()
        best = min(best, (time.perf_counter() - start) / calls)
    return best * 1e6


def elementwise():
    x, y, z, m = normal(1_000_000), normal(1_000_000), normal(1_000_000), normal(1000, 1000)
    f = jax.jit(lambda x, y, z: jnp.tanh(x) * jnp.exp(y) + z)
    share = jax.jit(lambda m: jax.nn.softmax(m, axis=1))
    log_sum_exp = jax.jit(lambda m: jax.nn.logsumexp(m, axis=1))
    total = jax.jit(lambda x: x.sum())
    yield "tanh(x)*exp(y)+z", shortest(20, lambda: f(x, y, z).block_until_ready())
    yield "softmax", shortest(20, lambda: share(m).block_until_ready())
    yield "logsumexp", shortest(20, lambda: log_sum_exp(m).block_until_ready())
    yield "sum", shortest(20, lambda: total(x).block_until_ready())


for part, microseconds in elementwise():
    print("JAX elementwise", part, round(microseconds, 2))
