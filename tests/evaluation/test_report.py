"""The report on a folder of truth; its PDF is born digital, so that reading it takes no time."""

import json
from pathlib import Path

import pikepdf
import pytest

from digitize.evaluation.evaluating import evaluate_folder
from digitize.evaluation.pages import PageScore, StageScore
from digitize.evaluation.report import misses, words_wrong_by_fault
from digitize.evaluation.results import load
from digitize.evaluation.scoring import score_text
from digitize.settings import Settings
from tests.evaluation.results_of import page_with
from tests.intake.typed import add_typed_page

LINES = [
    (60, 780, "ỦY BAN NHÂN DÂN"),
    (300, 780, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    (60, 764, "TỈNH ĐỒNG THÁP"),
    (340, 764, "Độc lập - Tự do - Hạnh phúc"),
    (60, 740, "Số: 15/QĐ-UBND"),
    (320, 740, "Đồng Tháp, ngày 05 tháng 02 năm 2024"),
    (250, 700, "QUYẾT ĐỊNH"),
    (180, 680, "Về việc thành lập Tổ công tác cải cách hành chính"),
    (60, 640, "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pdf").mkdir()
    pdf = pikepdf.new()
    add_typed_page(pdf, LINES)
    pdf.save(tmp_path / "pdf" / "a.pdf")
    (tmp_path / "pdf" / "b.pdf").write_bytes(b"")
    rows = [
        {"file": "a.pdf", "so": "15", "so_ky_hieu": "16/QĐ-UBND", "do_khan": None},
        {"file": "b.pdf", "so": "1"},
    ]
    (tmp_path / "labels.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return tmp_path


def test_the_report_counts_and_lists_misses(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evaluate_folder(folder, Settings(data=tmp_path / "data", workers=1), tmp_path / "out")
    shown = " ".join(capsys.readouterr().out.split())
    assert "not read: b.pdf (empty)" in shown
    assert "│ so │ 1 │ 1 │ 0 │ 0 │ 0 │" in shown
    assert "│ so_ky_hieu │ 0 │ 1 │ 1 │ 0 │ 0 │" in shown
    assert "│ a.pdf │ so_ky_hieu │ 16/QĐ-UBND │ 15/QĐ-UBND │" in shown
    assert "documents told apart: 1 of 1 files" in shown
    assert not (tmp_path / "data").exists()
    kept = load(tmp_path / "out")
    assert kept.refused == {"b.pdf": "empty"}
    assert [(miss.key, miss.read) for miss in misses(kept)] == [("so_ky_hieu", "15/QĐ-UBND")]
    assert "16/QĐ-UBND" in (tmp_path / "out" / "report.html").read_text("utf-8")


def test_faults_are_ranked_by_what_they_cost() -> None:
    def page(wrong: int, *faults: str) -> PageScore:
        stages = StageScore(True, 0.0, False, False, 0.0, 0, 0, 0, 0)
        return PageScore(score_text(*page_with(wrong)), {}, stages, faults)

    pages = {"a": page(1, "grey", "blur"), "b": page(5, "grey", "fade"), "c": page(3, "grey")}
    found = words_wrong_by_fault(pages)
    assert list(found) == ["fade", "blur"]
    pages_with, having, others = found["fade"]
    assert pages_with == 1
    assert having == pytest.approx(0.5)
    assert others == pytest.approx(0.2)
