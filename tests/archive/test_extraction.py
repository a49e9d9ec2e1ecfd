import json
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from digitize.archive import extraction
from digitize.archive.extraction import extract_file
from digitize.domain import FIELD_KEYS
from digitize.errors import InputError, SecretStop, ServiceError, UsageError
from digitize.settings import Settings
from tests.archive.scans import digital, secret, turned


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "quyết định.pdf").write_bytes(digital())
    return tmp_path / "quyết định.pdf"


def test_all_that_was_read_is_in_the_folder(file: Path, tmp_path: Path, settings: Settings) -> None:
    out = tmp_path / "new" / "D"
    extract_file(file, out, settings)
    with pikepdf.open(file) as pdf:
        pages = len(pdf.pages)
    assert sorted(p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file()) == sorted(
        [
            "document.pdf",
            "record.json",
            "text.txt",
            *(f"pages/{n}{s}" for n in range(1, pages + 1) for s in _PAGE_SUFFIXES),
        ]
    )
    [record] = json.loads((out / "record.json").read_text())
    assert list(record) == ["pages", *FIELD_KEYS, "persons"]
    assert record["pages"] == [1, pages]
    assert record["loai_van_ban"]["value"] == "Quyết định"
    evidence = {"value", "confidence", "page", "box", "source", "printed", "others"}
    assert set(record["loai_van_ban"]) == evidence
    assert "QUYẾT ĐỊNH" in (out / "text.txt").read_text()
    assert (out / "text.txt").read_text().count("\f") == pages - 1
    with pikepdf.open(out / "document.pdf") as pdf:
        assert len(pdf.pages) == pages
    assert not settings.data_folder.exists(), "the archive is not touched"


_PAGE_SUFFIXES = (".txt", ".hocr", ".alto.xml", ".png")


def test_the_picture_of_a_page_is_the_one_that_hocr_measures(
    tmp_path: Path, settings: Settings
) -> None:
    (tmp_path / "a.pdf").write_bytes(turned())
    extract_file(tmp_path / "a.pdf", tmp_path / "D", settings)
    with Image.open(tmp_path / "D" / "pages" / "1.png") as picture:
        width, height = picture.size
    assert height > width
    assert f"bbox 0 0 {width} {height};" in (tmp_path / "D" / "pages" / "1.hocr").read_text()
    assert f'WIDTH="{width}"' in (tmp_path / "D" / "pages" / "1.alto.xml").read_text()


def test_a_secret_mark_leaves_the_record_of_the_mark_alone(
    file: Path, tmp_path: Path, settings: Settings
) -> None:
    out = tmp_path / "D"
    extract_file(file, out, settings)
    (tmp_path / "secret.pdf").write_bytes(secret())
    with pytest.raises(SecretStop, match="page 1"):
        extract_file(tmp_path / "secret.pdf", out, settings)
    assert [p.name for p in out.iterdir()] == ["record.json"], "what lay there before is gone too"
    [record] = json.loads((out / "record.json").read_text())
    assert record["pages"] == [1, 1]
    assert record["do_mat"]["value"] == "TỐI MẬT"
    assert record["do_mat"]["box"]
    assert [key for key in FIELD_KEYS if record[key] is not None] == ["do_mat"]


def test_a_file_that_cannot_be_taken_leaves_the_folder_as_it_was(
    file: Path, tmp_path: Path, settings: Settings
) -> None:
    (tmp_path / "half.pdf").write_bytes(digital()[:2000])
    with pytest.raises(InputError):
        extract_file(tmp_path / "half.pdf", tmp_path / "D", settings)
    assert {p.name for p in tmp_path.iterdir()} == {"half.pdf", "quyết định.pdf"}


def test_a_fault_in_the_middle_leaves_nothing(
    file: Path, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(extraction, "to_alto", full)
    with pytest.raises(ServiceError, match="No space left"):
        extract_file(file, tmp_path / "D", settings)
    assert list(tmp_path.iterdir()) == [file]


def test_a_folder_with_anything_else_in_it_is_left_alone(
    file: Path, tmp_path: Path, settings: Settings
) -> None:
    with pytest.raises(UsageError, match="holds other files"):
        extract_file(file, tmp_path, settings)
    (tmp_path / "D").touch()
    with pytest.raises(UsageError, match="holds other files"):
        extract_file(file, tmp_path / "D", settings)
