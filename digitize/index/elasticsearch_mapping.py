"""Our entries and clauses as Elasticsearch's documents and queries: the same as tantivy's.

Each text field stands in the mapping twice, exact and folded, as tokens joined by blanks. Only
an analyzer of the core is asked for, so that a server without plugins will do.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from digitize.index.clauses import Clause, Clauses, is_pair
from digitize.index.dates import MAX_DATE, document_span
from digitize.index.ordering import document_place
from digitize.index.protocol import FACETS, Entry
from digitize.index.query import Query
from digitize.index.tokens import exact_text, folded_text, number_parts, tokenize

Body = dict[str, Any]

_TEXTS = ("text", "type", "agency", "department", "signer", "subject")

_ALL_EXACT = 1_000.0  # above the sum of BM25 scores of any query that is typed
_ITS_NUMBER = 2_000.0  # the document with that number, before pages that cite it
_NEAR = 2.0  # two words next to each other: most Vietnamese words have two syllables


def template(pattern: str) -> Body:
    """The index template for the indices that `pattern` names."""
    text = {"type": "text", "analyzer": "whitespace"}
    forms = [f"{name}_{form}" for name in _TEXTS for form in ("exact", "folded")]
    return {
        "index_patterns": [pattern],
        "priority": 500,
        # One that was removed must not come back by a late write, without its alias.
        "allow_auto_create": False,
        "template": {
            "settings": {
                # One shard: counts of facets are exact, and it holds millions of pages.
                "number_of_shards": 1,
                "auto_expand_replicas": "0-1",
                "refresh_interval": "-1",  # changes are seen by commit, together
                "gc_deletes": "1h",  # so long is a removed page's version known
            },
            "mappings": {
                "dynamic": "strict",
                # The texts live in the store: here they are only to be found.
                "_source": {"excludes": [*forms, "number_parts"]},
                "properties": {
                    "id": {"type": "keyword"},
                    "page": {"type": "integer"},
                    "place": {"type": "long", "index": False},
                    "first": {"type": "boolean"},
                    **dict.fromkeys(forms, text),
                    "number_parts": text,
                    "date": {"type": "integer"},
                    "last_date": {"type": "integer"},
                    **{f"{facet}_value": {"type": "keyword"} for facet in FACETS},
                },
            },
        },
    }


def to_source(entry: Entry, *, first: bool) -> Body:
    """`first`: the first page of its document, which stands for it in queries on fields alone."""
    first_day, last_day = document_span(entry.date)
    source: Body = {
        "id": entry.document_id,
        "page": entry.page,
        "place": document_place(entry.document_id),
        "first": first,
        "number_parts": " ".join(number_parts(entry.number)),
        "date": first_day,
        "last_date": last_day,
    }
    for name in _TEXTS:
        tokens = tokenize(getattr(entry, name))
        source[f"{name}_exact"] = exact_text(tokens)
        source[f"{name}_folded"] = folded_text(tokens)
    for facet in FACETS:
        if value := getattr(entry, facet):
            source[f"{facet}_value"] = str(value)
    return source


def to_query(query: Query, clauses: Clauses) -> Body:
    must = [_folded(clause) for clause in clauses.wanted]
    should = [*_pairs(clauses)]
    filters: list[Body] = []
    if not clauses.about_text:
        filters.append({"term": {"first": True}})
    if query.date_from or query.date_to:
        filters.extend(_dates(query))
    filters.extend({"term": {f"{facet}_value": value}} for facet, value in query.filters)
    if clauses.wanted and clauses.diacritics:
        exact = [_exact(clause) for clause in clauses.wanted]
        should += [*exact, _constant({"bool": {"filter": exact}}, _ALL_EXACT)]
    must_not = [
        _exact(clause) if clauses.diacritics else _folded(clause) for clause in clauses.excluded
    ]
    return {"bool": {"must": must, "should": should, "filter": filters, "must_not": must_not}}


def to_order(clauses: Clauses) -> list[Body]:
    """Best first; of pages that are as good as each other as in `ordering`."""
    best: list[Body] = [{"_score": "desc"}] if clauses.wanted else []
    return [*best, {"date": "desc"}, {"place": "asc"}, {"page": "asc"}]


def facet_request(size: int) -> Body:
    return {f: {"terms": {"field": f"{f}_value", "size": size}} for f in FACETS}


def read_facets(answer: Mapping[str, Any]) -> dict[str, tuple[tuple[str, int], ...]]:
    """Elasticsearch gives them most first, those of one number by their letters."""
    return {
        facet: tuple((bucket["key"], bucket["doc_count"]) for bucket in answer[facet]["buckets"])
        for facet in FACETS
    }


def _folded(clause: Clause) -> Body:
    if clause.field == "number":
        return _sequence("number_parts", clause.number)
    field = f"{clause.field}_folded"
    if clause.beginning:
        return _begins(field, clause.tokens[0].folded, clause.beginning.folded)
    words = _sequence(field, [token.folded for token in clause.tokens])
    if not clause.number:
        return words
    parts = [_sequence("number_parts", clause.number), {"term": {"first": True}}]
    return {"bool": {"should": [words, _constant({"bool": {"filter": parts}}, _ITS_NUMBER)]}}


def _exact(clause: Clause) -> Body:
    if clause.number:  # letters of a number are not told apart by diacritics
        return _folded(clause)
    field = f"{clause.field}_exact"
    if clause.beginning:
        return _begins(field, clause.tokens[0].exact, clause.beginning.exact)
    return _sequence(field, [token.exact for token in clause.tokens])


def _pairs(clauses: Clauses) -> Iterable[Body]:
    """Words of the query that stand side by side on the page too: such pages are better."""
    for left, right in zip(clauses.wanted, clauses.wanted[1:], strict=False):
        if is_pair(left, right):
            near = [left.tokens[-1].folded, right.tokens[0].folded]
            yield _sequence("text_folded", near, boost=_NEAR)


def _begins(field: str, word: str, beginnings: Sequence[str]) -> Body:
    """Pages with the word or one that begins so, all of them alike."""
    queries: list[Body] = [{"term": {field: word}}]
    queries += [{"prefix": {field: begun}} for begun in beginnings]
    return _constant({"bool": {"should": queries}}, 1.0)


def _sequence(field: str, words: Sequence[str], boost: float = 1.0) -> Body:
    if len(words) == 1:
        return {"term": {field: {"value": words[0], "boost": boost}}}
    return {"match_phrase": {field: {"query": " ".join(words), "boost": boost}}}


def _dates(query: Query) -> list[Body]:
    low = max(1, query.date_from)  # 0 is a document without a date: it lies in no range
    return [
        {"range": {"date": {"lte": query.date_to or MAX_DATE}}},
        {"range": {"last_date": {"gte": low}}},
    ]


def _constant(query: Body, score: float) -> Body:
    return {"constant_score": {"filter": query, "boost": score}}
