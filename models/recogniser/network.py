"""The recogniser's ONNX graph as a PyTorch module that can be trained: just the operations that this graph has.

Agrees with onnxruntime to 1e-5 in probabilities (``python -m models.recogniser.train`` checks it before it begins).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

FEATURES = "p2o.pd_op.transpose.8.0"  #: crops x time steps x 120, in front of the head
HEAD = ("linear_8.w_0", "linear_8.b_0")  #: 18,710 classes; stays as it is
_ROOT_OF_TWO = 2**0.5


def network(path: Path, end: str = FEATURES, begin: str = "x") -> Any:
    """A ``torch.nn.Module`` with ``features(pictures)`` and ``logits(features)``. ``parameters_by_name`` holds what may be
    trained under the names of the file; statistics of normalisations stay. ``begin`` and ``end`` are the values of the graph
    that ``features`` takes and gives; ``used`` are the parameters between the two."""
    import onnx
    import torch
    from onnx import numpy_helper

    model = onnx.load(str(path))
    constants: dict[str, Any] = {}
    trained: dict[str, Any] = {}
    for tensor in model.graph.initializer:
        value = numpy_helper.to_array(tensor)
        fixed = value.dtype != np.float32 or value.size < 24 or _statistics(tensor.name)
        held = torch.from_numpy(value.copy())
        if fixed:
            constants[tensor.name] = held
        else:
            trained[tensor.name] = torch.nn.Parameter(held, requires_grad=tensor.name not in HEAD)
    nodes = [
        (n.op_type, list(n.input), n.output[0], {a.name: onnx.helper.get_attribute_value(a) for a in n.attribute})
        for n in model.graph.node
    ]

    first = next((place + 1 for place, node in enumerate(nodes) if node[2] == begin), 0)
    nodes = _joined(nodes[first:])

    class Recogniser(torch.nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.parameters_by_name = trained
            self.used = {name for _, inputs, _, _ in nodes for name in inputs} & set(trained)
            for name, parameter in trained.items():
                self.register_parameter(name.replace(".", "|"), parameter)

        def features(self, pictures: Any) -> Any:
            return _run(torch, nodes, {**constants, **trained, begin: pictures}, end)

        def logits(self, features: Any) -> Any:
            return features @ trained[HEAD[0]] + trained[HEAD[1]]

    return Recogniser()


def _statistics(name: str) -> bool:
    return name.startswith("batch_norm") and name.endswith((".w_1", ".w_2"))


def _joined(nodes: list[Any]) -> list[Any]:
    """Each convolution with the bias behind it as one: half the time of the two."""
    out: list[Any] = []
    for op, inputs, output, options in nodes:
        before = out[-1] if out else None
        if op == "Add" and before and before[0] == "Conv" and inputs[0] == before[2] and "reshape" in inputs[1]:
            out[-1] = ("Conv", [*before[1], inputs[1]], output, before[3])
        else:
            out.append((op, inputs, output, options))
    return out


def _run(torch: Any, nodes: list[Any], values: dict[str, Any], end: str) -> Any:
    gelu: set[str] = set()  # x / sqrt 2, erf, + 1, times x, times a half: one function, computed at its first node
    for op, inputs, output, options in nodes:
        first = values[inputs[0]]
        if gelu & set(inputs) and op in ("Erf", "Add", "Mul") and not (op == "Mul" and inputs[0] in gelu):
            values[output] = values[next(name for name in inputs if name in gelu)]
            gelu.add(output)
        elif gelu & set(inputs) and op == "Mul":
            values[output] = first
        elif op == "Div" and values[inputs[1]].numel() == 1 and abs(float(values[inputs[1]]) - _ROOT_OF_TWO) < 1e-4:
            values[output] = torch.nn.functional.gelu(first)
            gelu.add(output)
        else:
            values[output] = _one(torch, op, [values[name] for name in inputs], options)
        if output == end:
            break
    return values[end]


def _one(torch: Any, op: str, x: list[Any], options: dict[str, Any]) -> Any:
    """One operation of ONNX (opset 11)."""
    F = torch.nn.functional
    simple = {
        "Identity": lambda: x[0],
        "Add": lambda: x[0] + x[1],
        "Sub": lambda: x[0] - x[1],
        "Mul": lambda: x[0] * x[1],
        "Div": lambda: x[0] / x[1],
        "Pow": lambda: x[0] ** 2,
        "Sqrt": lambda: torch.sqrt(x[0]),
        "Relu": lambda: F.relu(x[0]),
        "Sigmoid": lambda: torch.sigmoid(x[0]),
        "HardSigmoid": lambda: F.hardsigmoid(x[0]),
        "MatMul": lambda: x[0] @ x[1],
        "Softmax": lambda: torch.softmax(x[0], options["axis"]),
        "Transpose": lambda: x[0].permute(options["perm"]),
        "Squeeze": lambda: x[0].squeeze(options["axes"][0]),
        "Unsqueeze": lambda: x[0].unsqueeze(options["axes"][0]),
        "Shape": lambda: torch.tensor(x[0].shape),
        "Concat": lambda: torch.cat([torch.atleast_1d(each) for each in x], options["axis"]),
        "Slice": lambda: x[0].narrow(int(x[3]), int(x[1]), int(x[2]) - int(x[1])),
        "ReduceMean": lambda: x[0].mean(tuple(options["axes"]), keepdim=bool(options.get("keepdims", 1))),
        "MaxPool": lambda: F.max_pool2d(F.pad(x[0], (0, 1, 0, 1), value=float("-inf")), 2, 1),
        "AveragePool": lambda: F.avg_pool2d(x[0], options["kernel_shape"], options["strides"]),
        "BatchNormalization": lambda: F.batch_norm(x[0], x[3], x[4], x[1], x[2], False, 0, options["epsilon"]),
        "Reshape": lambda: x[0].reshape([x[0].shape[i] if n == 0 else int(n) for i, n in enumerate(x[1])]),
        "Conv": lambda: _convolution(F, x, options),
    }
    return simple[op]()


def _convolution(F: Any, x: list[Any], options: dict[str, Any]) -> Any:
    picture, pads = x[0], options.get("pads", [0, 0])[:2]
    if options.get("auto_pad") == b"SAME_UPPER":
        tall, wide = options["kernel_shape"]
        picture = F.pad(picture, (0, wide - 1, 0, tall - 1))
    bias = x[2].flatten() if len(x) > 2 else None
    return F.conv2d(picture, x[1], bias, options["strides"], pads, 1, options["group"])
