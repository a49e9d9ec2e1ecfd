"""Learns from shards of strips: batches of like width, CTC, a moving average of the weights."""

import json
import math
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from digitize.ocr.reader.strips import normalise
from training.alphabet import ALPHABET, encode
from training.augmenting import vary
from training.measuring import score_strips
from training.network import STRIDE, LineNetwork
from training.shards import load_shard
from training.strips import LabelledStrip

_BATCH = 32
_WIDEST = 1700  # px; longer strips are left out
_WIDE = 1100  # px; from here on half as many make a batch
_STEP = 32  # px; batches of few different widths
_WARM_UP = 100  # batches
_CLIP = 2.0  # norm of the gradient
_AVERAGE = 0.998  # of the weights; those of the last batch come in by the rest
_CHECK_EVERY = 12_000  # lines


@dataclass(frozen=True, slots=True)
class Plan:
    """`lines`: how many to learn from in all. `real_share`: of them, from real scans; the rest is
    generated. The rate falls from `rate` to `last_rate` by half a cosine."""

    lines: int
    rate: float
    last_rate: float
    real_share: float
    seed: int


@dataclass(frozen=True, slots=True, eq=False)
class _Line:
    ink: np.ndarray[tuple[int, int], np.dtype[np.float32]]
    classes: list[int]

    @property
    def fits(self) -> bool:
        """CTC needs a step for each character, and one more between two that are alike."""
        width = self.ink.shape[1]
        return 4 * STRIDE <= width < _WIDEST and width / STRIDE > 1.02 * len(self.classes) + 2


class Learner:
    """One run. `folder` keeps its state (`state.pt`) and the curve of errors (`curve.jsonl`)."""

    def __init__(self, plan: Plan, folder: Path, start: Path | None = None) -> None:
        """Goes on where `folder` stands, else from the weights `start`, else from nothing."""
        torch.manual_seed(plan.seed)
        self.plan = plan
        self.folder = folder
        self.network = LineNetwork(len(ALPHABET)).to(memory_format=torch.channels_last)
        if start is not None:
            self.network.load_state_dict(torch.load(start, weights_only=True))
        self.optimiser = torch.optim.AdamW(
            self.network.parameters(), lr=plan.rate, weight_decay=1e-3
        )
        self.average = {name: value.clone() for name, value in self.network.state_dict().items()}
        self.lines = self.batches = self.rounds = 0
        self._state = folder / "state.pt"
        if self._state.exists():
            self._go_on()

    def _go_on(self) -> None:
        state = torch.load(self._state, weights_only=True)
        self.network.load_state_dict(state["network"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.average = state["average"]
        self.lines, self.batches, self.rounds = state["counts"]

    def save(self) -> None:
        part = self._state.with_suffix(".part")
        state = {
            "network": self.network.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "average": self.average,
            "counts": (self.lines, self.batches, self.rounds),
        }
        torch.save(state, part)
        part.replace(self._state)

    def averaged(self) -> LineNetwork:
        network = LineNetwork(len(ALPHABET))
        network.load_state_dict(self.average)
        return network.eval()

    def run(
        self,
        generated: Path,
        real: Sequence[LabelledStrip],
        apart: dict[str, Sequence[LabelledStrip]],
    ) -> None:
        """Until the plan's lines are seen. `generated`: a folder of shards, still growing
        perhaps. `apart`: sets that are measured on, by name."""
        losses: list[float] = []
        started, first = time.monotonic(), self.lines
        next_check = (self.lines // _CHECK_EVERY + 1) * _CHECK_EVERY
        while self.lines < self.plan.lines:
            for batch in self._round(generated, real):
                losses.append(self._learn(batch))
            self.rounds += 1
            if self.lines >= next_check or self.lines >= self.plan.lines:
                speed = (self.lines - first) / (time.monotonic() - started)
                self._check(apart, float(np.mean(losses)), speed)
                losses.clear()
                next_check = (self.lines // _CHECK_EVERY + 1) * _CHECK_EVERY

    def _round(self, generated: Path, real: Sequence[LabelledStrip]) -> Iterator[list[_Line]]:
        """A shard and its share of real strips, in batches of like width by chance."""
        rng = random.Random(f"{self.plan.seed}/{self.rounds}")
        while not (shards := sorted(generated.glob("*.npz"))):
            time.sleep(1)  # the first is being made
        # New shards first, then old ones again by chance.
        new = shards[self.rounds : self.rounds + 1]
        strips = load_shard(new[0] if new else rng.choice(shards))
        lines = [_prepare(strip, rng, real=False) for strip in strips]
        if real:
            share = self.plan.real_share
            count = round(len(strips) * share / (1 - share))
            lines += [_prepare(strip, rng, real=True) for strip in rng.choices(real, k=count)]
        usable = [line for line in lines if line.fits]
        usable.sort(key=lambda line: line.ink.shape[1])
        batches = []
        while usable:
            count = _BATCH if usable[0].ink.shape[1] < _WIDE else _BATCH // 2
            batches.append(usable[:count])
            usable = usable[count:]
        rng.shuffle(batches)
        return iter(batches)

    def _learn(self, batch: Sequence[_Line]) -> float:
        for group in self.optimiser.param_groups:
            group["lr"] = self._rate()
        self.network.train()
        inputs, steps = _filled(batch)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            scores = self.network(inputs)
        chances = scores.float().permute(2, 0, 1).log_softmax(-1)
        classes = torch.tensor([c for line in batch for c in line.classes])
        counts = torch.tensor([len(line.classes) for line in batch])
        loss = torch.nn.functional.ctc_loss(
            chances, classes, steps.clamp(max=len(chances)), counts, zero_infinity=True
        )
        self.optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), _CLIP)
        self.optimiser.step()
        self.batches += 1
        self.lines += len(batch)
        self._average_in()
        return float(loss.detach())

    def _rate(self) -> float:
        done = min(1.0, self.lines / self.plan.lines)
        span = self.plan.rate - self.plan.last_rate
        rate = self.plan.last_rate + span * (1 + math.cos(math.pi * done)) / 2
        return rate * min(1.0, (self.batches + 1) / _WARM_UP)

    @torch.no_grad()
    def _average_in(self) -> None:
        keep = min(_AVERAGE, self.batches / (self.batches + 9))
        for name, value in self.network.state_dict().items():
            if value.dtype.is_floating_point:
                self.average[name].lerp_(value, 1 - keep)
            else:
                self.average[name].copy_(value)

    def _check(self, apart: dict[str, Sequence[LabelledStrip]], loss: float, speed: float) -> None:
        network = self.averaged()
        entry: dict[str, object] = {
            "lines": self.lines,
            "loss": round(loss, 4),
            "lines_a_second": round(speed, 1),
        }
        for name, strips in apart.items():
            entry[name] = asdict(score_strips(network, strips))
        with (self.folder / "curve.jsonl").open("a") as file:
            file.write(json.dumps(entry) + "\n")
        print(json.dumps(entry), flush=True)
        self.save()


def _prepare(strip: LabelledStrip, rng: random.Random, *, real: bool) -> _Line:
    return _Line(normalise(vary(strip.pixels, rng, real=real)), encode(strip.text))


def _filled(batch: Sequence[_Line]) -> tuple[Tensor, Tensor]:
    """The lines side by side in one tensor, paper behind them, and the steps of each."""
    height = batch[0].ink.shape[0]
    widths = [line.ink.shape[1] for line in batch]
    width = -(-max(widths) // _STEP) * _STEP
    inputs = np.zeros((len(batch), 1, height, width), np.float32)
    for row, line in zip(inputs, batch, strict=True):
        row[0, :, : line.ink.shape[1]] = line.ink
    steps = torch.tensor([wide // STRIDE + 2 for wide in widths])
    return torch.from_numpy(inputs).to(memory_format=torch.channels_last), steps
