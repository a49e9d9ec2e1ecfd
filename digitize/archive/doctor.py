"""What an installation has and lacks: each part asked by itself, and nothing changed by asking."""

import json
import os
import platform
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import urllib3

from digitize import __version__
from digitize.archive.parts import s3_options
from digitize.database.probing import probe_database
from digitize.errors import DigitizeError, ServiceError
from digitize.index.probing import probe_index
from digitize.intake.poppler import version as poppler_version
from digitize.ocr.reader.engine import LineReader
from digitize.ocr.tesseract import TesseractEngine
from digitize.settings import Settings
from digitize.store.probing import probe_store


@dataclass(frozen=True, slots=True)
class Finding:
    """What a part said of itself, or what is wrong with it and how to mend that."""

    part: str
    detail: str
    remedy: str = ""
    well: bool = True


def examine(settings: Settings) -> Iterator[Finding]:
    """Ask each part, one after the other. No finding holds a password or a key."""
    yield Finding("digitize", f"{__version__}, Python {platform.python_version()}")
    parts: dict[str, Callable[[], str]] = {
        "data folder": lambda: _data_folder(settings),
        "store": lambda: probe_store(settings.store_url, s3_options(settings)),
        "database": lambda: probe_database(settings.database_url),
        "index": lambda: probe_index(settings.index_url, settings.index_authority),
        "line reader": lambda: LineReader().name,
        "tesseract": lambda: _tesseract(settings),
        "poppler": poppler_version,
        "prefect": lambda: _prefect(os.environ.get("PREFECT_API_URL", "")),
    }
    for part, ask in parts.items():
        try:
            yield Finding(part, ask())
        except DigitizeError as error:
            yield Finding(part, error.message, error.remedy, well=False)


def print_findings(settings: Settings) -> bool:
    """One line a part; whether all is well."""
    well = True
    for finding in examine(settings):
        print(format_finding(finding), flush=True)
        well = well and finding.well
    return well


def format_finding(finding: Finding) -> str:
    line = f"{'ok ' if finding.well else 'NO '} {finding.part:<12} {finding.detail}"
    return f"{line}\n    → {finding.remedy}" if finding.remedy else line


def _data_folder(settings: Settings) -> str:
    folder = settings.data_folder
    there = next(path for path in (folder, *folder.parents) if path.exists())
    if not os.access(there, os.W_OK | os.X_OK) or not there.is_dir():
        raise ServiceError(
            f"{folder} cannot be written to",
            remedy="Set DIGITIZE_DATA to a folder that this account may write to.",
        )
    free = shutil.disk_usage(there).free
    if free < settings.max_bytes:
        raise ServiceError(
            f"{folder}: {_size(free)} free, less than the largest file that may come",
            remedy="Make room, or lower DIGITIZE_MAX_BYTES.",
        )
    new = "" if folder.exists() else " (made by the first run)"
    return f"{folder}{new}, {_size(free)} free"


def _tesseract(settings: Settings) -> str:
    if settings.reading == "fast":
        return "not needed: DIGITIZE_READING is fast"
    return TesseractEngine(settings.language, settings.page_timeout).name


def _prefect(url: str) -> str:
    if not url:
        return "none: PREFECT_API_URL is not set, and nothing needs it"
    host = urlsplit(url).netloc.rpartition("@")[2]
    login = os.environ.get("PREFECT_API_AUTH_STRING")
    headers = urllib3.make_headers(basic_auth=login) if login else {}
    try:
        with urllib3.PoolManager(retries=False, timeout=5) as http:
            answer = http.request("GET", f"{url.rstrip('/')}/admin/version", headers=headers)
    except urllib3.exceptions.HTTPError:
        raise ServiceError(
            f"Prefect at {host} cannot be reached",
            remedy="Start it with digitize prefect, or correct PREFECT_API_URL; without a server, "
            "unset that. Batches go on without it meanwhile.",
        ) from None
    if answer.status != 200:
        raise ServiceError(
            f"Prefect at {host} answered {answer.status}",
            remedy="Let PREFECT_API_URL end with /api, and set PREFECT_API_AUTH_STRING as the "
            "server has it.",
        )
    return f"{json.loads(answer.data)} at {host}"


def _size(number: float) -> str:
    for unit in ("bytes", "kB", "MB", "GB"):
        if number < 1000:
            return f"{number:.0f} {unit}"
        number /= 1000
    return f"{number:.1f} TB"
