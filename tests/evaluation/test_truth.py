import json
from pathlib import Path

import pytest

from digitize.errors import UsageError
from digitize.evaluation.truth import TrueDocument, TrueFile, load_truth


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
        TrueFile(tmp_path / "text" / "a_p1.png", texts={1: "Giấy mời"}),
    ]


def test_generated_samples_give_both_at_once(tmp_path: Path) -> None:
    (tmp_path / "Sở Y tế" / ".truth").mkdir(parents=True)
    (tmp_path / "Sở Y tế" / "a.pdf").touch()
    truth = {
        "documents": [{"pages": [1, 2], "so": "05", "do_mat": "MẬT", "kind": "cong-van"}],
        "pages": [
            {"number": 1, "blank": False, "text": "Số: 05"},
            {"number": 2, "blank": True, "text": ""},
        ],
    }
    path = tmp_path / "Sở Y tế" / ".truth" / "a.pdf.json"
    path.write_text(json.dumps(truth), "utf-8")
    (found,) = load_truth(tmp_path)
    assert found.path == tmp_path / "Sở Y tế" / "a.pdf"
    assert found.documents == (TrueDocument(1, {"so": "05", "do_mat": "MẬT"}),)
    assert found.texts == {1: "Số: 05"}
    assert found.is_secret


@pytest.mark.parametrize("labels", [None, "{", '{"so": "1"}', '{"file": "missing.pdf"}'])
def test_a_folder_without_readable_truth_is_wrong_usage(labels: str | None, tmp_path: Path) -> None:
    if labels is not None:
        (tmp_path / "labels.jsonl").write_text(labels, "utf-8")
    with pytest.raises(UsageError) as caught:
        load_truth(tmp_path)
    assert caught.value.remedy
