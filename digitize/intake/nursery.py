"""A process that has loaded what children of one kind need, and forks them.

Loading takes a fifth of a second, and so would every child that is started anew; a fork takes
milliseconds, and what is loaded is in memory once. It never opens a file, has one thread, and
ends when the program does.
"""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

PID_BYTES = 4

# Set before a process starts, for it and its children alone. Pages are taken from and given back to
# the heap, not to the system: clearing the memory of each picture anew took an eighth of the time
# of a run.
_ENVIRONMENT = {
    "OPENBLAS_NUM_THREADS": "1",
    "MALLOC_MMAP_THRESHOLD_": str(64 << 20),
    "MALLOC_TRIM_THRESHOLD_": str(512 << 20),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A program whose children serve: `python -m PROGRAM SOCKET MOST_BYTES`, see `serving`."""

    program: str
    most_bytes: int


class Nursery:
    """Starts to load at once, and forks when it is asked. Thread-safe."""

    def __init__(self, kind: Kind) -> None:
        self._turn = threading.Lock()
        # Messages that keep their bounds.
        self._orders, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                # -P: no module of the folder in which the program is called may be taken for ours
                [
                    *(sys.executable, "-P", "-m", kind.program),
                    *map(str, (theirs.fileno(), kind.most_bytes)),
                ],
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # an interrupt at the keyboard is for the program
                env=os.environ | _ENVIRONMENT,
            )

    def fork(self, descriptors: Sequence[int]) -> int:
        """The process id of a new child, which gets the descriptors. It leads a session, and keeps
        its id until it is buried. Raises OSError when the nursery is gone."""
        with self._turn:
            socket.send_fds(self._orders, [b"fork"], descriptors)
            answer = self._orders.recv(PID_BYTES)
        if not answer:
            raise BrokenPipeError
        return int.from_bytes(answer, "big")

    def bury(self, process_id: int) -> None:
        """Wait for a child that was ended. Raises OSError when the nursery is gone."""
        with self._turn:
            self._orders.send(process_id.to_bytes(PID_BYTES, "big"))
            self._orders.recv(PID_BYTES)

    def end(self) -> None:
        self._orders.close()
        self._process.kill()  # it may be loading still
        self._process.wait()


def nurse(orders: socket.socket, serve: Callable[[Sequence[int]], None]) -> None:
    """What the nursery's process does, once all is loaded: fork children, each of which calls
    `serve` with its descriptors, until the program closes its end or dies."""
    while order := socket.recv_fds(orders, PID_BYTES, 2):
        message, descriptors, _, _ = order
        if not message:
            return
        if not descriptors:
            os.waitpid(int.from_bytes(message, "big"), 0)
            orders.send(message)
            continue
        process_id = os.fork()
        if process_id == 0:
            try:
                os.setsid()  # so that what it starts can be ended with it
                orders.close()
                serve(descriptors)
            finally:
                os._exit(0)  # past the loop of its parent
        for descriptor in descriptors:
            os.close(descriptor)
        orders.send(process_id.to_bytes(PID_BYTES, "big"))
