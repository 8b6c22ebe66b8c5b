"""The figures of a run, as a table for people or as JSON for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson

from baken.site.bench.bench import LEAST_ROWS_PER_S, Figures, Line, Load

HEADINGS = (
    f"{'':46}{'median':>8}{'p95':>8}{'target':>8}{'cpu':>8}{'queries':>9}{'floor':>8}{'times':>7}"
)


def as_table(figures: Figures) -> str:
    """One database: what it is, how fast it was loaded, a line per scene, what is not met."""
    load = figures.load
    lines = [
        f"{figures.database} {figures.version}: {load.reports:,} reports, {figures.units:,} units",
        f"loaded {load.rows_per_s:,.0f} rows/s in {load.seconds:,.0f} s ({load.cpu_seconds:,.0f} s cpu)"
        f" (target {LEAST_ROWS_PER_S:,}: {_verdict(_fast_enough(load))}),"
        f" peak memory {load.peak_mb:,.0f} MB, {load.growth_mb:+,.0f} MB in the second half",
        f"{figures.stated.risks:,} risks with scores and decisions in {figures.stated.seconds:,.0f} s,"
        f" {figures.proposed.measures:,} measures in {figures.proposed.seconds:,.0f} s,"
        f" {figures.assessed.assessments:,} RI&Es in {figures.assessed.seconds:,.0f} s",
        f"counts: {figures.rolled.changes:,} changes folded in {figures.rolled.seconds:,.1f} s;"
        f" a recount took {figures.rolled.recount_seconds:,.1f} s"
        f" and found {figures.rolled.differences} differences",
        *_warning(figures),
        "milliseconds on the server; cpu: worked by this process, whatever else the machine does;",
        "floor: the same answer by plain SQL; times: page over floor",
        HEADINGS,
    ]
    group = ""
    for line in figures.lines:
        if line.scene.group != group:
            group = line.scene.group
            lines.append(group)
        lines.append(_row(line))
    met = sum(line.met for line in figures.lines)
    return "\n".join([*lines, f"{met} of {len(figures.lines)} met", ""])


def as_json(found: Sequence[Figures]) -> str:
    """All databases in one document."""
    content = {"databases": [_database(figures) for figures in found]}
    return orjson.dumps(content, option=orjson.OPT_INDENT_2).decode()


def _row(line: Line) -> str:
    scene, page = line.scene, line.page
    queries = f"{line.queries}/{scene.most_queries}"
    floor = f"{line.floor.median_ms:8.1f}{_times(line):7.1f}" if line.floor else f"{'-':>8}{'-':>7}"
    return (
        f"  {scene.name:44}{page.median_ms:8.1f}{page.p95_ms:8.1f}{scene.target_ms:8}{page.cpu_ms:8.1f}"
        f"{queries:>9}{floor}  {_verdict(line.met)}{' (queries)' if line.too_many else ''}"
    )


def _times(line: Line) -> float:
    """How many times its floor a page takes, by medians."""
    return line.page.median_ms / line.floor.median_ms if line.floor else 0.0


def _database(figures: Figures) -> dict[str, Any]:
    load = figures.load
    return {
        "database": figures.database,
        "version": figures.version,
        "durable": figures.durable,
        "reports": load.reports,
        "units": figures.units,
        "load": {
            "seconds": round(load.seconds, 1),
            "cpu_seconds": round(load.cpu_seconds, 1),
            "rows_per_s": round(load.rows_per_s),
            "target_rows_per_s": LEAST_ROWS_PER_S,
            "met": _fast_enough(load),
            "peak_memory_mb": round(load.peak_mb),
            "growth_mb": round(load.growth_mb),
        },
        "risks": {
            "loaded": figures.stated.risks,
            "seconds": round(figures.stated.seconds, 1),
        },
        "measures": {
            "loaded": figures.proposed.measures,
            "seconds": round(figures.proposed.seconds, 1),
        },
        "assessments": {
            "loaded": figures.assessed.assessments,
            "seconds": round(figures.assessed.seconds, 1),
        },
        "counts": {
            "changes": figures.rolled.changes,
            "seconds": round(figures.rolled.seconds, 2),
            "recount_seconds": round(figures.rolled.recount_seconds, 2),
            "differences": figures.rolled.differences,
        },
        "scenes": [_scene(line) for line in figures.lines],
    }


def _scene(line: Line) -> dict[str, Any]:
    return {
        "group": line.scene.group,
        "name": line.scene.name,
        "median_ms": round(line.page.median_ms, 2),
        "p95_ms": round(line.page.p95_ms, 2),
        "cpu_median_ms": round(line.page.cpu_ms, 2),
        "runs": line.page.runs,
        "target_p95_ms": line.scene.target_ms,
        "queries": line.queries,
        "most_queries": line.scene.most_queries,
        "floor_median_ms": round(line.floor.median_ms, 2) if line.floor else None,
        "floor_p95_ms": round(line.floor.p95_ms, 2) if line.floor else None,
        "met": line.met,
    }


def _warning(figures: Figures) -> list[str]:
    if figures.durable:
        return []
    return ["this server does not wait for its disk: the figures for writing are too good"]


def _fast_enough(load: Load) -> bool:
    return load.rows_per_s >= LEAST_ROWS_PER_S


def _verdict(met: bool) -> str:
    return "met" if met else "not met"
