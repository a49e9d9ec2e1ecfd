"""A listening socket and the server on it."""

import errno
import socket

import uvicorn
from fastapi import FastAPI

from digitize.errors import ServiceError, UsageError


def listen(host: str, port: int) -> socket.socket:
    """A socket bound to the address; port 0 takes a free one. Raises UsageError for an address
    that is none of this machine's, ServiceError when the port is taken."""
    if not 0 <= port <= 65535:
        raise UsageError(f"port {port}: not in 0..65535", remedy="Give --port another number.")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        found = socket.socket(family, kind, protocol)
    except (socket.gaierror, UnicodeError):
        raise UsageError(
            f"{host}: no such address", remedy="Give --host 127.0.0.1, or 0.0.0.0 for all."
        ) from None
    # A port that a stopped server left a moment ago can be taken again at once.
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind(address)
        found.listen(128)
    except OSError as error:
        found.close()
        if error.errno == errno.EADDRINUSE:
            raise ServiceError(
                f"{host}:{port} is in use by another program",
                remedy="Stop that program, or give --port another number.",
            ) from None
        raise UsageError(
            f"{host}:{port}: {error.strerror}",
            remedy="Give --host an address of this machine, and --port a number above 1023.",
        ) from None
    return found


def address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def serve_on(app: FastAPI, listening: socket.socket) -> None:
    """Answer until Ctrl-C or SIGTERM; requests under way are finished first."""
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=5
    )
    try:
        uvicorn.Server(config).run(sockets=[listening])
    except KeyboardInterrupt:
        return
