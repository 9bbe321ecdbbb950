# Part of Wengert, automatic differentiation for Swift.
# SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
"""The files of ADBench, as arrays of NumPy."""
import math
from pathlib import Path
from types import SimpleNamespace

import numpy as np

# Of ADBench's sources.
PI = 3.14159265359


class Numbers:
    """The numbers of a file, one after the other."""

    def __init__(self, text):
        self.numbers = np.array(text.split(), dtype=np.float64)
        self.place = 0

    def take(self, *shape):
        count = math.prod(shape)
        self.place += count
        return self.numbers[self.place - count:self.place].reshape(shape)

    def integers(self, count):
        return self.take(count).astype(int).tolist()


def gmm(path):
    numbers = Numbers(Path(path).read_text())
    d, k, n = numbers.integers(3)
    alphas, means = numbers.take(k), numbers.take(k, d)
    factors, x = numbers.take(k, d * (d + 1) // 2), numbers.take(n, d)
    gamma, m = numbers.take(2).tolist()
    nu = d + m + 1
    log_gamma = 0.25 * d * (d - 1) * math.log(PI)
    log_gamma += sum(math.lgamma(0.5 * (nu - j)) for j in range(d))
    # What depends on no parameter.
    constant = -0.5 * n * d * math.log(2 * PI)
    constant -= k * (nu * d * (math.log(gamma) - 0.5 * math.log(2)) - log_gamma)
    # Rows and columns of what is below the diagonal, column by column.
    rows = np.array([row for column in range(d) for row in range(column + 1, d)], dtype=int)
    columns = np.array([column for column in range(d) for _ in range(column + 1, d)], dtype=int)
    return SimpleNamespace(d=d, k=k, n=n, alphas=alphas, means=means, factors=factors, x=x, gamma=gamma,
                           m=m, constant=constant, rows=rows, columns=columns)


def ba(path):
    numbers = Numbers(Path(path).read_text())
    n, m, p = numbers.integers(3)
    camera, point, weight, feature = (numbers.take(size) for size in (11, 3, 1, 2))
    observations = np.arange(p)
    return SimpleNamespace(
        cameras=np.tile(camera, (n, 1)), points=np.tile(point, (m, 1)), weights=np.tile(weight, p),
        features=np.tile(feature, (p, 1)), camera_of=observations % n, point_of=observations % m)


def lstm(path):
    numbers = Numbers(Path(path).read_text())
    layers, characters, bits = numbers.integers(3)
    return SimpleNamespace(
        layers=layers, main=numbers.take(2 * layers, 4 * bits), extra=numbers.take(3, bits),
        state=numbers.take(2 * layers, bits), sequence=numbers.take(characters, bits))


def hand(path, on_triangles):
    model = Path(path).parent / "model"

    def lines(name):
        return [line.split(":") for line in (model / name).read_text().splitlines() if line]

    bones, vertices = lines("bones.txt"), lines("vertices.txt")
    parents = [int(bone[1]) for bone in bones]
    weights = np.zeros((len(vertices), len(bones)))
    for row, vertex in zip(weights, vertices):
        for place in range(9, 9 + 2 * int(vertex[8]), 2):
            row[int(vertex[place])] = float(vertex[place + 1])
    numbers = Numbers(Path(path).read_text())
    count, pose_count = numbers.integers(2)
    table = numbers.take(count, 4)
    places = numbers.take(count, 2) if on_triangles else None
    homes = table[:, 0].astype(int)
    if on_triangles:
        homes = np.array(lines("triangles.txt")).astype(int)[homes]
    # Which elements of the table of angles, three for each bone, are which of the pose.
    angles, theta = {}, 6
    for finger in range(5):
        for joint in range(3):
            bone = 2 + 4 * finger + joint
            angles[bone, 0] = theta
            theta += 1
            if joint == 0:
                angles[bone, 1] = theta
                theta += 1
    return SimpleNamespace(
        parents=parents, pose=numbers.take(pose_count), places=places, points=table[:, 1:], homes=homes,
        relatives=np.array([bone[2:18] for bone in bones], dtype=np.float64).reshape(-1, 4, 4),
        inverses=np.array([bone[18:34] for bone in bones], dtype=np.float64).reshape(-1, 4, 4),
        vertices=np.array([vertex[:3] + [1] for vertex in vertices], dtype=np.float64), weights=weights,
        angles=angles)


def network(path):
    arrays = np.load(path)
    layers = range(sum(name.startswith("weights") for name in arrays))
    return SimpleNamespace(
        x=arrays["x"], labels=arrays["labels"],
        layers=[(arrays[f"weights[{k}]"], arrays[f"biases[{k}]"]) for k in layers])
