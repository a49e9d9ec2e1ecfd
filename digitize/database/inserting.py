"""Rows that several processes may put in at the same moment."""

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from digitize.database.models import Base


def insert_once(s: Session, table: type[Base], **values: object) -> None:
    """Put a row in, unless one with the same unique key is there or just being put in."""
    insert = sqlite.insert if s.get_bind().dialect.name == "sqlite" else postgresql.insert
    s.execute(insert(table).values(**values).on_conflict_do_nothing())
