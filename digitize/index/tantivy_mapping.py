"""Our entries and clauses as tantivy's documents and queries.

Each text field stands in the schema twice, exact and folded, as tokens joined by blanks.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import tantivy
from tantivy import FieldType, Occur
from tantivy import Query as TantivyQuery

from digitize.index.clauses import Clause, Clauses, is_pair
from digitize.index.dates import MAX_DATE, document_span
from digitize.index.ordering import document_place
from digitize.index.protocol import FACETS, Entry
from digitize.index.query import Query
from digitize.index.tokens import exact_text, folded_text, number_parts, tokenize

_TEXTS = ("text", "type", "agency", "department", "signer", "subject")

_ALL_EXACT = 1_000.0  # above the sum of BM25 scores of any query that is typed
_ITS_NUMBER = 2_000.0  # the document with that number, before pages that cite it
_ALL_VALUES = 50_000  # more than any facet has
_NEAR = 2.0  # two words next to each other: most Vietnamese words have two syllables


def build_schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("page", stored=True, fast=True)
    builder.add_unsigned_field("place", fast=True)
    builder.add_boolean_field("first", indexed=True)
    for name in _TEXTS:
        builder.add_text_field(f"{name}_exact", tokenizer_name="whitespace")
        builder.add_text_field(f"{name}_folded", tokenizer_name="whitespace")
    builder.add_text_field("number_parts", tokenizer_name="whitespace")
    builder.add_unsigned_field("date", indexed=True, fast=True)
    builder.add_unsigned_field("last_date", indexed=True)
    for facet in FACETS:
        builder.add_text_field(
            f"{facet}_value", fast=True, tokenizer_name="raw", index_option="basic"
        )
    return builder.build()


def to_document(entry: Entry, *, first: bool) -> tantivy.Document:
    """`first`: the first page of its document, which stands for it in queries on fields alone."""
    document = tantivy.Document()
    document.add_text("id", entry.document_id)
    document.add_unsigned("page", entry.page)
    document.add_unsigned("place", document_place(entry.document_id))
    document.add_boolean("first", first)
    for name in _TEXTS:
        tokens = tokenize(getattr(entry, name))
        document.add_text(f"{name}_exact", exact_text(tokens))
        document.add_text(f"{name}_folded", folded_text(tokens))
    document.add_text("number_parts", " ".join(number_parts(entry.number)))
    first_day, last_day = document_span(entry.date)
    document.add_unsigned("date", first_day)
    document.add_unsigned("last_date", last_day)
    for facet in FACETS:
        if value := getattr(entry, facet):
            document.add_text(f"{facet}_value", str(value))
    return document


def to_query(schema: tantivy.Schema, query: Query, clauses: Clauses) -> TantivyQuery:
    parts: list[tuple[Occur, TantivyQuery]] = []
    if not clauses.about_text:
        parts.append((Occur.Must, _unscored(TantivyQuery.term_query(schema, "first", True))))
    if query.date_from or query.date_to:
        parts.append((Occur.Must, _unscored(_dates(schema, query))))
    for facet, value in query.filters:
        term = TantivyQuery.term_query(schema, f"{facet}_value", value, "basic")
        parts.append((Occur.Must, _unscored(term)))
    parts.extend((Occur.Must, _folded(schema, clause)) for clause in clauses.wanted)
    parts.extend((Occur.Should, pair) for pair in _pairs(schema, clauses))
    if clauses.wanted and clauses.diacritics:
        exact = [_exact(schema, clause) for clause in clauses.wanted]
        parts.extend((Occur.Should, one) for one in exact)
        parts.append((Occur.Should, TantivyQuery.const_score_query(_all(exact), _ALL_EXACT)))
    for clause in clauses.excluded:
        unwanted = _exact(schema, clause) if clauses.diacritics else _folded(schema, clause)
        parts.append((Occur.MustNot, unwanted))
    return TantivyQuery.boolean_query(parts)


def facet_request() -> dict[str, Any]:
    """All values: tantivy's own choice among values of one number is none to rely on."""
    return {f: {"terms": {"field": f"{f}_value", "size": _ALL_VALUES}} for f in FACETS}


def read_facets(answer: Mapping[str, Any], size: int) -> dict[str, tuple[tuple[str, int], ...]]:
    """The first `size` values of each: most first, those of one number by their letters."""
    return {
        facet: tuple(
            sorted(
                ((bucket["key"], bucket["doc_count"]) for bucket in answer[facet]["buckets"]),
                key=lambda pair: (-pair[1], pair[0]),
            )[:size]
        )
        for facet in FACETS
    }


def _folded(schema: tantivy.Schema, clause: Clause) -> TantivyQuery:
    if clause.field == "number":
        return _sequence(schema, "number_parts", clause.number)
    field = f"{clause.field}_folded"
    if clause.beginning:
        return _begins(schema, field, clause.tokens[0].folded, clause.beginning.folded)
    words = _sequence(schema, field, [t.folded for t in clause.tokens])
    if not clause.number:
        return words
    its_number = _all(
        [
            _sequence(schema, "number_parts", clause.number),
            TantivyQuery.term_query(schema, "first", True),
        ]
    )
    return TantivyQuery.boolean_query(
        [
            (Occur.Should, words),
            (Occur.Should, TantivyQuery.const_score_query(its_number, _ITS_NUMBER)),
        ]
    )


def _exact(schema: tantivy.Schema, clause: Clause) -> TantivyQuery:
    if clause.number:  # letters of a number are not told apart by diacritics
        return _folded(schema, clause)
    field = f"{clause.field}_exact"
    if clause.beginning:
        return _begins(schema, field, clause.tokens[0].exact, clause.beginning.exact)
    return _sequence(schema, field, [t.exact for t in clause.tokens])


def _pairs(schema: tantivy.Schema, clauses: Clauses) -> Iterable[TantivyQuery]:
    """Words of the query that stand side by side on the page too: such pages are better."""
    for left, right in zip(clauses.wanted, clauses.wanted[1:], strict=False):
        if is_pair(left, right):
            near = _sequence(
                schema, "text_folded", [left.tokens[-1].folded, right.tokens[0].folded]
            )
            yield TantivyQuery.boost_query(near, _NEAR)


def _begins(
    schema: tantivy.Schema, field: str, word: str, beginnings: Sequence[str]
) -> TantivyQuery:
    """Pages with the word or one that begins so, all of them alike."""
    queries = [TantivyQuery.term_query(schema, field, word)]
    queries += [TantivyQuery.regex_query(schema, field, f"{begun}.*") for begun in beginnings]
    return TantivyQuery.const_score_query(
        TantivyQuery.boolean_query([(Occur.Should, query) for query in queries]), 1.0
    )


def _sequence(schema: tantivy.Schema, field: str, words: Sequence[str]) -> TantivyQuery:
    if len(words) == 1:
        return TantivyQuery.term_query(schema, field, words[0])
    return TantivyQuery.phrase_query(schema, field, [*words])


def _dates(schema: tantivy.Schema, query: Query) -> TantivyQuery:
    low = max(1, query.date_from)  # 0 is a document without a date: it lies in no range
    high = query.date_to or MAX_DATE
    return _all(
        [
            TantivyQuery.range_query(schema, "date", FieldType.Unsigned, 1, high),
            TantivyQuery.range_query(schema, "last_date", FieldType.Unsigned, low, MAX_DATE),
        ]
    )


def _all(queries: Iterable[TantivyQuery]) -> TantivyQuery:
    return TantivyQuery.boolean_query([(Occur.Must, query) for query in queries])


def _unscored(query: TantivyQuery) -> TantivyQuery:
    return TantivyQuery.const_score_query(query, 0.0)
