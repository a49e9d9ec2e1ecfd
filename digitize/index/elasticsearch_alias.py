"""The alias that an index is known by, and the index that it stands for.

`digitize` is such an alias and `digitize-v2-000001` its index: v2 is the version of mapping and
tokens, the last part counts the rebuilds. All functions are safe against other processes that do
the same at the same time.
"""

import re

from elasticsearch import BadRequestError, Elasticsearch, NotFoundError

from digitize.errors import ServiceError
from digitize.index.elasticsearch_connection import error_type
from digitize.index.elasticsearch_mapping import template

INDEX_VERSION = 2  # raise it when the mapping or the tokens change


def is_there(client: Elasticsearch, alias: str) -> bool:
    """Raises ServiceError when the alias stands for an index that is not of our version."""
    try:
        indices = client.indices.get_alias(name=alias)
    except NotFoundError:
        return False
    if any(not index.startswith(f"{alias}-v{INDEX_VERSION}-") for index in indices):
        raise ServiceError(
            f"the index {alias} was made by another version of digitize",
            remedy="Run digitize reindex: it builds the index anew from the database.",
        )
    return True


def create_empty(client: Elasticsearch, alias: str) -> None:
    """The first index with its alias, unless another process makes it first."""
    name = _next(client, alias)
    if is_there(client, alias):
        return
    _put_template(client, alias)
    try:
        client.indices.create(index=name, aliases={alias: {"is_write_index": True}})
    except BadRequestError as error:
        if is_there(client, alias):
            return
        if error_type(error) == "invalid_alias_name_exception":
            raise ServiceError(
                f"the server has an index called {alias} that is not of digitize",
                remedy="Give ours another name: DIGITIZE_INDEX=https://host:9200/name.",
            ) from None
        raise


def begin_next(client: Elasticsearch, alias: str) -> str:
    """A new empty index that no alias stands for yet."""
    _put_template(client, alias)
    while True:
        name = _next(client, alias)
        try:
            client.indices.create(index=name)
        except BadRequestError as error:
            if error_type(error) != "resource_already_exists_exception":
                raise
        else:
            return name


def move_to(client: Elasticsearch, alias: str, index: str) -> None:
    """Let the alias stand for `index` and remove our other indices, in one step: readers see the
    old one before it, the new one after. Raises NotFoundError when `index` is gone."""
    try:
        before = set(client.indices.get_alias(name=alias))
    except NotFoundError:
        before = set()
    ours = set(_ours(client, alias)) - {index}
    client.indices.update_aliases(
        actions=[
            {"add": {"index": index, "alias": alias, "is_write_index": True}},
            *({"remove": {"index": other, "alias": alias}} for other in sorted(before - ours)),
            *({"remove_index": {"index": other}} for other in sorted(ours)),
        ]
    )


def _put_template(client: Elasticsearch, alias: str) -> None:
    client.indices.put_index_template(name=alias, **template(f"{alias}-v{INDEX_VERSION}-*"))


def _ours(client: Elasticsearch, alias: str) -> list[str]:
    """Our indices of any version, whether the alias stands for them or not."""
    pattern = re.compile(rf"{re.escape(alias)}-v\d+-\d{{6}}")
    found = client.indices.get_alias(index=f"{alias}-v*")
    return [index for index in found if pattern.fullmatch(index)]


def _next(client: Elasticsearch, alias: str) -> str:
    last = max((int(index[-6:]) for index in _ours(client, alias)), default=0)
    return f"{alias}-v{INDEX_VERSION}-{last + 1:06}"
