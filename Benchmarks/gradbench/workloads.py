# Part of Wengert, automatic differentiation for Swift.
# SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
"""The default workloads of GradBench's evals: for each eval its pair of functions, and for each workload
a description and an input.

Where GradBench draws random numbers with a seed, these are the same numbers. Where it reads files of its
own (ba, ht, lstm), the inputs here have the same sizes and format, made from the small cases in
Tests/GradBench: one camera and point repeated; the 22 bones of a hand with vertices near its own; random
letters.
"""
import json
from pathlib import Path

import numpy as np

CASES = Path(__file__).resolve().parents[2] / "Tests" / "GradBench"


def case(name):
    """The input of the first case of an eval."""
    for line in (CASES / f"{name}.jsonl").read_text().splitlines():
        message = json.loads(line)["message"]
        if message["kind"] == "evaluate":
            return message["input"]


def det():
    stream = np.random.RandomState(31337)
    for ell in range(5, 12):
        yield str(ell), {"A": stream.rand(ell * ell).tolist(), "ell": ell}


def gmm():
    sizes = [(d, k) for d in (2, 10, 20, 32, 64) for k in (5, 10, 25, 50, 100)]
    for d, k in sorted(sizes, key=lambda size: size[0] * size[1]):
        random, n = np.random.default_rng(31337), 1000
        x = np.array([random.standard_normal(d) for _ in range(n)])
        yield f"{d}_{k}_{n}", {
            "d": d, "k": k, "n": n, "x": x.tolist(), "m": 0, "gamma": 1.0,
            "alpha": random.standard_normal(k).tolist(),
            "mu": random.uniform(size=(k, d)).tolist(),
            "q": random.standard_normal((k, d)).tolist(),
            "l": random.standard_normal((k, d * (d - 1) // 2)).tolist(),
        }


BA_SIZES = [
    (49, 7776, 31843), (21, 11315, 36455), (161, 48126, 182072), (372, 47423, 204472),
    (257, 65132, 225911), (539, 65220, 277273), (93, 61203, 287451), (88, 64298, 383937),
    (810, 88814, 393775), (1197, 126327, 563734), (1723, 156502, 678718), (253, 163691, 899155),
    (245, 198739, 1091386), (356, 226730, 1255268),
]


def ba():
    sample = case("ba")
    for number, (n, m, p) in enumerate(BA_SIZES, 1):
        yield f"ba{number}_n{n}_m{m}_p{p}", {
            "n": n, "m": m, "p": p, **{name: sample[name] for name in ("cam", "x", "w", "feat")}}


def lstm():
    random, bits = np.random.default_rng(31337), 14
    letters = np.frombuffer(b"abcdefghijklmnopqrstuvwxyz ,.;\n", dtype=np.uint8)
    text = random.choice(letters, 8192).astype(int)
    sequence = (text[:, None] >> np.arange(bits - 1, -1, -1)) & 1
    for layers, count in sorted(
            [(l, c) for l in (2, 4, 6) for c in (1024, 4096, 8192)], key=lambda size: size[0] * size[1]):
        yield f"l={layers},c={count}", {
            "main_params": random.random((2 * layers, 4 * bits)).tolist(),
            "extra_params": random.random((3, bits)).tolist(),
            "state": random.random((2 * layers, bits)).tolist(),
            "sequence": sequence[:count].tolist(),
        }


HT_POINTS = [100, 192, 200, 400, 800, 1600, 3200, 6400, 12800, 25600, 51200, 100000]


def ht(vertices=10000, triangles=1084):
    random, sample = np.random.default_rng(31337), case("ht")
    model = dict(sample["data"]["model"])
    base, weights = np.array(model["base_positions"]), np.array(model["weights"])
    places = random.integers(len(base), size=vertices)
    positions = base[places]
    positions[:, :3] += 0.001 * random.standard_normal((vertices, 3))
    model["base_positions"] = positions.round(9).tolist()
    model["weights"] = weights[places].tolist()
    model["triangles"] = random.integers(vertices, size=(triangles, 3)).tolist()
    for number, count in enumerate(HT_POINTS, 1):
        points = random.standard_normal((count, 3)).round(6)
        yield f"hand{number}_t26_c{count}", {
            "theta": sample["theta"], "us": random.random((count, 2)).round(6).tolist(),
            "data": {"model": model, "points": points.tolist(),
                     "correspondences": random.integers(triangles, size=count).tolist()},
        }


def kmeans():
    stream = np.random.RandomState(31337)
    sizes = [(k, n, d) for k in (10, 100, 1000) for n in (1000, 10000) for d in (8, 16)]
    for k, n, d in sorted(sizes, key=lambda size: size[0] * size[1] * size[2]):
        points = stream.rand(n, d)
        yield f"k={k},n={n},d={d}", {"points": points.tolist(), "centroids": points[-k:].tolist()}


def llsq():
    stream, m = np.random.RandomState(31337), 128
    for n in [16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8196, 16392]:
        yield f"n={n},m={m}", {"x": stream.rand(m).tolist(), "n": n}


def lse():
    stream = np.random.RandomState(31337)
    for j in range(10):
        n = 2500 * 2**j
        yield f"n={n}", {"x": stream.rand(n).tolist()}


def ode():
    stream = np.random.RandomState(31337)
    for n, s in sorted([(n, s) for n in (1000, 10000, 100000) for s in (1, 10, 100)],
                       key=lambda size: size[0] * size[1]):
        yield f"n={n},s={s}", {"x": stream.rand(n).tolist(), "s": s}


def particle():
    yield "w=0", {"w": 0.0}


def saddle():
    yield "w=0", {"start": [1.0, 1.0]}


PAIR, PRIMAL, MODES = ("objective", "jacobian"), ("primal", "gradient"), ("rr", "ff", "fr", "rf")

EVALS = {
    "ba": (PAIR, ba), "det": (PRIMAL, det), "gmm": (PAIR, gmm), "ht": (PAIR, ht),
    "kmeans": (("cost", "dir"), kmeans), "llsq": (PRIMAL, llsq), "lse": (PRIMAL, lse),
    "lstm": (PAIR, lstm), "ode": (PRIMAL, ode), "particle": (MODES, particle), "saddle": (MODES, saddle),
}
