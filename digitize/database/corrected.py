"""Fields as they count: what a person said of them before what was read."""

from collections.abc import Iterable, Mapping
from datetime import UTC

from digitize.database.models import Correction
from digitize.database.records import CorrectionRecord, PageRecord
from digitize.domain import Box, Field

BY_A_PERSON = "a person"  # `source` of a corrected field


def newest(rows: Iterable[Correction]) -> dict[str, CorrectionRecord]:
    """The correction that counts for each key; `rows` from the oldest to the newest."""
    return {row.key: correction_record(row) for row in rows}


def correction_record(row: Correction) -> CorrectionRecord:
    # SQLite gives times back without their zone; what we write there is UTC.
    made_at = row.made_at if row.made_at.tzinfo else row.made_at.replace(tzinfo=UTC)
    read = Field.from_dict(row.read) if row.read else None
    return CorrectionRecord(row.key, row.value, row.author, made_at, read, row.version)


def corrected_fields(
    read: Mapping[str, Field], corrections: Mapping[str, CorrectionRecord], first: PageRecord
) -> dict[str, Field]:
    """`read` with what persons said in its place. The place on the page is that of the reading,
    or the whole `first` page of the document where nothing had been read."""
    fields = dict(read)
    for key, said in corrections.items():
        fields.pop(key, None)
        if said.value:
            at = read.get(key) or said.read
            page, box = (at.page, at.box) if at else (first.number, _whole(first))
            fields[key] = Field(said.value, 1.0, page, box, BY_A_PERSON)
    return fields


def _whole(page: PageRecord) -> Box:
    return Box(0, 0, page.width, page.height)
