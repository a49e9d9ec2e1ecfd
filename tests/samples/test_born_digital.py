from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2

from digitize.domain import Zone
from digitize.samples.born_digital import add_text_pages
from digitize.samples.containers import save_plain
from digitize.samples.scan import Scan, make_scan
from digitize.text.normal import nfc


def save(path: Path, scan: Scan) -> None:
    with pikepdf.new() as pdf:
        add_text_pages(pdf, scan.sheets, seed=1)
        save_plain(pdf, path)


def test_the_text_layer_says_what_is_true(tmp_path: Path) -> None:
    scan = make_scan("quyet-dinh", 4, pen=False, dpi=60)
    save(tmp_path / "a.pdf", scan)
    document = pypdfium2.PdfDocument(tmp_path / "a.pdf")
    for page, truth in zip(document, scan.truth.pages, strict=True):
        words = nfc(page.get_textpage().get_text_range()).split()
        expected = [w.text for ln in truth.lines if ln.zone is not Zone.STAMP for w in ln.words]
        assert sorted(words) == sorted(expected)
    document.close()


def test_it_looks_as_the_drawn_sheet(tmp_path: Path) -> None:
    """Termes, which is CFF, is set in Tinos: the words keep their places."""
    scan = make_scan("cong-van", 3, pen=False, dpi=72)
    save(tmp_path / "a.pdf", scan)
    document = pypdfium2.PdfDocument(tmp_path / "a.pdf")
    shown = document[0].render(scale=1).to_numpy().min(axis=2)
    document.close()
    assert abs(shown.shape[0] - scan.pages[0].height) <= 1
    for line in scan.truth.pages[0].lines:
        for word in line.words:
            if len(word.text) > 2:
                assert shown[word.box.y0 : word.box.y1, word.box.x0 : word.box.x1].min() < 160
    assert np.mean(shown < 160) < 0.2
