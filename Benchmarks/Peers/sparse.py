# Part of Wengert, automatic differentiation for Swift.
# SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
"""The sparse Jacobian and Hessian of ScalarBenchmarks, of 10⁵ variables, in CasADi, in milliseconds."""

import statistics
import time

import casadi
import numpy

COUNT = 100_000


def report(name, make, point):
    """Times `make`, which gives the matrix as a function of `x`, and the function, on buffers of NumPy's."""
    start = time.perf_counter()
    function = make(casadi.SX.sym("x", COUNT))
    built = time.perf_counter() - start
    result = numpy.zeros(function.nnz_out(0))
    buffer, evaluate = function.buffer()
    buffer.set_arg(0, memoryview(point))
    buffer.set_res(0, memoryview(result))
    times = []
    for _ in range(21):
        start = time.perf_counter()
        evaluate()
        times.append(time.perf_counter() - start)
    print(f"casadi {name}, {len(result)} elements: prepared {1e3 * built:.1f} ms, "
          f"computed {1e3 * statistics.median(times):.2f} ms")


def banded(x):
    y = x[:-2] * casadi.sin(x[1:-1]) + x[2:] * x[2:]
    return casadi.Function("jacobian", [x], [casadi.jacobian(y, x)])


def rosenbrock(x):
    a, b = x[1:] - x[:-1] * x[:-1], 1 - x[:-1]
    return casadi.Function("hessian", [x], [casadi.hessian(casadi.sum1(100 * (a * a) + b * b), x)[0]])


report("Jacobian", banded, numpy.array([0.5 + i % 7 / 10 for i in range(COUNT)]))
report("Hessian of Rosenbrock", rosenbrock, numpy.array([-1.2, 1.0] * (COUNT // 2)))
