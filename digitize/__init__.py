"""Turns scans of Vietnamese public archives into a shared, searchable archive."""

__version__ = "0.1.0"
