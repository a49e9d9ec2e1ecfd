"""Writes the objects of a PDF one after another to disk, so that no more than one is in memory.

Syntax after ISO 32000-1, 7.5: header, body, cross-reference table, trailer.
"""

import shutil
import tempfile
import zlib
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


class PdfFile:
    """Objects are numbered from 1. Values in dictionaries are given in PDF syntax."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as this object
        self._file.write(_HEADER)
        self._offsets: list[int] = []
        self._digest = sha256()

    def reserve(self) -> int:
        """The number of an object that is written later."""
        self._offsets.append(0)
        return len(self._offsets)

    def add(self, entries: Mapping[str, str], *, number: int = 0) -> int:
        """Write a dictionary."""
        return self._write(number, [_dictionary(entries)])

    def add_stream(self, data: bytes, entries: Mapping[str, str], *, number: int = 0) -> int:
        """Write a stream; without a /Filter among `entries` it is compressed."""
        described = dict(entries)
        if "Filter" not in described:
            data, described["Filter"] = zlib.compress(data), "/FlateDecode"
        described["Length"] = str(len(data))
        return self._write(number, [_dictionary(described), b"\nstream\n", data, b"\nendstream"])

    def save(self, path: Path, root: int, info: int) -> None:
        """Write the table and trailer, and put the whole at `path` at once."""
        start = self._file.tell()
        rows = "".join(f"{offset:010} 00000 n \n" for offset in self._offsets)
        size = len(self._offsets) + 1
        ident = self._digest.hexdigest()[:32]
        trailer = _dictionary(
            {
                "Size": str(size),
                "Root": f"{root} 0 R",
                "Info": f"{info} 0 R",
                "ID": f"[<{ident}> <{ident}>]",
            }
        )
        self._file.write(f"xref\n0 {size}\n0000000000 65535 f \n{rows}trailer\n".encode())
        self._file.write(trailer + f"\nstartxref\n{start}\n%%EOF\n".encode())
        self._file.seek(0)
        part = path.with_name(f".{path.name}.part")
        try:
            with part.open("wb") as target:
                shutil.copyfileobj(self._file, target, 1 << 20)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        self._file.close()

    def _write(self, number: int, pieces: list[bytes]) -> int:
        number = number or self.reserve()
        self._offsets[number - 1] = self._file.tell()
        for piece in (f"{number} 0 obj\n".encode(), *pieces, b"\nendobj\n"):
            self._file.write(piece)
            self._digest.update(piece)
        return number


def _dictionary(entries: Mapping[str, str]) -> bytes:
    return f"<< {' '.join(f'/{key} {value}' for key, value in entries.items())} >>".encode("ascii")
