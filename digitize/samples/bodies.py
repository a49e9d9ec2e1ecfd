"""The body of a document, by kind: paragraphs, articles and tables."""

import random

from digitize.samples.issuers import some_name
from digitize.samples.letter import Annex, Block, Issuer, Kind, Paragraph, Style, Table
from digitize.samples.writing import Writer, bank


def body_of(
    kind: Kind, writer: Writer, issuer: Issuer, subject: str, style: Style, pages: int
) -> tuple[Block, ...]:
    """Blocks that fill about `pages` pages."""
    makers = {
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
    }
    blocks = makers[kind](writer, issuer, subject, pages)
    ending = "." if style is Style.PARTY else "./."
    if style is Style.PARTY:
        blocks.insert(-1, _plain(writer.one("party_tasks")))
    last = blocks[-1]
    if isinstance(last, Paragraph) and kind is not Kind.HOP_DONG:
        blocks[-1] = Paragraph(
            last.text.rstrip(".") + ending, last.bold, last.italic, lead=last.lead
        )
    return tuple(blocks)


def _plain(text: str, lead: str = "") -> Paragraph:
    return Paragraph(text if text.endswith((".", ":", ";")) else f"{text}.", lead=lead)


def _dashes(writer: Writer, name: str, count: int) -> list[Block]:
    return [_plain(f"- {text}") for text in writer.take(name, count)]


def _bases(writer: Writer, issuer: Issuer) -> list[Block]:
    """The căn cứ: in italics, each ending with a semicolon (NĐ 30, Phụ lục I)."""
    first = {
        "tỉnh": "Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015",
        "ngành": "Nghị định số 123/2016/NĐ-CP ngày 01 tháng 9 năm 2016 của Chính phủ",
    }.get(issuer.level, "Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015")
    texts = [first, *writer.take("bases", len(writer.topic["bases"])), writer.one("cited")]
    blocks: list[Block] = [Paragraph(f"Căn cứ {text};", italic=True) for text in texts]
    proposer = writer.rng.choice(
        ["Giám đốc Sở Tài chính", "Chánh Văn phòng", "Trưởng phòng Nội vụ"]
    )
    blocks.append(Paragraph(f"Theo đề nghị của {proposer}.", italic=True))
    return blocks


def _official_letter(writer: Writer, issuer: Issuer, subject: str, pages: int) -> list[Block]:
    rng = writer.rng
    blocks: list[Block] = [_plain(writer.one("openings"))]
    if rng.random() < 0.5 or pages > 1:
        blocks.append(_plain(writer.one("context")))
    for number in range(1, (rng.randint(2, 4) if pages == 1 else 6 * pages - 3) + 1):
        style = rng.choice(["task", "task", "duty"])
        text = writer.one("tasks" if style == "task" else "duties")
        blocks.append(
            _plain(text, lead=f"{number}.") if rng.random() < 0.3 else _plain(f"{number}. {text}")
        )
        if rng.random() < 0.35:
            blocks += _dashes(writer, "tasks", rng.randint(1, 2))
    if rng.random() < 0.25 or pages > 1:
        blocks.append(schedule(writer, rng.randint(3, 6)))
    blocks.append(_plain(writer.one("closings")))
    return blocks


def _decision(writer: Writer, issuer: Issuer, subject: str, pages: int) -> list[Block]:
    rng = writer.rng
    blocks = _bases(writer, issuer)
    blocks.append(Paragraph("QUYẾT ĐỊNH:", bold=True, centred=True, indent=False))
    verb = rng.choice(["Phê duyệt", "Ban hành kèm theo Quyết định này nội dung", "Thông qua"])
    blocks.append(
        _plain(
            f"{verb} {subject[:1].lower()}{subject[1:]}, với các nội dung chủ yếu sau:",
            lead="Điều 1.",
        )
    )
    for number in range(1, (3 if pages == 1 else 9 * pages - 8)):
        blocks.append(_plain(f"{number}. {writer.one('tasks')}"))
    if pages > 1 or rng.random() < 0.3:
        blocks.append(money_table(writer, rng.randint(3, 7)))
    blocks.append(_plain(writer.one("articles"), lead="Điều 2."))
    blocks.append(_plain(writer.one("executors"), lead="Điều 3."))
    return blocks


def _proposal(writer: Writer, issuer: Issuer, subject: str, pages: int) -> list[Block]:
    rng = writer.rng
    blocks: list[Block] = [Paragraph(f"Căn cứ {t};") for t in writer.take("bases", 2)]
    blocks.append(
        _plain(
            f"{issuer.short} kính trình cấp có thẩm quyền xem xét, quyết định {writer.topic['name']} với các nội dung sau:"
        )
    )
    heads = ["I. SỰ CẦN THIẾT", "II. NỘI DUNG TRÌNH", "III. KINH PHÍ THỰC HIỆN"]
    for head, names in zip(heads, ("context", "tasks", "results"), strict=True):
        blocks.append(Paragraph(head, bold=True))
        blocks += [
            _plain(t) for t in writer.take(names, 2 * pages if pages > 1 else rng.randint(1, 2))
        ]
    if rng.random() < 0.5:
        blocks.append(money_table(writer, rng.randint(3, 5)))
    blocks.append(_plain(f"{issuer.short} kính trình xem xét, quyết định"))
    return blocks


def _report(writer: Writer, issuer: Issuer, subject: str, pages: int) -> list[Block]:
    rng = writer.rng
    blocks: list[Block] = [
        _plain(
            writer.fill(
                "Thực hiện {van_ban}, {co_quan} báo cáo kết quả thực hiện {chu_de} như sau:"
            )
        )
    ]
    blocks.append(Paragraph("I. KẾT QUẢ THỰC HIỆN", bold=True))
    for number, head in enumerate(
        ["Công tác chỉ đạo, điều hành", "Kết quả cụ thể", "Công tác phối hợp"][: 2 + (pages > 1)], 1
    ):
        blocks.append(Paragraph(f"{number}. {head}", bold=True))
        blocks += [_plain(t) for t in writer.take("context", 1)]
        blocks += [_plain(f"- {t}") for t in writer.take("results", min(2 * pages, 6))]
    if pages > 1 or rng.random() < 0.5:
        blocks.append(count_table(writer, rng.randint(4, 9)))
    blocks.append(Paragraph("II. TỒN TẠI, HẠN CHẾ", bold=True))
    blocks += [_plain(f"- {t}") for t in writer.take("limits", 2)]
    blocks.append(Paragraph("III. NHIỆM VỤ TRỌNG TÂM THỜI GIAN TỚI", bold=True))
    blocks += [_plain(f"{n}. {t}") for n, t in enumerate(writer.take("tasks", 2 * pages), 1)]
    blocks.append(_plain(f"Trên đây là báo cáo về {writer.topic['name']} của {issuer.short}"))
    return blocks


def _plan(writer: Writer, issuer: Issuer, subject: str, pages: int) -> list[Block]:
    rng = writer.rng
    blocks: list[Block] = [
        _plain(writer.fill("Căn cứ {van_ban}, {co_quan} xây dựng kế hoạch thực hiện như sau:"))
    ]
    blocks.append(Paragraph("I. MỤC ĐÍCH, YÊU CẦU", bold=True))
    blocks += [_plain(f"{n}. {t}") for n, t in enumerate(writer.take("purposes", 2), 1)]
    blocks.append(Paragraph("II. NỘI DUNG", bold=True))
    for number, text in enumerate(writer.take("tasks", 2 + 2 * pages), 1):
        blocks.append(_plain(f"{number}. {text}"))
        if rng.random() < 0.4:
            blocks.append(_plain(f"Thời gian hoàn thành: trước ngày {writer.some_day()}"))
    if rng.random() < 0.6:
        blocks.append(schedule(writer, rng.randint(3, 7)))
    blocks.append(Paragraph("III. TỔ CHỨC THỰC HIỆN", bold=True))
    blocks += [_plain(t) for t in writer.take("duties", 1 + pages)]
    blocks.append(_plain(writer.one("closings")))
    return blocks


def _resolution(writer: Writer, issuer: Issuer, subject: str, pages: int) -> list[Block]:
    blocks: list[Block] = [Paragraph(f"Căn cứ {t};", italic=True) for t in writer.take("bases", 2)]
    blocks.append(Paragraph("QUYẾT NGHỊ:", bold=True, centred=True, indent=False))
    blocks.append(
        _plain(
            f"Thông qua nội dung về {writer.topic['name']} với các nhiệm vụ chủ yếu sau:",
            lead="Điều 1.",
        )
    )
    blocks += [
        _plain(f"{n}. {t}") for n, t in enumerate(writer.take("tasks", 2 + 4 * (pages - 1)), 1)
    ]
    blocks += [_plain(t) for t in writer.take("results", 2 * pages - 1)]
    blocks.append(_plain(writer.one("duties"), lead="Điều 2."))
    blocks.append(_plain("Nghị quyết này có hiệu lực kể từ ngày ký", lead="Điều 3."))
    return blocks


def _invitation(writer: Writer, issuer: Issuer, subject: str, pages: int) -> list[Block]:
    rng = writer.rng
    hour = f"{rng.choice(['07', '08', '13', '14'])} giờ {rng.choice(['00', '30'])}"
    return [
        _plain(
            writer.fill("{co_quan} trân trọng kính mời đại biểu tham dự cuộc họp bàn về {chu_de}.")
        ),
        Paragraph("1. Thành phần:", bold=True),
        *_dashes(writer, "attendees", rng.randint(2, 4)),
        _plain(f"{hour}, ngày {writer.some_day()}", lead="2. Thời gian:"),
        _plain(writer.one("meeting_places"), lead="3. Địa điểm:"),
        Paragraph("4. Nội dung:", bold=True),
        *_dashes(writer, "tasks", 2),
        _plain("Đề nghị các đại biểu sắp xếp thời gian, tham dự đúng thành phần"),
    ]


def _minutes(writer: Writer, issuer: Issuer, subject: str, pages: int) -> list[Block]:
    rng = writer.rng
    blocks: list[Block] = [
        _plain(f"Thời gian bắt đầu: {rng.randint(7, 9)} giờ 30 phút, ngày {writer.some_day()}"),
        _plain(writer.fill("Địa điểm: " + writer.one("meeting_places"))),
        Paragraph("Thành phần tham dự:", bold=True),
        _plain(f"1. Chủ trì: Ông (bà) {some_name(rng)}"),
        _plain(f"2. Thư ký: Ông (bà) {some_name(rng)}"),
        *_dashes(writer, "attendees", 2),
        Paragraph("Nội dung:", bold=True),
        *[
            _plain(f"- Ông (bà) {some_name(rng)}: {t}")
            for t in writer.take("sayings", 1 + 2 * pages)
        ],
        Paragraph("Kết luận:", bold=True),
        *[_plain(f"{n}. {t}") for n, t in enumerate(writer.take("tasks", 1 + 2 * pages), 1)],
        _plain(
            "Cuộc họp kết thúc vào 11 giờ 15 phút cùng ngày, nội dung được các thành viên dự họp thống nhất"
        ),
    ]
    return blocks


def _contract(writer: Writer, issuer: Issuer, subject: str, pages: int) -> list[Block]:
    rng = writer.rng
    names = bank("names")
    blocks: list[Block] = [Paragraph(f"Căn cứ {t};", italic=True) for t in writer.take("bases", 1)]
    for side, body in (("A", issuer.short), ("B", rng.choice(names["companies"]))):
        blocks.append(Paragraph(f"Bên {side}: {body}", bold=True))
        blocks.append(
            _plain(
                f"- Địa chỉ: Số {rng.randint(2, 320)}, đường {rng.choice(names['streets'])}, {issuer.place}"
            )
        )
        blocks.append(_plain(f"- Mã số thuế: 00{rng.randint(10**7, 10**8 - 1)}"))
    blocks.append(_plain("Hai bên thống nhất ký hợp đồng với các điều khoản sau:"))
    for number, text in enumerate(writer.take("clauses", min(6, 3 + pages)), 1):
        blocks.append(_plain(text, lead=f"Điều {number}."))
    blocks.append(money_table(writer, rng.randint(2, 4)))
    blocks.append(
        _plain("Hợp đồng được lập thành 04 bản có giá trị pháp lý như nhau, mỗi bên giữ 02 bản.")
    )
    return blocks


def schedule(writer: Writer, rows: int) -> Table:
    names = bank("names")["communes"]
    chosen = writer.rng.sample(names, rows)
    return Table(
        (0.1, 0.45, 0.25, 0.2),
        (
            ("STT", "Đơn vị", "Thời gian", "Ghi chú"),
            *(
                (
                    str(n),
                    f"UBND xã {name}",
                    writer.some_day(),
                    writer.rng.choice(["", "Buổi sáng", "Buổi chiều"]),
                )
                for n, name in enumerate(chosen, 1)
            ),
        ),
    )


def money_table(writer: Writer, rows: int) -> Table:
    goods = writer.rng.sample(
        [
            "Sửa chữa trụ sở",
            "Mua sắm thiết bị tin học",
            "Tập huấn nghiệp vụ",
            "Chỉnh lý tài liệu",
            "Thuê tư vấn giám sát",
            "In ấn tài liệu tuyên truyền",
            "Hỗ trợ công tác phí",
        ],
        rows,
    )
    return Table(
        (0.1, 0.5, 0.4),
        (
            ("STT", "Nội dung chi", "Số tiền (đồng)"),
            *((str(n), name, writer.sum_of_money()) for n, name in enumerate(goods, 1)),
        ),
    )


def count_table(writer: Writer, rows: int) -> Table:
    rng = writer.rng
    names = rng.sample(bank("names")["districts"], rows)
    return Table(
        (0.09, 0.31, 0.2, 0.2, 0.2),
        (
            ("TT", "Địa phương", "Kế hoạch", "Thực hiện", "Tỷ lệ (%)"),
            *(
                (
                    str(n),
                    f"Huyện {name}",
                    str(rng.randint(50, 900)),
                    str(rng.randint(40, 800)),
                    f"{rng.randint(40, 99)},{rng.randint(0, 9)}",
                )
                for n, name in enumerate(names, 1)
            ),
        ),
    )


def some_annex(writer: Writer, number: str, reference: str, landscape: bool) -> Annex:
    rng: random.Random = writer.rng
    title = rng.choice(["DANH SÁCH ĐƠN VỊ THỰC HIỆN", "BẢNG TỔNG HỢP SỐ LIỆU", "DỰ TOÁN KINH PHÍ"])
    maker = {"DANH SÁCH ĐƠN VỊ THỰC HIỆN": schedule, "BẢNG TỔNG HỢP SỐ LIỆU": count_table}.get(
        title, money_table
    )
    return Annex(
        (f"Phụ lục {number}".strip(), title, f"(Kèm theo {reference})"),
        (maker(writer, 7 if maker is money_table else rng.randint(8, 15)),),
        landscape,
    )
