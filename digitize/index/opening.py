"""Open the index that a URL names."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from digitize.errors import UsageError
from digitize.index.protocol import Index
from digitize.index.tantivy import TantivyIndex


def open_index(url: str, authority: str = "") -> Index:
    """`authority`: file with the certificates to trust when the URL names a server with TLS.

    Raises UsageError for a URL of an unknown kind. No message holds the URL of a server: it may
    have a password in it.
    """
    if url.startswith(("http:", "https:")):
        # Here, since the client takes longer to import than a search in the embedded index.
        from digitize.index.elasticsearch import ElasticsearchIndex
        from digitize.index.elasticsearch_connection import read_address

        return ElasticsearchIndex(read_address(url), authority)
    parts = urlsplit(url)
    if parts.scheme == "tantivy" and not parts.netloc and parts.path.startswith("/"):
        return TantivyIndex(Path(unquote(parts.path)))
    raise UsageError(
        f"DIGITIZE_INDEX names no index: {parts.scheme}:…",
        remedy="Use tantivy:///path, with three slashes, or https://user:password@host:9200/name "
        "for an Elasticsearch server.",
    )
