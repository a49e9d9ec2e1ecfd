"""Originals are claimed by workers, for a time."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    with op.batch_alter_table("originals") as originals:
        originals.add_column(sa.Column("worker", sa.String(), nullable=False, server_default=""))
        originals.add_column(sa.Column("lease", sa.Integer(), nullable=False, server_default="0"))
        originals.add_column(sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True))
        originals.drop_index("ix_originals_state")
        originals.create_index(
            "ix_originals_turn", ["state", "attempts", "accepted_at", "sha256"], unique=False
        )
