"""What the generator makes: a fixed list that goes through every kind, container and fault, and
plans by chance after it."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from digitize.samples.faults import Damage, Depth, Faults
from digitize.samples.letter import Kind, Style
from digitize.samples.marks import SECRECIES, URGENCIES, MarkWishes


class Container(StrEnum):
    PDF = "pdf"
    PDF_TURNED = "pdf-turned"  # lies on its side, /Rotate sets it upright
    PDF_TEXT = "pdf-text"  # born digital
    PDF_MIXED = "pdf-mixed"  # the first page scanned, the rest born digital
    TIFF = "tiff"
    TIFF_JPEG = "tiff-jpeg"
    JPEG = "jpeg"
    PNG = "png"

    @property
    def extension(self) -> str:
        return {"tiff": "tif", "jpeg": "jpg"}.get(self.value.split("-")[0], self.value[:3])


@dataclass(frozen=True, slots=True)
class Plan:
    """One file. `wishes`: arguments of make_scan. `quality`: of JPEG."""

    kinds: tuple[Kind, ...]
    container: Container
    faults: Faults | Damage
    wishes: Mapping[str, Any] = field(default_factory=dict)
    quality: int = 55


def plan_of(number: int, rng: random.Random) -> Plan:
    """The plan of file `number`, from 0."""
    return _FIRST[number] if number < len(_FIRST) else _by_chance(rng)


def _bilevel(**changes: Any) -> Faults:
    """Grain before the threshold roughens edges, as on all 1-bit scans."""
    return Faults(depth=Depth.BILEVEL, blur=0.6, noise=14.0, **changes)


def _grey(**changes: Any) -> Faults:
    return Faults(depth=Depth.GREY, **changes)


_YELLOWED = (238, 228, 200)
_FIRST = (
    Plan(
        (Kind.CONG_VAN,),
        Container.PDF,
        Faults(skew=0.6, noise=1.5, shift=(1.0, -0.5)),
        {"marks": MarkWishes(arrival=True), "pen": True},
    ),
    Plan(
        (Kind.QUYET_DINH,),
        Container.PDF,
        _bilevel(skew=-0.9, speckle=0.00003, borders=(0, 0, 0, 3)),
        {"annex": True, "pages": 2},
    ),
    Plan((Kind.TO_TRINH,), Container.TIFF, _bilevel(dpi=300, skew=0.3), {"pen": True}),
    Plan(
        (Kind.BAO_CAO,),
        Container.PDF,
        _grey(dpi=150, skew=0.4, fold=(0.45, 0.3), fall_off=0.15, blur=0.5),
        {"pages": 2},
        quality=45,
    ),
    Plan(
        (Kind.KE_HOACH,),
        Container.PDF_TEXT,
        Faults(),
        {"pages": 2, "pen": False, "marks": MarkWishes(e_signature=True)},
    ),
    Plan(
        (Kind.THONG_BAO,),
        Container.PNG,
        _bilevel(skew=1.7, speckle=0.0001, threshold=150, fade=0.3),
        {"urgency": "HỎA TỐC"},
    ),
    Plan(
        (Kind.NGHI_QUYET,),
        Container.PDF,
        Faults(skew=-0.3, paper=(247, 244, 232)),
        {"style": Style.PARTY},
    ),
    Plan((Kind.GIAY_MOI,), Container.JPEG, _grey(dpi=100, skew=-0.5, blur=0.4), quality=70),
    Plan(
        (Kind.BIEN_BAN,),
        Container.TIFF_JPEG,
        _grey(dpi=120, skew=0.8, holes=True, noise=1.0),
    ),
    Plan(
        (Kind.HOP_DONG,),
        Container.PDF,
        _grey(dpi=130, skew=0.5, show_through=0.2, noise=1.0),
        {"pages": 2, "blank_backs": True},
        quality=40,
    ),
    Plan(
        (Kind.CONG_VAN, Kind.QUYET_DINH, Kind.THONG_BAO),
        Container.PDF,
        _bilevel(skew=0.7, speckle=0.00002),
    ),
    Plan(
        (Kind.QUYET_DINH,),
        Container.PDF,
        Faults(skew=0.2),
        {"secrecy": "MẬT"},
    ),
    Plan(
        (Kind.CONG_VAN,),
        Container.PDF,
        _bilevel(skew=-1.1, threshold=185),
        {"secrecy": "TUYỆT MẬT", "marks": MarkWishes(grey=True)},
    ),
    Plan(
        (Kind.QUYET_DINH,),
        Container.JPEG,
        Faults(dpi=130, skew=-0.8, paper=_YELLOWED, fade=0.4, fall_off=0.2, fall_off_angle=215),
        {"style": Style.OLD},
        quality=45,
    ),
    Plan(
        (Kind.BAO_CAO,),
        Container.PDF,
        _bilevel(skew=0.4, shift=(-2.0, 1.0)),
        {"annex": True, "landscape_annex": True},
    ),
    Plan(
        (Kind.CONG_VAN,),
        Container.JPEG,
        Faults(rotation=90, skew=1.2, noise=1.5),
        {"urgency": "KHẨN"},
        quality=45,
    ),
    Plan(
        (Kind.TO_TRINH,),
        Container.PDF_MIXED,
        _bilevel(skew=-0.4),
        {"annex": True, "pages": 2, "pen": True},
    ),
    Plan((Kind.THONG_BAO,), Container.TIFF, _bilevel(rotation=180, skew=0.9)),
    Plan(
        (Kind.QUYET_DINH,),
        Container.PDF_TURNED,
        _bilevel(rotation=270, skew=-0.2),
        {"style": Style.PARTY},
    ),
    Plan(
        (Kind.KE_HOACH,),
        Container.PDF,
        _grey(dpi=150, skew=-1.4, fade=0.7, dropout=0.6),
        quality=45,
    ),
    Plan((Kind.GIAY_MOI,), Container.PNG, _bilevel(dpi=300, skew=-0.6), {"style": Style.PARTY}),
    Plan(
        (Kind.NGHI_QUYET,),
        Container.PDF,
        _grey(dpi=120, skew=2.0, fall_off=0.35, fall_off_angle=120, borders=(4, 0, 0, 6)),
        quality=45,
    ),
    Plan(
        (Kind.BIEN_BAN,),
        Container.JPEG,
        Faults(dpi=100, skew=-1.9, show_through=0.15, noise=3.0, blur=0.6),
        quality=45,
    ),
    Plan(
        (Kind.CONG_VAN,),
        Container.TIFF,
        _bilevel(skew=0.1, speckle=0.00005, borders=(2, 0, 0, 0)),
        {"urgency": "THƯỢNG KHẨN", "marks": MarkWishes(arrival=True, grey=True), "pages": 2},
    ),
)


def _by_chance(rng: random.Random) -> Plan:
    container = rng.choice([*[Container.PDF] * 5, *Container])
    kinds = [rng.choice(list(Kind))]
    wishes: dict[str, Any] = {
        "style": rng.choice([*[Style.STATE] * 5, Style.PARTY, Style.OLD]),
        "blank_backs": rng.random() < 0.1,
        "annex": rng.random() < 0.2,
        "pages": rng.choice([1, 1, 1, 2, 3]),
    }
    wishes["landscape_annex"] = wishes["annex"] and rng.random() < 0.4
    if rng.random() < 0.15:
        wishes["urgency"] = rng.choice(URGENCIES)
    if rng.random() < 0.06:
        wishes["secrecy"] = rng.choice(SECRECIES)
    if rng.random() < 0.15:
        kinds += rng.choices(list(Kind), k=rng.randint(1, 3))
    if container is Container.PDF_TEXT:
        wishes |= {"pen": False, "marks": MarkWishes(e_signature=rng.random() < 0.5)}
        return Plan(tuple(kinds), container, Faults(), wishes)
    if container is Container.PDF_TURNED:
        wishes["rotation"] = rng.choice([90, 270])
    if container in (Container.JPEG, Container.PNG):
        kinds = kinds[:1]
    return Plan(tuple(kinds), container, rng.choice(list(Damage)), wishes, rng.randint(40, 85))
