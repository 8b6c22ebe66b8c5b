"""Mapping files: how the columns of another system become a report and its occurrence."""

from baken.rooms.reports.schemas.mapping.legacy import LegacyMapping
from baken.rooms.reports.schemas.mapping.load import find_mapping, load_mapping, parse_mapping
from baken.rooms.reports.schemas.mapping.problems import MappingRefused, RowUnfit

__all__ = [
    "LegacyMapping",
    "MappingRefused",
    "RowUnfit",
    "find_mapping",
    "load_mapping",
    "parse_mapping",
]
