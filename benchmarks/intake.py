"""What it costs to get pages out of files: `python -m benchmarks.intake FOLDER`."""

import sys
import time
from pathlib import Path

from benchmarks.cost import cores
from digitize.archive.page_reading import limits_of
from digitize.errors import InputError
from digitize.intake.children import end_idle
from digitize.intake.decoding import open_here
from digitize.intake.folder import list_folder
from digitize.intake.sniffing import sniff
from digitize.intake.source import open_source
from digitize.settings import Settings


def main(folder: Path) -> None:
    limits = limits_of(Settings())
    files = pages = refused = 0
    begun = time.process_time()
    for seen in list_folder(folder):
        try:
            media_type = sniff(seen.path, seen.relative)
            with open_here(seen.path, seen.relative, media_type, limits) as source:
                for number in range(1, source.page_count + 1):
                    source.page(number)
                    pages += 1
                files += 1
        except InputError:
            refused += 1
    alone = time.process_time() - begun
    print(f"{files} files, {pages} pages; refused: {refused}")
    if pages:
        print(f"decoding: {1000 * alone / pages:.0f} core ms a page")
        print(f"in processes of their own: {_isolated(folder, pages):.0f} core ms a page")


def _isolated(folder: Path, pages: int) -> float:
    """The same through the door; the decoders' time counts once they have ended."""
    limits = limits_of(Settings())
    begun = cores()
    for seen in list_folder(folder):
        try:
            with open_source(seen.path, seen.relative, limits) as source:
                for number in range(1, source.page_count + 1):
                    source.page(number)
        except InputError:
            continue
    end_idle()
    return 1000 * (cores() - begun) / pages


if __name__ == "__main__":
    main(Path(sys.argv[1]))
