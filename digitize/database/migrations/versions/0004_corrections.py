"""What persons said of fields, and why a document waits for one."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "corrections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("first_page", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["sha256"], ["originals.sha256"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_corrections_document", "corrections", ["sha256", "first_page"], unique=False
    )
    with op.batch_alter_table("documents") as documents:
        documents.add_column(sa.Column("doubts", sa.JSON(), nullable=False, server_default="[]"))
    # Doubts come from the fields: what is filed is filed anew from its page texts.
    op.execute("UPDATE originals SET metadata_version = 0 WHERE state IN ('done', 'review')")
