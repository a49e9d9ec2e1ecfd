"""Cleaned pages in, page text out: engines, filters, layout, hOCR and ALTO."""
