# Part of Wengert, automatic differentiation for Swift.
# SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
"""The time of the Hessian of the chained Rosenbrock function of 100 variables: rosenbrock.py jax|torch"""

import statistics
import sys
import time


def median_microseconds(run, rounds=51):
    run()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return 1e6 * statistics.median(times)


def with_jax():
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    x = jnp.array([-1.2, 1.0] * 50)

    def f(x):
        return jnp.sum(100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2)

    hessian = jax.jit(jax.hessian(f))
    print(f"jax jit(hessian)\t{median_microseconds(lambda: hessian(x).block_until_ready())}")


def with_torch():
    import torch

    torch.set_num_threads(1)
    x = torch.tensor([-1.2, 1.0] * 50, dtype=torch.float64)

    def f(x):
        return torch.sum(100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2)

    for name, run in [
        ("torch.func.hessian", lambda: torch.func.hessian(f)(x)),
        ("torch.autograd.functional.hessian", lambda: torch.autograd.functional.hessian(f, x, vectorize=True)),
    ]:
        print(f"{name}\t{median_microseconds(run)}")


{"jax": with_jax, "torch": with_torch}[sys.argv[1]]()
