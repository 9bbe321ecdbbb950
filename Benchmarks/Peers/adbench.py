# Part of Wengert, automatic differentiation for Swift.
# SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
"""A contender of `adbench/run`: adbench.py time|memory jax|torch|torch-compile PROBLEM FILE RESULTS

`time` reads an instance of a problem, writes what it computes as arrays `values` and `derivatives` to RESULTS
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
# JAX takes as many threads as there are processors for it, whatever its flags say.
os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[-int(THREADS):])
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


def resident_memory(field):
    with open("/proc/self/status") as status:
        return next(1024 * int(line.split()[1]) for line in status if line.startswith(field))


def print_memory(form, small):
    small["jacobian"]()
    derivative = form["ahead"]() if "ahead" in form else form["jacobian"]
    # The system is asked to forget the maximum so far.
    with open("/proc/self/clear_refs", "w") as file:
        file.write("5")
    before = resident_memory("VmRSS")
    derivative()
    print(json.dumps({"bytes": max(0, resident_memory("VmHWM") - before)}))


def answer_requests(forms, results):
    outcomes = [form["results"](form["jacobian"]()) for form in forms.values()]
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
            for name in ("objective", "jacobian", "step"):
                if name in form:
                    spent = shortest_time(form[name], float(seconds), int(batches))
                    answer[name] = min(answer.get(name, spent), spent)
        print(json.dumps(answer), flush=True)


def main():
    mode, tool, problem, path, other = sys.argv[1:]
    if tool == "jax":
        import adbench_jax

        def forms(path):
            return adbench_jax.PROBLEMS[problem](path)
    else:
        import adbench_torch

        def forms(path):
            return adbench_torch.problem(problem, path, int(THREADS), compiled=tool == "torch-compile")
    if mode == "memory":
        print_memory(next(iter(forms(path).values())), next(iter(forms(other).values())))
    else:
        answer_requests(forms(path), other)


main()
