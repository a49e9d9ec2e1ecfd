"""No library under GPL or AGPL is linked in; LGPL is allowed, for it is loaded, not copied."""

import re
from importlib.metadata import distribution
from pathlib import Path

import pytest

LOCK = Path(__file__).parents[1] / "locks" / "run.txt"
NAMES = re.findall(r"^([a-z0-9._-]+)==\S+ *(;[^\\\n]*)?", LOCK.read_text(), re.MULTILINE)
# Offered under the Artistic License or the GPL, as the user chooses; it comes with Prefect.
CHOICE = {"text-unidecode"}


@pytest.mark.parametrize(
    "name", [name for name, marker in NAMES if not marker.strip() and name not in CHOICE]
)
def test_licence_of_each_locked_library(name: str) -> None:
    meta = distribution(name).metadata
    words = [meta.get("License-Expression") or "", (meta.get("License") or "")[:200]]
    words += [c for c in meta.get_all("Classifier") or [] if c.startswith("License")]
    stated = " ".join(words)
    assert not re.search(r"\bA?GPL|\bGNU (Affero )?General Public", stated), stated


def test_the_lock_names_no_registry() -> None:
    for lock in LOCK.parent.glob("*.txt"):
        assert "://" not in lock.read_text()
