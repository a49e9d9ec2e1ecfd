"""Vietnamese numbers in words, as dates are written out: `hai nghìn không trăm hai mươi lăm`."""

_DIGITS = {
    word: value
    for value, words in enumerate(
        ["khong", "mot", "hai", "ba", "bon tu", "nam lam nham", "sau", "bay", "tam", "chin"]
    )
    for word in words.split()
}
_NOUGHT = ("linh", "le")  # linh năm, lẻ năm: 05


def number_of_words(text: str) -> int | None:
    """The number that folded words name, below ten thousand; None when they name none."""
    words = text.replace(",", " ").split()
    total = 0
    digit: int | None = None
    for word in words:
        if word in _DIGITS:
            if digit is not None:
                # hai nghìn hai lăm: a digit before the last one counts tens.
                total += 10 * digit
            digit = _DIGITS[word]
        elif word in ("nghin", "ngan") and digit is not None:
            total, digit = total + 1000 * digit, None
        elif word == "tram" and digit is not None:
            total, digit = total + 100 * digit, None
        elif word == "muoi":
            total, digit = total + 10 * (1 if digit is None else digit), None
        elif word not in (*_NOUGHT, "mung"):
            return None
    total += digit or 0
    return total if words and total else None
