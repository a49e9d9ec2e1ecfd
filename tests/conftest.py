"""Real servers, each started once a test run, when the first test asks for it."""

from collections.abc import Iterator

import pytest

from tests.services.elasticsearch import Elasticsearch, elasticsearch
from tests.services.postgresql import PostgreSQL, postgresql
from tests.services.prefect import Prefect, prefect
from tests.services.seaweedfs import SeaweedFS, seaweedfs


@pytest.fixture(scope="session")
def s3_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SeaweedFS]:
    with seaweedfs(tmp_path_factory.mktemp("seaweedfs")) as server:
        yield server


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgreSQL]:
    with postgresql(tmp_path_factory.mktemp("postgresql")) as server:
        yield server


@pytest.fixture(scope="session")
def elasticsearch_server() -> Iterator[Elasticsearch]:
    # So little that a test can make it too busy.
    with elasticsearch(settings={"indexing_pressure.memory.limit": "2mb"}) as server:
        yield server


@pytest.fixture(scope="session")
def prefect_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prefect]:
    with prefect(tmp_path_factory.mktemp("prefect")) as server:
        yield server
