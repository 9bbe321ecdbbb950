# Part of Wengert, automatic differentiation for Swift.
# SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
"""The memory of derivatives: the most that a process has beyond what it had before, its first derivative of
that size, after one of a small instance and after compilation."""
import json
import os
import subprocess

from contest import NAMES, commands
from instances import ROWS, TRAININGS, write_training


def memory_table(options, folder, data):
    """A table in Markdown of megabytes, with the estimate of our program."""
    # With 128 pictures what a process happens to have free hides the rest.
    problems = {"mlp, 8192 pictures": ("mlp", write_training(folder, "mlp", "float32", count=8192),
                                       write_training(folder, "small-mlp", "float32"))}
    small = data / ROWS["LSTM l2 c1024"][1]
    for row in ("LSTM l2 c4096", "LSTM l4 c4096"):
        problems[row] = "lstm", data / ROWS[row][1], small
    lines = []
    for label, (problem, path, small) in problems.items():
        cells, estimate = {}, ""
        for name, command in commands(options, problem, path, mode="memory"):
            if name == "torch-compile":
                continue
            answer = subprocess.run(
                [*command, small], check=True, stdout=subprocess.PIPE, text=True,
                env={**os.environ, "WENGERT_THREADS": "1"}).stdout
            numbers = json.loads(answer)
            cells[name] = f"{numbers['bytes'] / 1e6:.1f}"
            if "estimate" in numbers:
                estimate = f"{numbers['estimate'] / 1e6:.1f}"
        lines.append([label, *cells.values(), estimate])
    head = ["MB", *(NAMES[name] for name in cells), "our estimate"]
    return "\n".join("| " + " | ".join(line) + " |" for line in [head, ["---"] * len(head), *lines])
