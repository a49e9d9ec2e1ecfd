"""Learns how far the fields can be trusted: `python -m training.fields`."""
