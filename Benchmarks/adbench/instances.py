# Part of Wengert, automatic differentiation for Swift.
# SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
"""The rows of ADBench and two trainings, and instances of them.

The instances have the sizes and the formats of ADBench's own files; the numbers are random, but for the
small files that are in Tests/ADBench.
"""
import shutil
import sys
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
TESTS = HERE.parents[1] / "Tests" / "ADBench"
sys.path.insert(0, str(HERE.parent / "gradbench"))
import workloads

# For each row the problem, its file, and the name of the file of expected results.
ROWS = {
    "GMM test": ("gmm", "gmm/test.txt", "gmm_test"),
    "GMM 1k d2 K5": ("gmm", "gmm/1k/gmm_d2_K5.txt", "gmm_1k_d2_K5"),
    "GMM 1k d10 K25": ("gmm", "gmm/1k/gmm_d10_K25.txt", "gmm_1k_d10_K25"),
    "GMM 1k d20 K50": ("gmm", "gmm/1k/gmm_d20_K50.txt", "gmm_1k_d20_K50"),
    "GMM 1k d64 K25": ("gmm", "gmm/1k/gmm_d64_K25.txt", "gmm_1k_d64_K25"),
    "GMM 10k d10 K25": ("gmm", "gmm/10k/gmm_d10_K25.txt", "gmm_10k_d10_K25"),
    "BA test": ("ba", "ba/test.txt", "ba_test"),
    "BA 1": ("ba", "ba/ba1_n49_m7776_p31843.txt", "ba_1"),
    "BA 5": ("ba", "ba/ba5_n257_m65132_p225911.txt", "ba_5"),
    "LSTM l2 c1024": ("lstm", "lstm/lstm_l2_c1024.txt", "lstm_l2_c1024"),
    "LSTM l2 c4096": ("lstm", "lstm/lstm_l2_c4096.txt", "lstm_l2_c4096"),
    "LSTM l4 c1024": ("lstm", "lstm/lstm_l4_c1024.txt", "lstm_l4_c1024"),
    "LSTM l4 c4096": ("lstm", "lstm/lstm_l4_c4096.txt", "lstm_l4_c4096"),
    "HAND simple 1": ("hand", "hand/simple_small/hand1_t26_c100.txt", "hand_simple_small_1"),
    "HAND simple 5": ("hand", "hand/simple_small/hand5_t26_c800.txt", "hand_simple_small_5"),
    "HAND complicated 1":
        ("hand-complicated", "hand/complicated_small/hand1_t26_c100.txt", "hand_complicated_small_1"),
}

TRAININGS = {
    "small-mlp": ([2, 16, 16, 3], 100, 1.0),
    "mlp": ([784, 256, 128, 10], 128, 2.0),
}


def write(path, *blocks):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        for block in blocks:
            for row in np.atleast_2d(block):
                print(*(repr(number) for number in row.tolist()), file=file)


def write_gmm(path, d, k, n):
    random = np.random.default_rng(31337)
    write(path, [d, k, n], random.standard_normal((k, 1)), random.uniform(size=(k, d)),
          random.standard_normal((k, d * (d + 1) // 2)), random.standard_normal((n, d)), [1.0, 0])


def write_ba(path, sizes):
    numbers = (TESTS / "data/ba/test.txt").read_text().split()[3:]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(" ".join(map(str, sizes)) + "\n" + " ".join(numbers) + "\n")


def write_lstm(folder):
    for description, workload in workloads.lstm():
        main = np.array(workload["main_params"])
        sequence = np.array(workload["sequence"])
        path = folder / f"lstm_l{len(main) // 2}_c{len(sequence)}.txt"
        write(path, [len(main) // 2, *sequence.shape], main, workload["extra_params"], workload["state"],
              sequence)


def write_hand(path, count):
    """Points near vertices at rest."""
    random = np.random.default_rng(31337)
    lines = (path.parent / "model/vertices.txt").read_text().split()
    vertices = np.array([line.split(":")[:3] for line in lines], dtype=float)
    homes = random.integers(len(vertices), size=count)
    points = vertices[homes] + 0.1 * random.standard_normal((count, 3))
    pose = 0.3 * random.standard_normal((26, 1))
    with path.open("w") as file:
        print(count, len(pose), file=file)
        for home, point in zip(homes, points):
            print(home, *(f"{x:.6f}" for x in point), file=file)
        print(*(f"{x:.6f}" for x in pose.ravel()), sep="\n", file=file)


def write_all(folder):
    """Writes the files of all rows."""
    shutil.copytree(TESTS / "data", folder, dirs_exist_ok=True)
    for _, name, _ in ROWS.values():
        path = folder / name
        parts = path.stem.split("_")
        if path.exists():
            continue
        if name.startswith("gmm"):
            d, k = int(parts[1][1:]), int(parts[2][1:])
            write_gmm(path, d, k, 1000 * int(path.parent.name[:-1]))
        elif name.startswith("ba"):
            write_ba(path, [int(part[1:]) for part in parts[1:]])
        elif name.startswith("lstm"):
            write_lstm(path.parent)
        else:
            write_hand(path, int(parts[2][1:]))


def write_training(folder, name, dtype, count=None):
    """The data, of `count` examples, and the initial parameters of a training, in a file of NumPy's."""
    sizes, usual, gain = TRAININGS[name]
    count = count or usual
    random = np.random.default_rng(31337)
    arrays = {"x": random.standard_normal((count, sizes[0])), "labels": random.integers(sizes[-1], size=count)}
    for k, (a, b) in enumerate(zip(sizes, sizes[1:])):
        arrays[f"weights[{k}]"] = random.standard_normal((a, b)) * np.sqrt(gain / a)
        arrays[f"biases[{k}]"] = np.zeros(b)
    # The same numbers in either type.
    path = folder / f"{name}_{dtype}.npz"
    np.savez(path, **{key: a if key == "labels" else a.astype(dtype) for key, a in arrays.items()})
    return path
