"""Page texts and index entries for tests, from plain strings."""

from digitize.domain import Box, Line, PageKind, PageText, Word, Zone
from digitize.index.protocol import Entry, Index


def page_of(*lines: str, zones: dict[int, Zone] | None = None, number: int = 1) -> PageText:
    """A page whose words are boxes of 10 x 10 pixels in a grid: word j of line i lies at
    (20 j, 20 i). A word written `?word` is withheld."""
    return PageText(
        number=number,
        kind=PageKind.READ,
        width=1000,
        height=1000,
        dpi=300,
        lines=tuple(
            Line(
                tuple(
                    Word(
                        text.removeprefix("?"),
                        Box(20 * j, 20 * i, 20 * j + 10, 20 * i + 10),
                        0.9,
                        withheld=text.startswith("?"),
                    )
                    for j, text in enumerate(line.split())
                ),
                zone=(zones or {}).get(i, Zone.BODY),
            )
            for i, line in enumerate(lines)
        ),
    )


def entry(
    document_id: str,
    text: str,
    *,
    page: int = 1,
    number: str = "",
    type: str = "",
    agency: str = "",
    department: str = "",
    signer: str = "",
    subject: str = "",
    date: str = "",
) -> Entry:
    return Entry(
        document_id=document_id,
        page=page,
        text=text,
        subject=subject,
        number=number,
        type=type,
        agency=agency,
        department=department,
        signer=signer,
        year=int(date[:4] or 0),
        date=date,
    )


def fill(index: Index, *entries: Entry) -> None:
    for document_id in dict.fromkeys(e.document_id for e in entries):
        index.replace(document_id, [e for e in entries if e.document_id == document_id])
    index.commit()
