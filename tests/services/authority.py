"""A certificate authority of our own, as many offices have, and certificates from it."""

import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ServerCertificate:
    """PEM files. `authority` is the certificate that a client must trust."""

    authority: Path
    certificate: Path
    key: Path


def make_certificate(folder: Path) -> ServerCertificate:
    """A new authority, and from it a certificate for 127.0.0.1 and localhost, for one day."""
    folder.mkdir(parents=True, exist_ok=True)
    made = ServerCertificate(folder / "ca.pem", folder / "server.pem", folder / "server.key")
    extensions = folder / "extensions"
    extensions.write_text("subjectAltName = IP:127.0.0.1, DNS:localhost\n")
    _openssl(
        *("req", "-x509", "-days", "1", "-subj", "/CN=Test authority"),
        *(*_NEW_KEY, "-keyout", folder / "ca.key", "-out", made.authority),
    )
    _openssl(
        *("req", "-subj", "/CN=127.0.0.1"),
        *(*_NEW_KEY, "-keyout", made.key, "-out", folder / "request"),
    )
    _openssl(
        *("x509", "-req", "-days", "1", "-in", folder / "request", "-extfile", extensions),
        *("-CA", made.authority, "-CAkey", folder / "ca.key", "-CAcreateserial"),
        *("-out", made.certificate),
    )
    return made


_NEW_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-noenc")


def _openssl(*words: str | Path) -> None:
    done = subprocess.run(["openssl", *map(str, words)], capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
