"""File an original in a process of its own.

An original that was at hand when several runs ended may have ended them: a fault in a native
library or a lack of memory takes the whole process. Or someone pulled the plug. In a process of
its own it can end nothing but that process, and how it ends tells which it was.
"""

import logging
import os
import subprocess
import sys
from threading import Thread

from digitize.archive.filing import file_original, quarantine
from digitize.archive.journal import describe, keep_journal
from digitize.archive.leases import Lease, clock
from digitize.archive.parts import PATIENCE, Parts, open_parts
from digitize.archive.workers import Stopped, Workers
from digitize.database.models import State
from digitize.database.records import Claim, LeaseLost
from digitize.errors import DigitizeError, Reason, ServiceError
from digitize.settings import Settings


def file_alone(parts: Parts, workers: Workers, lease: Lease) -> State:
    """As `file_original`, safe from whatever the file does to the process that reads it."""
    claim = lease.claim
    child = subprocess.Popen(
        [sys.executable, "-m", "digitize.archive.alone", claim.sha256, str(claim.number)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,  # Ctrl-C reaches us alone; we then end the child
    )
    assert child.stdin is not None
    child.stdin.write(parts.settings.model_dump_json() + "\n")
    child.stdin.flush()
    while child.poll() is None:
        if workers.stopped(timeout=0.2):
            child.kill()
            child.communicate()
            parts.database.give_back_attempt(claim)
            raise Stopped
    _, message = child.communicate()
    if child.returncode < 0:
        return quarantine(parts, lease, Reason.CRASHED, f"signal {-child.returncode}")
    if child.returncode > 0:
        raise ServiceError(message.strip())
    return parts.database.original(claim.sha256).state


def _end_with_parent() -> None:
    sys.stdin.read()
    os._exit(1)


def main(claim: Claim) -> None:
    settings = Settings.model_validate_json(sys.stdin.readline())
    keep_journal(settings.data_folder, as_json=settings.log_json)
    Thread(target=_end_with_parent, daemon=True).start()
    try:
        with (
            open_parts(settings, patience=PATIENCE) as parts,
            Workers(settings.workers) as workers,
        ):
            lease = Lease(parts.database, claim, settings.lease_seconds, clock())
            lease.renew()
            file_original(parts, workers, parts.database.original(claim.sha256), lease)
    except LeaseLost:
        pass  # the parent will see where the original stands
    except DigitizeError as error:
        sys.exit(error.message)
    except Exception as error:
        logging.getLogger(__name__).error("original %s", claim.sha256[:12], exc_info=error)
        sys.exit(f"a process for one file: {describe(error)}")


if __name__ == "__main__":
    main(Claim(sys.argv[1], int(sys.argv[2])))
