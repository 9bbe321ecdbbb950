# Part of Wengert, automatic differentiation for Swift.
# SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
"""A contender of `adbench/run`: adbench.py jax|torch|torch-compile PROBLEM FILE RESULTS

Reads an instance of a problem, writes what it computes as arrays `values` and `derivatives` to RESULTS
(npz), and then answers each line of its standard input, SECONDS BATCHES, with a line of JSON: the shortest
time of one call of each function, in the better of its forms. The number of threads is that of
WENGERT_THREADS.
"""
import json
import os
import sys
import time

THREADS = os.environ.get("WENGERT_THREADS", "1")
for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = THREADS
if THREADS == "1":
    os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"

import numpy as np


def shortest_time(function, seconds, batches):
    """As ADBench measures: the number of calls in a batch is doubled until a batch takes as long as
    `seconds`, and the shortest of `batches` such batches counts."""
    def batch(calls):
        start = time.perf_counter()
        for _ in range(calls):
            function()
        return time.perf_counter() - start

    function()
    calls, shortest = 1, batch(1)
    while shortest < seconds:
        calls *= 2
        shortest = batch(calls)
    end = time.perf_counter() + 2 * seconds * batches
    for _ in range(1, batches):
        if time.perf_counter() > end:
            break
        shortest = min(shortest, batch(calls))
    return shortest / calls


def main():
    tool, problem, path, results = sys.argv[1:]
    if tool == "jax":
        import adbench_jax as module
        forms = module.PROBLEMS[problem](path)
    else:
        import adbench_torch as module
        forms = module.problem(problem, path, threads=int(THREADS), compiled=tool == "torch-compile")
    outcomes = []
    for form in forms.values():
        read = form.pop("results")
        outcomes.append(read(form["jacobian"]()))
    # All forms are to agree; the first is handed on.
    for outcome in outcomes[1:]:
        for a, b in zip(outcome, outcomes[0]):
            np.testing.assert_allclose(a, b, rtol=1e-9, atol=1e-9 * np.abs(b).max())
    values, derivatives = outcomes[0]
    np.savez(results, values=values, derivatives=derivatives)
    for line in sys.stdin:
        seconds, batches = line.split()
        answer = {}
        for form in forms.values():
            for name, function in form.items():
                spent = shortest_time(function, float(seconds), int(batches))
                answer[name] = min(answer.get(name, spent), spent)
        print(json.dumps(answer), flush=True)


main()
