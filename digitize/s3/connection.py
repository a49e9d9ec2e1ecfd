"""Connect to an S3 server through the `minio` client."""

import logging
import os
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import certifi
import urllib3
from minio import Minio
from urllib3 import BaseHTTPResponse

from digitize.errors import UsageError
from digitize.s3.endpoint import Endpoint

_AMAZON = "https://s3.amazonaws.com"
_CONNECT_SECONDS = 5
_ANSWER_SECONDS = 60
_ANSWER_SECONDS_IMPATIENT = 10
_SAY_AGAIN_SECONDS = 60

# It tells every try with the object's key, and a key in an inbox may be somebody's name.
logging.getLogger("urllib3.connectionpool").setLevel(logging.ERROR)


def connect(
    endpoint: Endpoint, *, patient: bool = True, environment: Mapping[str, str] = os.environ
) -> Minio:
    """A client, which may be shared by threads. Nothing is sent yet.

    Keys come from AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN and from
    nowhere else. A patient client bridges about a minute without the server; an impatient one,
    for a person who waits, gives up after about a second. Raises UsageError.
    """
    url = urlsplit(endpoint.url or _AMAZON)
    if url.scheme not in ("http", "https") or not url.hostname or url.path.strip("/"):
        raise UsageError(
            "DIGITIZE_S3_ENDPOINT names no server",
            remedy="Use https://host:port or http://host:port, without a path.",
        )
    if url.username is not None or url.password is not None:
        raise UsageError(
            "DIGITIZE_S3_ENDPOINT holds a key",
            remedy="Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY instead.",
        )
    access = environment.get("AWS_ACCESS_KEY_ID")
    secret = environment.get("AWS_SECRET_ACCESS_KEY")
    if not access or not secret:
        raise UsageError(
            "no key for the S3 server",
            remedy="Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment.",
        )
    if endpoint.authority and not Path(endpoint.authority).is_file():
        raise UsageError(
            f"DIGITIZE_S3_AUTHORITY: no such file: {endpoint.authority}",
            remedy="Name the PEM file of the authority that signed the server's certificate.",
        )
    return Minio(
        url.netloc,
        access,
        secret,
        environment.get("AWS_SESSION_TOKEN"),
        secure=url.scheme == "https",
        region=endpoint.region,
        http_client=urllib3.PoolManager(
            maxsize=32,
            timeout=urllib3.Timeout(
                connect=_CONNECT_SECONDS,
                read=_ANSWER_SECONDS if patient else _ANSWER_SECONDS_IMPATIENT,
            ),
            retries=_retries(patient),
            ca_certs=endpoint.authority or certifi.where(),
        ),
    )


class _Tries(urllib3.Retry):
    """Says to people that it waits, once a minute however many threads do."""

    _said = -float("inf")

    def sleep(self, response: BaseHTTPResponse | None = None) -> None:
        now = time.monotonic()
        if len(self.history) > 2 and now - _Tries._said > _SAY_AGAIN_SECONDS:
            _Tries._said = now
            logging.getLogger("digitize.waiting").warning(
                "the S3 server does not answer; waiting for it"
            )
        super().sleep(response)


def _retries(patient: bool) -> urllib3.Retry:
    """Pauses of 0, 1, 2, 4, 8, 8 … seconds, 55 in all; impatient 0, 0.2, 0.4. Every request of
    ours may be sent twice: a second write of an object writes the same bytes."""
    tries = _Tries if patient else urllib3.Retry
    return tries(
        total=10 if patient else 3,
        read=3 if patient else 1,  # no answer in time, or a connection that broke
        other=None if patient else 1,  # a certificate that is refused stays refused
        backoff_factor=0.5 if patient else 0.1,
        backoff_max=8,
        status_forcelist=(500, 502, 503, 504),
        allowed_methods=None,
        raise_on_status=False,  # the last answer says more than that there was one
        respect_retry_after_header=False,  # it may ask for an hour
    )
