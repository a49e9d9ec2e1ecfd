"""Pages out of TIFF, JPEG and PNG."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from digitize.errors import InputError, PageError, Reason
from digitize.intake.limits import Limits
from digitize.intake.page import SourcePage
from digitize.intake.pictures import PictureSource
from digitize.intake.sniffing import MediaType, sniff

LIMITS = Limits(max_bytes=10**8, max_pages=100, max_pixels=10**7)


def scan() -> Image.Image:
    """A page with a black corner at the upper left."""
    image = Image.new("L", (300, 420), 255)
    image.paste(0, (0, 0, 60, 40))
    return image


def read(path: Path, number: int = 1) -> SourcePage:
    with PictureSource(path, path.name, sniff(path, path.name), LIMITS) as source:
        return source.page(number)


@pytest.mark.parametrize("kind", ["TIFF", "JPEG"])
@pytest.mark.parametrize(("orientation", "hint"), [(1, 0), (3, 180), (6, 90), (8, 270)])
def test_pixels_stay_as_scanned_and_the_turn_is_told(
    kind: str, orientation: int, hint: int, tmp_path: Path
) -> None:
    path = tmp_path / "a"
    exif = Image.Exif()
    exif[0x0112] = orientation
    scan().save(
        path, kind, exif=exif, dpi=(200, 200), **({} if kind == "TIFF" else {"quality": 95})
    )
    page = read(path)
    assert page.rotation_hint == hint
    assert (page.image.width, page.image.height) == (300, 420)
    assert page.image.pixels[20, 20] < 10
    assert page.image.pixels[400, 280] > 245


@pytest.mark.parametrize(
    ("orientation", "hint", "stored"),
    [
        (2, 0, Image.Transpose.FLIP_LEFT_RIGHT),
        (4, 0, Image.Transpose.FLIP_TOP_BOTTOM),
        (5, 0, Image.Transpose.TRANSPOSE),
        (7, 0, Image.Transpose.TRANSVERSE),
    ],
)
def test_mirrored_pictures_are_put_right(
    orientation: int, hint: int, stored: Image.Transpose, tmp_path: Path
) -> None:
    path = tmp_path / "a.jpg"
    exif = Image.Exif()
    exif[0x0112] = orientation
    scan().transpose(stored).save(path, "JPEG", exif=exif, quality=95)
    page = read(path)
    assert page.rotation_hint == hint
    assert (page.image.width, page.image.height) == (300, 420)
    assert page.image.pixels[20, 20] < 10


def test_every_page_of_a_tiff_is_given_but_its_thumbnails(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    pages = [scan(), scan().point(lambda v: v // 2).convert("RGB"), scan().convert("1")]
    thumbnail = scan().resize((100, 140))
    thumbnail.encoderinfo = {"tiffinfo": {254: 1}}
    pages[0].save(path, save_all=True, append_images=[thumbnail, *pages[1:]])
    with PictureSource(path, "a.tif", MediaType.TIFF, LIMITS) as source:
        assert source.page_count == 3
        shapes = [source.page(n).image.pixels.shape for n in (3, 1, 2)]
        assert source.page(2).image.pixels[400, 200].tolist() == [127, 127, 127]
    assert shapes == [(420, 300), (420, 300), (420, 300, 3)]


@pytest.mark.parametrize("compression", ["group3", "group4"])
def test_fax_bits_are_exact(compression: str, tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    scan().convert("1").save(path, compression=compression, dpi=(200, 200))
    assert np.array_equal(read(path).image.pixels, np.asarray(scan()))


def test_oblong_pixels_of_fax_become_square(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    Image.new("1", (1728, 1100), 1).save(path, compression="group3", dpi=(204, 98))
    image = read(path).image
    assert (image.width, image.height, image.dpi) == (1728, 2290, 204)


@pytest.mark.parametrize(
    ("mode", "shape"),
    [
        ("1", (420, 300)),
        ("L", (420, 300)),
        ("LA", (420, 300, 3)),
        ("P", (420, 300, 3)),
        ("RGB", (420, 300, 3)),
        ("RGBA", (420, 300, 3)),
        ("I;16", (420, 300)),
    ],
)
def test_every_kind_of_pixel_becomes_grey_or_bgr(
    mode: str, shape: tuple[int, ...], tmp_path: Path
) -> None:
    path = tmp_path / "a.png"
    if mode == "I;16":
        Image.fromarray(np.asarray(scan()).astype(np.uint16) * 257).save(path)
    else:
        scan().convert(mode).save(path)
    pixels = read(path).image.pixels
    assert pixels.shape == shape
    assert (int(pixels[20, 20].max()), int(pixels[400, 280].min())) == (0, 255)


def test_transparent_parts_are_paper_and_colours_keep_their_order(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    image = Image.new("RGBA", (300, 420), (0, 0, 0, 0))
    image.paste((200, 10, 20, 255), (0, 0, 100, 100))
    image.save(path)
    pixels = read(path).image.pixels
    assert pixels[50, 50].tolist() == [20, 10, 200]
    assert pixels[300, 200].tolist() == [255, 255, 255]


@pytest.mark.parametrize(("told", "meant"), [(200, 200), (72, 2480 / 8.27), (1, 2480 / 8.27)])
def test_a_resolution_that_gives_no_size_of_paper_is_not_trusted(
    told: int, meant: float, tmp_path: Path
) -> None:
    path = tmp_path / "a.jpg"
    Image.new("L", (2480, 3508), 255).save(path, dpi=(told, told))
    assert read(path).image.dpi == pytest.approx(meant)


def test_one_large_page_fails_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    large = Image.new("1", (4000, 4000), 1)
    scan().save(path, save_all=True, append_images=[large])
    assert read(path, 1).image.width == 300
    with pytest.raises(PageError) as failed:
        read(path, 2)
    assert failed.value.reason is Reason.TOO_MANY_PIXELS


def test_an_end_marker_in_a_preview_does_not_make_half_a_picture_whole(tmp_path: Path) -> None:
    preview = io.BytesIO()
    scan().resize((60, 80)).save(preview, "JPEG")
    path = tmp_path / "a.jpg"
    scan().save(path, "JPEG", quality=95, comment=preview.getvalue())
    assert read(path).image.width == 300
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(InputError) as refused:
        read(path)
    assert refused.value.reason is Reason.TRUNCATED
