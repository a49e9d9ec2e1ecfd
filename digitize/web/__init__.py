"""The web archive: search and document pages, in Vietnamese."""
