"""The encoder as an ONNX file: weights in eight bits, arithmetic in float32."""

import hashlib
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor

from training.encoder.model import HEADS, LAYERS

FRAMING = 6  # logits that are shipped: of the sentence and towards the mention, not of the voice
OPSETS = (("", 18), ("com.microsoft", 1))
OURS = "com.microsoft"  # ONNX Runtime's own operators, of several steps in one


class Graph:
    """Nodes and constants as they are added."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def keep(self, name: str, values: np.ndarray) -> str:
        """Add a constant; returns its name."""
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def step(self, kind: str, given: list[str], made: str, domain: str = "", **options) -> str:
        """Add an operation; returns the name of what it makes."""
        self.nodes.append(helper.make_node(kind, given, [made], domain=domain, **options))
        return made

    def in_bytes(self, name: str, values: np.ndarray, axis: int) -> tuple[str, str]:
        """A table in eight bits and its scales, one for each place along the axis."""
        whole, scale = quantise(values, axis)
        return self.keep(f"{name}.int8", whole), self.keep(f"{name}.scale", scale)

    def matrix(self, name: str, weight: Tensor) -> str:
        """A dense step's matrix; ONNX Runtime makes it float32 once, when it loads the file."""
        whole, scale = self.in_bytes(name, weight.numpy().T, axis=1)
        wide = self.step("Cast", [whole], f"{name}.wide", to=TensorProto.FLOAT)
        return self.step("Mul", [wide, scale], f"{name}.float")


def quantise(values: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    """Symmetric eight-bit values and the scale of each row (axis 0) or column (axis 1)."""
    largest = np.abs(values).max(axis=1 - axis, keepdims=True)
    scale = (np.maximum(largest, 1e-12) / 127).astype(np.float32)
    return np.round(values / scale).clip(-127, 127).astype(np.int8), scale


def round_weights(weights: dict[str, Tensor]) -> dict[str, Tensor]:
    """The weights as they are after eight bits, in float32."""
    rounded = dict(weights)
    for name, axis in {"pieces.weight": 0, **dict.fromkeys(matrices(weights), 1)}.items():
        values = weights[name].numpy()
        whole, scale = quantise(values if axis == 0 else values.T, axis)
        back = whole * scale
        rounded[name] = torch.from_numpy(back if axis == 0 else np.ascontiguousarray(back.T))
    return rounded


def matrices(weights: dict[str, Tensor]) -> list[str]:
    """The dense steps whose weights are kept in eight bits."""
    layers = [name for name in weights if name.startswith("layers.") and weights[name].ndim == 2]
    return [*layers, "dense.weight"]


def write_onnx(weights: dict[str, Tensor], path: Path) -> None:
    """Write the encoder: ids, length, focus in; six logits out."""
    graph = Graph()
    one, zero = graph.keep("one", np.array([1])), graph.keep("zero", np.array([0]))
    pieces, scale = graph.in_bytes("pieces", weights["pieces.weight"].numpy(), axis=0)
    chosen = graph.step("Gather", [pieces, "ids"], "chosen")
    wide = graph.step("Cast", [chosen], "chosen.wide", to=TensorProto.FLOAT)
    scales = graph.step("Gather", [scale, "ids"], "chosen.scale")
    x = graph.step("Mul", [wide, scales], "chosen.float")
    positions = graph.keep("positions", weights["positions.weight"].numpy())
    shape = graph.step("Shape", ["ids"], "longest", start=1, end=2)
    here = graph.step("Slice", [positions, zero, shape], "here")
    x = graph.step("Add", [x, here], "placed")
    norm = [graph.keep(f"norm.{part}", weights[f"norm.{part}"].numpy()) for part in NORM]
    x = graph.step("LayerNormalization", [x, *norm], "input", epsilon=1e-12)
    for number in range(LAYERS):
        x = add_layer(graph, weights, f"layers.{number}.", x)
    mean = add_mean(graph, x)
    rows = graph.step("Unsqueeze", ["focus", one], "focus.row")
    focus = graph.step("GatherND", [x, rows], "focused", batch_dims=1)
    both = graph.step("Concat", [mean, focus], "both", axis=1)
    dense = graph.step("MatMul", [both, graph.matrix("dense", weights["dense.weight"])], "dense")
    bias = graph.keep("dense.bias", weights["dense.bias"].numpy())
    dense = graph.step("Tanh", [graph.step("Add", [dense, bias], "dense.sum")], "dense.out")
    heads = graph.keep("heads", weights["heads.weight"].numpy()[:FRAMING].T)
    bias = graph.keep("heads.bias", weights["heads.bias"].numpy()[:FRAMING])
    graph.step("Add", [graph.step("MatMul", [dense, heads], "heads.out"), bias], "logits")
    save(graph, path)


NORM = ("weight", "bias")


def add_layer(graph: Graph, weights: dict[str, Tensor], name: str, x: str) -> str:
    """One layer, in ONNX Runtime's joined operators."""

    def keep(part: str) -> str:
        return graph.keep(name + part, weights[name + part].numpy())

    qkv = graph.matrix(f"{name}qkv", weights[f"{name}qkv.weight"])
    mixed = graph.step(
        "Attention", [x, qkv, keep("qkv.bias"), "length"], f"{name}a", OURS, num_heads=HEADS
    )
    mixed = graph.step(
        "MatMul", [mixed, graph.matrix(f"{name}mixed", weights[f"{name}mixed.weight"])], f"{name}b"
    )
    norm = [keep(f"norm_mixed.{part}") for part in NORM]
    x = graph.step(
        "SkipLayerNormalization",
        [mixed, x, *norm, keep("mixed.bias")],
        f"{name}c",
        OURS,
        epsilon=1e-12,
    )
    inner = graph.step(
        "MatMul", [x, graph.matrix(f"{name}inner", weights[f"{name}inner.weight"])], f"{name}d"
    )
    inner = graph.step("BiasGelu", [inner, keep("inner.bias")], f"{name}e", OURS)
    outer = graph.step(
        "MatMul", [inner, graph.matrix(f"{name}outer", weights[f"{name}outer.weight"])], f"{name}f"
    )
    norm = [keep(f"norm_outer.{part}") for part in NORM]
    return graph.step(
        "SkipLayerNormalization",
        [outer, x, *norm, keep("outer.bias")],
        f"{name}g",
        OURS,
        epsilon=1e-12,
    )


def add_mean(graph: Graph, x: str) -> str:
    """The mean over the pieces of each text, without its padding."""
    pad = graph.keep("pad", np.array(0))
    there = graph.step("Equal", ["ids", pad], "padding")
    there = graph.step("Not", [there], "there")
    there = graph.step("Cast", [there], "there.float", to=TensorProto.FLOAT)
    last = graph.keep("last", np.array([2]))
    there = graph.step("Unsqueeze", [there, last], "there.wide")
    second = graph.keep("second", np.array([1]))
    total = graph.step(
        "ReduceSum", [graph.step("Mul", [x, there], "kept"), second], "total", keepdims=0
    )
    count = graph.step("ReduceSum", [there, second], "count", keepdims=0)
    return graph.step("Div", [total, count], "mean")


def save(graph: Graph, path: Path) -> None:
    """Write the file."""
    rows, length = "rows", "pieces"
    given = [
        helper.make_tensor_value_info("ids", TensorProto.INT64, [rows, length]),
        helper.make_tensor_value_info("length", TensorProto.INT32, [rows]),
        helper.make_tensor_value_info("focus", TensorProto.INT64, [rows]),
    ]
    made = [helper.make_tensor_value_info("logits", TensorProto.FLOAT, [rows, FRAMING])]
    whole = helper.make_graph(graph.nodes, "encoder", given, made, graph.constants)
    opsets = [helper.make_opsetid(domain, number) for domain, number in OPSETS]
    model = helper.make_model(whole, opset_imports=opsets, ir_version=9)
    onnx.save(model, path)


def write_weights(
    weights: dict[str, Tensor], names: list[str], temperature: dict[str, float], folder: Path
) -> dict[str, str]:
    """Write encoder.onnx, pieces.txt, and encoder.json with their hashes, which are returned."""
    folder.mkdir(exist_ok=True)
    write_onnx({name: weight.cpu() for name, weight in weights.items()}, folder / "encoder.onnx")
    (folder / "pieces.txt").write_text("\n".join(names) + "\n", "utf-8")
    written = ("encoder.onnx", "pieces.txt")
    digests = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in written}
    card = json.dumps({"sha256": digests, "temperature": temperature}, indent=1)
    (folder / "encoder.json").write_text(card + "\n", "utf-8")
    return digests
