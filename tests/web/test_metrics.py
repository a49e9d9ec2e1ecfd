import time

from prometheus_client.parser import text_string_to_metric_families as parse
from starlette.testclient import TestClient


def samples(client: TestClient) -> dict[str, float]:
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain")
    return {
        sample.name + "".join(sorted(sample.labels.values())): sample.value
        for family in parse(answer.text)
        for sample in family.samples
    }


def test_originals_stand_by_state_and_those_without_any_too(client: TestClient) -> None:
    found = samples(client)
    assert found["digitize_originalsdone"] == 1
    assert found["digitize_originalsreview"] == 1
    assert found["digitize_originalssealed"] == 1
    assert found["digitize_originalsquarantined"] == 0
    assert "digitize_originalsgone" not in found


def test_documents_pages_and_what_the_index_lags_behind_on(client: TestClient) -> None:
    found = samples(client)
    assert (found["digitize_documents"], found["digitize_pages"]) == (3, 28)
    assert found["digitize_index_lag_documents"] == 1  # one was sealed since


def test_the_age_of_the_last_batch_can_be_told(client: TestClient) -> None:
    found = samples(client)
    assert 0 < time.time() - found["digitize_batch_started_timestamp_seconds"] < 3600
    assert "digitize_batch_finished_timestamp_seconds" not in found, "none has ended"
