"""Sentences of administrative prose, put together from the banks."""

import random
import re
import string
import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from digitize.text.normal import nfc

_BANKS = Path(__file__).parent / "banks"


@lru_cache
def bank(name: str) -> dict[str, Any]:
    """One bank of phrases; its text is NFC."""
    return tomllib.loads(nfc((_BANKS / f"{name}.toml").read_text(encoding="utf-8")))


def _year_of(text: str) -> int:
    return max((int(year) for year in re.findall(r"\b(?:19|20)\d\d\b", text)), default=0)


class _Slots(string.Formatter):
    """Fills each slot anew every time, so that two counts in a sentence differ."""

    def __init__(self, writer: "Writer") -> None:
        self.writer = writer

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> str:
        return str(kwargs[str(key)]) if str(key) in kwargs else self.writer.slot(str(key))


class Writer:
    """Writes on one matter for one body."""

    def __init__(
        self, rng: random.Random, *, short: str, territory: str, level: str, year: int
    ) -> None:
        self.rng = rng
        topics = [t for t in bank("topics")["topic"] if t.get("since", 0) <= year]
        self.topic: dict[str, Any] = rng.choice(topics)
        self.short = short
        self.territory = territory
        self.level = level
        self.year = year
        self._slots = _Slots(self)
        self._used: dict[str, list[str]] = {}

    def fill(self, phrase: str, **values: str) -> str:
        return self._slots.vformat(phrase, (), values)

    def take(self, name: str, count: int = 1) -> list[str]:
        """`count` filled phrases of a bank of the topic or of the prose; none comes twice in a
        document as long as the bank lasts."""
        phrases = self.topic[name] if name in self.topic else bank("prose")[name]
        taken = []
        for _ in range(count):
            left = self._used.get(name) or self.rng.sample(phrases, len(phrases))
            taken.append(self.fill(left[0]))
            self._used[name] = left[1:]
        return taken

    def one(self, name: str) -> str:
        return self.take(name)[0]

    def bases(self) -> list[str]:
        """Laws of the topic that were in force in the document's year."""
        laws = [text for text in self.topic["bases"] if _year_of(text) <= self.year]
        return laws or [self.fill("chức năng, nhiệm vụ, quyền hạn của {co_quan}")]

    def slot(self, name: str) -> str:
        rng = self.rng
        match name:
            case "noi":
                return self.territory
            case "cap":
                return self.level
            case "co_quan":
                return self.short
            case "ban":
                return rng.choice(["Sở Nội vụ", "Ban Tổ chức Tỉnh ủy", "Phòng Nội vụ", self.short])
            case "chu_de":
                return str(self.topic["name"])
            case "nam":
                return str(self.year)
            case "nam1":
                return str(self.year + 1)
            case "nam5":
                return str(self.year + 5)
            case "han" | "ngay":
                return self.some_day()
            case "so":
                return str(rng.choice([rng.randint(2, 99), rng.randint(100, 980)]))
            case "ty_le":
                return f"{rng.randint(41, 99)},{rng.randint(1, 99):02d}%"
            case "tien":
                return self.sum_of_money()
            case "n":
                return str(rng.randint(11, 4999))
            case "cs":
                return rng.choice(["UBND-NC", "UBND-VX", "VP-KSTTHC", "SNV-CCHC", "BNV-VP"])
            case "nguon":
                return rng.choice(
                    ["Ủy ban nhân dân tỉnh", "Văn phòng Chính phủ", "Thủ tướng Chính phủ"]
                )
            case "van_ban":
                return self.one("cited")
        raise KeyError(name)

    def some_day(self) -> str:
        month = self.rng.randint(1, 12)
        shown = f"{month:02d}" if month < 3 or self.rng.random() < 0.7 else str(month)
        return f"{self.rng.randint(1, 28):02d}/{shown}/{self.year}"

    def sum_of_money(self) -> str:
        millions = self.rng.randint(12, 48000)
        return f"{millions:,}.000.000".replace(",", ".")
