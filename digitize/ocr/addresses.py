"""E-mail and web addresses: no syllables, no marks, and a sign, @, that readers of Vietnamese
hardly know.

Many letters of offices ask for an answer by e-mail. Hosts are few, so that how an address
ends, and the @ before free mail, are mended by them; the name before the @ stays as read.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from digitize.domain import Box, Line, Word
from digitize.text.fold import fold
from digitize.text.normal import nfc
from digitize.text.syllables import is_syllable

_HINT = re.compile(r"@|mai|yah|du|\.[cgov]|www|http", re.IGNORECASE)  # most words lack it
_OPENING = "(<[{\"'“‘-"
_CLOSING = ".,;:/)>]}\"'”’…"
_LABEL = re.compile(r"[^@]*:(?!/)")  # "Email:" with no blank behind it
_EMAIL = re.compile(
    r"\w(?:[\w.+-]*\w)?@\w[\w-]*(?:\.[\w-]+)*\.[a-z]{2,4}", re.ASCII | re.IGNORECASE
)
_WEB = re.compile(
    r"(?:https?://|www\.)\w[\w-]*(?:\.[\w-]+)+(?:/\S*)?"
    r"|\w[\w-]*(?:\.[\w-]+)*\.(?:gov|edu|com|org)\.vn",
    re.ASCII | re.IGNORECASE,
)
# Free mail, which most offices use, with the letters that readers put for its own.
_FREE_MAIL = re.compile(
    r"(?:(?P<gmail>[g89ø]mai[l1i\]]?)|(?P<yahoo>yah[o0]{2})|(?P<hotmail>h[o0]tmai[l1i\]]?))"
    r"\.?[ce]{1,2}[o0]m(?P<vn>\.?[vu]n)?$",
    re.IGNORECASE,
)
_ENDING = re.compile(
    r"\.?(?:(?P<gov>g[o0][vyub])|(?P<edu>[ec]du)|(?P<com>[ce][o0]m))\.?[vyeud]?n$", re.IGNORECASE
)
_AT = re.compile(r"(?:[(\[{]+[@©®&QD0]?|[@©®])[)\]}]*")
# What readers make of an @ before free mail: "(@)", "(Q", "@a", "2".
_FOR_AT = re.compile(r"(?:[(\[{]+[@©®&QD0]?|[@©®&Q2])[)\]}a]?$")


def is_address(token: str) -> bool:
    """Whether a token, label and signs at its ends aside, is an e-mail or web address."""
    if not _HINT.search(token):
        return False
    _, body, _ = _parted(token)
    return bool(_EMAIL.fullmatch(body) or _WEB.fullmatch(body))


def mend_addresses(lines: Sequence[Line]) -> list[Line]:
    """Lines with their addresses mended, those that were read as two words joined. A mended word
    keeps as `original` what was read."""
    return [
        replace(line, words=_mended(line.words))
        if any(_HINT.search(word.text) for word in line.words)
        else line
        for line in lines
    ]


def _mended(words: Sequence[Word]) -> tuple[Word, ...]:
    mended: list[Word] = []
    for word in words:
        joined = _join(mended[-1].text, word.text) if mended else None
        if joined is not None:
            mended[-1] = _joined(mended[-1], word, joined)
        else:
            mended.append(_with_text(word, _candidate(word) or _mend(word.text)))
    return tuple(mended)


def _joined(left: Word, right: Word, text: str) -> Word:
    whole = replace(
        left,
        box=Box.around((left.box, right.box)),
        confidence=min(left.confidence, right.confidence),
        original="",
    )
    return _with_text(replace(whole, text=f"{left.text} {right.text}"), text)


def _with_text(word: Word, text: str | None) -> Word:
    if text is None:
        return word
    known = replace(word, withheld=False)  # nothing but print looks like an address
    if text == word.text:
        return known
    return replace(known, text=text, original=word.original or word.text, candidates=())


def _candidate(word: Word) -> str | None:
    """The likeliest reading of a word that is an e-mail address, where the word itself has no @."""
    if "@" in word.text or not _ENDING.search(_parted(word.text)[1]):
        return None
    mended = (_mend(text) for text, _ in word.candidates if "@" in text)
    return next(filter(None, mended), None)


def _join(left: str, right: str) -> str | None:
    """The address that two words make together, if a blank was read within it."""
    if not _HINT.search(right) and "@" not in left:
        return None
    if left.endswith(("@", "@)", "(")) or right[0] in "@(" or ("@" in left and left.endswith(".")):
        return _mend(left + right)
    host = _FREE_MAIL.search(_parted(right)[1])
    if host and host.start() <= 1 and left[-1].isalnum() and not is_syllable(left):
        return _mend(f"{left}@{right[right.index(host[0]) :]}")
    return None


def _mend(token: str) -> str | None:
    """The token with the e-mail or web address in it as it must be written; None where it holds
    none."""
    if not _HINT.search(token):
        return None
    before, body, after = _parted(token)
    plain = _unmarked(body)
    address = _email(plain) or (plain if _WEB.fullmatch(plain) else None)
    return None if address is None else before + address + after


def _email(text: str) -> str | None:
    free = _FREE_MAIL.search(text)
    if free:
        name = _FOR_AT.sub("", text[: free.start()])
        host = next(host for host in ("gmail", "yahoo", "hotmail") if free[host])
        text = f"{name}@{host}.com{'.vn' if free['vn'] else ''}"
    else:
        text = _AT.sub("@", text)
        ending = _ENDING.search(text)
        if ending:
            kind = next(kind for kind in ("gov", "edu", "com") if ending[kind])
            text = f"{text[: ending.start()]}.{kind}.vn"
    return text if _EMAIL.fullmatch(text) else None


def _parted(token: str) -> tuple[str, str, str]:
    """What stands before an address in a token, the address, and what stands behind it."""
    end = len(token.rstrip(_CLOSING))
    label = _LABEL.match(token, 0, end)
    start = label.end() if label else 0
    start = end - len(token[start:end].lstrip(_OPENING))
    return token[:start], token[start:end], token[end:]


def _unmarked(text: str) -> str:
    """Without diacritics, which no address has; capitals stay."""
    plain = zip(nfc(text), fold(text), strict=True)
    return "".join(base.upper() if char.isupper() else base for char, base in plain)
