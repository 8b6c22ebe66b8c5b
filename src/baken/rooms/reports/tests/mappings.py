"""Small mappings to test with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from baken.rooms.reports.actions.legacy_rows import LegacyReport
from baken.rooms.reports.schemas.mapping import (
    LegacyMapping,
    MappingRefused,
    parse_mapping,
)

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
FIELDS: dict[str, Any] = {"kind": "incident"}
BASE: dict[str, Any] = {
    "source": "oud systeem",
    "key": ["nr"],
    "story": "{a}",
    "unit": "COMPANY",
    "fields": FIELDS,
}


def mapping_of(fields: Mapping[str, Any] | None = None, **top: Any) -> LegacyMapping:
    """A small mapping with these fields beside the kind, and these keys on top."""
    return parse_mapping(BASE | top | {"fields": FIELDS | dict(fields or {})}, where="map.yaml")


def read(mapping: LegacyMapping, **values: str) -> LegacyReport:
    """The report of one row; columns that the mapping needs and are not given are empty."""
    row = dict.fromkeys(mapping.columns, "") | {"nr": "1"} | values
    return mapping.read(row, line=2, now=NOW)


def field(name: str, expression: Any, **values: str) -> Any:
    """What an expression gives for a field, for one row."""
    return getattr(read(mapping_of({name: expression}), **values), name)


def problems(**top: Any) -> tuple[str, ...]:
    """What is said of a mapping with mistakes."""
    with pytest.raises(MappingRefused) as refused:
        parse_mapping(BASE | top, where="map.yaml")
    return refused.value.problems


def field_problems(name: str, expression: Any) -> tuple[str, ...]:
    """What is said of a mistake in one field."""
    return problems(fields=FIELDS | {name: expression})
