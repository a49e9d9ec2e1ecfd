import pytest

from digitize.domain import Box, Word
from digitize.metadata.candidates import Candidate, Evidence
from digitize.metadata.scoring import Curve, Scorer, features_of, is_sure, scorer

BOX = Box(0, 0, 10, 10)
CURVE = Curve(((-1.0, 0.2), (1.0, 0.8), (3.0, 0.99)), ((0.005, 0.95), (0.1, 0.8)))


def reading(value: str, confidence: float = 0.95, *kinds: Evidence) -> Candidate:
    words = tuple(Word(part, BOX, confidence) for part in value.split())
    return Candidate(value, words, 1, "a rule", dict.fromkeys(kinds, 1.0))


def simple(**weights: float) -> Scorer:
    return Scorer({Evidence.DOUBT: -4.0}, {"dia_danh": weights}, {"dia_danh": CURVE})


def test_confidence_lies_on_the_curve_and_is_level_beyond_it() -> None:
    odds = (-5.0, -1.0, 0.0, 2.0, 9.0)
    assert [round(CURVE.confidence(x), 3) for x in odds] == [0.2, 0.2, 0.5, 0.895, 0.99]


def test_the_threshold_is_that_of_the_next_smaller_share() -> None:
    assert (CURVE.threshold(0.005), CURVE.threshold(0.05), CURVE.threshold(0.1)) == (
        0.95,
        0.95,
        0.8,
    )
    assert CURVE.threshold(0.001) > 1, "no value is so sure"


def test_the_best_is_the_field_and_the_rest_are_its_runners_up() -> None:
    names = [reading("Huê", 0.4), reading("Huế", 0.9), reading("Huế", 0.8), reading("Hué", 0.1)]
    found = simple().field("dia_danh", names)
    assert found.value == "Huế"
    assert [other.value for other in found.others] == ["Huê", "Hué"]
    assert found.confidence > found.others[0].confidence


def test_evidence_counts_by_its_weight_and_is_named() -> None:
    scored = simple(**{Evidence.AGENCY_AGREES: 2.0})
    found = scored.field("dia_danh", [reading("Huế", 1.0, Evidence.AGENCY_AGREES)])
    assert found.source == "a rule; the agency's name agrees"
    assert found.confidence == pytest.approx(CURVE.confidence(2.0), abs=1e-3)


def test_a_part_of_a_value_claims_little_and_comes_after_whole_ones() -> None:
    part = Candidate("2021-03", reading("tháng 3").words, 1, "a rule", complete=False)
    found = simple().field("dia_danh", [part, reading("2021-03-05", 0.1)])
    assert found.value == "2021-03-05"
    assert found.others[0].confidence <= 0.5


@pytest.mark.parametrize(
    ("key", "kinds", "sure"),
    [
        ("so", (), False),  # pen may look like print
        ("so", (Evidence.NAMED_AGAIN,), True),
        ("ky_hieu", (Evidence.UNLIKE_PRINT,), True),  # the number before it is by pen
        ("ngay_ban_hanh", (), True),
        ("ngay_ban_hanh", (Evidence.APART,), False),
        ("ngay_ban_hanh", (Evidence.APART, Evidence.NAMED_AGAIN), True),
    ],
)
def test_what_may_be_by_pen_is_not_sure_unless_print_says_the_same(
    key: str, kinds: tuple[Evidence, ...], sure: bool
) -> None:
    scored = Scorer({}, {key: {"a rule": 9.0}}, {key: CURVE})
    assert (scored.confidence(key, reading("12", 0.99, *kinds)) > 0.5) is sure


def test_the_text_of_a_file_is_no_handwriting() -> None:
    scored = Scorer({}, {"so": {"a rule": 9.0}}, {"so": CURVE})
    assert scored.confidence("so", reading("12", 1.0)) == 0.99


def test_what_was_read_is_known_without_a_rule() -> None:
    features = features_of(reading("Thừa Xyz#", 0.5))
    assert features[Evidence.WORST_WORD] == 0.5
    assert features[Evidence.ODD_SIGNS] == 1
    assert features[Evidence.NO_SYLLABLES] > 0


def test_the_weights_of_the_package_load_and_know_every_field() -> None:
    assert set(scorer().weights) == set(scorer().curves)
    assert not is_sure("so", 0.5, 0.005)
    thresholds = [scorer().curves[key].threshold(0.05) for key in ("so", "ky_hieu", "so_ky_hieu")]
    assert is_sure("so_ky_hieu", max(thresholds), 0.05)
    assert not is_sure("so_ky_hieu", max(thresholds) - 0.001, 0.05)
    assert not is_sure("do_mat", 1.0, 0.005), "no curve: a person looks"
