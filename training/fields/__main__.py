"""Weights, curves and thresholds of the fields, anew.

python -m training.fields read FOLDER     scans to learn from and to check with, drawn and read
python -m training.fields learn FOLDER    weights.json
python -m training.fields check FOLDER    its card weights.md, and the reliability plot
"""

import argparse
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from digitize.archive.engines import open_cascade
from digitize.metadata.documents import METADATA_VERSION
from digitize.metadata.scoring import Curve, Scorer
from digitize.ocr.cascade import Reading
from digitize.ocr.version import READING_VERSION
from digitize.settings import Settings
from training.fields.card import card
from training.fields.checking import checked, load_of, row_of
from training.fields.examples import LEARNT, Case, cases_of, chosen, examples_of
from training.fields.figures import reliability_plot
from training.fields.learning import Example, learn_curve, learn_thresholds, learn_weights
from training.fields.priors import PRIOR
from training.fields.scans import ReadScan, load_scans, read_scans

# Seeds. What is learnt from and what checks it share no documents.
LEARNT_FROM = (*range(10_000, 10_300), *range(40_000, 40_500))
CHECKS = {
    Reading.FAST: range(20_000, 20_070),
    Reading.BALANCED: range(21_000, 21_070),
    Reading.CAREFUL: range(22_000, 22_020),
}
MOST_WRONG = 0.005
_BORN_DIGITAL = 8  # of so many documents one is learnt from as the text of a file, too

_WEIGHTS = Path("digitize/metadata/weights.json")
_CARD = Path("digitize/metadata/weights.md")
_PLOT = Path("docs/reliability.svg")


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m training.fields",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("step", choices=("read", "learn", "check"))
    parser.add_argument("folder", type=Path, help="where the scans that were read are kept")
    asked = parser.parse_args()
    match asked.step:
        case "read":
            settings = Settings()
            cascades = {
                way: open_cascade(way, settings.language, settings.page_timeout) for way in Reading
            }
            both = [cascades[Reading.FAST], cascades[Reading.BALANCED]]
            read_scans(asked.folder, LEARNT_FROM, both)
            for way, seeds in CHECKS.items():
                read_scans(asked.folder, seeds, [cascades[way]])
        case "learn":
            learn(asked.folder)
        case _:
            check(asked.folder)


def learn(folder: Path) -> None:
    """Weights from all scans. A curve is of readings weighed by what was learnt from the other
    half of the scans: no reading is calibrated on what it was learnt from."""
    scans = list(load_scans(folder, LEARNT_FROM))
    halves = [[scan for scan in scans if scan.seed // 2 % 2 == half] for half in (0, 1)]
    cases = [_cases(half) for half in halves]
    examples = [_examples(half) for half in halves]
    weights = {
        key: learn_weights([e for some in examples for e in some[key]], PRIOR) for key in LEARNT
    }
    data = {
        "made": {
            "reading": READING_VERSION,
            "metadata": METADATA_VERSION,
            "scans": len(scans),
        },
        "prior": PRIOR,
        "weights": weights,
        "curves": {
            key: {"points": curve.points, "thresholds": curve.thresholds}
            for key in LEARNT
            for curve in [_curve(key, cases, examples)]
        },
    }
    text = json.dumps(data, ensure_ascii=False, indent=1)
    _WEIGHTS.write_text(text + "\n", encoding="utf-8")


def _examples(scans: Sequence[ReadScan]) -> dict[str, list[Example]]:
    born_digital = [scan.without_fault() for scan in scans[::_BORN_DIGITAL]]
    cases = _cases([*scans, *born_digital])
    return {key: examples_of(key, cases) for key in LEARNT}


def check(folder: Path) -> None:
    """Figures on scans that nothing was learnt from."""
    data = json.loads(_WEIGHTS.read_text(encoding="utf-8"))
    scorer = Scorer.from_dict(data)
    scans = {way.value: list(load_scans(folder, seeds)) for way, seeds in CHECKS.items()}
    cases = {name: _cases(some) for name, some in scans.items()}
    _PLOT.write_text(reliability_plot(cases, scorer), encoding="utf-8")
    found = {name: checked(some, MOST_WRONG) for name, some in scans.items()}
    rows = {name: {key: row_of(key, some) for key in LEARNT} for name, some in found.items()}
    load = {name: load_of(some) for name, some in found.items()}
    _CARD.write_text(card(data["made"], rows, load), encoding="utf-8")


def _cases(scans: Iterable[ReadScan]) -> list[Case]:
    return [
        case
        for scan in scans
        for case in cases_of(scan.pages, [(d.first_page, d.fields) for d in scan.documents])
    ]


def _curve(
    key: str, cases: Sequence[Sequence[Case]], examples: Sequence[Mapping[str, Sequence[Example]]]
) -> Curve:
    taken = []
    for half, others in zip(cases, reversed(examples), strict=True):
        bare = Scorer(PRIOR, {key: learn_weights(others[key], PRIOR)}, {})
        taken += chosen(key, half, bare)
    right = [one.right for one in taken]
    points = tuple(learn_curve([one.odds for one in taken], right))
    # As exactly as a field keeps it.
    confidences = [round(Curve(points, ()).confidence(one.odds), 3) for one in taken]
    return Curve(points, tuple(learn_thresholds(confidences, right)))


if __name__ == "__main__":
    main()
