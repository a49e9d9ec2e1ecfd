from training.corpus import Corpus
from training.counting import Bigrams

BIGRAMS = Bigrams(Corpus(["nội dung", "nội dung công văn", "nội bộ", "đụng độ"]))


def test_the_pair_that_came_often_is_likelier() -> None:
    assert BIGRAMS.likelihood("nội", "dung", "") > BIGRAMS.likelihood("nội", "đụng", "")


def test_the_word_after_counts_too() -> None:
    alone = BIGRAMS.likelihood("", "đụng", "") - BIGRAMS.likelihood("", "dung", "")
    before = BIGRAMS.likelihood("", "đụng", "độ") - BIGRAMS.likelihood("", "dung", "độ")
    assert before > alone


def test_a_word_never_seen_is_unlikely_not_impossible() -> None:
    assert BIGRAMS.likelihood("nội", "zzz", "dung") < BIGRAMS.likelihood("nội", "bộ", "dung")
