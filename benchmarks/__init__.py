"""Measurements, as ratios within one run. See docs/figures.md."""
