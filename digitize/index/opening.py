"""Open the index that a URL names."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from digitize.errors import UsageError
from digitize.index.protocol import Index
from digitize.index.tantivy import TantivyIndex


def open_index(url: str) -> Index:
    """Raises UsageError for a URL of an unknown kind."""
    parts = urlsplit(url)
    if parts.scheme == "tantivy" and not parts.netloc and parts.path.startswith("/"):
        return TantivyIndex(Path(unquote(parts.path)))
    raise UsageError(
        f"DIGITIZE_INDEX names no index: {url}",
        remedy="Use tantivy:///path, with three slashes.",
    )
