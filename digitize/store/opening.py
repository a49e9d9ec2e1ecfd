"""Open the object store that a URL names."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from digitize.errors import UsageError
from digitize.store.folder import FolderStore
from digitize.store.protocol import Store


def open_store(url: str) -> Store:
    """Raises UsageError for a URL of an unknown kind, ServiceError when it is out of reach."""
    parts = urlsplit(url)
    if parts.scheme == "file" and not parts.netloc and parts.path.startswith("/"):
        return FolderStore(Path(unquote(parts.path)))
    raise UsageError(
        f"DIGITIZE_STORE names no store: {url}", remedy="Use file:///path, with three slashes."
    )
