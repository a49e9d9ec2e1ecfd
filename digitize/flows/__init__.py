"""Prefect flows: thin wrappers around digitize.archive."""
