"""Logistic regression towards a prior, and calibration by isotonic regression: plain numpy.

Zadrozny and Elkan, Transforming classifier scores into accurate multiclass probability estimates,
KDD 2002 (isotonic calibration); Barlow et al., Statistical inference under order restrictions,
1972 (pool adjacent violators).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_STEPS = 50
_SMALLEST_STEP = 1e-6
_SMALLEST_BLOCK = 25  # readings that a step of a curve stands for
_WORST = 10
SHARES = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1)  # of accepted values that may be wrong


@dataclass(frozen=True, slots=True)
class Example:
    """One reading: what is known about it, and whether it is right."""

    features: Mapping[str, float]
    right: bool


def learn_weights(
    examples: Sequence[Example], prior: Mapping[str, float], strength: float = 1.0
) -> dict[str, float]:
    """Weights of the features that best tell right from wrong, drawn towards `prior`.

    `strength`: of the pull.
    """
    names = sorted({name for example in examples for name in example.features})
    column = {name: i for i, name in enumerate(names)}
    data = np.zeros((len(examples), len(names)))
    for i, example in enumerate(examples):
        for name, value in example.features.items():
            data[i, column[name]] = value
    right = np.array([float(example.right) for example in examples])
    mean = np.array([prior.get(name, 0.0) for name in names])

    def loss(at: NDArray[np.float64]) -> float:
        odds = data @ at
        missed = np.logaddexp(0, odds) - right * odds
        return float(missed.sum() + strength / 2 * ((at - mean) ** 2).sum())

    weights = mean.copy()
    for _ in range(_STEPS):  # Newton's method, a step halved until it helps
        chance = 1 / (1 + np.exp(-np.clip(data @ weights, -30, 30)))
        slope = data.T @ (chance - right) + strength * (weights - mean)
        bend = (data * (chance * (1 - chance))[:, None]).T @ data + strength * np.eye(len(names))
        step = np.linalg.solve(bend, slope)
        before = loss(weights)
        while loss(weights - step) > before and np.abs(step).max() > _SMALLEST_STEP:
            step = step / 2
        if np.abs(step).max() <= _SMALLEST_STEP:
            break
        weights = weights - step
    return {name: round(float(weights[column[name]]), 3) for name in names}


def learn_curve(odds: Sequence[float], right: Sequence[bool]) -> list[tuple[float, float]]:
    """The share of right readings at a score, never falling; ends are level.

    A step stands for at least 25 readings, and counts one right and one wrong besides (Laplace):
    no number of readings makes certain.
    """
    order = np.argsort(np.array(odds), kind="stable")
    blocks: list[tuple[float, float, int]] = []  # sum of scores, right, count
    for chunk in _chunks(order):
        blocks.append(
            (float(sum(odds[i] for i in chunk)), float(sum(right[i] for i in chunk)), len(chunk))
        )
        while len(blocks) > 1 and _share(blocks[-2]) >= _share(blocks[-1]):
            (x1, r1, n1), (x0, r0, n0) = blocks.pop(), blocks.pop()
            blocks.append((x0 + x1, r0 + r1, n0 + n1))
    return [(round(x / n, 3), round((r + 1) / (n + 2), 4)) for x, r, n in blocks]


def learn_thresholds(
    confidences: Sequence[float], right: Sequence[bool]
) -> list[tuple[float, float]]:
    """For each of SHARES that can be kept, the least confidence to accept: of the values from
    there on, and one more that would be wrong, at most that share is; and none of them is ten
    times as likely wrong, which many sure ones would hide."""
    order = sorted(range(len(confidences)), key=lambda i: -confidences[i])
    thresholds = []
    for share in SHARES:
        least, wrong = None, 0
        for count, i in enumerate(order, 1):
            wrong += not right[i]
            last = count == len(order) or confidences[order[count]] < confidences[i]
            tail = 1 - confidences[i] > _WORST * share
            if last and not tail and (wrong + 1) / (count + 1) <= share:
                least = confidences[i]
        if least is not None:
            thresholds.append((share, round(least, 4)))
    return thresholds


def _chunks(order: NDArray[np.intp]) -> list[NDArray[np.intp]]:
    return np.array_split(order, max(1, len(order) // _SMALLEST_BLOCK))


def _share(block: tuple[float, float, int]) -> float:
    return block[1] / block[2]
