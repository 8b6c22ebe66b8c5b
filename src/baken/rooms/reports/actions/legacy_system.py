"""Keeps what is known of another system: how its rows look, and when it was in use."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson

from baken.core import clock
from baken.rooms.reports.actions.legacy_rows import LegacyReport, LegacySource
from baken.rooms.reports.models import LegacySystem


def keep_system(source: LegacySource, rows: Sequence[LegacyReport]) -> None:
    """Note the system behind a batch, and the days of its new rows; two questions, one if known."""
    system = LegacySystem.objects.filter(name=source.name).first()
    wanted = _wanted(system, source, rows)
    if system is None:
        LegacySystem.objects.create(name=source.name, **wanted)
        return
    changed = [name for name, value in wanted.items() if getattr(system, name) != value]
    if changed:
        for name in changed:
            setattr(system, name, wanted[name])
        system.save(update_fields=changed)


def _wanted(
    system: LegacySystem | None, source: LegacySource, rows: Sequence[LegacyReport]
) -> dict[str, Any]:
    days = [clock.local_date(row.happened_at) for row in rows if row.happened_at]
    if system is not None:
        days += [day for day in (system.first_on, system.last_on) if day]
    there = system.columns if system else []
    since, until = source.in_use
    return {
        "licence": source.licence,
        "attribution": source.attribution,
        "mapping": _plain(source.mapping) or (system.mapping if system else {}),
        "columns": _all_columns(source.columns, there),
        "companions": _companions(source, system),
        "in_use_from": since,
        "in_use_until": until,
        "first_on": min(days, default=None),
        "last_on": max(days, default=None),
    }


def _companions(source: LegacySource, system: LegacySystem | None) -> dict[str, list[str]]:
    there = system.companions if system else {}
    return there | {
        name: _all_columns(columns, there.get(name, ()))
        for name, columns in source.companions.items()
    }


def _all_columns(fresh: Sequence[str], there: Sequence[str]) -> list[str]:
    """The columns of a file in its order, and behind them those that earlier files had besides."""
    if not fresh:
        return list(there)
    return [*fresh, *(column for column in there if column not in fresh)]


def _plain(mapping: Any) -> Any:
    """The content of a mapping file as JSON holds it; the days in it as text."""
    return orjson.loads(orjson.dumps(mapping, option=orjson.OPT_NON_STR_KEYS, default=str))
