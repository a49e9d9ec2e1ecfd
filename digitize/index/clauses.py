"""What a query asks for, as tokens: the one reading of it that engines and the matcher share."""

from dataclasses import dataclass

from digitize.index.query import Query, Term
from digitize.index.tokens import (
    Beginning,
    Token,
    beginning_of,
    is_number,
    number_parts,
    tokenize,
)


@dataclass(frozen=True, slots=True)
class Clause:
    """Tokens that stand next to each other in `field`. `number` holds the parts of a document
    number when the clause asks for one, or is a text written like one; else it is empty. With
    `beginning` words that begin so will do as well as the one token itself."""

    field: str
    tokens: tuple[Token, ...]
    number: tuple[str, ...] = ()
    beginning: Beginning | None = None


@dataclass(frozen=True, slots=True)
class Clauses:
    """`diacritics`: the query was typed with them, so that exact forms come first."""

    wanted: tuple[Clause, ...]
    excluded: tuple[Clause, ...]
    diacritics: bool

    @property
    def about_text(self) -> bool:
        """Whether pages are asked for by their words, not only documents by their fields."""
        return any(clause.field == "text" for clause in self.wanted)


def is_pair(left: Clause, right: Clause) -> bool:
    """Whether words of the text are asked for that may stand side by side."""
    return left.field == right.field == "text" and not any(
        clause.number or clause.beginning for clause in (left, right)
    )


def read_clauses(query: Query) -> Clauses:
    wanted = tuple(c for term in query.terms if not term.excluded for c in _of_term(term))
    excluded = tuple(c for term in query.terms if term.excluded for c in _of_term(term))
    typed = [t for c in (*wanted, *excluded) if not c.number for t in c.tokens]
    return Clauses(wanted, excluded, any(token.exact != token.folded for token in typed))


def _of_term(term: Term) -> list[Clause]:
    if term.beginning:
        return [Clause(term.field, tuple(tokenize(term.text)), (), beginning_of(term.text))]
    numbered = term.field == "number" or (term.field == "text" and is_number(term.text))
    chunks = [term.text] if term.phrase or numbered else term.text.split()
    return [
        Clause(term.field, tuple(tokens), tuple(number_parts(chunk)) if numbered else ())
        for chunk in chunks
        if (tokens := tokenize(chunk))
    ]
