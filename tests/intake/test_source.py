"""The door of intake on files that do harm, and on a decoder that does not answer."""

import os
import random
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image

from digitize.errors import InputError, PageError, Reason
from digitize.intake import isolation
from digitize.intake.folder import list_folder
from digitize.intake.limits import Limits
from digitize.intake.sniffing import MediaType, sniff
from digitize.intake.source import open_source
from tests.intake.hostile import picture_bytes, scan_pdf, write_hostile

LIMITS = Limits(max_bytes=2 * 1024**3, max_pages=2000, max_pixels=80_000_000)


def outcome(path: Path) -> Reason | None:
    """What becomes of a file when all of its pages are asked for."""
    try:
        with open_source(path, path.name, LIMITS) as source:
            for number in range(1, source.page_count + 1):
                source.page(number)
    except (InputError, PageError) as error:
        return error.reason
    return None


def test_each_hostile_file_gets_its_reason_and_keeps_its_bytes(tmp_path: Path) -> None:
    expected = write_hostile(tmp_path)
    found = {seen.relative: seen.problem or outcome(seen.path) for seen in list_folder(tmp_path)}
    assert len(expected) >= 60
    assert found == expected
    assert (tmp_path / "half.pdf").read_bytes() == scan_pdf()[: len(scan_pdf()) // 2]


def test_the_content_decides_the_type(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    for content, media_type in (
        (picture_bytes("PNG"), MediaType.PNG),
        (picture_bytes("TIFF"), MediaType.TIFF),
        (b"\n" * 1000 + b"%PDF-1.4", MediaType.PDF),
    ):
        path.write_bytes(content)
        assert sniff(path, "a.pdf") is media_type


def test_the_message_names_the_file_the_reason_and_the_remedy(tmp_path: Path) -> None:
    path = tmp_path / "0f3a"
    path.write_bytes(b"PK\x03\x04" + bytes(60))
    with pytest.raises(InputError) as caught:
        open_source(path, "Sở Y tế/báo cáo.pdf", LIMITS)
    assert caught.value.message.startswith("Sở Y tế/báo cáo.pdf: unsupported-type")
    assert "ZIP" in caught.value.message
    assert "PDF, TIFF, JPEG and PNG" in caught.value.remedy


def test_limits_are_those_given(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(scan_pdf(3))
    for limits, reason in (
        (Limits(100, 10, 10**8), Reason.TOO_MANY_BYTES),
        (Limits(10**8, 2, 10**8), Reason.TOO_MANY_PAGES),
    ):
        with pytest.raises(InputError) as refused:
            open_source(path, "a.pdf", limits)
        assert refused.value.reason is reason
    with (
        open_source(path, "a.pdf", Limits(10**8, 10, 1000)) as source,
        pytest.raises(PageError) as failed,
    ):
        source.page(1)
    assert failed.value.reason is Reason.TOO_MANY_PIXELS


@pytest.fixture
def two_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of two pages, and short patience."""
    monkeypatch.setattr(isolation, "PAGE_SECONDS", 0.5)
    path = tmp_path / "a.pdf"
    path.write_bytes(scan_pdf(2))
    return path


@pytest.mark.parametrize(
    ("stroke", "reason"),
    [(signal.SIGSTOP, Reason.TIMED_OUT), (signal.SIGSEGV, Reason.CRASHED)],
)
def test_a_decoder_that_hangs_or_dies_costs_one_page(
    two_pages: Path, stroke: signal.Signals, reason: Reason
) -> None:
    with open_source(two_pages, "a.pdf", LIMITS) as source:
        assert isinstance(source, isolation.IsolatedSource)
        assert source.process_id is not None
        os.kill(source.process_id, stroke)
        with pytest.raises(PageError) as failed:
            source.page(1)
        assert failed.value.reason is reason
        assert source.page(2).image.width == 620


def test_pages_may_be_asked_for_from_several_threads(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    first, second = (np.full((200, 300), shade, np.uint8) for shade in (10, 200))
    Image.fromarray(first).save(
        path, save_all=True, append_images=[Image.fromarray(second)] * 7, dpi=(100, 100)
    )
    with open_source(path, "a.tif", LIMITS) as source, ThreadPoolExecutor(4) as pool:
        shades = [int(p.image.pixels[0, 0]) for p in pool.map(source.page, range(1, 9))]
    assert shades == [10] + [200] * 7


def test_random_damage_ends_in_pages_or_in_a_reason(tmp_path: Path) -> None:
    chance = random.Random(3)
    good = [
        scan_pdf(2),
        scan_pdf(2, object_stream_mode=pikepdf.ObjectStreamMode.generate),
        picture_bytes("JPEG"),
        picture_bytes("PNG"),
        picture_bytes("TIFF", compression="tiff_lzw"),
    ]
    path = tmp_path / "a"
    for _ in range(150):
        data = bytearray(chance.choice(good))
        for _ in range(chance.choice([1, 3, 10, 50])):
            place, length = chance.randrange(len(data)), chance.choice([1, 4, 40, 400])
            data[place : place + length] = chance.choice(
                [b"", bytes(length), chance.randbytes(length), data[place : place + 2 * length]]
            )
        path.write_bytes(data)
        assert outcome(path) not in (Reason.UNFORESEEN, Reason.CRASHED, Reason.TIMED_OUT)
