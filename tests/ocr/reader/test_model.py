from pathlib import Path

import numpy as np
import pytest

from digitize.errors import ServiceError
from digitize.ocr.reader.engine import WEIGHTS
from digitize.ocr.reader.model import FORMAT, Description, Model

_STATED = {
    "format": FORMAT,
    "name": "digitize-line-reader",
    "version": "7",
    "alphabet": " aăâbđ",
    "strip_height": "40",
    "baseline_row": "30",
    "x_height": "13",
    "columns_per_frame": "4",
}


def test_weights_describe_themselves() -> None:
    described = Description.of(_STATED)

    assert (described.name, described.version) == ("digitize-line-reader", "7")
    assert described.alphabet == " aăâbđ"
    assert described.columns_per_frame == 4


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("format", "digitize-line-reader-0", "format"),
        ("strip_height", "48", "strips of"),
        ("x_height", "15", "strips of"),
        ("alphabet", "aab", "twice"),
        ("alphabet", "a\u0306", "NFC"),
        ("alphabet", "ab", "blank"),
        ("columns_per_frame", "four", "four"),
    ],
)
def test_weights_for_another_reader_are_refused(key: str, value: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Description.of({**_STATED, key: value})


def test_what_is_not_stated_is_named() -> None:
    without = {key: value for key, value in _STATED.items() if key != "baseline_row"}
    with pytest.raises(ValueError, match="baseline_row"):
        Description.of(without)


def test_the_weights_of_the_package_fit_and_are_small() -> None:
    model = Model(WEIGHTS)

    assert {*" đĐậỡỹ0/."} <= set(model.description.alphabet)
    assert WEIGHTS.stat().st_size < 10_000_000


def test_frames_are_distributions() -> None:
    model = Model(WEIGHTS)

    probabilities = model.run(np.zeros((40, 64), np.float32))

    assert probabilities.shape == (16, len(model.description.alphabet) + 1)
    assert np.allclose(probabilities.sum(axis=1), 1, atol=1e-4)


@pytest.mark.parametrize("fault", ["missing", "broken", "other format"])
def test_weights_that_cannot_be_used_are_named_with_a_remedy(tmp_path: Path, fault: str) -> None:
    path = tmp_path / "other.onnx"
    if fault == "broken":
        path.write_bytes(WEIGHTS.read_bytes()[:1000])
    elif fault == "other format":
        other = FORMAT[:-1] + "9"
        path.write_bytes(WEIGHTS.read_bytes().replace(FORMAT.encode(), other.encode()))

    with pytest.raises(ServiceError, match=r"other\.onnx") as caught:
        Model(path)
    assert caught.value.remedy
