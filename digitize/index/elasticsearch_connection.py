"""Reach an Elasticsearch server, and say in plain words why it cannot be used.

Messages name the host and the remedy. They hold no user, no password, and nothing of what the
server says about documents, since it quotes their text.
"""

import logging
import re
import ssl
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

from elastic_transport import ConnectionError as UnreachableError
from elastic_transport import ConnectionTimeout, TlsError, TransportError
from elasticsearch import (
    ApiError,
    AuthenticationException,
    AuthorizationException,
    Elasticsearch,
    UnsupportedProductError,
)

from digitize.errors import ServiceError, UsageError
from digitize.index.protocol import AwayError

_SERVERS = (8, 9)  # major versions that the 8.19 client talks to
_SECONDS = 60.0  # an answer that takes longer does not come

# It warns of each lost connection; a ServiceError says so to whom it concerns.
logging.getLogger("elastic_transport").setLevel(logging.ERROR)


@dataclass(frozen=True, slots=True)
class Address:
    """Where an index is: `name` is its name on the server `origin`."""

    origin: str
    name: str
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)


def read_address(url: str) -> Address:
    """http(s)://[user:password@]host[:9200][/name]; the name is `digitize` when none is given.

    Raises UsageError, whose message does not hold the URL: it may have a password in it.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port or 9200
    except ValueError:
        host, port = None, 0
    if not host:
        raise UsageError(
            "DIGITIZE_INDEX names no Elasticsearch server",
            remedy="Use https://user:password@host:9200/name. Write a letter of user or password "
            "that is not plain as %XX: @ is %40, / is %2F.",
        )
    name = parts.path.strip("/") or "digitize"
    if not re.fullmatch(r"[a-z0-9][a-z0-9_.-]{0,99}", name):
        raise UsageError(
            f"DIGITIZE_INDEX gives the index a name that Elasticsearch does not take: {name}",
            remedy="Use small letters a to z, digits, - and _.",
        )
    shown = f"[{host}]" if ":" in host else host
    return Address(
        f"{parts.scheme}://{shown}:{port}",
        name,
        unquote(parts.username or ""),
        unquote(parts.password or ""),
    )


def connect(address: Address, authority: str = "") -> Elasticsearch:
    """`authority`: file with the certificates of the authorities to trust; else the system's."""
    options: dict[str, Any] = {}
    if address.user:
        # Encoded here: the client takes plain ASCII alone.
        login = f"{address.user}:{address.password}".encode()
        options["basic_auth"] = b64encode(login).decode()
    if address.origin.startswith("https:"):
        try:
            options["ssl_context"] = ssl.create_default_context(cafile=authority or None)
        except (OSError, ssl.SSLError) as error:
            raise UsageError(
                f"DIGITIZE_INDEX_AUTHORITY cannot be read: {authority}: {error.strerror or error}",
                remedy="Give the path of the authority's certificate as a PEM file.",
            ) from None
    return Elasticsearch(
        address.origin,
        request_timeout=_SECONDS,
        max_retries=2,  # a connection that the server has closed meanwhile
        retry_on_status=(),
        **options,
    )


def check_server(client: Elasticsearch, address: Address) -> None:
    """Raises ServiceError when the server is of a version that we cannot talk to."""
    answer = client.nodes.info(node_id="_local", filter_path="nodes.*.version")
    for node in answer["nodes"].values():
        if int(node["version"].partition(".")[0]) not in _SERVERS:
            raise _wrong_version(address, node["version"])


@contextmanager
def translated(address: Address) -> Iterator[None]:
    """Faults of the connection and answers of the server as ServiceError."""
    try:
        yield
    except TlsError as error:
        raise _tls_fault(address, str(error)) from None
    except ConnectionTimeout:
        raise AwayError(
            f"the index at {address.origin} gave no answer in {_SECONDS:.0f} seconds",
            remedy="Look at the server's load and its log, then run the command again.",
        ) from None
    except UnreachableError:
        raise AwayError(
            f"the index at {address.origin} cannot be reached",
            remedy="Start Elasticsearch, or correct DIGITIZE_INDEX: host, port, and https:// "
            "when the server asks for TLS. Then run the command again.",
        ) from None
    except UnsupportedProductError:
        raise ServiceError(
            f"what answers at {address.origin} is no Elasticsearch",
            remedy="Name an Elasticsearch server of version 8 or 9 in DIGITIZE_INDEX.",
        ) from None
    except ApiError as error:
        raise _fault(address, error) from None
    except TransportError as error:
        raise ServiceError(
            f"the index at {address.origin} gave an answer that cannot be read: "
            f"{type(error).__name__}"
        ) from None


def error_type(error: ApiError) -> str:
    """Elasticsearch's own name of the fault, such as index_not_found_exception."""
    body = error.body
    cause = body.get("error") if isinstance(body, dict) else None
    return str(cause.get("type")) if isinstance(cause, dict) else str(error.message)[:100]


def _fault(address: Address, error: ApiError) -> ServiceError:
    kind = error_type(error)
    if isinstance(error, AuthenticationException):
        return ServiceError(
            f"the index at {address.origin} does not accept the user and password",
            remedy="Correct them in DIGITIZE_INDEX: https://user:password@host:9200/name, with "
            "letters that are not plain as %XX.",
        )
    if isinstance(error, AuthorizationException) and kind == "security_exception":
        return ServiceError(
            f"the index at {address.origin} does not let this user do its work",
            remedy="Give the user a role with the cluster privileges monitor and "
            f"manage_index_templates, and with the privilege all on {address.name} and "
            f"{address.name}-v*.",
        )
    if kind == "media_type_header_exception":
        return _wrong_version(address, "older than 8")
    if error.status_code in (408, 503):  # a cluster that starts blocks all, with 503
        return AwayError(
            f"the index at {address.origin} is not ready",
            remedy="Wait until the server has started, and see in its log that the index is in "
            "order. Then run the command again.",
        )
    if kind == "cluster_block_exception":
        return ServiceError(
            f"the index at {address.origin} takes no changes",
            remedy="Most often its disk is nearly full: make room on the server, then run the "
            "command again.",
        )
    if error.status_code == 429:
        return ServiceError(
            f"the index at {address.origin} is too busy",
            remedy="Run the command again later, or give the server more memory.",
        )
    return ServiceError(
        f"the index at {address.origin} answered {error.status_code} ({kind})",
        remedy="Look at the server's log. When the index is damaged, run digitize reindex: it "
        "builds it anew from the database.",
    )


def _wrong_version(address: Address, version: str) -> ServiceError:
    return ServiceError(
        f"the Elasticsearch at {address.origin} has a version that does not fit: {version}",
        remedy="Use a server of version 8 or 9.",
    )


def _tls_fault(address: Address, text: str) -> ServiceError:
    if "WRONG_VERSION_NUMBER" in text or "RECORD_LAYER_FAILURE" in text.upper():
        return ServiceError(
            f"the index at {address.origin} speaks no TLS",
            remedy="Write http:// in DIGITIZE_INDEX, or switch TLS on at the server.",
        )
    if "mismatch" in text or "doesn't match" in text:
        return ServiceError(
            f"the certificate of the index at {address.origin} is for another host",
            remedy="Write the host in DIGITIZE_INDEX as the certificate names it.",
        )
    return ServiceError(
        f"the certificate of the index at {address.origin} is not trusted",
        remedy="Set DIGITIZE_INDEX_AUTHORITY to the PEM file of the authority that signed it, and "
        "see that the certificate has not expired.",
    )
