import json
from pathlib import Path

import pytest

from digitize.domain import Box
from digitize.errors import UsageError
from digitize.evaluation.truth import (
    Making,
    TrueDocument,
    TrueFile,
    TruePage,
    TrueWord,
    load_truth,
)


def test_labelled_scans_give_documents_and_transcriptions(tmp_path: Path) -> None:
    label = {
        "file": "a.pdf",
        "loai_van_ban": "Giấy mời",
        "do_khan": None,
        "ghi_chu": "not a field",
        "van_ban_kem": [{"trang": 2, "loai_van_ban": "Quyết định"}],
    }
    (tmp_path / "labels.jsonl").write_text(json.dumps(label) + "\n\n", "utf-8")
    (tmp_path / "pdf").mkdir()
    (tmp_path / "pdf" / "a.pdf").touch()
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "a_p1.png").touch()
    (tmp_path / "text" / "a_p1.gt.txt").write_text("Giấy mời", "utf-8")
    (tmp_path / "text" / "a_p1.extra.txt").write_text("ĐẾN", "utf-8")
    assert load_truth(tmp_path) == [
        TrueFile(
            tmp_path / "pdf" / "a.pdf",
            (
                TrueDocument(1, {"loai_van_ban": "Giấy mời", "do_khan": None}),
                TrueDocument(2, {"loai_van_ban": "Quyết định"}),
            ),
        ),
        TrueFile(tmp_path / "text" / "a_p1.png", pages={1: TruePage("Giấy mời", "ĐẾN")}),
    ]


def test_generated_samples_give_both_at_once(tmp_path: Path) -> None:
    (tmp_path / "Sở Y tế" / ".truth").mkdir(parents=True)
    (tmp_path / "Sở Y tế" / "a.pdf").touch()
    truth = {
        "documents": [{"pages": [1, 2], "so": "05", "do_mat": "MẬT", "kind": "cong-van"}],
        "pages": [
            {
                "number": 1,
                "rotation": 90,
                "skew": 1.5,
                "blank": False,
                "born_digital": False,
                "faults": {"dpi": 150, "depth": "grey", "fall_off": 0.2, "threshold": 140},
                "stamps": [
                    {"kind": "secrecy", "text": "MẬT", "colour": "red", "box": [0, 0, 9, 9]}
                ],
                "signatures": [[10, 10, 20, 20]],
                "lines": [
                    {"zone": "body", "words": [["Số:", 1, 2, 3, 4, "printed"]]},
                    {"zone": "body", "words": [["05", 5, 2, 7, 4, "pen"]]},
                    {"zone": "margin", "words": [["2", 5, 8, 7, 9, "printed"]]},
                ],
                "text": "Số:\n05",
            },
        ],
    }
    path = tmp_path / "Sở Y tế" / ".truth" / "a.pdf.json"
    path.write_text(json.dumps(truth), "utf-8")
    (found,) = load_truth(tmp_path)
    assert found.path == tmp_path / "Sở Y tế" / "a.pdf"
    assert found.documents == (TrueDocument(1, {"so": "05", "do_mat": "MẬT"}),)
    words = (TrueWord("Số:", Box(1, 2, 3, 4), False), TrueWord("05", Box(5, 2, 7, 4), True))
    marks = (Box(0, 0, 9, 9), Box(10, 10, 20, 20))
    red, printed = marks[:1], (*(word.box for word in words), Box(5, 8, 7, 9))
    making = Making(90, 1.5, False, ("150 dpi", "grey", "fall off"), words, marks, red, printed)
    assert found.pages == {1: TruePage("Số:\n05", "MẬT 2", making)}
    assert found.is_secret


@pytest.mark.parametrize("labels", [None, "{", '{"so": "1"}', '{"file": "missing.pdf"}'])
def test_a_folder_without_readable_truth_is_wrong_usage(labels: str | None, tmp_path: Path) -> None:
    if labels is not None:
        (tmp_path / "labels.jsonl").write_text(labels, "utf-8")
    with pytest.raises(UsageError) as caught:
        load_truth(tmp_path)
    assert caught.value.remedy
