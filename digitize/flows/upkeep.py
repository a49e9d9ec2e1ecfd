"""`digitize verify`, `backup` and `restore` as commands."""

from pathlib import Path

from digitize.archive.backup import MANIFEST, back_up
from digitize.archive.indexing import rebuild
from digitize.archive.parts import Parts, open_parts
from digitize.archive.restoring import restore
from digitize.archive.verifying import format_verification, mend, verify
from digitize.archive.workers import Workers
from digitize.errors import InputError, Reason, ServiceError
from digitize.flows.progress import Bar
from digitize.settings import Settings

_FLAWED = 1  # exit code: the work was done, and something is wrong with the archive


def run_verify(settings: Settings, *, mending: bool = False) -> int:
    """Print what is wrong with the archive; the exit code: 0 when it is whole, else 1.

    Raises ServiceError when a part of it cannot be reached.
    """
    with open_parts(settings) as parts, Workers(settings.workers) as workers:
        return _verify(parts, workers, mending=mending)


def run_backup(out: Path, settings: Settings) -> int:
    """Make a backup in the new folder `out`; the exit code: 0, or 1 when the backup is whole but
    the archive was not.

    Raises UsageError when `out` is not empty, ServiceError.
    """
    with open_parts(settings) as parts, Workers(settings.workers) as workers:
        try:
            with Bar("Copying originals") as bar:
                made = back_up(parts, out.absolute(), workers, bar.taken)
        except InputError as error:
            if error.reason is not Reason.DISK_FULL:
                raise
            raise ServiceError(
                f"no space is left for {out}", remedy="Remove it, make room, and begin again."
            ) from None
    print(f"{made.originals} originals in {out}")
    if made.lacking:
        print(f"{len(made.lacking)} objects are lost or damaged in the archive, so not in it:")
        print("\n".join(f"  {key}" for key in made.lacking))
        print("  → Run digitize verify: it says how to mend that.")
        return _FLAWED
    return 0


def run_restore(folder: Path, settings: Settings) -> int:
    """Put a backup into an empty archive, build the index, and verify all; exit codes as with
    `run_verify`. Raises UsageError when the archive is not empty or the backup not whole."""
    with open_parts(settings) as parts, Workers(settings.workers) as workers:
        with Bar("Putting back originals") as bar:
            backup = restore(parts, folder.absolute(), workers, bar.taken)
        print(f"{backup.originals} originals as they were at {backup.made_at} ({MANIFEST})")
        print(f"{rebuild(parts)} documents indexed")
        return _verify(parts, workers)


def _verify(parts: Parts, workers: Workers, *, mending: bool = False) -> int:
    with Bar("Verifying originals") as bar:
        found = verify(parts, workers, bar.taken)
    print(format_verification(found))
    if mending and (number := mend(parts, found)):
        print(f"\n{number} originals are mended or wait for the next digitize run.")
    return _FLAWED if found.flaws else 0
