from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from digitize.domain import Box, PageText, Word
from digitize.metadata.documents import find_documents
from training.fields.noise import Ground, NoiseModel, Shape, fit, shape_of
from training.fields.papers import Paper, make_paper
from training.fields.scans import ReadScan

DOUBT = 0.4


@cache
def paper(seed: int) -> Paper:
    return make_paper(seed)


def misread(page: PageText) -> PageText:
    """Every fifth word has m for n, every fiftieth is lost, and a stroke is read besides."""
    count = 0
    lines = []
    for line in page.lines:
        words: list[Word] = []
        for word in line.words:
            count += 1
            if count % 50 == 0:
                continue
            if count % 5 == 0 and "n" in word.text:
                word = replace(word, text=word.text.replace("n", "m"), confidence=DOUBT)
            words.append(word)
        if words:
            lines.append(replace(line, words=tuple(words)))
    stroke = Word("~", Box(5, 5, 15, 15), 0.1)
    return replace(page, lines=(*lines, replace(page.lines[0], words=(stroke,))))


def scans(count: int) -> Iterator[ReadScan]:
    for seed in range(count):
        made = paper(seed)
        pages = tuple(misread(page.as_read()) for page in made.pages)
        yield ReadScan(seed, pages, made.documents, made.pages)


@cache
def model() -> NoiseModel:
    return fit(scans(6))


def test_the_same_seed_gives_the_same_reading() -> None:
    pages = paper(50).pages
    assert model().read(pages, 1) == model().read(pages, 1)
    assert model().read(pages, 1) != model().read(pages, 2)


def test_errors_are_those_that_were_seen_and_as_sure() -> None:
    read = [w for p in model().read(paper(50).pages, 1) for line in p.lines for w in line.words]
    true = {w.text for p in paper(50).pages for line in p.lines for w in line.words}
    strange = [w for w in read if w.text not in true and w.text != "~"]
    assert strange, "some words are misread"
    assert all("m" in word.text for word in strange)
    assert all(word.confidence == DOUBT for word in strange)
    assert any(word.text == "~" for word in read), "strokes are read where none stand"


def test_a_reading_without_fault_stays_one() -> None:
    made = paper(3)
    clean = (ReadScan(3, tuple(p.as_read() for p in made.pages), made.documents, made.pages),)
    (*documents,) = find_documents(fit(iter(clean)).read(made.pages, 1))
    assert [d.first_page for d in documents] == [d.first_page for d in made.documents]
    for document, true in zip(documents, made.documents, strict=True):
        assert document.fields["trich_yeu"].value == true.fields["trich_yeu"]


def test_shapes() -> None:
    shapes = [shape_of(text) for text in ("-", "UBND", "05/3", "về", "đường")]
    assert shapes == [Shape.SIGN, Shape.CAPITALS, Shape.DIGITS, Shape.SHORT, Shape.LONG]


def test_pen_and_seals_make_grounds_of_their_own() -> None:
    grounds = {kind[0] for kind in model().pooled}
    assert {Ground.PRINT, Ground.COVERED, Ground.PEN, Ground.BESIDE_PEN} <= grounds
