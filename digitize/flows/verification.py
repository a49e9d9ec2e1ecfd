"""`digitize verify` as a command."""

from digitize.archive.parts import open_parts
from digitize.archive.verifying import format_verification, mend, verify
from digitize.archive.workers import Workers
from digitize.flows.progress import Bar
from digitize.settings import Settings


def run_verify(settings: Settings, *, mending: bool = False) -> int:
    """Print what is wrong with the archive; the exit code: 0 when it is whole, else 1.

    Raises ServiceError when a part of it cannot be reached.
    """
    with open_parts(settings) as parts, Workers(settings.workers) as workers:
        with Bar("Verifying originals") as bar:
            found = verify(parts, workers, bar.taken)
        print(format_verification(found))
        if mending and (number := mend(parts, found)):
            print(f"\n{number} originals are mended or wait for the next digitize run.")
    return 1 if found.flaws else 0
