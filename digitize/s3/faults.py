"""Faults of an S3 server, in our words."""

from collections.abc import Iterator
from contextlib import contextmanager

import urllib3
from minio.error import InvalidResponseError, MinioException, S3Error, ServerError

from digitize.errors import InputError, Reason, ServiceError

# Codes of the S3 API (Amazon S3 API Reference, "Error responses"); XMinio… is MinIO's own,
# QuotaExceeded is Ceph's.
_FULL = frozenset({"XMinioStorageFull", "XMinioAdminBucketQuotaExceeded", "QuotaExceeded"})
_HTTP_FULL = 507  # Insufficient Storage, RFC 4918 11.5
_MISSING = frozenset({"NoSuchKey", "NoSuchVersion", "PreconditionFailed"})
_REMEDIES = {
    "InvalidAccessKeyId": "The server does not know AWS_ACCESS_KEY_ID. Check it.",
    "SignatureDoesNotMatch": "AWS_SECRET_ACCESS_KEY is wrong for this AWS_ACCESS_KEY_ID. Check it.",
    "InvalidToken": "AWS_SESSION_TOKEN is wrong. Get a new one.",
    "ExpiredToken": "AWS_SESSION_TOKEN has run out. Get a new one.",
    "AccessDenied": "The key may not do this. Give it the rights that docs/admin.md lists.",
    "BucketAlreadyExists": "Somebody else has a bucket of this name. Choose another name.",
    "NoSuchBucket": "Check the name and DIGITIZE_S3_ENDPOINT, or restore the bucket.",
    "RequestTimeTooSkewed": "The clocks of this machine and of the S3 server differ by more than "
    "15 minutes. Set both by NTP.",
    "InternalError": "The server failed; its own log says why. Often its disk is full.",
    "AuthorizationHeaderMalformed": "Set DIGITIZE_S3_REGION to the region of the buckets.",
    "PermanentRedirect": "Set DIGITIZE_S3_REGION to the region of the buckets.",
}
_UNTRUSTED = (
    "Name the PEM file of the authority that signed its certificate in DIGITIZE_S3_AUTHORITY, "
    "and check that DIGITIZE_S3_ENDPOINT is the name in the certificate."
)
_NO_TLS = "The server does not speak TLS there. Check port and http or https of the endpoint."


class RefusedError(ServiceError):
    """The server refused a request. `code` is the code of the S3 API."""

    def __init__(self, code: str, bucket: str) -> None:
        super().__init__(f"S3: {code} (bucket {bucket})", remedy=_REMEDIES.get(code))
        self.code = code


@contextmanager
def as_ours(key: str, bucket: str) -> Iterator[None]:
    """Raises KeyError(key) for a missing object, InputError(DISK_FULL) when the server says that
    it is full, and ServiceError with a remedy for every other fault of the server."""
    try:
        yield
    except S3Error as error:
        if error.code in _MISSING:
            raise KeyError(key) from None
        if error.code in _FULL:
            raise InputError(Reason.DISK_FULL, "object store", error.code) from None
        raise RefusedError(error.code or "unknown", bucket) from None
    except ServerError as error:
        if error.status_code == _HTTP_FULL:
            raise InputError(Reason.DISK_FULL, "object store") from None
        raise ServiceError(f"S3: answered with HTTP {error.status_code}") from None
    except InvalidResponseError as error:
        raise ServiceError(
            "S3: the answer is not from an S3 server",
            remedy="Check DIGITIZE_S3_ENDPOINT: another program answers there.",
        ) from error
    except MinioException as error:
        raise ServiceError(f"S3: {type(error).__name__}") from error
    except urllib3.exceptions.HTTPError as error:
        raise unreachable(error) from error


def unreachable(error: urllib3.exceptions.HTTPError) -> ServiceError:
    """The error for a server that gave no answer."""
    cause = error.reason if isinstance(error, urllib3.exceptions.MaxRetryError) else error
    if isinstance(cause, urllib3.exceptions.SSLError):
        untrusted = "CERTIFICATE_VERIFY_FAILED" in str(cause)
        return ServiceError(
            "S3: its certificate is not trusted" if untrusted else "S3: no TLS connection",
            remedy=_UNTRUSTED if untrusted else _NO_TLS,
        )
    return ServiceError(
        f"S3: not reached ({type(cause).__name__})",
        remedy="Check DIGITIZE_S3_ENDPOINT and that the server runs, then run the command again.",
    )
