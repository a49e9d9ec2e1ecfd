"""The embedded index: tantivy, one index document a page, in a folder of its own.

The folder holds a file `version` beside tantivy's own. Another version, or files that tantivy
cannot read, raise ServiceError until `clear` starts the folder afresh.
"""

import errno
import fcntl
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import tantivy

from digitize.errors import ServiceError
from digitize.index.clauses import read_clauses
from digitize.index.protocol import BusyError, Entry, Result
from digitize.index.query import Query
from digitize.index.tantivy_mapping import (
    build_schema,
    facet_request,
    read_facets,
    to_document,
    to_query,
)
from digitize.index.tantivy_ranking import rank

INDEX_VERSION = 2  # raise it when the schema or the tokens change

_HEAP = 50_000_000  # bytes that the writing thread fills before it writes a segment
_WINDOW = 10_000  # pages that are listed at a time
_REBUILD = "Run digitize reindex: it builds the index anew from the database."


class TantivyIndex:
    """Opens on first use. Any number of readers; one writer among all processes, so that versions
    come in their order. Thread-safe."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._schema = build_schema()
        self._mutex = threading.RLock()
        self._lock: IO[str] | None = None
        self._index: tantivy.Index | None = None
        self._writer: tantivy.IndexWriter | None = None
        self._seen: tuple[int, int] | None = None

    def replace(self, document_id: str, entries: Iterable[Entry], *, version: int = 0) -> None:
        ordered = sorted(entries, key=lambda entry: entry.page)
        with self._writing() as writer:
            writer.delete_documents_by_term("id", document_id)
            for position, entry in enumerate(ordered):
                writer.add_document(to_document(entry, first=position == 0))

    def delete(self, document_id: str, *, version: int = 0) -> None:
        with self._writing() as writer:
            writer.delete_documents_by_term("id", document_id)

    def clear(self) -> None:
        """Empty the index. Readers keep the old one until `commit`, unless it is damaged."""
        with self._mutex:
            self._take_lock()
            try:
                with self._writing() as writer:
                    writer.delete_all_documents()
            except ServiceError:
                self._start_afresh()

    def commit(self) -> None:
        with self._mutex:
            if self._writer is not None:
                with self._writing() as writer:
                    writer.commit()

    def close(self) -> None:
        """Changes that were not committed are dropped."""
        with self._mutex:
            writer, lock = self._writer, self._lock
            self._writer = self._index = self._seen = self._lock = None
            try:
                if writer is not None:
                    with self._translated():
                        writer.wait_merging_threads()
            finally:
                if lock is not None:
                    lock.close()

    def search(
        self, query: Query, *, limit: int = 20, offset: int = 0, facet_size: int = 20
    ) -> Result:
        clauses = read_clauses(query)
        with self._translated():
            searcher = self._searcher()
            if searcher is None:
                return Result(0, ())
            asked = to_query(self._schema, query, clauses)
            by_score = bool(clauses.wanted)  # else no page is better than another: newest first
            total, hits = rank(searcher, asked, limit=limit, offset=offset, by_score=by_score)
            facets = read_facets(searcher.aggregate(asked, facet_request()), facet_size)
            return Result(total, tuple(hits), facets)

    def pages(self) -> Iterator[tuple[str, int]]:
        with self._translated():
            searcher = self._searcher()
        offset = 0
        while searcher is not None:
            with self._translated():
                found = searcher.search(tantivy.Query.all_query(), _WINDOW, offset=offset).hits
                stored = [searcher.doc(address) for _, address in found]
            yield from ((page["id"][0], page["page"][0]) for page in stored)
            if len(found) < _WINDOW:
                return
            offset += _WINDOW

    def _searcher(self) -> tantivy.Searcher | None:
        """A view of the last commit of any process; None when nothing was ever committed."""
        with self._mutex:
            try:
                meta = (self._folder / "meta.json").stat()
            except FileNotFoundError:
                return None
            index = self._open()
            # tantivy's own watcher looks twice a second; this sees a commit at once.
            stamp = (meta.st_ino, meta.st_mtime_ns)
            if stamp != self._seen:
                index.reload()
                self._seen = stamp
            return index.searcher()

    def _open(self) -> tantivy.Index:
        if self._index is None:
            self._check_version()
            self._index = tantivy.Index(self._schema, str(self._folder))
            self._index.config_reader("manual")
        return self._index

    def _check_version(self) -> None:
        version = self._folder / "version"
        found = version.read_text().strip() if version.exists() else ""
        if found != str(INDEX_VERSION):
            raise ServiceError(
                f"the index {self._folder} was made by another version of digitize",
                remedy=_REBUILD,
            )

    @contextmanager
    def _writing(self) -> Iterator[tantivy.IndexWriter]:
        with self._mutex:
            self._take_lock()
            with self._translated():
                if self._writer is None:
                    if not (self._folder / "meta.json").exists():
                        (self._folder / "version").write_text(f"{INDEX_VERSION}\n")
                    self._writer = self._open().writer(_HEAP, 1)
                try:
                    yield self._writer
                except ValueError:
                    self._writer = None  # tantivy's writer takes nothing more after a failure
                    raise

    def _take_lock(self) -> None:
        """Our own lock, which `clear` can hold also where tantivy cannot open the index. The
        system lets go of it when the process ends, however it ends."""
        if self._lock is not None:
            return
        with self._translated():
            self._folder.mkdir(parents=True, exist_ok=True)
            lock = (self._folder / "lock").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            raise BusyError(
                f"another process writes to the index {self._folder}",
                remedy="Wait until the other digitize run or reindex has ended, then try again.",
            ) from None
        self._lock = lock

    def _start_afresh(self) -> None:
        self._writer = self._index = self._seen = None
        with self._translated():
            for path in self._folder.iterdir():
                if path.name != "lock":
                    path.unlink()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """tantivy raises ValueError for all its faults; on rotten bytes its Rust code panics,
        which comes as a BaseException of a class that cannot be imported."""
        try:
            yield
        except (ValueError, OSError) as error:
            raise self._fault(error) from None
        except BaseException as error:
            if type(error).__name__ != "PanicException":
                raise
            raise self._fault(error) from None

    def _fault(self, error: BaseException) -> ServiceError:
        if getattr(error, "errno", 0) == errno.ENOSPC or "No space left" in str(error):
            return ServiceError(
                f"no space is left for the index {self._folder}",
                remedy="Make room, then run the command again.",
            )
        return ServiceError(
            f"the index {self._folder} cannot be used: {error}",
            remedy=f"Mend its permissions when they are wrong. {_REBUILD}",
        )
