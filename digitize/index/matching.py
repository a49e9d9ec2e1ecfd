"""Which words on a page a query found: for boxes on the picture and for snippets.

The same tokens as in the index are compared, on the page text that is kept, so that the word
boxed is the word that was found, whatever engine found the page.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby

from digitize.domain import OUTSIDE_TEXT, Box, PageText
from digitize.index.clauses import Clause, read_clauses
from digitize.index.query import Query
from digitize.index.tokens import Beginning, Token, split_number, tokenize

Place = tuple[int, int]  # line on the page, word in the line


@dataclass(frozen=True, slots=True)
class Match:
    """A word on the page that the query found; `box` in pixels of the page as scanned."""

    box: Box
    text: str


@dataclass(frozen=True, slots=True)
class Snippet:
    """An excerpt, cut into parts: (text, whether it was found)."""

    parts: tuple[tuple[str, bool], ...]

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.parts)


def searchable_text(page: PageText) -> str:
    """The text of a page as an index gets it: all words that can be found, in the order in which
    phrases are looked for."""
    return " ".join(page.lines[line].words[word].text for line, word in _places(page))


def find_matches(query: Query, page: PageText) -> tuple[Match, ...]:
    """The words that the query's words, phrases and numbers found, in reading order.

    Where a page has a word just as typed, its look-alikes with other diacritics are left out.
    """
    words = [page.lines[line].words[word] for line, word in sorted(_find(query, page))]
    return tuple(Match(word.box, word.text) for word in words)


def make_snippet(query: Query, page: PageText, length: int = 240) -> Snippet:
    """About `length` characters around the place where most of the query stands together; the
    beginning of the page where nothing of it does."""
    found = _find(query, page)
    shown = [
        (i, j)
        for i, line in enumerate(page.lines)
        for j, word in enumerate(line.words)
        if (i, j) in found or not (word.withheld or line.zone in OUTSIDE_TEXT)
    ]
    texts = [page.lines[i].words[j].text for i, j in shown]
    hits = [found.get(place, frozenset()) for place in shown]
    first, last = _window([len(text) + 1 for text in texts], hits, length)
    pieces = [("… ", False)] if first > 0 else []
    for index in range(first, last):
        if index > first:
            pieces.append((" ", bool(hits[index - 1] and hits[index])))
        pieces.append((texts[index], bool(hits[index])))
    if last < len(shown):
        pieces.append((" …", False))
    return Snippet(
        tuple(
            ("".join(text for text, _ in group), hit)
            for hit, group in groupby(pieces, key=lambda piece: piece[1])
        )
    )


def _window(widths: Sequence[int], hits: Sequence[frozenset[int]], length: int) -> tuple[int, int]:
    """First word and the one after the last of the excerpt: most clauses first, then most hits,
    within two thirds of `length`; of what is left, a third goes before them, the rest after."""
    ends = [0, *accumulate(widths)]
    where = [index for index, clauses in enumerate(hits) if clauses]
    best, first, last = (0, 0), 0, 0
    for number, start in enumerate(where):
        covered: set[int] = set()
        for count, index in enumerate(where[number:], start=1):
            if index > start and ends[index + 1] - ends[start] > length * 2 // 3:
                break
            covered |= hits[index]
            if (len(covered), count) > best:
                best, first, last = (len(covered), count), start, index + 1
    before = ends[first] - max(0, length - (ends[last] - ends[first])) // 3
    while first > 0 and ends[first - 1] >= before:
        first -= 1
    while last < len(widths) and ends[last + 1] - ends[first] <= length:
        last += 1
    while first > 0 and ends[last] - ends[first - 1] <= length:
        first -= 1
    return first, last


def _places(page: PageText) -> Iterator[Place]:
    """The running text, then what stands outside it, both without withheld words, so that a
    doubtful word breaks no phrase; then the lines that have withheld words, whole."""
    for outside in (False, True):
        for i, line in enumerate(page.lines):
            if (line.zone in OUTSIDE_TEXT) == outside:
                yield from ((i, j) for j, word in enumerate(line.words) if not word.withheld)
    for i, line in enumerate(page.lines):
        if any(word.withheld for word in line.words):
            yield from ((i, j) for j in range(len(line.words)))


def _find(query: Query, page: PageText) -> Mapping[Place, frozenset[int]]:
    """The places that were found, each with the numbers of the clauses that found it."""
    asked = read_clauses(query)
    tokens = [
        (token, place)
        for place in _places(page)
        for token in tokenize(page.lines[place[0]].words[place[1]].text)
    ]
    found: dict[Place, frozenset[int]] = {}
    for number, clause in enumerate(asked.wanted):
        if clause.field in ("text", "number"):
            for place in _find_clause(clause, tokens, exact_first=asked.diacritics):
                found[place] = found.get(place, frozenset()) | {number}
    return found


def _find_clause(
    clause: Clause, tokens: Sequence[tuple[Token, Place]], *, exact_first: bool
) -> set[Place]:
    if clause.number:
        parts = [(part, place) for token, place in tokens for part in split_number(token)]
        return _find_sequence(clause.number, parts)
    if clause.beginning:
        return _find_beginning(clause.tokens[0], clause.beginning, tokens, exact_first=exact_first)
    folded = [(token.folded, place) for token, place in tokens]
    found: set[Place] = set()
    if exact_first:
        exact = [(token.exact, place) for token, place in tokens]
        found = _find_sequence([token.exact for token in clause.tokens], exact)
    return found or _find_sequence([token.folded for token in clause.tokens], folded)


def _find_beginning(
    word: Token,
    beginning: Beginning,
    tokens: Sequence[tuple[Token, Place]],
    *,
    exact_first: bool,
) -> set[Place]:
    found: set[Place] = set()
    if exact_first:
        found = {
            place
            for token, place in tokens
            if token.exact == word.exact or token.exact.startswith(beginning.exact)
        }
    return found or {
        place
        for token, place in tokens
        if token.folded == word.folded or token.folded.startswith(beginning.folded)
    }


def _find_sequence(words: Sequence[str], forms: Sequence[tuple[str, Place]]) -> set[Place]:
    wanted = list(words)
    size = len(wanted)
    return {
        place
        for start, (form, _) in enumerate(forms)
        if form == wanted[0] and [f for f, _ in forms[start : start + size]] == wanted
        for _, place in forms[start : start + size]
    }
