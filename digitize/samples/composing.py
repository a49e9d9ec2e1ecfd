"""A whole letter by chance: who writes what about which matter to whom."""

import random
from dataclasses import replace

from digitize.samples.bodies import body_of
from digitize.samples.issuers import some_issuer, some_name
from digitize.samples.letter import KIND_NAMES, Issuer, Kind, Letter, Paragraph, Signer, Style
from digitize.samples.tables import some_annex
from digitize.samples.writing import Writer, bank


def some_letter(
    kind: Kind,
    rng: random.Random,
    *,
    style: Style = Style.STATE,
    pages: int = 1,
    annex: bool = False,
    landscape_annex: bool = False,
    urgency: str | None = None,
    secrecy: str | None = None,
) -> Letter:
    """A letter of about `pages` pages, before its annex."""
    year = rng.randint(1958, 1997) if style is Style.OLD else rng.randint(2011, 2025)
    day = (year, rng.randint(1, 12), rng.randint(1, 28))
    issuer = some_issuer(rng, style, year)
    writer = Writer(
        rng, short=issuer.short, territory=issuer.territory, level=issuer.level, year=year
    )
    number = str(rng.choice([rng.randint(1, 99), rng.randint(100, 999), rng.randint(1000, 4999)]))
    if style is not Style.OLD and rng.random() < 0.04:
        number += rng.choice("aAbB")
    matter = writer.one("subjects")
    body = body_of(kind, writer, issuer, matter, style, pages)
    if kind is Kind.HOP_DONG:
        signed = f"{day[2]:02d} tháng {day[1]:02d} năm {year}"
        sentence = writer.fill(bank("prose")["frame_contract"], ngay_ky=signed, noi_ky=issuer.place)
        body = (Paragraph(sentence), *body)
    lawlike = kind in (Kind.QUYET_DINH, Kind.NGHI_QUYET) and style is Style.STATE
    letter = Letter(
        kind=kind,
        style=style,
        issuer=issuer,
        number=number.zfill(2),
        symbol=_symbol(kind, issuer, style, rng),
        year_in_number=str(year) if lawlike and rng.random() < 0.25 else "",
        place=issuer.place,
        day=day,
        subject=_subject(kind, matter, style, rng),
        addressees=_addressees(kind, issuer, rng),
        body=body,
        recipients=_recipients(kind, issuer, style, rng),
        signers=_signers(kind, issuer, style, rng),
        urgency=urgency,
        secrecy=secrecy,
    )
    if not annex:
        return letter
    named = f"{KIND_NAMES[kind][0]} số {letter.full_number}"
    reference = f"{named} ngày {day[2]:02d}/{day[1]:02d}/{year} của {issuer.short}"
    return replace(letter, annexes=(some_annex(writer, reference, landscape_annex),))


def _subject(kind: Kind, matter: str, style: Style, rng: random.Random) -> str:
    """The trích yếu. The Party writes "về việc", never "V/v"."""
    if kind is Kind.CONG_VAN:
        start = rng.choice(["V/v", "V/v", "V/v", "Về việc"])
        return f"{'về việc' if style is Style.PARTY else start} {matter}"
    if kind is Kind.BIEN_BAN:
        return f"Họp về việc {matter}"
    if kind is Kind.HOP_DONG:
        return f"Về việc {matter}"
    upper = matter[:1].upper() + matter[1:]
    forms = [f"Về việc {matter}"] * 3 + [upper] * 3
    if style is not Style.PARTY:
        forms += [f"V/v {matter}", f"(V/v {matter})", f"{upper}."]
    return rng.choice(forms)


def _symbol(kind: Kind, issuer: Issuer, style: Style, rng: random.Random) -> str:
    short = KIND_NAMES[kind][1]
    if style is Style.PARTY:
        return f"{short}/{issuer.abbreviation}"
    body = issuer.abbreviation
    if style is Style.OLD:
        body = "UB" if body == "UBND" else body
        short = "CV" if kind is Kind.CONG_VAN else short
        return f"{short}/{body}" if rng.random() < 0.5 else f"{short}-{body}"
    if kind is Kind.CONG_VAN:
        return f"{body}-{rng.choice(issuer.divisions)}"
    return f"{short}-{body}"


def _addressees(kind: Kind, issuer: Issuer, rng: random.Random) -> tuple[str, ...]:
    if kind is Kind.TO_TRINH:
        upper = {"xã": "Ủy ban nhân dân huyện", "huyện": "Ủy ban nhân dân tỉnh"}
        return (upper.get(issuer.level, "Hội đồng nhân dân tỉnh"),)
    if kind not in (Kind.CONG_VAN, Kind.GIAY_MOI, Kind.BAO_CAO) or (
        kind is Kind.BAO_CAO and rng.random() < 0.5
    ):
        return ()
    pool = [
        "Các sở, ban, ngành",
        "Ủy ban nhân dân các huyện, thị xã, thành phố",
        "Các phòng, ban, đơn vị trực thuộc",
        "Văn phòng Ủy ban nhân dân tỉnh",
        "Bệnh viện Đa khoa tỉnh",
        "Ủy ban nhân dân các xã, phường, thị trấn",
        "Các trường trung học phổ thông",
    ]
    return tuple(rng.sample(pool, rng.choice([1, 1, 2, 3])))


def _recipients(kind: Kind, issuer: Issuer, style: Style, rng: random.Random) -> tuple[str, ...]:
    if kind in (Kind.BIEN_BAN, Kind.HOP_DONG):
        return ()
    pool = [
        "TT Tỉnh ủy",
        "TT HĐND tỉnh",
        "CT, các PCT UBND tỉnh",
        "Các sở, ban, ngành",
        "UBND các huyện, TP",
        "Cổng TTĐT",
        "Kho bạc Nhà nước",
        "Ban Giám đốc (b/c)",
        "Phòng Nội vụ",
        "VP: PCVP, CV",
        "Báo, Đài PT-TH",
    ]
    chosen = rng.sample(pool, rng.randint(1, 5))
    first = {Kind.QUYET_DINH: "Như Điều 3", Kind.NGHI_QUYET: "Như Điều 2"}.get(kind, "Như trên")
    drafter = "".join(rng.choice("ABDHKLMNPQTVY") for _ in range(rng.randint(1, 3)))
    last = "Lưu Văn phòng" if style is Style.PARTY else f"Lưu: VT, {rng.choice(issuer.divisions)}"
    if style is Style.STATE and rng.random() < 0.4:
        last += f" ({drafter})"
    return (first, *chosen, last)


def _signers(kind: Kind, issuer: Issuer, style: Style, rng: random.Random) -> tuple[Signer, ...]:
    head, deputy = issuer.heads
    if kind is Kind.BIEN_BAN:
        return (
            Signer(("THƯ KÝ",), some_name(rng), sealed=False),
            Signer(("CHỦ TRÌ", head), some_name(rng)),
        )
    if kind is Kind.HOP_DONG:
        return (
            Signer(("ĐẠI DIỆN BÊN A", head), some_name(rng)),
            Signer(("ĐẠI DIỆN BÊN B", "GIÁM ĐỐC"), some_name(rng)),
        )
    titles: list[str] = []
    if issuer.collective and kind in (
        Kind.QUYET_DINH,
        Kind.TO_TRINH,
        Kind.NGHI_QUYET,
        Kind.BAO_CAO,
    ):
        titles.append(issuer.collective)
    acting, on_order = ("K/T", "T/L") if style is Style.PARTY else ("KT.", "TL.")
    office = ("CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG")
    has_office = bool(issuer.collective) and not titles
    roll = rng.random()
    if roll < 0.45:
        titles += [f"{acting} {head}", deputy]
    elif roll < 0.6 and has_office:
        titles += [f"{on_order} {head}", office[0]]
    elif roll < 0.7 and has_office:
        titles += [f"{on_order} {head}", f"{acting} {office[0]}", office[1]]
    elif roll > 0.94 and style is Style.STATE:
        titles.append(f"Q. {head}")
    else:
        titles.append(head)
    return (Signer(tuple(titles), some_name(rng)),)


def some_note(rng: random.Random) -> str:
    """A few words that a leader wrote in the margin."""
    return str(rng.choice(bank("prose")["notes"]))
