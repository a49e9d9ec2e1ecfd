import random

import pytest

from training.fields.learning import Example, learn_curve, learn_thresholds, learn_weights


def examples(count: int = 2000) -> list[Example]:
    """Readings that are right mostly where `agrees` is 1, and whatever `colour` is."""
    rng = random.Random(1)
    found = []
    for _ in range(count):
        agrees, colour = rng.randint(0, 1), rng.random()
        right = rng.random() < (0.95 if agrees else 0.3)
        found.append(Example({"rule": 1.0, "agrees": float(agrees), "colour": colour}, right))
    return found


def test_what_tells_right_from_wrong_has_the_weight() -> None:
    weights = learn_weights(examples(), {})
    assert weights["agrees"] == pytest.approx(3.8, abs=0.5)  # log-odds of 0.95 less those of 0.3
    assert abs(weights["colour"]) < 0.4


def test_few_examples_leave_the_prior() -> None:
    weights = learn_weights(examples(4), {"agrees": 1.5}, strength=100.0)
    assert weights["agrees"] == pytest.approx(1.5, abs=0.1)


def test_a_curve_never_falls_and_never_reaches_certainty() -> None:
    rng = random.Random(2)
    odds = [rng.uniform(-3, 3) for _ in range(1000)]
    right = [x > 0 or rng.random() < 0.2 for x in odds]
    curve = learn_curve(odds, right)
    shares = [share for _, share in curve]
    assert shares == sorted(shares)
    assert shares[0] == pytest.approx(0.2, abs=0.1)
    assert 0.97 < shares[-1] < 1


def test_a_threshold_keeps_the_share_of_wrong_values() -> None:
    confidences = [0.99] * 600 + [0.9] * 400
    right = [True] * 600 + [i >= 20 for i in range(400)]
    thresholds = dict(learn_thresholds(confidences, right))
    assert thresholds[0.005] == 0.99
    assert thresholds[0.05] == 0.9
    assert 0.001 not in thresholds, "600 values cannot show so little"


def test_sure_values_do_not_carry_doubtful_ones_along() -> None:
    confidences = [0.999] * 10_000 + [0.6] * 10
    thresholds = dict(learn_thresholds(confidences, [True] * 10_000 + [False] * 4 + [True] * 6))
    assert thresholds[0.005] == 0.999
