"""The network: an ONNX file that describes itself, run by onnxruntime on the CPU.

A weights file takes `strips` (float32, lines x 1 x STRIP_HEIGHT x columns, as `strips.padded`
makes them) and gives `probabilities` (float32, lines x frames x classes; each frame sums to 1).
Class 0 is the blank of CTC, class n + 1 is character n of the alphabet. What else a reader has to
know stands in the file's metadata, by these keys:

    format             FORMAT: the way of all this
    name, version      of the weights
    alphabet           the characters, in order
    strip_height, baseline_row, x_height   of the strips that it learnt from, in pixels
    columns_per_frame  strip columns that a frame stands for
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from digitize.errors import ServiceError
from digitize.ocr.lines.strips import BASELINE_ROW, STRIP_HEIGHT, X_HEIGHT
from digitize.text.normal import nfc

FORMAT = "digitize-line-reader-1"
BLANK = " "  # between words; the blank of CTC is no character

_INPUT = "strips"
_OUTPUT = "probabilities"
_ERRORS_ONLY = 3

Probabilities = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Description:
    """What a weights file says of itself."""

    name: str
    version: str
    alphabet: str
    columns_per_frame: int

    @classmethod
    def of(cls, metadata: Mapping[str, str]) -> Self:
        """Raises ValueError when the weights do not go with this reader, and says why."""
        if metadata.get("format") != FORMAT:
            raise ValueError(f"format is {metadata.get('format')!r}, not {FORMAT!r}")
        try:
            described = cls(
                metadata["name"],
                metadata["version"],
                metadata["alphabet"],
                int(metadata["columns_per_frame"]),
            )
            strips = [float(metadata[key]) for key in ("strip_height", "baseline_row", "x_height")]
        except KeyError as error:
            raise ValueError(f"{error.args[0]} is not stated") from None
        if strips != [STRIP_HEIGHT, BASELINE_ROW, X_HEIGHT]:
            raise ValueError(f"made for strips of {strips}")
        alphabet = described.alphabet
        if len(set(alphabet)) != len(alphabet) or nfc(alphabet) != alphabet:
            raise ValueError("the alphabet is not in NFC or has a character twice")
        if BLANK not in alphabet:
            raise ValueError("the alphabet has no blank")
        return described


class Model:
    """Weights ready to run. Safe to share between threads."""

    def __init__(self, path: Path, *, threads: int = 1) -> None:
        """Raises ServiceError when the file is missing, broken or made for another reader."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = _ERRORS_ONLY
        options.enable_mem_pattern = (
            False  # a plan of memory for each width costs more than it saves
        )
        try:  # errors of onnxruntime share no base class of their own
            self._session = onnxruntime.InferenceSession(
                path, options, providers=["CPUExecutionProvider"]
            )
            metadata = self._session.get_modelmeta().custom_metadata_map
            self.description = Description.of(metadata)
            self._check_classes()
        except Exception as error:
            raise ServiceError(
                f"the line reader's weights {path.name} cannot be used: {error}",
                remedy="Install digitize anew, or use weights made for this version.",
            ) from error

    def _check_classes(self) -> None:
        outputs = {one.name: one.shape for one in self._session.get_outputs()}
        classes = len(self.description.alphabet) + 1
        if outputs.get(_OUTPUT, [None])[-1] != classes:
            raise ValueError(f"{_OUTPUT} is not there, or not of {classes} classes")

    def run(self, strip: NDArray[np.float32]) -> Probabilities:
        """Probabilities (frames, classes) of a padded strip (rows, columns).

        One strip at a time: as quick as several together, without the padding that they need."""
        (probabilities,) = self._session.run([_OUTPUT], {_INPUT: strip[None, None]})
        return np.asarray(probabilities[0], np.float32)
