"""Tables and annexes of made-up figures."""

from digitize.samples.letter import Annex, Paragraph, Table
from digitize.samples.writing import Writer, bank

_EXPENSES = (
    "Sửa chữa trụ sở làm việc",
    "Mua sắm thiết bị tin học",
    "Tập huấn nghiệp vụ",
    "Chỉnh lý tài liệu tồn đọng",
    "Thuê tư vấn giám sát",
    "In ấn tài liệu tuyên truyền",
    "Hỗ trợ công tác phí",
    "Thuê đường truyền số liệu",
)


def schedule(writer: Writer, rows: int) -> Table:
    """Who does it when."""
    rng = writer.rng
    body = [
        (str(n), f"UBND xã {name}", writer.some_day(), rng.choice(["", "Buổi sáng", "Buổi chiều"]))
        for n, name in enumerate(rng.sample(bank("names")["communes"], rows), 1)
    ]
    return Table((0.1, 0.45, 0.25, 0.2), (("STT", "Đơn vị", "Thời gian", "Ghi chú"), *body))


def expenses(writer: Writer, rows: int) -> Table:
    body = [
        (str(n), name, writer.sum_of_money())
        for n, name in enumerate(writer.rng.sample(_EXPENSES, min(rows, len(_EXPENSES))), 1)
    ]
    return Table((0.1, 0.5, 0.4), (("STT", "Nội dung chi", "Số tiền (đồng)"), *body))


def results(writer: Writer, rows: int) -> Table:
    """Plan and outcome by district."""
    rng = writer.rng
    body = [
        (
            str(n),
            f"Huyện {name}",
            str(rng.randint(50, 900)),
            str(rng.randint(40, 800)),
            f"{rng.randint(40, 99)},{rng.randint(0, 9)}",
        )
        for n, name in enumerate(rng.sample(bank("names")["districts"], rows), 1)
    ]
    head = ("TT", "Địa phương", "Kế hoạch", "Thực hiện", "Tỷ lệ (%)")
    return Table((0.09, 0.31, 0.2, 0.2, 0.2), (head, *body))


def some_annex(writer: Writer, reference: str, landscape: bool) -> Annex:
    """One annex; `reference` names the letter that it belongs to."""
    rng = writer.rng
    if not landscape and rng.random() < 0.25:
        return _form(reference)
    title, maker = rng.choice(
        [
            ("DANH SÁCH ĐƠN VỊ THỰC HIỆN", schedule),
            ("BẢNG TỔNG HỢP SỐ LIỆU", results),
            ("DỰ TOÁN KINH PHÍ", expenses),
        ]
    )
    number = rng.choice(["", " I", " 01"])
    heading = (f"Phụ lục{number}", title, f"(Kèm theo {reference})")
    return Annex(heading, (maker(writer, rng.randint(8, 15)),), landscape)


def _form(reference: str) -> Annex:
    """A form to be filled in by those who report."""
    dots = "." * 40
    labels = ("Đơn vị báo cáo:", "Họ và tên người lập biểu:", "Số điện thoại:", "Kết quả:")
    lines = [Paragraph(f"{number}. {label} {dots}") for number, label in enumerate(labels, 1)]
    heading = ("Mẫu số 01", "BÁO CÁO KẾT QUẢ THỰC HIỆN", f"(Kèm theo {reference})")
    return Annex(heading, (*lines, Paragraph("NGƯỜI LẬP BIỂU", bold=True, centred=True)), form=True)
