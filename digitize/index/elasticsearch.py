"""The index on an Elasticsearch server: one index document a page, behind an alias."""

import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from elasticsearch import ApiError, Elasticsearch, NotFoundError

from digitize.errors import ServiceError
from digitize.index.clauses import read_clauses
from digitize.index.elasticsearch_alias import begin_next, create_empty, is_there, move_to
from digitize.index.elasticsearch_changes import Change, IndexGoneError, Refusal, send
from digitize.index.elasticsearch_connection import Address, check_server, connect, translated
from digitize.index.elasticsearch_search import every_page, search
from digitize.index.protocol import Entry, RefusedError, Result
from digitize.index.query import Query

_HELD = 2_000  # pages that wait here for a commit; more are sent before it

# While an index is put in the place of another, or has just been made, a search of it may fail
# (404, 503). It is asked again after so many seconds.
_MOVED = (404, 503)
_WAITS = (0.0, 0.1, 0.4, 1.5)


class ElasticsearchIndex:
    """Connects on first use. Any number of readers and writers, in any number of processes.
    Thread-safe.

    Changes wait here and are sent together. After `clear` they go into a new index that nobody
    sees until `commit` moves the alias to it, however many they are.
    """

    def __init__(self, address: Address, authority: str = "") -> None:
        self._address = address
        self._authority = authority
        self._mutex = threading.RLock()
        self._client: Elasticsearch | None = None
        self._checked = False  # the alias was there, for an index of our version
        self._changes: dict[str, Change] = {}
        self._held = 0  # pages in `_changes`
        self._sent = False
        self._refused: list[Refusal] = []
        self._next = ""  # the index that is being built since `clear`

    def replace(self, document_id: str, entries: Iterable[Entry], *, version: int = 0) -> None:
        ordered = tuple(sorted(entries, key=lambda entry: entry.page))
        self._change(Change(document_id, version, ordered))

    def delete(self, document_id: str, *, version: int = 0) -> None:
        self._change(Change(document_id, version))

    def clear(self) -> None:
        with self._writing() as client:
            self._forget()
            self._next = begin_next(client, self._address.name)

    def commit(self) -> None:
        with self._writing() as client:
            self._send(client)
            if self._next:
                client.indices.refresh(index=self._next)
                move_to(client, self._address.name, self._next)
            elif self._sent:
                client.indices.refresh(index=self._address.name)
            refused = self._refused
            self._forget()
        if refused:
            raise self._refusal(refused)

    def search(
        self, query: Query, *, limit: int = 20, offset: int = 0, facet_size: int = 20
    ) -> Result:
        clauses = read_clauses(query)
        window = {"limit": limit, "offset": offset, "facet_size": facet_size}
        with translated(self._address):
            client = self._connected()
            for wait in _WAITS:
                time.sleep(wait)
                if not self._checked and not is_there(client, self._address.name):
                    return Result(0, ())
                self._checked = True
                try:
                    return search(client, self._address.name, query, clauses, **window)
                except ApiError as error:
                    if error.status_code not in _MOVED:
                        raise
                    self._checked = False
                    moved = error
            raise moved

    def pages(self) -> Iterator[tuple[str, int]]:
        with translated(self._address):
            client = self._connected()
            if is_there(client, self._address.name):
                yield from every_page(client, self._address.name)

    def close(self) -> None:
        with self._mutex:
            self._forget()
            client, self._client = self._client, None
            self._checked = False
            if client is not None:
                client.close()

    def _change(self, change: Change) -> None:
        with self._writing() as client:
            self._changes[change.document_id] = change
            self._held += len(change.entries)
            if self._held > _HELD:
                self._send(client)

    def _send(self, client: Elasticsearch) -> None:
        changes = [*self._changes.values()]
        if not changes:
            return
        if self._next:
            self._refused += send(client, self._next, changes, alias=False)
        else:
            if not is_there(client, self._address.name):
                create_empty(client, self._address.name)
            try:
                self._refused += send(client, self._address.name, changes, alias=True)
            except IndexGoneError:  # the alias moved to a new index meanwhile
                self._refused += send(client, self._address.name, changes, alias=True)
        self._changes, self._held, self._sent = {}, 0, True

    def _forget(self) -> None:
        """Nothing waits, nothing is being built."""
        self._changes, self._held, self._sent = {}, 0, False
        self._refused, self._next = [], ""

    @contextmanager
    def _writing(self) -> Iterator[Elasticsearch]:
        with self._mutex, translated(self._address):
            try:
                yield self._connected()
            except (IndexGoneError, NotFoundError):
                self._forget()
                raise ServiceError(
                    f"the index {self._address.name} at {self._address.origin} was removed while "
                    "it was written to",
                    remedy="When another digitize reindex runs, wait until it has ended. Then run "
                    "the command again.",
                ) from None
            except BaseException:
                self._forget()
                raise

    def _connected(self) -> Elasticsearch:
        with self._mutex:
            if self._client is None:
                client = connect(self._address, self._authority)
                check_server(client, self._address)
                self._client = client
            return self._client

    def _refusal(self, refused: list[Refusal]) -> RefusedError:
        first = refused[0]
        return RefusedError(
            f"the index at {self._address.origin} refused {len(refused)} pages; the first is "
            f"page {first.page} of document {first.document_id} ({first.kind})",
            remedy="Look at the server's log. All other pages can be found.",
            document_ids=frozenset(page.document_id for page in refused),
        )
