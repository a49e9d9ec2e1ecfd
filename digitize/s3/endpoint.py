"""Where an S3 server is. Apart from `connection`, which loads the client."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where the server is. `url`: http(s)://host[:port]; empty means Amazon's own.
    `authority`: a PEM file of certificate authorities to trust instead of the public ones."""

    url: str = ""
    region: str = "us-east-1"
    authority: str = ""
