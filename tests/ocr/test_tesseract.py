from pathlib import Path

import pytesseract
import pytest

from digitize.errors import PageError, Reason, ServiceError
from digitize.ocr.tesseract import TesseractEngine, parse_tsv
from tests.ocr.paper import cleaned, draw_text, texts

_ROWS = (
    "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"
)


@pytest.fixture(scope="module")
def engine() -> TesseractEngine:
    return TesseractEngine("vie", 60)


def _fake(monkeypatch: pytest.MonkeyPatch, folder: Path, body: str) -> None:
    """Put a program in Tesseract's place that answers the probe like it, and reads as `body`."""
    script = folder / "tesseract"
    script.write_text(
        "#!/bin/sh\n"
        'case "$1" in\n'
        '--version) echo "tesseract 5.3.0";;\n'
        '--list-langs) printf "List of available languages in \\"x\\" (1):\\nvie\\n";;\n'
        f"*) {body};;\nesac\n",
        encoding="utf-8",
    )
    script.chmod(0o755)
    monkeypatch.setattr(pytesseract.pytesseract, "tesseract_cmd", str(script))


def test_the_name_tells_program_version_and_model(engine: TesseractEngine) -> None:
    name, version, model = engine.name.split()
    assert (name, model) == ("tesseract", "vie")
    assert version[0].isdigit()


def test_reads_vietnamese_with_boxes(engine: TesseractEngine) -> None:
    page = cleaned(draw_text("Đường lối của đất nước\nđược thực hiện"))

    lines = engine.read(page, 1)

    assert texts(lines) == ["Đường lối của đất nước", "được thực hiện"]
    first = lines[0].words[0]
    assert 30 <= first.box.x0 <= 50
    assert 0.8 < first.confidence <= 1


def test_a_picture_without_text_gives_no_lines(engine: TesseractEngine) -> None:
    assert engine.read(cleaned(draw_text(" ")), 1) == []


def test_one_short_word_alone_is_read_as_a_block(engine: TesseractEngine) -> None:
    lines = engine.read_block(cleaned(draw_text("KHẨN", size=90)), 1)

    assert texts(lines) == ["KHẨN"]


def test_lines_that_another_found_are_read_one_by_one(engine: TesseractEngine) -> None:
    page = cleaned(draw_text("Đường lối của đất nước\nđược thực hiện\nnghiêm túc", pad=60))
    first, second, third = engine.read(page, 1)

    again = engine.read_again(page, [third, first], 1)

    assert texts(again) == ["nghiêm túc", "Đường lối của đất nước"]
    for read, placed in zip(again, (third, first), strict=True):
        for word, other in zip(read.words, placed.words, strict=True):
            assert abs(word.box.x0 - other.box.x0) <= 10
            assert abs(word.box.x1 - other.box.x1) <= 10
            assert placed.box.y0 - 16 <= word.box.y0 < word.box.y1 <= placed.box.y1 + 16
    assert second not in again


def test_no_lines_cost_no_run(monkeypatch: pytest.MonkeyPatch, engine: TesseractEngine) -> None:
    monkeypatch.setattr(engine, "_command", "/nowhere/tesseract")

    assert engine.read_again(cleaned(draw_text("a")), [], 1) == []


def test_a_missing_model_names_its_package() -> None:
    with pytest.raises(ServiceError, match="xyz") as caught:
        TesseractEngine("xyz", 60)
    assert "tesseract-ocr-xyz" in caught.value.remedy


def test_a_missing_program_names_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pytesseract.pytesseract, "tesseract_cmd", "/nowhere/tesseract")
    with pytest.raises(ServiceError, match="/nowhere/tesseract") as caught:
        TesseractEngine("vie", 60)
    assert "apt install" in caught.value.remedy


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("sleep 60", Reason.TIMED_OUT),
        ("kill -SEGV $$", Reason.CRASHED),
        ("exit 1", Reason.CRASHED),
        ("echo out of memory", Reason.CRASHED),
    ],
)
def test_a_failed_run_costs_its_page_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, body: str, reason: Reason
) -> None:
    _fake(monkeypatch, tmp_path, body)

    with pytest.raises(PageError) as caught:
        TesseractEngine("vie", 1).read(cleaned(draw_text("a")), 7)

    assert (caught.value.page, caught.value.reason) == (7, reason)


def test_bytes_that_are_no_utf8_make_one_word_doubtful(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    row = r"5\t1\t1\t1\t1\t%s\t0\t0\t9\t9\t96\t%s\n"
    rows = _ROWS.replace("\t", r"\t") + r"\n" + row % (1, r"đ\377ng") + row % (2, "ý")
    _fake(monkeypatch, tmp_path, f"printf '{rows}'")

    (line,) = TesseractEngine("vie", 10).read(cleaned(draw_text("a")), 1)

    assert [word.text for word in line.words] == ["đ\ufffdng", "ý"]
    assert [word.confidence for word in line.words] == [0.0, 0.96]


def test_tsv_becomes_lines_in_nfc_with_blocks() -> None:
    rows = [
        "4\t1\t1\t1\t1\t0\t0\t0\t90\t20\t-1\t",
        "5\t1\t1\t1\t1\t1\t10\t20\t30\t40\t91.5\tđạ".replace("ạ", "a\u0323"),
        '5\t1\t1\t1\t1\t2\t50\t20\t30\t40\t80\t"x"',
        "5\t1\t1\t2\t1\t1\t10\t90\t30\t40\t70\t ",
        "5\t1\t2\t1\t1\t1\t10\t90\t30\t40\t70\tđi",
    ]

    (lines,) = parse_tsv("\n".join([_ROWS, *rows]) + "\n", 1).values()

    assert texts(lines) == ['đạ "x"', "đi"]
    assert lines[0].words[0].box.to_list() == [10, 20, 40, 60]
    assert [one.block for one in lines] == [0, 1]
