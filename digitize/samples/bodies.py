"""The body of a document, by kind: paragraphs, articles and tables."""

from collections.abc import Sequence
from dataclasses import replace

from digitize.samples.issuers import some_name
from digitize.samples.letter import Block, Issuer, Kind, Paragraph, Style
from digitize.samples.tables import expenses, results, schedule
from digitize.samples.writing import Writer, bank


def body_of(
    kind: Kind, writer: Writer, issuer: Issuer, matter: str, style: Style, pages: int
) -> tuple[Block, ...]:
    """Blocks that fill about `pages` pages. `matter`: what the document is about, without V/v."""
    maker = {
        Kind.CONG_VAN: _official_letter,
        Kind.QUYET_DINH: _decision,
        Kind.TO_TRINH: _proposal,
        Kind.BAO_CAO: _report,
        Kind.KE_HOACH: _plan,
        Kind.THONG_BAO: _official_letter,
        Kind.NGHI_QUYET: _resolution,
        Kind.GIAY_MOI: _invitation,
        Kind.BIEN_BAN: _minutes,
        Kind.HOP_DONG: _contract,
    }[kind]
    blocks = maker(writer, issuer, matter, pages)
    if style is Style.PARTY:
        blocks.insert(-1, _plain(writer.one("party_tasks")))
    last = blocks[-1]
    if isinstance(last, Paragraph) and kind is not Kind.HOP_DONG:
        ending = "." if style is Style.PARTY else "./."
        blocks[-1] = replace(last, text=last.text.rstrip(".") + ending)
    return tuple(blocks)


def _plain(text: str, lead: str = "") -> Paragraph:
    return Paragraph(text if text.endswith((".", ":", ";")) else f"{text}.", lead=lead)


def _bold(text: str) -> Paragraph:
    return Paragraph(text, bold=True)


def _middle(text: str) -> Paragraph:
    return Paragraph(text, bold=True, centred=True, indent=False)


def _listed(texts: Sequence[str]) -> list[Block]:
    return [_plain(f"{number}. {text}") for number, text in enumerate(texts, 1)]


def _dashed(texts: Sequence[str]) -> list[Block]:
    return [_plain(f"- {text}") for text in texts]


def _frame(writer: Writer, name: str, **values: str) -> str:
    return writer.fill(bank("prose")[f"frame_{name}"], **values)


def _bases(writer: Writer) -> list[Block]:
    """The căn cứ: in italics, each ending with a semicolon (NĐ 30, Phụ lục I)."""
    texts = [*writer.bases(), writer.one("cited")]
    blocks: list[Block] = [Paragraph(f"Căn cứ {text};", italic=True) for text in texts]
    blocks.append(Paragraph(f"Theo đề nghị của {writer.one('proposers')}.", italic=True))
    return blocks


def _official_letter(writer: Writer, issuer: Issuer, matter: str, pages: int) -> list[Block]:
    rng = writer.rng
    blocks: list[Block] = [_plain(writer.one("openings"))]
    if pages > 1 or rng.random() < 0.6:
        blocks.append(_plain(writer.one("context")))
    points = rng.randint(2, 5) if pages == 1 else 7 * pages - 3
    numbered = rng.random() < 0.5
    for number in range(1, points + 1):
        text = writer.one(rng.choice(["tasks", "tasks", "duties"]))
        blocks.append(_plain(text, lead=f"{number}.") if numbered else _plain(f"{number}. {text}"))
        roll = rng.random()
        if roll < 0.3:
            blocks.append(_plain(writer.one("details")))
        elif roll < 0.5:
            blocks += _dashed(writer.take("tasks", rng.randint(1, 2)))
    if pages > 1 or rng.random() < 0.2:
        blocks.append(schedule(writer, rng.randint(3, 6)))
    blocks.append(_plain(writer.one("closings")))
    return blocks


def _decision(writer: Writer, issuer: Issuer, matter: str, pages: int) -> list[Block]:
    rng = writer.rng
    blocks = _bases(writer)
    blocks.append(_middle("QUYẾT ĐỊNH:"))
    opening = _frame(writer, "decision", quyet=writer.one("decides"), viec=matter)
    blocks.append(_plain(opening, lead="Điều 1."))
    blocks += _listed(writer.take("tasks", 2 if pages == 1 else 5 * pages))
    if pages > 1:
        blocks += [_plain(text) for text in writer.take("details", 2 * pages)]
    if pages > 1 or rng.random() < 0.3:
        blocks.append(expenses(writer, rng.randint(3, 7)))
    blocks.append(_plain(writer.one("articles"), lead="Điều 2."))
    blocks.append(_plain(writer.one("executors"), lead="Điều 3."))
    return blocks


def _proposal(writer: Writer, issuer: Issuer, matter: str, pages: int) -> list[Block]:
    rng = writer.rng
    blocks: list[Block] = [Paragraph(f"Căn cứ {text};") for text in writer.bases()]
    blocks.append(_plain(_frame(writer, "proposal", viec=matter)))
    heads = ("I. SỰ CẦN THIẾT", "II. NỘI DUNG TRÌNH", "III. KẾT QUẢ DỰ KIẾN")
    for head, name in zip(heads, ("context", "tasks", "results"), strict=True):
        blocks.append(_bold(head))
        count = rng.randint(1, 2) if pages == 1 else 3 * pages
        blocks += [_plain(text) for text in writer.take(name, count)]
        blocks.append(_plain(writer.one("details")))
    if pages > 1 or rng.random() < 0.4:
        blocks.append(expenses(writer, rng.randint(3, 5)))
    blocks.append(_plain(_frame(writer, "proposal_end")))
    return blocks


def _report(writer: Writer, issuer: Issuer, matter: str, pages: int) -> list[Block]:
    rng = writer.rng
    blocks: list[Block] = [_plain(_frame(writer, "report"))]
    blocks.append(_bold("I. KẾT QUẢ THỰC HIỆN"))
    heads = ("Công tác chỉ đạo, điều hành", "Kết quả cụ thể", "Công tác phối hợp")
    for number, head in enumerate(heads[: 2 + (pages > 1)], 1):
        blocks.append(_bold(f"{number}. {head}"))
        blocks += [_plain(text) for text in writer.take("context", pages)]
        blocks += _dashed(writer.take("results", min(1 + pages, 4)))
    if pages > 1 or rng.random() < 0.3:
        blocks.append(results(writer, rng.randint(4, 9)))
    blocks.append(_bold("II. TỒN TẠI, HẠN CHẾ"))
    blocks += _dashed(writer.take("limits", 2))
    blocks.append(_bold("III. NHIỆM VỤ TRỌNG TÂM THỜI GIAN TỚI"))
    blocks += _listed(writer.take("tasks", 1 + pages))
    blocks.append(_plain(_frame(writer, "report_end")))
    return blocks


def _plan(writer: Writer, issuer: Issuer, matter: str, pages: int) -> list[Block]:
    rng = writer.rng
    blocks: list[Block] = [_plain(_frame(writer, "plan", viec=matter))]
    blocks.append(_bold("I. MỤC ĐÍCH, YÊU CẦU"))
    blocks += _listed(writer.take("purposes", 2))
    blocks.append(_bold("II. NỘI DUNG"))
    for number, text in enumerate(writer.take("tasks", 1 + 2 * pages), 1):
        blocks.append(_plain(f"{number}. {text}"))
        if rng.random() < 0.4:
            blocks.append(_plain(f"Thời gian hoàn thành: trước ngày {writer.some_day()}"))
    if pages > 1 or rng.random() < 0.4:
        blocks.append(schedule(writer, rng.randint(3, 7)))
    blocks.append(_bold("III. TỔ CHỨC THỰC HIỆN"))
    blocks += [_plain(text) for text in writer.take("duties", 1 + pages)]
    blocks.append(_plain(writer.one("closings")))
    return blocks


def _resolution(writer: Writer, issuer: Issuer, matter: str, pages: int) -> list[Block]:
    blocks: list[Block] = [Paragraph(f"Căn cứ {text};", italic=True) for text in writer.bases()]
    blocks.append(_middle("QUYẾT NGHỊ:"))
    blocks.append(_plain(_frame(writer, "resolution", viec=matter), lead="Điều 1."))
    blocks += _listed(writer.take("tasks", 3 * pages))
    blocks += [_plain(text) for text in writer.take("details", 3 * pages - 2)]
    blocks.append(_plain(writer.one("duties"), lead="Điều 2."))
    blocks.append(_plain("Nghị quyết này có hiệu lực kể từ ngày ký", lead="Điều 3."))
    return blocks


def _invitation(writer: Writer, issuer: Issuer, matter: str, pages: int) -> list[Block]:
    rng = writer.rng
    hour = f"{rng.choice(['07', '08', '13', '14'])} giờ {rng.choice(['00', '30'])}"
    return [
        _plain(_frame(writer, "invitation")),
        _bold("1. Thành phần:"),
        *_dashed(writer.take("attendees", rng.randint(2, 4))),
        _plain(f"{hour}, ngày {writer.some_day()}", lead="2. Thời gian:"),
        _plain(writer.one("meeting_places"), lead="3. Địa điểm:"),
        _bold("4. Nội dung:"),
        *_dashed(writer.take("tasks", 2)),
        _plain(_frame(writer, "invitation_end")),
    ]


def _minutes(writer: Writer, issuer: Issuer, matter: str, pages: int) -> list[Block]:
    rng = writer.rng
    start = f"{rng.randint(7, 9)} giờ 30 phút, ngày {writer.some_day()}"
    spoken = [f"Ông (bà) {some_name(rng)}: {t}" for t in writer.take("sayings", 1 + 2 * pages)]
    return [
        _plain(f"Thời gian bắt đầu: {start}"),
        _plain(f"Địa điểm: {writer.one('meeting_places')}"),
        _bold("Thành phần tham dự:"),
        _plain(f"1. Chủ trì: Ông (bà) {some_name(rng)}"),
        _plain(f"2. Thư ký: Ông (bà) {some_name(rng)}"),
        *_dashed(writer.take("attendees", 2)),
        _bold("Nội dung:"),
        *_dashed(spoken),
        _bold("Kết luận:"),
        *_listed(writer.take("tasks", 1 + 2 * pages)),
        _plain(_frame(writer, "minutes_end")),
    ]


def _contract(writer: Writer, issuer: Issuer, matter: str, pages: int) -> list[Block]:
    rng, names = writer.rng, bank("names")
    blocks: list[Block] = []
    for side, body in (("A", issuer.short), ("B", rng.choice(names["companies"]))):
        blocks.append(_bold(f"Bên {side}: {body}"))
        street = f"Số {rng.randint(2, 320)}, đường {rng.choice(names['streets'])}"
        blocks.append(_plain(f"- Địa chỉ: {street}, {issuer.place}"))
        blocks.append(_plain(f"- Mã số thuế: 00{rng.randint(10**7, 10**8 - 1)}"))
    blocks.append(_plain("Hai bên thống nhất ký hợp đồng với các điều khoản sau:"))
    for number, text in enumerate(writer.take("clauses", min(6, 2 + 2 * pages)), 1):
        blocks.append(_plain(text, lead=f"Điều {number}."))
    if pages > 1:
        blocks.append(expenses(writer, rng.randint(3, 6)))
    blocks.append(_plain(_frame(writer, "contract_end")))
    return blocks
