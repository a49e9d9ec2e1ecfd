"""The line reader's weights: `python -m training.reader --corpus TEXT --out FOLDER`.

Makes training pages in a second process and learns from their strips, and, with `--scans`, from
the lines of real scans on which readings agree. A run that was stopped goes on when started
again. At its end FOLDER holds the weights as `reader.onnx` and `reader.float.onnx`, as `reader.pt`
to start other runs from, and `curve.jsonl`, the errors against the lines seen.
"""

import argparse
import random
import subprocess
import sys
from pathlib import Path

import torch

from digitize.imaging.cleaning import use_one_thread
from digitize.ocr.reader.engine import WEIGHTS, LineReader
from digitize.ocr.tesseract import TesseractEngine
from training.corpus import Corpus, load_corpus
from training.exporting import export
from training.harvest import apart, harvest
from training.learning import Learner, Plan
from training.making import made_strips
from training.shards import load_shard, save_shard
from training.strips import LabelledStrip

_LINES_A_SHARD = 350
_MEASURED_PAGES = 40
_CALIBRATION = 300  # strips
_PAGE_TIMEOUT = 120.0


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.reader", description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True, help="sentences, one a line (or .xz)")
    parser.add_argument("--out", type=Path, required=True, help="folder of the run")
    parser.add_argument("--scans", type=Path, help="folder of real scans to learn from")
    parser.add_argument("--init", type=Path, help="weights (.pt) to start from; default: none")
    parser.add_argument("--lines", type=int, default=600_000, help="to learn from in all")
    parser.add_argument("--rate", type=float, default=1e-3, help="of learning, at the start")
    parser.add_argument("--real-share", type=float, default=0.35, help="of lines, with --scans")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--version", default="1", help="of the weights, written into them")
    options = parser.parse_args()
    train(options)


def train(options: argparse.Namespace) -> None:
    out: Path = options.out
    out.mkdir(parents=True, exist_ok=True)
    use_one_thread()
    torch.set_num_threads(1)
    strips = out / "strips"
    shards = options.lines // _LINES_A_SHARD + 1
    command = [sys.executable, "-m", "training.making", strips, options.corpus, str(shards)]
    maker = subprocess.Popen(command)
    try:
        corpus = load_corpus(options.corpus)
        real = _real(out, options.scans)
        measured = _measured(out, corpus)
        plan = Plan(options.lines, options.rate, 5e-6, options.real_share, options.seed)
        learner = Learner(plan, out, options.init)
        learner.run(strips, real, {"generated": measured})
    finally:
        maker.terminate()
        maker.wait()
    rng = random.Random(options.seed)
    calibration = rng.sample(measured, min(_CALIBRATION, len(measured)))
    torch.save(learner.average, out / "reader.pt")
    export(learner.averaged(), options.version, out / "reader.onnx", calibration)


def _measured(out: Path, corpus: Corpus) -> list[LabelledStrip]:
    """Strips of fonts and layouts that nothing learns from."""
    path = out / "measured.npz"
    if not path.exists():
        _, unseen = corpus.parted()
        save_shard(path, made_strips(range(_MEASURED_PAGES), unseen, held_out=True))
    return load_shard(path)


def _real(out: Path, scans: Path | None) -> list[LabelledStrip]:
    """Strips of real scans, harvested once a run with the weights that the project has."""
    if scans is None:
        return []
    path = out / "real.npz"
    if not path.exists():
        learnt, _ = apart([file for file in scans.iterdir() if file.suffix == ".pdf"])
        tesseract = TesseractEngine("vie", _PAGE_TIMEOUT)
        reader = LineReader(WEIGHTS)
        save_shard(path, [one for file in learnt for one in harvest(file, reader, tesseract)])
    return load_shard(path)


if __name__ == "__main__":
    main()
