"""Every setting, declared once: type, default and meaning. `docs/settings.md` is made from this.

Set them by environment (DIGITIZE_…) or in a `.env` file in the working folder. The core never
reads settings: the upper layers hand values down.
"""

import os
from functools import cached_property
from pathlib import Path
from typing import Literal, get_args

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Settings of one process."""

    model_config = SettingsConfigDict(
        env_prefix="DIGITIZE_", env_file=".env", extra="ignore", frozen=True
    )

    data: Path = Field(Path("data"), description="Folder that holds everything embedded.")
    store: str = Field(
        "",
        description="Object store by URL. Empty: `file:///<data>/store`. `s3://NAME`: the buckets "
        "NAME-originals, NAME-derivatives and NAME-sealed.",
    )
    database: str = Field(
        "",
        description="Database by URL. Empty: `sqlite:///<data>/digitize.db`. On PostgreSQL: "
        "`postgresql://user:password@host/name`.",
    )
    index: str = Field(
        "",
        description="Index by URL. Empty: `tantivy:///<data>/index`. On Elasticsearch: "
        "`https://user:password@host:9200/name`.",
    )
    index_authority: str = Field(
        "",
        description="PEM file of the authority that signed the Elasticsearch server's "
        "certificate. Empty: those that the system trusts.",
    )
    s3_endpoint: str = Field(
        "",
        description="S3 server of store and inboxes: `https://host:port`, or `http://…` without "
        "TLS. Empty: Amazon's. Keys come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY alone.",
    )
    s3_region: str = Field("us-east-1", description="Region of the S3 server.")
    s3_authority: str = Field(
        "",
        description="PEM file of the authority that signed the S3 server's certificate. Empty: "
        "the public ones.",
    )
    s3_retention_days: int = Field(
        0,
        ge=0,
        description="Days for which the S3 server refuses to delete an original that was read "
        "(object lock, governance mode). 0: no lock.",
    )
    cache_bytes: int = Field(
        4 * 1024**3,
        gt=0,
        description="About how many bytes `<data>/cache` may hold of what lies on an S3 server.",
    )
    mapping: str = Field(
        "{department}/{fonds}/{dossier}",
        description="How the folders of an inbox name department, fonds (phông) and dossier "
        "(hồ sơ). Each part stands for one folder level; `*` skips a level.",
    )
    stable_seconds: float = Field(
        2.0,
        ge=0,
        description="A file is taken once its size and time have not changed for so long.",
    )
    watch_seconds: float = Field(
        10.0, gt=0, description="Seconds from one look of `digitize watch` to the next."
    )
    max_bytes: int = Field(2 * 1024**3, gt=0, description="Largest file, in bytes.")
    max_pages: int = Field(2000, gt=0, description="Most pages in one file.")
    max_pixels: int = Field(80_000_000, gt=0, description="Most pixels on one page.")
    workers: int = Field(
        default_factory=lambda: len(os.sched_getaffinity(0)),
        ge=1,
        description="Pages read at a time. Default: the cores of the machine.",
    )
    page_timeout: float = Field(120.0, gt=0, description="Seconds that one page may take in OCR.")
    reading: Literal["fast", "balanced", "careful"] = Field(
        "balanced",
        description="How pages are read. `fast`: by the line reader alone, which seeks no signer "
        "under a seal. `balanced`: lines of which it is unsure by Tesseract too. `careful`: every "
        "page several times.",
    )
    language: str = Field(
        "vie", description="Tesseract language model. `fast` reading needs no Tesseract."
    )
    lease_seconds: float = Field(
        60.0,
        gt=0,
        description="What a run has at hand is taken over by others once it has given no sign of "
        "life for so many seconds.",
    )
    max_attempts: int = Field(
        3, ge=1, description="Tries at one original before it goes to quarantine."
    )
    failed_share: float = Field(
        0.1,
        ge=0,
        le=1,
        description="Share of failed pages above which a file goes to quarantine.",
    )
    most_wrong: float = Field(
        0.005,
        gt=0,
        le=0.1,
        description="Share of the values of a field that may be wrong among those that go through "
        "without a look. Smaller: more goes to review.",
    )
    log_json: bool = Field(
        False,
        description="Write `digitize.log` as lines of JSON, for programs that collect logs.",
    )
    host: str = Field("127.0.0.1", description="Address that the web archive listens on.")
    prefect_host: str = Field(
        "127.0.0.1", description="Address that `digitize prefect` listens on."
    )
    prefect_port: int = Field(4200, ge=1, le=65535, description="Port of the Prefect server.")
    prefect_days: int = Field(
        90, ge=1, description="Days that the Prefect server keeps its records of runs."
    )
    port: int = Field(8080, ge=0, le=65535, description="Port of the web archive.")
    web: str = Field(
        "",
        description="Address under which people open the web archive, for links on Prefect's page; "
        "default: host and port.",
    )

    @property
    def web_url(self) -> str:
        return (self.web or f"http://{self.host}:{self.port}").rstrip("/")

    @cached_property
    def data_folder(self) -> Path:
        return self.data.expanduser().absolute()

    @property
    def store_url(self) -> str:
        return self.store or f"file://{self.data_folder}/store"

    @property
    def database_url(self) -> str:
        return self.database or f"sqlite:///{self.data_folder}/digitize.db"

    @property
    def index_url(self) -> str:
        return self.index or f"tantivy://{self.data_folder}/index"


def as_markdown() -> str:
    """The page docs/settings.md: one row a setting."""
    rows = []
    for name, info in Settings.model_fields.items():
        default = "cores of the machine" if info.default_factory else f"`{info.default}`"
        if info.default == "":
            default = "empty"
        choices = get_args(info.annotation)
        kind = " or ".join(choices) or getattr(info.annotation, "__name__", "")
        rows.append(f"| `DIGITIZE_{name.upper()}` | {kind} | {default} | {info.description} |")
    return "\n".join(
        [
            "# Settings",
            "",
            "Made from `digitize/settings.py` by `script/settings-page`; do not edit.",
            "",
            "| setting | type | default | meaning |",
            "|---|---|---|---|",
            *rows,
            "",
        ]
    )


if __name__ == "__main__":
    print(as_markdown(), end="")
