"""Weights, curves and thresholds of the fields, anew.

python -m training.fields read FOLDER     scans for noise and check, drawn and read: minutes
python -m training.fields learn FOLDER    weights.json
python -m training.fields check FOLDER    its card weights.md, and the reliability plot
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from digitize.archive.reading import cascade_of
from digitize.metadata.documents import METADATA_VERSION
from digitize.metadata.scoring import Curve, Scorer
from digitize.ocr.reading import READING_VERSION
from digitize.settings import Settings
from training.fields.card import card
from training.fields.examples import LEARNT, Case, cases_of, chosen, examples_of
from training.fields.figures import reliability_plot, rows_of
from training.fields.learning import learn_curve, learn_thresholds, learn_weights
from training.fields.noise import NoiseModel, fit
from training.fields.papers import make_paper
from training.fields.priors import PRIOR
from training.fields.scans import load_scans, read_scans

# Seeds. What is learnt and what checks it share neither documents nor the scans whose noise
# befalls them.
FIT, CHECK = range(10_000, 10_100), range(20_000, 20_100)  # scans
WEIGHTS, CURVES, HELD = range(800), range(100_000, 101_600), range(200_000, 201_200)  # papers
MOST_WRONG = 0.005
_BORN_DIGITAL = 8  # of so many papers one is read from the file's own text

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
            cascade = cascade_of(Settings())
            for seeds in (FIT, CHECK):
                read_scans(asked.folder, seeds, cascade)
        case "learn":
            learn(asked.folder)
        case _:
            check(asked.folder)


def learn(folder: Path) -> None:
    scans = list(load_scans(folder, FIT))
    noise = fit(scans)
    weights_from = list(_papers(noise, WEIGHTS))
    weights = {key: learn_weights(examples_of(key, weights_from), PRIOR) for key in LEARNT}
    curves_from = list(_papers(noise, CURVES))
    bare = Scorer(PRIOR, weights, {})
    curves = {key: _curve(key, curves_from, bare) for key in LEARNT}
    data = {
        "made": {
            "reading": READING_VERSION,
            "metadata": METADATA_VERSION,
            "scans": len(scans),
            "weights": len(weights_from),
            "curves": len(curves_from),
        },
        "prior": PRIOR,
        "weights": weights,
        "curves": {
            key: {"points": curve.points, "thresholds": curve.thresholds}
            for key, curve in curves.items()
        },
    }
    text = json.dumps(data, ensure_ascii=False, indent=1)
    _WEIGHTS.write_text(text + "\n", encoding="utf-8")


def check(folder: Path) -> None:
    """Figures on documents and scans that nothing was learnt from."""
    data = json.loads(_WEIGHTS.read_text(encoding="utf-8"))
    scorer = Scorer.from_dict(data)
    scans = list(load_scans(folder, CHECK))
    sets = {
        "generated, noise of other scans": list(_papers(fit(scans), HELD)),
        "generated, drawn and read": [
            case
            for scan in scans
            for case in cases_of(scan.pages, [(d.first_page, d.fields) for d in scan.documents])
        ],
    }
    _PLOT.write_text(reliability_plot(sets, scorer), encoding="utf-8")
    rows = {name: rows_of(cases, scorer, MOST_WRONG) for name, cases in sets.items()}
    _CARD.write_text(card(data["made"], rows), encoding="utf-8")


def _papers(noise: NoiseModel, seeds: range) -> Iterator[Case]:
    for seed in seeds:
        paper = make_paper(seed)
        exact = seed % _BORN_DIGITAL == 0
        pages = [p.as_read() for p in paper.pages] if exact else noise.read(paper.pages, seed)
        yield from cases_of(pages, [(d.first_page, d.fields) for d in paper.documents])


def _curve(key: str, cases: list[Case], bare: Scorer) -> Curve:
    taken = chosen(key, cases, bare)
    right = [one.right for one in taken]
    points = tuple(learn_curve([one.odds for one in taken], right))
    confidences = [Curve(points, ()).confidence(one.odds) for one in taken]
    return Curve(points, tuple(learn_thresholds(confidences, right)))


if __name__ == "__main__":
    main()
