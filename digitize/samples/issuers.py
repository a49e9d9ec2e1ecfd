"""Bodies that issue documents, made up from common kinds of body and names of places."""

import math
import random
import textwrap
from dataclasses import replace

from digitize.samples.letter import Issuer, Style
from digitize.samples.writing import bank

_COLUMN = 23
_CHAIR = ("CHỦ TỊCH", "PHÓ CHỦ TỊCH")


def some_name(rng: random.Random) -> str:
    """A person's name; chance alone makes it."""
    names = bank("names")
    kind = rng.choice(["male", "female"])
    return " ".join(
        [
            rng.choice(names["surnames"]),
            rng.choice(names[f"middles_{kind}"]),
            rng.choice(names[f"given_{kind}"]),
        ]
    )


def some_issuer(rng: random.Random, style: Style, year: int) -> Issuer:
    if style is Style.PARTY:
        return _party(rng)
    if style is Style.OLD:
        issuer = rng.choice([_province, _district, _old_department])(rng)
        return _before_1976(issuer) if year < 1976 else issuer
    makers = [_province, _department, _department, _ministry, _district, _commune, _unit]
    return rng.choice(makers)(rng)


def _committee(rng: random.Random, kind: str, place: str, seat: str) -> Issuer:
    first = rng.choice(["ỦY BAN NHÂN DÂN", "UỶ BAN NHÂN DÂN"])
    return Issuer(
        parent=(),
        name=(first, f"{kind} {place}".upper()),
        abbreviation="UBND",
        divisions=("NC", "VX", "KTTH", "NV", "CNXD"),
        short=f"Ủy ban nhân dân {kind}",
        place=seat,
        territory=f"{kind} {place}",
        level=kind,
        heads=_CHAIR,
        collective=f"TM. {first}",
    )


def _province(rng: random.Random) -> Issuer:
    place = rng.choice(bank("names")["provinces"])
    return _committee(rng, "tỉnh", place, place)


def _district(rng: random.Random) -> Issuer:
    place = rng.choice(bank("names")["districts"])
    return _committee(rng, "huyện", place, place)


def _commune(rng: random.Random) -> Issuer:
    place = rng.choice(bank("names")["communes"])
    return _committee(rng, rng.choice(["xã", "phường"]), place, place)


def _department(rng: random.Random) -> Issuer:
    names = bank("names")
    name, abbreviation, divisions = rng.choice(names["departments"])
    place = rng.choice(names["provinces"])
    committee = rng.choice(["UBND", "ỦY BAN NHÂN DÂN"])
    return Issuer(
        parent=_wrapped(f"{committee} tỉnh {place}".upper()),
        name=_wrapped(name.upper()),
        abbreviation=abbreviation,
        divisions=tuple(divisions),
        short=name,
        place=place,
        territory=f"tỉnh {place}",
        level="tỉnh",
        heads=("GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
        seal=name.upper(),
    )


def _old_department(rng: random.Random) -> Issuer:
    names = bank("names")
    name, abbreviation, divisions = rng.choice(
        [
            ("Sở Giáo dục", "GD", ("PT", "TC")),
            ("Ty Lâm nghiệp", "LN", ("KT", "TC")),
            ("Sở Y tế", "YT", ("NV", "TC")),
            ("Ty Thương nghiệp", "TN", ("KH", "TC")),
        ]
    )
    place = rng.choice(names["provinces"])
    return Issuer(
        parent=(f"UBND TỈNH {place.upper()}",),
        name=(name.upper(),),
        abbreviation=abbreviation,
        divisions=divisions,
        short=name,
        place=place,
        territory=f"tỉnh {place}",
        level="tỉnh",
        heads=("GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")
        if name.startswith("Sở")
        else ("TRƯỞNG TY", "PHÓ TRƯỞNG TY"),
        seal=name.upper(),
    )


def _before_1976(issuer: Issuer) -> Issuer:
    """Committees were "hành chính" until July 1976."""
    lines = [
        tuple(t.replace("NHÂN DÂN", "HÀNH CHÍNH").replace("UBND", "UBHC") for t in part)
        for part in (issuer.parent, issuer.name)
    ]
    return replace(
        issuer,
        parent=lines[0],
        name=lines[1],
        short=issuer.short.replace("nhân dân", "hành chính"),
        collective=issuer.collective.replace("NHÂN DÂN", "HÀNH CHÍNH"),
    )


def _ministry(rng: random.Random) -> Issuer:
    name, abbreviation, divisions = rng.choice(bank("names")["ministries"])
    return Issuer(
        parent=(),
        name=(name.upper(),),
        abbreviation=abbreviation,
        divisions=tuple(divisions),
        short=name,
        place="Hà Nội",
        territory="cả nước",
        level="ngành",
        heads=("BỘ TRƯỞNG", "THỨ TRƯỞNG"),
    )


def _unit(rng: random.Random) -> Issuer:
    names = bank("names")
    name, abbreviation, head, deputy = rng.choice(names["units"])
    place = rng.choice(names["provinces"])
    parent = rng.choice(names["departments"])[0]
    return Issuer(
        parent=_wrapped(f"{parent} tỉnh {place}".upper()),
        name=_wrapped(name.upper()),
        abbreviation=abbreviation,
        divisions=("TCHC", "KHTC", "VP"),
        short=name,
        place=place,
        territory=f"tỉnh {place}",
        level="tỉnh",
        heads=(head, deputy),
        seal=name.upper(),
    )


def _party(rng: random.Random) -> Issuer:
    names = bank("names")
    if rng.random() < 0.5:
        kind, body = rng.choice([("tỉnh", "TỈNH ỦY"), ("huyện", "HUYỆN ỦY")])
        place = rng.choice(names["provinces" if kind == "tỉnh" else "districts"])
        return Issuer(
            parent=_wrapped(f"ĐẢNG BỘ {kind} {place}".upper()),
            name=("BAN CHẤP HÀNH",) if rng.random() < 0.3 else (body,),
            abbreviation="TU" if kind == "tỉnh" else "HU",
            divisions=("VP",),
            short=f"Ban Thường vụ {body.capitalize()}",
            place=place,
            territory=f"{kind} {place}",
            level=kind,
            heads=("BÍ THƯ", "PHÓ BÍ THƯ"),
            collective="T/M BAN THƯỜNG VỤ",
        )
    name, _, abbreviation, head, deputy = rng.choice(names["party_bodies"])
    place = rng.choice(names["provinces"])
    return Issuer(
        parent=_wrapped(f"TỈNH ỦY {place}".upper()),
        name=(name.upper(),),
        abbreviation=abbreviation,
        divisions=("VP",),
        short=f"{name} Tỉnh ủy",
        place=place,
        territory=f"tỉnh {place}",
        level="tỉnh",
        heads=(head, deputy),
    )


def _wrapped(text: str) -> tuple[str, ...]:
    """Lines of at most 23 letters, of about the same length, as a narrow header column asks."""
    count = math.ceil(len(text) / _COLUMN)
    for width in range(math.ceil(len(text) / count), _COLUMN + 1):
        lines = textwrap.wrap(text, width)
        if len(lines) == count:
            return tuple(lines)
    return tuple(textwrap.wrap(text, _COLUMN))
