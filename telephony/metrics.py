"""What a line group counts. The counts are a small text file in the spool, not a web server in the process of SIP.

The file has the Prometheus text format; the API serves the files of all groups together (``collect``).
"""

from __future__ import annotations

from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.parser import text_fd_to_metric_families

FILE = "metrics.prom"
ANSWER_BUCKETS_S = (0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.0)


class LineMetrics:
    """The counts of one group. Only ids and codes are labels, never numbers of callers."""

    def __init__(self, folder: Path, group: int) -> None:
        self._file = folder / FILE
        self._registry = registry = CollectorRegistry()
        label = {"group": str(group)}

        def counter(name: str, text: str, *labels: str) -> Counter:
            return Counter(f"dozvon_line_{name}", text, ("group", *labels), registry=registry)

        def gauge(name: str, text: str) -> Gauge:
            return Gauge(f"dozvon_line_{name}", text, ("group",), registry=registry).labels(**label)

        self._group = label["group"]
        self._calls = counter("calls", "Calls that ended, by what ended them", "reason")
        self._rejected = counter("rejected", "Calls not answered, by SIP code", "code")
        self._refused = counter("refused", "Requests refused: refer, replaces, redirect, stranger", "kind")
        self.repaired = counter("repaired", "Calls closed after a crash").labels(**label)
        self.callback_failures = gauge("callback_failures", "Callbacks that failed")
        self.active = gauge("active_calls", "Calls running now")
        self.lines = gauge("lines", "Lines that the self-test found")
        self.free_bytes = gauge("spool_free_bytes", "Free space on the disk of the spool")
        self.bridge_ports = gauge("bridge_ports", "Ports of the sound bridge in use")
        self.numbers_left = gauge("request_numbers_left", "Request numbers left in the reserved block")
        self.registered = gauge("registered", "1 while registered at the PBX, or no registration is wanted")
        self.answer_s = Histogram(
            "dozvon_line_answer_seconds", "From INVITE to 200", ("group",), registry=registry, buckets=ANSWER_BUCKETS_S
        ).labels(**label)

    def ended(self, reason: str) -> None:
        self._calls.labels(self._group, reason).inc()

    def rejected(self, code: int) -> None:
        self._rejected.labels(self._group, str(code)).inc()

    def refused(self, kind: str) -> None:
        self._refused.labels(self._group, kind).inc()

    def write(self) -> None:
        """Put the counts into the file. A full disk only makes them old."""
        beside = self._file.with_suffix(".prom.tmp")
        try:
            beside.write_bytes(generate_latest(self._registry))
            beside.replace(self._file)
        except OSError:
            beside.unlink(missing_ok=True)


def read(folder: Path) -> dict[str, float]:
    """Return the counts of one group as ``name{labels without the group}`` to value; empty where there are none."""
    values: dict[str, float] = {}
    for family in _families(folder / FILE):
        for sample in family.samples:
            labels = ",".join(f"{key}={value}" for key, value in sorted(sample.labels.items()) if key != "group")
            values[f"{sample.name}{{{labels}}}" if labels else sample.name] = sample.value
    return values


def collect(spool: Path) -> list[Metric]:
    """Return the metric families of all groups below *spool*, merged by name: what an API's registry can yield."""
    merged: dict[str, Metric] = {}
    for file in sorted(spool.glob(f"group-*/{FILE}")):
        for family in _families(file):
            merged.setdefault(family.name, Metric(family.name, family.documentation, family.type))
            merged[family.name].samples += family.samples
    return list(merged.values())


def _families(file: Path) -> list[Metric]:
    try:
        with file.open(encoding="utf-8") as text:
            return list(text_fd_to_metric_families(text))
    except FileNotFoundError:
        return []
