# Part of Wengert, automatic differentiation for Swift.
# SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
"""The problems of `adbench` in PyTorch, as adbench_jax.py has them; trainings also with torch.compile."""
import numpy as np
import torch

import adbench_files as files


def flat(tensors):
    return np.concatenate([tensor.detach().numpy().astype(np.float64).ravel() for tensor in tensors])


def scalar(f, arrays):
    """The functions of a scalar objective."""
    parameters = [torch.tensor(array, requires_grad=True) for array in arrays]
    constants = [parameter.detach() for parameter in parameters]

    def objective():
        with torch.no_grad():
            return f(*constants)

    def jacobian():
        value = f(*parameters)
        return value, torch.autograd.grad(value, parameters)

    return {"objective": objective, "jacobian": jacobian,
            "results": lambda result: (flat([result[0]]), flat(result[1]))}


def gmm(path):
    data = files.gmm(path)
    x, rows, columns = torch.tensor(data.x), torch.tensor(data.rows), torch.tensor(data.columns)
    components = torch.arange(data.k)[:, None]

    def objective(alphas, means, factors):
        q, l = factors[:, :data.d], factors[:, data.d:]
        diagonal = torch.exp(q)
        matrices = torch.diag_embed(diagonal).index_put((components, rows[None], columns[None]), l)
        whitened = x @ matrices.mT - torch.einsum("kij,kj->ki", matrices, means)[:, None]
        scores = (alphas + q.sum(1))[:, None] - 0.5 * (whitened * whitened).sum(2)
        evidence = torch.logsumexp(scores, 0).sum() - data.n * torch.logsumexp(alphas, 0)
        squares = (diagonal * diagonal).sum() + (l * l).sum()
        return evidence + 0.5 * data.gamma**2 * squares - data.m * q.sum() + data.constant

    return {"": scalar(objective, [data.alphas, data.means, data.factors])}


def ba(path):
    data = files.ba(path)
    cameras, points, weights, features, camera_of, point_of = (
        torch.tensor(a) for a in
        (data.cameras, data.points, data.weights, data.features, data.camera_of, data.point_of))

    def error(inputs, feature):
        camera, point, weight = inputs[..., :11], inputs[..., 11:14], inputs[..., 14:]
        rotation, x = camera[..., :3], point - camera[..., 3:6]
        theta = torch.sqrt((rotation * rotation).sum(-1, keepdim=True))
        axis, sine, cosine = rotation / theta, torch.sin(theta), torch.cos(theta)
        along = (axis * x).sum(-1, keepdim=True) * (1 - cosine)
        x = x * cosine + torch.linalg.cross(axis, x) * sine + axis * along
        p = x[..., :2] / x[..., 2:]
        square = (p * p).sum(-1, keepdim=True)
        scale = 1 + camera[..., 9:10] * square + camera[..., 10:11] * square * square
        return weight * (p * scale * camera[..., 6:7] + camera[..., 7:9] - feature)

    def weight_error(weight):
        return 1 - weight * weight

    def inputs():
        return torch.cat([cameras[camera_of], points[point_of], weights[:, None]], 1)

    def objective():
        with torch.no_grad():
            return error(inputs(), features), weight_error(weights)

    def two_sweeps():
        # Rows of different observations have nothing in common: a sweep gives one row of each.
        x = inputs().requires_grad_(True)
        errors = error(x, features)
        first, = torch.autograd.grad(errors[:, 0].sum(), x, retain_graph=True)
        second, = torch.autograd.grad(errors[:, 1].sum(), x)
        w = weights.clone().requires_grad_(True)
        of_weights = weight_error(w)
        slope, = torch.autograd.grad(of_weights.sum(), w)
        return (errors, of_weights), (torch.stack([first, second], 1), slope)

    def mapped():
        rows = torch.func.vmap(torch.func.jacrev(error))(inputs(), features)
        return objective(), (rows, torch.func.vmap(torch.func.grad(weight_error))(weights))

    return {
        name: {"objective": objective, "jacobian": jacobian,
               "results": lambda result: (flat(result[0]), flat(result[1]))}
        for name, jacobian in [("two sweeps", two_sweeps), ("mapped", mapped)]
    }


def lstm(path):
    data = files.lstm(path)
    layers, (characters, bits) = data.layers, data.sequence.shape
    sequence, start = torch.tensor(data.sequence), torch.tensor(data.state)

    def loss(main, extra):
        gates = [[row.unbind() for row in layer] for layer in main.view(layers, 2, 4, bits)]
        state = [(start[2 * k], start[2 * k + 1]) for k in range(layers)]
        outputs = []
        for x in (sequence[:-1] * extra[0]).unbind():
            for k, (w, b) in enumerate(gates):
                hidden, cell = state[k]
                forget = torch.sigmoid(x * w[0] + b[0])
                admit = torch.sigmoid(hidden * w[1] + b[1])
                emit = torch.sigmoid(x * w[2] + b[2])
                change = torch.tanh(hidden * w[3] + b[3])
                cell = cell * forget + admit * change
                x = emit * torch.tanh(cell)
                state[k] = x, cell
            outputs.append(x)
        y = torch.stack(outputs) * extra[1] + extra[2]
        z = torch.log(2 + torch.exp(y).sum(1, keepdim=True))
        return -(sequence[1:] * (y - z)).mean()

    return {"": scalar(loss, [data.main, data.extra])}


def hand(path, on_triangles=False):
    data = files.hand(path, on_triangles)
    bones = len(data.parents)
    relatives, inverses, points = (torch.tensor(a) for a in (data.relatives, data.inverses, data.points))
    # Which angle of which bone each number of the pose is.
    selection = torch.zeros(3 * bones, len(data.pose))
    for (bone, axis), theta in data.angles.items():
        selection[3 * bone + axis, theta] = 1

    def matrices(rows):
        return torch.stack([torch.stack(row, -1) for row in rows], -2)

    def transforms(pose):
        x, z, y = (selection @ pose).view(bones, 3).unbind(1)
        o, i = torch.zeros(bones), torch.ones(bones)
        turn_x = matrices([[i, o, o, o], [o, x.cos(), -x.sin(), o], [o, x.sin(), x.cos(), o], [o, o, o, i]])
        turn_y = matrices([[y.cos(), o, y.sin(), o], [o, i, o, o], [-y.sin(), o, y.cos(), o], [o, o, o, i]])
        turn_z = matrices([[z.cos(), -z.sin(), o, o], [z.sin(), z.cos(), o, o], [o, o, i, o], [o, o, o, i]])
        local, absolute = relatives @ turn_z @ turn_y @ turn_x, []
        for bone, parent in enumerate(data.parents):
            absolute.append(local[bone] if parent < 0 else absolute[parent] @ local[bone])
        return torch.stack(absolute) @ inverses

    def rotation(vector):
        angle = torch.sqrt((vector * vector).sum())
        (x, y, z), s, c = (vector / angle).unbind(), torch.sin(angle), torch.cos(angle)
        return matrices([
            [x * x + (1 - x * x) * c, x * y * (1 - c) - z * s, x * z * (1 - c) + y * s],
            [x * y * (1 - c) + z * s, y * y + (1 - y * y) * c, y * z * (1 - c) - x * s],
            [x * z * (1 - c) - y * s, z * y * (1 - c) + x * s, z * z + (1 - z * z) * c]])

    def form(all_vertices):
        used, numbers = np.unique(data.homes, return_inverse=True)
        homes = torch.tensor(data.homes if all_vertices else numbers.reshape(data.homes.shape))
        chosen = slice(None) if all_vertices else used
        vertices, weights = torch.tensor(data.vertices[chosen]), torch.tensor(data.weights[chosen])
        split = 2 if on_triangles else 0
        whole = torch.cat([torch.zeros(split), torch.tensor(data.pose)])
        places = torch.tensor(data.places) if on_triangles else None

        def residuals(x):
            shift, pose = x[:split], x[split:]
            blended = (weights @ transforms(pose)[:, :3].reshape(bones, 12)).view(-1, 3, 4)
            moved = (blended @ vertices[:, :, None]).squeeze(-1)
            positions = moved @ rotation(pose[:3]).T + pose[3:6]
            if not on_triangles:
                return points - positions[homes]
            u, v = (places + shift).T[:, :, None]
            a, b, c = (positions[homes[:, k]] for k in range(3))
            return points - (u * a + v * b + (1 - u - v) * c)

        def objective():
            with torch.no_grad():
                return residuals(whole)

        return {
            "objective": objective,
            "jacobian": lambda: (objective(), torch.func.jacfwd(residuals)(whole)),
            "results": lambda result: (
                flat([result[0]]), result[1].numpy().reshape(-1, len(whole)).T.ravel()),
        }

    return {"all vertices": form(True), "vertices in use": form(False)}


def training(path, activation, optimizer, compiled):
    data = files.network(path)
    x, labels = torch.tensor(data.x), torch.tensor(data.labels)
    parts = []
    for w, b in data.layers:
        layer = torch.nn.Linear(*w.shape, dtype=torch.tensor(w).dtype)
        parts += [layer, activation()]
    network = torch.nn.Sequential(*parts[:-1])
    linear = network[::2]
    cross_entropy = torch.nn.CrossEntropyLoss()
    state = {}

    def start():
        with torch.no_grad():
            for layer, (w, b) in zip(linear, data.layers):
                layer.weight.copy_(torch.tensor(w.T))
                layer.bias.copy_(torch.tensor(b))
        state["optimizer"] = optimizer(network.parameters())
        state["update"] = state["optimizer"].step
        if compiled:
            state["update"] = torch.compile(state["optimizer"].step)

    start()
    model = torch.compile(network) if compiled else network

    def objective():
        with torch.no_grad():
            return cross_entropy(model(x), labels)

    def jacobian():
        network.zero_grad(set_to_none=True)
        value = cross_entropy(model(x), labels)
        value.backward()
        return value, [layer.weight.grad.T for layer in linear] + [layer.bias.grad for layer in linear]

    def step():
        value, _ = jacobian()
        state["update"]()
        return value

    def results(result):
        derivatives = flat(result[1])
        losses = np.array([step().item() for _ in range(50)])
        return losses, derivatives

    return {"": {"objective": objective, "jacobian": jacobian, "step": step, "results": results}}


def small_mlp(path, compiled=False):
    return training(path, torch.nn.Tanh, lambda p: torch.optim.SGD(p, 0.1), compiled)


def mlp(path, compiled=False):
    return training(path, torch.nn.ReLU, lambda p: torch.optim.Adam(p, 1e-3), compiled)


def problem(name, path, threads, compiled):
    torch.set_num_threads(threads)
    torch.set_default_dtype(torch.float64)
    if name in ("small-mlp", "mlp"):
        return {"small-mlp": small_mlp, "mlp": mlp}[name](path, compiled)
    if name == "hand-complicated":
        return hand(path, on_triangles=True)
    return {"gmm": gmm, "ba": ba, "lstm": lstm, "hand": hand}[name](path)
