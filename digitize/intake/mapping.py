"""Where a file belongs, from its folders: department, fonds (phông) and dossier (hồ sơ)."""

import re

from digitize.domain import Place
from digitize.errors import UsageError

_LEVEL = re.compile(r"\{(department|fonds|dossier)\}|\*")


def place_of(relative: str, mapping: str) -> Place:
    """The place of the file at `relative` (with `/`, NFC). Each level of `mapping` stands for one
    folder; levels that the path lacks stay empty, deeper folders belong to the last level.

    Raises UsageError when the mapping is none.
    """
    names = []
    for level in mapping.split("/"):
        match = _LEVEL.fullmatch(level)
        if match is None or (match[1] and match[1] in names):
            raise UsageError(
                f"DIGITIZE_MAPPING: {mapping!r} is no mapping",
                remedy="Write {department}/{fonds}/{dossier}, each once; * skips a level.",
            )
        names.append(match[1] or "")
    folders = relative.split("/")[:-1]
    found = {name: folder for name, folder in zip(names, folders, strict=False) if name}
    return Place(**found)
