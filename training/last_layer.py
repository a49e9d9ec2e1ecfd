"""The network's last convolution with weights in whole numbers, its scores still in float.

What it takes is in whole numbers already; scores in steps of 1/256 would cost accuracy, weights
in 8 bits do not.
"""

import numpy as np
import onnx
from onnx import NodeProto, helper, numpy_helper

_MOST = 127


def round_last_weights(model: onnx.ModelProto) -> None:
    """Changes, in place, a model that `quantize_static` made and that ends in a convolution of one
    frame, a transposition and a softmax: the frames are transposed first and multiplied then,
    which onnxruntime does in whole numbers."""
    graph = model.graph
    conv, transposed, softmax = graph.node[-3:]
    (steps,) = (node for node in graph.node if conv.input[0] in node.output)
    values = {value.name: value for value in graph.initializer}
    weights = numpy_helper.to_array(values[conv.input[1]])[:, :, 0].T
    scales = (np.abs(weights).max(axis=0) / _MOST).astype(np.float32)
    rounded = np.round(weights / scales).astype(np.int8)
    named = {"weights": rounded, "scales": scales, "zeros": np.zeros_like(rounded[0])}
    added = [numpy_helper.from_array(value, f"last.{name}") for name, value in named.items()]
    for node in (steps, conv, transposed, softmax):
        graph.node.remove(node)
    graph.initializer.remove(values[conv.input[1]])
    graph.initializer.extend(added)
    graph.node.extend(_product(steps, [value.name for value in added], conv.input[2], softmax))


def _product(
    steps: NodeProto, weights: list[str], bias: str, softmax: NodeProto
) -> list[NodeProto]:
    return [
        helper.make_node("Transpose", steps.input[:1], ["last.frames"], perm=[0, 2, 1]),
        helper.make_node("DequantizeLinear", ["last.frames", *steps.input[1:]], ["last.left"]),
        helper.make_node("DequantizeLinear", weights, ["last.right"], axis=1),
        helper.make_node("MatMul", ["last.left", "last.right"], ["last.product"]),
        helper.make_node("Add", ["last.product", bias], ["last.scores"]),
        helper.make_node("Softmax", ["last.scores"], softmax.output, axis=2),
    ]
