"""The order of hits of one score: newest first, then by document, then by page.

Every index orders by the same numbers, so that all of them give the same order.
"""

import hashlib


def document_place(document_id: str) -> int:
    """A document's place among those of one date: 63 bits of its id's SHA-256, since engines
    order by numbers that they keep in columns, and by no text without loading all of it."""
    return int.from_bytes(hashlib.sha256(document_id.encode()).digest()[:8]) >> 1
