"""Free ports on the loopback."""

import random
import socket


def free_ports(number: int, *, also: int = 0) -> list[int]:
    """Ports of 127.0.0.1 that nobody listens on. `also`: the port so much higher is free too.

    They are drawn below the range from which the kernel takes ports for outgoing connections,
    so that none of those takes one before the server does."""
    found: list[int] = []
    for port in random.sample(range(20000, 32000 - also), 500):
        if _is_free(port) and (not also or _is_free(port + also)):
            found.append(port)
        if len(found) == number:
            return found
    raise OSError("no free ports")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
