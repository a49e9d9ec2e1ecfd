import lzma
import random
from pathlib import Path

import pytest

from training.alphabet import known
from training.corpus import Corpus, figures, load_corpus, misplaced


def test_lines_come_plain_or_packed_and_garbage_stays_out(tmp_path: Path) -> None:
    text = "Điều 1. Phạm vi điều chỉnh\n中文\n" + "0300" * 20 + "\nb) Đối tượng áp dụng;\n"
    (tmp_path / "plain.txt").write_text(text, encoding="utf-8")
    (tmp_path / "packed.xz").write_bytes(lzma.compress(text.encode()))
    for name in ("plain.txt", "packed.xz"):
        lines = list(load_corpus(tmp_path / name))
        assert lines == ["Điều 1. Phạm vi điều chỉnh", "b) Đối tượng áp dụng;"]


def test_a_file_without_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"empty\.txt"):
        load_corpus(tmp_path / "empty.txt")


def test_what_is_measured_on_is_not_learnt_from() -> None:
    learnt, measured = Corpus([f"câu {n}" for n in range(100)]).parted()
    assert len(measured) == 5
    assert not set(learnt) & set(measured)


def test_a_misplaced_tone_keeps_the_letters() -> None:
    changed = {misplaced("đường", random.Random(seed)) for seed in range(40)}
    assert {"đường", "đướng", "đượng"} <= changed
    assert all(len(word) == len("đường") and word[0] == "đ" for word in changed)


@pytest.mark.parametrize("seed", range(30))
def test_figures_are_in_the_alphabet(seed: int) -> None:
    text = figures(random.Random(seed))
    assert text
    assert known(text) == text
