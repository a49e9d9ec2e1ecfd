import itertools
from dataclasses import replace

import numpy as np
import pytest

from digitize.domain import FIELD_KEYS, Box, PageKind, Zone
from digitize.imaging.page import PageImage
from digitize.samples.faults import Damage, Depth, Faults
from digitize.samples.letter import Kind, Style
from digitize.samples.marks import MarkWishes
from digitize.samples.scan import Scan, make_scan
from digitize.samples.truth import Ink, TruePage
from digitize.text.normal import nfc

BARE = MarkWishes(seal=False, signature=False)


def ink_in(page: PageImage, box: Box) -> np.ndarray:
    part = page.pixels[box.y0 : box.y1, box.x0 : box.x1]
    return (part if part.ndim == 2 else part.min(axis=2)) < 140


def words_of(page: TruePage) -> list[str]:
    return [word.text for line in page.lines for word in line.words]


def test_the_same_seed_gives_the_same_pixels_and_truth() -> None:
    first, again = (make_scan("bao-cao", 5, damage=Damage.MODERATE) for _ in range(2))
    assert first.truth == again.truth
    for one, other in zip(first.pages, again.pages, strict=True):
        assert np.array_equal(one.pixels, other.pixels)
    assert make_scan("bao-cao", 6).truth.documents != first.truth.documents


def test_boxes_close_around_the_ink_of_their_words() -> None:
    scan = make_scan("cong-van", 3, marks=BARE)
    checked = 0
    for line in scan.truth.pages[0].lines:
        for word in line.words:
            ink = ink_in(scan.pages[0], word.box)
            rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
            assert ink.mean() > 0.04, word
            if word.ink is Ink.PRINTED and len(word.text) > 1:
                assert columns[-1] - columns[0] + 1 >= 0.85 * word.box.width - 2, word
                assert rows[-1] - rows[0] + 1 >= 0.85 * word.box.height - 2, word
            checked += 1
    assert checked > 80


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_boxes_follow_the_scan_through_skew_rotation_and_borders(rotation: int) -> None:
    faults = Faults(
        depth=Depth.BILEVEL,
        rotation=rotation,
        skew=-1.7,
        shift=(2.0, -1.0),
        borders=(4.0, 0.0, 2.0, 3.0),
    )
    scan = make_scan("quyet-dinh", 8, faults=faults, marks=BARE)
    page = scan.truth.pages[0]
    words = [w for line in page.lines for w in line.words if len(w.text) > 1]
    on_ink = [ink_in(scan.pages[0], w.box).mean() > 0.04 for w in words]
    assert np.mean(on_ink) == 1.0
    # A page of noise would pass the above; the places between the lines are white.
    assert np.mean(ink_in(scan.pages[0], Box(0, 0, page.width, page.height))) < 0.2


@pytest.mark.parametrize("style", [Style.STATE, Style.PARTY, Style.OLD])
@pytest.mark.parametrize("kind", Kind)
def test_the_words_say_what_the_fields_say(kind: Kind, style: Style) -> None:
    scan = make_scan(kind, 21, style=style, dpi=60, urgency="KHẨN", secrecy="MẬT")
    fields = scan.truth.documents[0].fields
    assert tuple(fields) == FIELD_KEYS
    said = nfc("".join("".join(words_of(page)) for page in scan.truth.pages))
    for key in ("so_ky_hieu", "dia_danh", "co_quan_ban_hanh", "trich_yeu", "do_khan", "do_mat"):
        value = fields[key]
        if value is not None:
            assert value.replace(" ", "") in said, key
    for key in ("nguoi_ky", "chuc_vu_nguoi_ky"):
        for part in (fields[key] or "").split("; "):
            assert part.replace(" ", "") in said, key
    if kind not in (Kind.CONG_VAN,):
        assert (fields["loai_van_ban"] or "").upper().replace(" ", "") in said
    year, month, day = (fields["ngay_ban_hanh"] or "").split("-")
    assert f"ngày{day}tháng" in said
    assert f"năm{year}" in said
    assert int(month) in range(1, 13)


def test_number_and_day_by_pen() -> None:
    scan = make_scan("cong-van", 2, pen=True)
    pens = [w.text for ln in scan.truth.pages[0].lines for w in ln.words if w.ink is Ink.PEN]
    fields = scan.truth.documents[0].fields
    assert fields["so"] in pens
    assert (fields["ngay_ban_hanh"] or "")[-2:] in pens
    printed = make_scan("cong-van", 2, pen=False)
    assert not any(
        w.ink is Ink.PEN and ln.zone is not Zone.STAMP
        for ln in printed.truth.pages[0].lines
        for w in ln.words
    )


def test_several_documents_follow_each_other() -> None:
    documents = make_scan(("cong-van", "quyet-dinh", "thong-bao"), 4, dpi=60).truth.documents
    assert [d.kind for d in documents] == ["cong-van", "quyet-dinh", "thong-bao"]
    assert documents[0].first_page == 1
    for before, after in itertools.pairwise(documents):
        assert after.first_page == before.last_page + 1


def test_blank_backs_hold_nothing_but_what_shines_through() -> None:
    faults = Faults(dpi=80, show_through=0.2)
    scan = make_scan("hop-dong", 2, blank_backs=True, faults=faults)
    assert [page.blank for page in scan.truth.pages] == [False, True] * (len(scan.pages) // 2)
    front, back = scan.pages[0].pixels, scan.pages[1].pixels
    assert front.min() < 80
    assert 190 < back.min() < 240


def test_a_stamp_is_told_with_colour_and_place() -> None:
    scan = make_scan("cong-van", 6, secrecy="TỐI MẬT", marks=MarkWishes(arrival=True))
    page = scan.truth.pages[0]
    stamps = {stamp.kind: stamp for stamp in page.stamps}
    assert set(stamps) == {"secrecy", "arrival", "seal"}
    assert stamps["secrecy"].text == "TỐI MẬT"
    box = stamps["secrecy"].box
    region = scan.pages[0].pixels[box.y0 : box.y1, box.x0 : box.x1].astype(int)
    assert (region[:, :, 2] - region[:, :, 0] > 40).mean() > 0.1  # red ink
    assert next(ln.text for ln in page.lines if ln.zone is Zone.STAMP) == "TỐI MẬT"
    assert "TỐI MẬT" not in page.text


def test_seals_stand_over_a_third_of_the_signature() -> None:
    page = make_scan("to-trinh", 12, marks=MarkWishes()).truth.pages[-1]
    seal, signature = page.stamps[0].box, page.signatures[0]
    shared = min(seal.x1, signature.x1) - max(seal.x0, signature.x0)
    assert 0.1 < shared / signature.width < 0.7
    assert seal.x0 < signature.x0


def test_a_landscape_annex_lies_on_its_side() -> None:
    scan = make_scan("bao-cao", 3, damage=Damage.LIGHT, annex=True, landscape_annex=True)
    assert scan.truth.pages[-1].rotation in (90, 270)
    assert scan.truth.pages[-1].height > scan.truth.pages[-1].width


def test_overrides_and_exact_faults() -> None:
    scan = make_scan("giay-moi", 9, damage=Damage.HEAVY, skew=1.5, rotation=90, dpi=100)
    page = scan.truth.pages[0]
    assert (page.skew, page.rotation, page.dpi) == (1.5, 90, 100.0)
    assert page.faults["skew"] == 1.5
    grey = make_scan("giay-moi", 9, depth=Depth.GREY, dpi=100)
    assert grey.pages[0].pixels.ndim == 2


def test_the_truth_can_be_used_as_a_perfect_reading() -> None:
    truth = make_scan("ke-hoach", 2, dpi=60).truth.pages[0]
    read = truth.as_read()
    assert read.kind is PageKind.READ
    assert read.text == truth.text
    assert read == type(read).from_dict(read.to_dict())


def test_documents_do_not_all_look_alike() -> None:
    scans: list[Scan] = [make_scan("cong-van", seed, dpi=40) for seed in range(12)]
    subjects = {scan.truth.documents[0].fields["trich_yeu"] for scan in scans}
    agencies = {scan.truth.documents[0].fields["co_quan_ban_hanh"] for scan in scans}
    assert len(subjects) >= 11
    assert len(agencies) >= 7


def test_born_digital_pages_have_no_fault() -> None:
    wild = replace(Faults(), skew=2.0, noise=9.0)
    scan = make_scan("bao-cao", 3, pages=2, faults=wild, born_digital_from=2)
    assert [p.born_digital for p in scan.truth.pages][:2] == [False, True]
    assert scan.truth.pages[0].skew == 2.0
    assert scan.truth.pages[1].skew == 0.0


def test_a_form_in_an_annex_has_a_quoc_hieu_but_is_no_document() -> None:
    scans = [make_scan("cong-van", seed, annex=True, dpi=30) for seed in range(30)]
    forms = [s for s in scans if any("BIỂU" in w for w in words_of(s.truth.pages[-1]))]
    assert forms
    for scan in forms:
        assert "CỘNG" in words_of(scan.truth.pages[-1])
        assert len(scan.truth.documents) == 1
        assert scan.truth.documents[0].last_page == len(scan.pages)
