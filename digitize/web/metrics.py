"""How far the archive is, for Prometheus: numbers alone, asked from the database each time."""

from collections.abc import Iterable

from fastapi import APIRouter
from fastapi.responses import Response
from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import Collector

from digitize.database.inventory import Inventory, Standing
from digitize.database.models import State
from digitize.web.parts import PartsOf

router = APIRouter()

_STATES = [state for state in State if state is not State.GONE]  # that one is of documents


@router.get("/metrics", include_in_schema=False)
def metrics(parts: PartsOf) -> Response:
    standing = Inventory(parts.database.engine).standing()
    registry = CollectorRegistry()
    registry.register(_Archive(standing))
    ProcessCollector(registry=registry)
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_PLAIN_0_0_4)


class _Archive(Collector):
    def __init__(self, standing: Standing) -> None:
        self._standing = standing

    def collect(self) -> Iterable[Metric]:
        standing = self._standing
        originals = GaugeMetricFamily("digitize_originals", "Originals by state.", labels=["state"])
        for state in _STATES:
            originals.add_metric([state.value], standing.originals.get(state, 0))
        yield originals
        for name, help_, value in (
            ("documents", "Documents that can be shown.", standing.documents),
            ("pages", "Pages of documents that can be shown.", standing.pages),
            (
                "index_lag_documents",
                "Documents whose newest version the index does not have.",
                standing.index_lag,
            ),
        ):
            yield GaugeMetricFamily(f"digitize_{name}", help_, value=value)
        # Times, as Prometheus has it: the age of the last batch is time() minus this.
        for name, help_, time in (
            ("started", "When the newest batch began.", standing.batch_started),
            ("finished", "When the last batch that ended did so.", standing.batch_finished),
        ):
            if time is not None:
                yield GaugeMetricFamily(
                    f"digitize_batch_{name}_timestamp_seconds", help_, value=time.timestamp()
                )
