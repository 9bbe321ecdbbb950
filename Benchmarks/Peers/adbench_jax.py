# Part of Wengert, automatic differentiation for Swift.
# SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
"""The problems of `adbench` in JAX, compiled.

A function gives the forms in which a problem can be written, each with its objective, its derivative, and
how the results of the derivative become `values` and `derivatives`.
"""
import os

import jax
import jax.numpy as jnp
import numpy as np

import adbench_files as files

jax.config.update("jax_enable_x64", True)


def flat(tree):
    return np.concatenate([np.asarray(leaf, np.float64).ravel() for leaf in jax.tree.leaves(tree)])


def scalar(f, *parameters):
    """The functions of a scalar objective."""
    value, slope = jax.jit(f), jax.jit(jax.value_and_grad(f, argnums=tuple(range(len(parameters)))))

    def ahead():
        """The derivative, compiled but not yet run."""
        compiled = slope.lower(*parameters).compile()
        return lambda: jax.block_until_ready(compiled(*parameters))

    return {
        "objective": lambda: value(*parameters).block_until_ready(),
        "jacobian": lambda: jax.block_until_ready(slope(*parameters)),
        "ahead": ahead,
        "results": lambda result: (flat(result[0]), flat(result[1])),
    }


def gmm(path):
    data = files.gmm(path)
    x = jnp.array(data.x)

    def objective(alphas, means, factors, whiten):
        q, l = factors[:, :data.d], factors[:, data.d:]
        diagonal = jnp.exp(q)
        matrices = jnp.zeros((data.k, data.d, data.d)).at[:, data.rows, data.columns].set(l)
        matrices = matrices + jax.vmap(jnp.diag)(diagonal)
        scores = (alphas + q.sum(1))[:, None] - 0.5 * whiten(matrices, means)
        evidence = jax.nn.logsumexp(scores, axis=0).sum() - data.n * jax.nn.logsumexp(alphas)
        squares = (diagonal * diagonal).sum() + (l * l).sum()
        return evidence + 0.5 * data.gamma**2 * squares - data.m * q.sum() + data.constant

    def centered_first(matrices, means):
        centered = x[:, None, :] - means[None]
        return jnp.square(jnp.einsum("kij,nkj->kni", matrices, centered)).sum(-1)

    def product_first(matrices, means):
        whitened = jnp.einsum("kij,nj->kin", matrices, x) - jnp.einsum("kij,kj->ki", matrices, means)[:, :, None]
        return jnp.square(whitened).sum(1)

    parameters = [jnp.array(a) for a in (data.alphas, data.means, data.factors)]
    return {
        name: scalar(lambda a, m, f, whiten=whiten: objective(a, m, f, whiten), *parameters)
        for name, whiten in [("centred points", centered_first), ("matrix products", product_first)]
    }


def ba(path):
    data = files.ba(path)
    cameras, points, weights, features = (
        jnp.array(a) for a in (data.cameras, data.points, data.weights, data.features))
    camera_of, point_of = jnp.array(data.camera_of), jnp.array(data.point_of)

    def error(inputs, feature):
        camera, point, weight = inputs[:11], inputs[11:14], inputs[14]
        rotation, x = camera[:3], point - camera[3:6]
        theta = jnp.sqrt(rotation @ rotation)
        axis, sine, cosine = rotation / theta, jnp.sin(theta), jnp.cos(theta)
        x = x * cosine + jnp.cross(axis, x) * sine + axis * ((axis @ x) * (1 - cosine))
        p = x[:2] / x[2]
        square = p @ p
        scale = 1 + camera[9] * square + camera[10] * square * square
        return weight * (p * scale * camera[6] + camera[7:9] - feature)

    def weight_error(weight):
        return 1 - weight * weight

    def inputs(cameras, points, weights):
        return jnp.concatenate([cameras[camera_of], points[point_of], weights[:, None]], 1)

    def errors(*parameters):
        return jax.vmap(error)(inputs(*parameters), features), weight_error(parameters[2])

    def form(transform):
        def jacobian(*parameters):
            rows = jax.vmap(transform(error))(inputs(*parameters), features)
            return errors(*parameters), (rows, jax.vmap(jax.grad(weight_error))(parameters[2]))

        value, slope = jax.jit(errors), jax.jit(jacobian)
        return {
            "objective": lambda: jax.block_until_ready(value(cameras, points, weights)),
            "jacobian": lambda: jax.block_until_ready(slope(cameras, points, weights)),
            "results": lambda result: (flat(result[0]), flat(result[1])),
        }

    return {"reverse": form(jax.jacrev), "forward": form(jax.jacfwd)}


def lstm(path):
    data = files.lstm(path)
    layers, (characters, bits) = data.layers, data.sequence.shape
    sequence = jnp.array(data.sequence)
    state = [(jnp.array(data.state[2 * k]), jnp.array(data.state[2 * k + 1])) for k in range(layers)]

    def advance(gates, state, x):
        """The states after a step, and the output of the last layer."""
        next_state = []
        for (hidden, cell), (w, b) in zip(state, gates):
            forget = jax.nn.sigmoid(x * w[0] + b[0])
            admit = jax.nn.sigmoid(hidden * w[1] + b[1])
            emit = jax.nn.sigmoid(x * w[2] + b[2])
            change = jnp.tanh(hidden * w[3] + b[3])
            cell = cell * forget + admit * change
            x = emit * jnp.tanh(cell)
            next_state.append((x, cell))
        return next_state, x

    def scores(outputs, expected, extra):
        y = outputs * extra[1] + extra[2]
        return expected * (y - jnp.log(2 + jnp.sum(jnp.exp(y), axis=-1, keepdims=True)))

    def loss_inside(main, extra, unroll):
        """Everything in the loop."""
        gates = main.reshape(layers, 2, 4, bits)

        def step(state, characters):
            next_state, output = advance(gates, state, characters[0] * extra[0])
            return next_state, jnp.sum(scores(output, characters[1], extra))

        _, sums = jax.lax.scan(step, state, (sequence[:-1], sequence[1:]), unroll=unroll)
        return -jnp.sum(sums) / ((characters - 1) * bits)

    def loss_outside(main, extra, unroll):
        """What needs no state before and after the loop."""
        gates = main.reshape(layers, 2, 4, bits)
        _, outputs = jax.lax.scan(
            lambda state, x: advance(gates, state, x), state, sequence[:-1] * extra[0], unroll=unroll)
        return -jnp.mean(scores(outputs, sequence[1:], extra))

    main, extra = jnp.array(data.main), jnp.array(data.extra)
    return {
        f"{name}, {unroll} at once": scalar(lambda m, e, f=f, unroll=unroll: f(m, e, unroll), main, extra)
        for name, f in [("all in the loop", loss_inside), ("outputs after the loop", loss_outside)]
        for unroll in (1, 4)
    }


def hand(path, on_triangles=False):
    data = files.hand(path, on_triangles)
    bones = len(data.parents)
    relatives, inverses, points = (jnp.array(a) for a in (data.relatives, data.inverses, data.points))
    places = jnp.array([row for row, _ in data.angles]), jnp.array([axis for _, axis in data.angles])
    thetas = jnp.array(list(data.angles.values()))

    def matrices(rows):
        return jnp.stack([jnp.stack(row, -1) for row in rows], -2)

    def transforms(pose):
        angles = jnp.zeros((bones, 3)).at[places].set(pose[thetas])
        x, z, y = angles.T
        o, i = jnp.zeros(bones), jnp.ones(bones)
        turn_x = matrices([[i, o, o], [o, jnp.cos(x), -jnp.sin(x)], [o, jnp.sin(x), jnp.cos(x)]])
        turn_y = matrices([[jnp.cos(y), o, jnp.sin(y)], [o, i, o], [-jnp.sin(y), o, jnp.cos(y)]])
        turn_z = matrices([[jnp.cos(z), -jnp.sin(z), o], [jnp.sin(z), jnp.cos(z), o], [o, o, i]])
        turns = jnp.tile(jnp.eye(4), (bones, 1, 1)).at[:, :3, :3].set(turn_z @ turn_y @ turn_x)
        local, absolute = relatives @ turns, []
        for bone, parent in enumerate(data.parents):
            absolute.append(local[bone] if parent < 0 else absolute[parent] @ local[bone])
        return jnp.stack(absolute) @ inverses

    def rotation(vector):
        angle = jnp.sqrt(vector @ vector)
        (x, y, z), s, c = vector / angle, jnp.sin(angle), jnp.cos(angle)
        return matrices([
            [x * x + (1 - x * x) * c, x * y * (1 - c) - z * s, x * z * (1 - c) + y * s],
            [x * y * (1 - c) + z * s, y * y + (1 - y * y) * c, y * z * (1 - c) - x * s],
            [x * z * (1 - c) - y * s, z * y * (1 - c) + x * s, z * z + (1 - z * z) * c]])

    def mesh(pose, vertices, weights):
        maps = transforms(pose)[:, :3]
        blended = (weights @ maps.reshape(bones, 12)).reshape(-1, 3, 4)
        moved = jnp.einsum("vij,vj->vi", blended, vertices)
        return moved @ rotation(pose[:3]).T + pose[3:6]

    def form(all_vertices):
        """All vertices of the mesh, of which those that are compared are taken, or only these."""
        used, numbers = np.unique(data.homes, return_inverse=True)
        homes = jnp.array(data.homes if all_vertices else numbers.reshape(data.homes.shape))
        chosen = slice(None) if all_vertices else used
        vertices, weights = jnp.array(data.vertices[chosen]), jnp.array(data.weights[chosen])

        def residuals(pose, shift):
            positions = mesh(pose, vertices, weights)
            if not on_triangles:
                return points - positions[homes]
            u, v = (jnp.array(data.places) + shift).T[:, :, None]
            a, b, c = (positions[homes[:, k]] for k in range(3))
            return points - (u * a + v * b + (1 - u - v) * c)

        # All points share the two directions of their places.
        split = 2 if on_triangles else 0
        whole = jnp.concatenate([jnp.zeros(split), jnp.array(data.pose)])

        def of_whole(x):
            return residuals(x[split:], x[:split])

        value, slope = jax.jit(of_whole), jax.jit(lambda x: (of_whole(x), jax.jacfwd(of_whole)(x)))
        return {
            "objective": lambda: value(whole).block_until_ready(),
            "jacobian": lambda: jax.block_until_ready(slope(whole)),
            "results": lambda result: (
                flat(result[0]), np.asarray(result[1]).reshape(-1, len(whole)).T.ravel()),
        }

    return {"all vertices": form(True), "vertices in use": form(False)}


def cross_entropy(layers, x, labels, activation):
    for k, (w, b) in enumerate(layers):
        x = x @ w + b
        if k + 1 < len(layers):
            x = activation(x)
    return -jnp.mean(jax.nn.log_softmax(x)[jnp.arange(len(labels)), labels])


def training(path, activation, start, update):
    """The functions of a training; `update` gives a new state, whose first part is the layers."""
    data = files.network(path)
    x, labels = jnp.array(data.x), jnp.array(data.labels)
    layers = [(jnp.array(w), jnp.array(b)) for w, b in data.layers]

    def loss(layers):
        return cross_entropy(layers, x, labels, activation)

    @jax.jit
    def step(state):
        value, slope = jax.value_and_grad(loss)(state[0])
        return update(state, slope), value

    form = scalar(loss, layers)
    state = [start(layers)]

    def run():
        state[0], value = step(state[0])
        return value.block_until_ready()

    def losses():
        state[0] = start(layers)
        return np.array([float(run()) for _ in range(50)])

    # Weights before biases, as in the file.
    form["results"] = lambda result: (losses(), flat(list(zip(*result[1][0]))))
    return {"": {**form, "step": run}}


def small_mlp(path):
    def update(state, slope):
        return (jax.tree.map(lambda p, g: p - 0.1 * g, state[0], slope),)

    return training(path, jnp.tanh, lambda layers: (layers,), update)


def mlp(path):
    def start(layers):
        zeros = jax.tree.map(jnp.zeros_like, layers)
        return layers, zeros, zeros, jnp.zeros((), layers[0][0].dtype)

    def update(state, slope):
        layers, m, v, t = state
        t = t + 1
        m = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, m, slope)
        v = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, v, slope)
        scale_m, scale_v = 1 / (1 - 0.9**t), 1 / (1 - 0.999**t)
        layers = jax.tree.map(
            lambda p, m, v: p - 1e-3 * (m * scale_m) / (jnp.sqrt(v * scale_v) + 1e-8), layers, m, v)
        return layers, m, v, t

    return training(path, jax.nn.relu, start, update)


PROBLEMS = {
    "gmm": gmm, "ba": ba, "lstm": lstm, "hand": hand,
    "hand-complicated": lambda path: hand(path, on_triangles=True), "small-mlp": small_mlp, "mlp": mlp,
}
