from concurrent.futures import ThreadPoolExecutor

import pytest

from digitize.domain import Line
from digitize.ocr.reader.engine import LineReader
from tests.ocr.paper import cleaned, draw_text, texts


@pytest.fixture(scope="module")
def reader() -> LineReader:
    return LineReader()


def test_the_name_tells_the_weights_and_their_version(reader: LineReader) -> None:
    name, version = reader.name.split()
    assert "reader" in name
    assert version[0].isdigit()


def test_reads_vietnamese_from_top_to_bottom(reader: LineReader) -> None:
    page = cleaned(draw_text("Đường lối của đất nước\nđược thực hiện nghiêm túc", pad=80))

    assert texts(reader.read(page, 1)) == ["Đường lối của đất nước", "được thực hiện nghiêm túc"]


@pytest.mark.parametrize("size", [50, 56, 58])
def test_the_full_stop_that_ends_a_line_is_read(reader: LineReader, size: int) -> None:
    endings = ["hành chính.", "công tác khác.", "tránh xa.", "đi đường.", "kinh doanh,"]
    page = cleaned(draw_text("\n".join(endings), size=size, pad=80))

    assert texts(reader.read(page, 1)) == endings


def test_a_box_holds_its_word_alone(reader: LineReader) -> None:
    """One word is drawn at a time, so that its ink tells where it stands."""
    whole = draw_text("Căn cứ Luật Tổ chức", pad=80)
    start = draw_text("Căn cứ ", pad=80)

    (line,) = reader.read(cleaned(whole), 1)

    second, third = line.words[1], line.words[2]
    assert (second.text, third.text) == ("cứ", "Luật")
    assert second.box.x1 < start.shape[1] - 80 <= third.box.x0 + 4
    top, bottom = second.box.y0, second.box.y1
    assert whole[top:bottom, second.box.x0 : second.box.x1].min() < 50
    assert whole[:, second.box.x1 + 1 : third.box.x0 - 1].min() > 200


def test_a_picture_without_text_gives_no_lines(reader: LineReader) -> None:
    assert reader.read(cleaned(draw_text(" ", pad=80)), 1) == []


def test_candidates_begin_with_the_word_and_are_no_more_than_certain(reader: LineReader) -> None:
    page = cleaned(draw_text("Thẩm quyền của Bộ, ngành\nvề việc bổ nhiệm", size=26, pad=60))

    for word in (word for line in reader.read(page, 1) for word in line.words):
        texts_, chances = zip(*word.candidates, strict=True)
        assert texts_[0] == word.text
        assert len(set(texts_)) == len(texts_) <= 8
        assert sum(chances) <= 1.001
        assert list(chances) == sorted(chances, reverse=True)


def test_threads_share_one_reader(reader: LineReader) -> None:
    page = cleaned(draw_text("Ủy ban nhân dân thành phố", pad=80))

    def read(_: int) -> list[Line]:
        return LineReader().read(page, 1)

    with ThreadPoolExecutor(4) as pool:
        readings = list(pool.map(read, range(8)))
    assert all(one == readings[0] for one in readings)
    assert texts(readings[0]) == ["Ủy ban nhân dân thành phố"]
