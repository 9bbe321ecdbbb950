# Part of Wengert, automatic differentiation for Swift.
# SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
"""Contenders, each a process that prepares a problem and then times it as often as it is asked to."""
import json
import os
import subprocess
from pathlib import Path

import numpy as np

PEER = Path(__file__).resolve().parents[1] / "Peers" / "adbench.py"

# The C library keeps memory that was freed: fresh pages cost more than most work on them.
KEPT_MEMORY = {"MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": str(1 << 40)}

NAMES = {"wengert": "Wengert", "jax": "JAX", "torch": "PyTorch", "torch-compile": "torch.compile"}


class Contender:
    """A running contender."""

    def __init__(self, command, results, environment):
        self.results = results
        self.process = subprocess.Popen(
            [*command, results], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, env=environment)

    def ask(self, seconds, batches):
        """The times of its functions; None if it has failed."""
        try:
            self.process.stdin.write(f"{seconds} {batches}\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            return None
        line = self.process.stdout.readline()
        return json.loads(line) if line else None

    def close(self):
        """The results, and what was written on the standard error."""
        _, errors = self.process.communicate()
        if self.process.returncode != 0:
            return None, errors.strip().splitlines()[-1:] or ["failed"]
        return np.load(self.results), []


def commands(options, problem, path, mode="time"):
    """What starts each contender of a problem, without its last argument."""
    pythons = {"jax": options.jax, "torch": options.torch, "torch-compile": options.torch}
    for name in options.contender:
        if name == "wengert":
            yield name, [options.tool, mode, problem, path]
        elif name != "torch-compile" or problem in ("small-mlp", "mlp"):
            yield name, [pythons[name], PEER, mode, name, problem, path]


def contest(options, folder, problem, path, threads=1, rounds=None):
    """The shortest times of all contenders in turn, and how far their results are from the first one's."""
    environment = {**os.environ, "WENGERT_THREADS": str(threads)}
    if not options.fresh_pages:
        environment |= KEPT_MEMORY
    contenders = {
        name: Contender(command, folder / f"{name}.npz", environment)
        for name, command in commands(options, problem, path)}
    times = {name: {} for name in contenders}
    # All have run each function before the first is timed.
    for turn in range(1 + (options.rounds if rounds is None else rounds)):
        for name, contender in contenders.items():
            answer = contender.ask(options.seconds if turn else 0, options.batches if turn else 1) or {}
            for function, seconds in answer.items():
                times[name][function] = min(seconds, times[name].get(function, seconds))
    outcomes = {name: contender.close() for name, contender in contenders.items()}
    errors = {name: errors[0] for name, (_, errors) in outcomes.items() if errors}
    results = {name: found for name, (found, _) in outcomes.items() if found is not None}
    return {
        "problem": problem, "threads": threads,
        "times": {name: found for name, found in times.items() if name in results},
        "errors": errors,
        "differences": {
            name: max(difference(found[part], next(iter(results.values()))[part])
                      for part in ("values", "derivatives"))
            for name, found in list(results.items())[1:]},
    }, results


def difference(found, expected):
    """The largest difference, relative to the greater of a number and a thousandth of the largest."""
    if found.shape != expected.shape:
        return float("inf")
    size = np.abs(expected)
    scale = np.maximum(size, 1e-3 * size.max())
    return float(np.max(np.abs(found - expected) / np.where(scale > 0, scale, 1), initial=0))
