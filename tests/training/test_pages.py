import numpy as np

from digitize.samples.geometry import move
from training.corpus import Corpus
from training.pages import TrainingPage, make_page
from training.sheets import FAMILIES, HELD_OUT_FAMILIES, HELD_OUT_KINDS, KINDS

CORPUS = Corpus(
    [
        "Điều 5. Ủy ban nhân dân các cấp có trách nhiệm tổ chức thực hiện Nghị định này.",
        "b) Người đứng đầu cơ quan, đơn vị chịu trách nhiệm về quyết định của mình;",
    ]
)


def darkness(page: TrainingPage) -> list[float]:
    """How much darker the scan is at each word than its paper, in levels."""
    scan = page.scan.pixels
    grey = scan if scan.ndim == 2 else scan.min(axis=2)
    paper = float(np.percentile(grey[::8, ::8], 90))
    levels = []
    for word in page.words:
        x0, y0, x1, y1 = (max(0, round(v)) for v in move(page.matrix, word.rect))
        piece = grey[y0:y1, x0:x1]
        levels.append(paper - float(piece.mean()) if piece.size else 0.0)
    return levels


def test_a_page_is_always_the_same() -> None:
    first, again, other = make_page(3, CORPUS), make_page(3, CORPUS), make_page(4, CORPUS)
    assert np.array_equal(first.scan.pixels, again.scan.pixels)
    assert first.words == again.words
    assert other.words != first.words


def test_words_lie_where_the_scan_has_ink() -> None:
    page = make_page(3, CORPUS)
    assert len(page.words) > 20
    # Toner fades; single words may be lost.
    assert np.mean([level > 4 for level in darkness(page)]) > 0.9


def test_what_is_measured_on_has_fonts_and_layouts_of_its_own() -> None:
    assert not set(FAMILIES) & set(HELD_OUT_FAMILIES)
    assert not set(KINDS) & set(HELD_OUT_KINDS)
    # Page 7 is set in a font that tests have; training needs more of them (docs/training.md).
    assert make_page(7, CORPUS, held_out=True).words != make_page(7, CORPUS).words
