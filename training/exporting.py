"""The network as an ONNX file that describes itself: in float, and in whole numbers.

`digitize.ocr.reader.model` says what the file must hold.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import (
    CalibrationDataReader,
    QuantFormat,
    QuantType,
    quantize_static,
)
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from digitize.ocr.lines.strips import BASELINE_ROW, STRIP_HEIGHT, X_HEIGHT
from digitize.ocr.reader.model import FORMAT
from digitize.ocr.reader.strips import normalise, padded
from training.alphabet import ALPHABET
from training.last_layer import round_last_weights
from training.network import STRIDE, LineNetwork
from training.strips import LabelledStrip

_OPSET = 17
_NAME = "digitize-line-reader"


class _Probabilities(nn.Module):
    """(lines, frames, classes), each frame adding up to 1."""

    def __init__(self, network: LineNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, strips: Tensor) -> Tensor:
        return torch.softmax(self.network(strips).permute(0, 2, 1), 2)


def export(
    network: LineNetwork, version: str, path: Path, calibration: Sequence[LabelledStrip]
) -> None:
    """Writes `path` in whole numbers, and beside it the same in float as `NAME.float.onnx`.

    The ranges of the whole numbers are measured on `calibration`. The first convolution, and what
    the last one gives, stay in float: in whole numbers these convolutions double what the others
    cost in accuracy, and probabilities would come in steps of 1/256.
    """
    float_path = path.with_suffix(".float.onnx")
    prepared = path.with_suffix(".prepared.onnx")
    example = torch.zeros(2, 1, STRIP_HEIGHT, 320)
    torch.onnx.export(
        _Probabilities(network.eval()),
        (example,),
        float_path,
        input_names=["strips"],
        output_names=["probabilities"],
        dynamic_axes={
            "strips": {0: "lines", 3: "columns"},
            "probabilities": {0: "lines", 1: "frames"},
        },
        opset_version=_OPSET,
        dynamo=False,
    )
    quant_pre_process(float_path, prepared, skip_symbolic_shape=True)
    nodes = list(onnx.load(prepared).graph.node)
    names = [node.name for node in nodes]
    ends = [node.name for node in nodes if node.op_type == "Conv"]
    quantize_static(
        prepared,
        path,
        _Calibration(calibration),
        quant_format=QuantFormat.QDQ,
        per_channel=True,
        activation_type=QuantType.QUInt8,
        weight_type=QuantType.QInt8,
        nodes_to_exclude=[ends[0], *(node.name for node in nodes[names.index(ends[-1]) :])],
    )
    prepared.unlink()
    model = onnx.load(path)
    round_last_weights(model)
    onnx.save(model, path)
    for one in (float_path, path):
        _describe(one, version)


def _describe(path: Path, version: str) -> None:
    model = onnx.load(path)
    described = {
        "format": FORMAT,
        "name": _NAME,
        "version": version,
        "alphabet": ALPHABET,
        "strip_height": str(STRIP_HEIGHT),
        "baseline_row": str(BASELINE_ROW),
        "x_height": str(X_HEIGHT),
        "columns_per_frame": str(STRIDE),
    }
    onnx.helper.set_model_props(model, described)
    onnx.save(model, path)


class _Calibration(CalibrationDataReader):  # type: ignore[misc]  # it has no types
    """Normalised strips, as the reader makes them."""

    def __init__(self, strips: Sequence[LabelledStrip]) -> None:
        self._strips = iter(strips)

    def get_next(self) -> dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float32]]] | None:
        strip = next(self._strips, None)
        return None if strip is None else {"strips": padded(normalise(strip.pixels))[None, None]}
