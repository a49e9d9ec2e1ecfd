"""Ask an index whether it can be used."""

from contextlib import closing
from importlib.metadata import version
from urllib.parse import unquote, urlsplit

from digitize.index.opening import open_index
from digitize.index.query import Query


def probe_index(url: str, authority: str = "") -> str:
    """Engine and version, in one line without a password. Raises UsageError for a URL that names
    no index, ServiceError for one that cannot be used."""
    with closing(open_index(url, authority)) as index:
        documents = index.search(Query(), limit=1).total
    parts = urlsplit(url)
    if parts.scheme == "tantivy":
        where = f"tantivy {version('tantivy')}, {unquote(parts.path)}"
    else:
        from digitize.index.elasticsearch_connection import connect, read_address, translated

        address = read_address(url)
        with translated(address), connect(address, authority) as client:
            answer = client.nodes.info(node_id="_local", filter_path="nodes.*.version")
            versions = {node["version"] for node in answer["nodes"].values()}
        where = f"Elasticsearch {', '.join(versions)}, {address.name} at {address.origin}"
    return f"{where}, {documents} documents"
