"""Scores of reading and of fields against known truth."""
