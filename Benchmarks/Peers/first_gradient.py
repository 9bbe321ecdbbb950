# Part of Wengert, automatic differentiation for Swift.
# SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
"""From a scalar function of 20,000 operations to its gradient, in microseconds: first_gradient.py jax|casadi

The function is the chain of ScalarBenchmarks. The first gradient has everything that happens once: tracing
and compilation in JAX, the graph and its derivative in CasADi."""

import statistics
import sys
import time

COUNT, X, A = 20_000, 0.5, 1e-4


def report(name, make):
    """Times `make`, which gives a function without arguments and calls it, and the function itself."""
    start = time.perf_counter()
    run = make()
    first = time.perf_counter() - start
    times = []
    for _ in range(11):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    print(f"{name}, first\t{1e6 * first}")
    print(f"{name}, again\t{1e6 * statistics.median(times)}")


def with_jax():
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    x, a = jnp.float64(X), jnp.float64(A)
    jax.jit(jax.grad(lambda x: x * x))(x).block_until_ready()

    def loop(x, a):
        return jax.lax.scan(lambda y, _: (y + jnp.sin(y) * a, None), x, None, length=COUNT // 3)[0]

    def unrolled(x, a):
        for _ in range(COUNT // 3):
            x = x + jnp.sin(x) * a
        return x

    def compiled(function):
        run = jax.jit(jax.grad(function, argnums=(0, 1)))

        def call():
            return jax.block_until_ready(run(x, a))

        call()
        return call

    report("jax, a scan", lambda: compiled(loop))
    report("jax, line by line", lambda: compiled(unrolled))


def with_casadi():
    import casadi

    def make():
        x, a = casadi.SX.sym("x"), casadi.SX.sym("a")
        y = x
        for _ in range(COUNT // 3):
            y = y + casadi.sin(y) * a
        run = casadi.Function("gradient", [x, a], [casadi.gradient(y, casadi.vertcat(x, a))])

        def call():
            return run(X, A)

        call()
        return call

    report("casadi SX", make)


{"jax": with_jax, "casadi": with_casadi}[sys.argv[1]]()
