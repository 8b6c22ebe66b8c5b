"""Times calls in this process and counts their queries."""

from __future__ import annotations

import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

Call = Callable[[], Any]

MOST_RUNS, FEWEST_RUNS, PATIENCE_S = 40, 8, 2.5


@dataclass(frozen=True)
class Timing:
    """Milliseconds over a number of runs.

    ``cpu_ms`` is the median of what this process itself worked: the same on a busy machine, but
    without the work of a database server.
    """

    median_ms: float
    p95_ms: float
    cpu_ms: float
    runs: int


def timing_of(calls: Sequence[Call]) -> Timing:
    """Time the calls in turn; each is made once before, uncounted; a slow scene is run less often."""
    for call in calls:
        call()
    spent: list[float] = []
    worked: list[float] = []
    begun = time.perf_counter()
    while len(spent) < MOST_RUNS:
        if len(spent) >= FEWEST_RUNS and time.perf_counter() - begun > PATIENCE_S:
            break
        start, start_cpu = time.perf_counter(), time.process_time()
        calls[len(spent) % len(calls)]()
        spent.append((time.perf_counter() - start) * 1000)
        worked.append((time.process_time() - start_cpu) * 1000)
    p95 = percentile(spent, 0.95)
    return Timing(statistics.median(spent), p95, statistics.median(worked), len(spent))


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which a share of the values lies; of few values the highest."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def queries_of(calls: Sequence[Call]) -> int:
    """The most statements that any of the calls sends; the start of a transaction is none."""
    return max(_queries(call) for call in calls)


def peak_memory_mb() -> float:
    """The most memory this process ever held, in megabytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak / 1e3


def _queries(call: Call) -> int:
    sent = 0

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal sent
        sent += not sql.startswith("BEGIN")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        call()
    return sent
