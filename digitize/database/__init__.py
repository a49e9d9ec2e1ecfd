"""SQLAlchemy models, Alembic migrations and queries: the truth of the archive."""
