# Part of Wengert, automatic differentiation for Swift.
# SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
"""A table of matrix products of MatrixBenchmarks and NumPy in turn: matrices.py PROGRAM [ROUNDS]

`matrices.py time SHAPE…` prints NumPy's billions of operations a second."""

import os
import subprocess
import sys
import time

SHAPES = [f"{n}x{n}x{n}" for n in (8, 16, 32, 64, 128, 256, 512, 1024)]
SHAPES += ["128x784x256", "128x256x128", "128x128x10", "1000x64x64"]


def time_numpy(shapes):
    import numpy

    for shape in shapes:
        rows, depth, columns = map(int, shape.split("x"))
        for dtype in ("float32", "float64"):
            a = (numpy.arange(rows * depth) % 17 - 8).astype(dtype).reshape(rows, depth)
            b = (numpy.arange(depth * columns) % 13 - 6).astype(dtype).reshape(depth, columns)
            c = numpy.empty((rows, columns), dtype)
            operations = 2 * rows * depth * columns
            repetitions = range(1 + int(1e6 / operations))
            best, end = float("inf"), time.perf_counter() + 0.2
            while time.perf_counter() < end:
                start = time.perf_counter()
                for _ in repetitions:
                    numpy.matmul(a, b, out=c)
                best = min(best, (time.perf_counter() - start) / len(repetitions))
            print(f"{dtype}\t{shape}\t{operations / best / 1e9}")


def compare(program, rounds):
    numpy = [sys.executable, __file__, "time"]
    contenders = {
        "ours": ([program], {"WENGERT_THREADS": "1"}),
        "NumPy": (numpy, {"OPENBLAS_NUM_THREADS": "1"}),
        "NumPy, SKYLAKEX": (numpy, {"OPENBLAS_NUM_THREADS": "1", "OPENBLAS_CORETYPE": "SKYLAKEX"}),
    }
    best = {}
    for _ in range(rounds):
        for name, (command, environment) in contenders.items():
            output = subprocess.run(
                command + SHAPES, env=os.environ | environment, check=True, capture_output=True, text=True
            ).stdout
            for line in output.splitlines():
                dtype, shape, speed = line.split("\t")
                key = (dtype, shape, name)
                best[key] = max(best.get(key, 0), float(speed))
    dtypes = ("float32", "float64")
    print("| rows × depth × columns | " + " | ".join(f"{name}, {t}" for t in dtypes for name in contenders) + " |")
    print("|---" * (1 + len(dtypes) * len(contenders)) + "|")
    for shape in SHAPES:
        speeds = [f"{best[t, shape, name]:.0f}" for t in dtypes for name in contenders]
        print(f"| {shape.replace('x', ' × ')} | " + " | ".join(speeds) + " |")


if sys.argv[1] == "time":
    time_numpy(sys.argv[2:])
else:
    compare(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 3)
