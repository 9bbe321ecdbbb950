# Part of Wengert, automatic differentiation for Swift.
# SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
"""What TensorBenchmarks measures, in JAX: `tensors.py [NAME]` prints microseconds, the shortest of batches.

The number of threads is that of WENGERT_THREADS, 1 or all.
"""
import os
import sys
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


def network(sizes, gain):
    return [(normal(a, b) * np.sqrt(gain / a).astype(np.float32), jnp.zeros(b, jnp.float32))
            for a, b in zip(sizes, sizes[1:])]


def cross_entropy(layers, x, labels, activation):
    h = x
    for k, (w, b) in enumerate(layers):
        h = h @ w + b
        if k + 1 < len(layers):
            h = activation(h)
    return -jnp.mean(jax.nn.log_softmax(h)[jnp.arange(len(labels)), labels])


def small_network():
    x, labels = normal(100, 2), jnp.array(random.integers(0, 3, 100))
    state = [network([2, 16, 16, 3], 1)]

    @jax.jit
    def step(layers):
        slope = jax.grad(cross_entropy)(layers, x, labels, jnp.tanh)
        return jax.tree.map(lambda p, g: p - 0.1 * g, layers, slope)

    def run():
        state[0] = jax.block_until_ready(step(state[0]))

    yield "compiled", shortest(50, run)


def large_network():
    x, labels = normal(128, 784), jnp.array(random.integers(0, 10, 128))
    layers = network([784, 256, 128, 10], 2)
    zeros = jax.tree.map(jnp.zeros_like, layers)
    state = [(layers, zeros, zeros, jnp.float32(0))]
    gradient = jax.jit(lambda layers: jax.grad(cross_entropy)(layers, x, labels, jax.nn.relu))

    @jax.jit
    def step(layers, m, v, t):
        slope = jax.grad(cross_entropy)(layers, x, labels, jax.nn.relu)
        t = t + 1
        m = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, m, slope)
        v = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, v, slope)
        layers = jax.tree.map(
            lambda p, m, v: p - 1e-3 * (m / (1 - 0.9**t)) / (jnp.sqrt(v / (1 - 0.999**t)) + 1e-8),
            layers, m, v)
        return layers, m, v, t

    def run():
        state[0] = jax.block_until_ready(step(*state[0]))

    yield "step, compiled", shortest(5, run)
    yield "gradient compiled", shortest(5, lambda: jax.block_until_ready(gradient(state[0][0])))


ALL = {"elementwise": elementwise, "small-mlp": small_network, "mlp": large_network}
for name, measure in ALL.items():
    if len(sys.argv) > 1 and name not in sys.argv[1:]:
        continue
    for part, microseconds in measure():
        print("JAX", name, part, round(microseconds, 2))
