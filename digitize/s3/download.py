"""Read an object to its end, whatever the connection does."""

from collections.abc import Iterator
from typing import BinaryIO

import urllib3
from minio import Minio
from minio.helpers import DictType

from digitize.s3.faults import as_ours, unreachable

_BLOCK_BYTES = 1 << 20
_TRIES = 5


def download(client: Minio, bucket: str, key: str, file: BinaryIO, *, etag: str = "") -> None:
    """Write the object to `file`, from its beginning again when the connection breaks off.

    `etag`: the state that the object must still have. Raises KeyError when it is not there, or
    no longer in that state; ServiceError.
    """
    for left in reversed(range(_TRIES)):
        file.seek(0)
        file.truncate()
        try:
            for block in _blocks(client, bucket, key, etag):
                file.write(block)
        except urllib3.exceptions.HTTPError as error:
            if not left:
                raise unreachable(error) from error
        else:
            return


def _blocks(client: Minio, bucket: str, key: str, etag: str) -> Iterator[bytes]:
    headers: DictType = {"If-Match": f'"{etag}"'} if etag else {}
    with as_ours(key, bucket):
        response = client.get_object(bucket, key, request_headers=headers)
    try:
        yield from response.stream(_BLOCK_BYTES)
    finally:
        response.close()
        response.release_conn()
