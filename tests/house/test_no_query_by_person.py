"""Nobody can ask how often a person reports: no column, filter or count is about the reporter.

Source: domain reference, organisation, section 6, rule 5.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
import yaml
from django.conf import settings

from baken.conftest import Cast
from baken.core.access import Actor
from baken.core.export.columns import Column
from baken.core.export.kinds import Ask, export_kinds
from baken.rooms.reports.api.filters import RecordQuery
from baken.rooms.reports.forms.filters import ListFilter
from baken.rooms.reports.tests.acts import send
from tests.house.sources import Source, product_sources

# Words that a column or filter about who reported would carry.
ABOUT_REPORTER = ("reporter", "melder", "person", "own_key", "account", "contact", "sender", "name")
# Reviewed: these hold such a word and tell about no reporter.
REVIEWED = {
    "name": "of a unit, in counts",
    "name_nl": "of a unit",
    "name_en": "of a unit",
}
# What a file of exports, filters or counts may not so much as mention.
NEVER_NAMED = {"reporter_key", "Identity", "IdentityRead", "persons_named"}
ROLES = sorted(yaml.safe_load(settings.ROLES_FILE.read_text(encoding="utf-8"))["roles"])


def about_reporter(names: Iterable[str]) -> list[str]:
    """The names that sound like who reported and were not reviewed."""
    return sorted(
        name
        for name in names
        if name not in REVIEWED and any(word in name for word in ABOUT_REPORTER)
    )


def mentions(source: Source) -> Iterator[str]:
    """What a file names that leads to who reported, each with its line."""
    for node in ast.walk(source.tree):
        said = {
            ast.Name: "id",
            ast.Attribute: "attr",
            ast.alias: "name",
            ast.keyword: "arg",
            ast.Constant: "value",
        }.get(type(node))
        word = getattr(node, said) if said else None
        if isinstance(word, str) and word.split("__")[0] in NEVER_NAMED:
            yield f"{source.path}: names {word}; leave it out"


def kinds_of_filter(kind: type[Any]) -> Iterator[type[Any]]:
    """A class of filters and all that derive from it."""
    yield kind
    for below in kind.__subclasses__():
        yield from kinds_of_filter(below)


def is_about_lists(source: Source) -> bool:
    """Whether a file holds columns of exports, filters of lists or counts."""
    parts = source.path.split("/")
    inside = "exports" in parts or "export" in parts
    return inside or parts[-1] in ("exports.py", "filters.py", "counts.py", "export.py")


@pytest.fixture
def reader(cast: Cast) -> Actor:
    """Somebody with every role there is on the battalion."""
    return cast.add("ziet-alles", *[(role, "BATTALION", None) for role in ROLES]).actor


def columns_of(actor: Actor) -> list[Column]:
    """Every column of every kind of export."""
    sources = [kind.source_of(actor) for kind in export_kinds().values()]
    return [column for source in sources if source for column in source.columns]


def test_export_columns_are_none_about_the_reporter(reader: Actor) -> None:
    columns = columns_of(reader)
    assert len({column.name for column in columns}) > 30, "there must be something to look at"
    assert about_reporter(column.name for column in columns) == []


def test_export_columns_hold_nothing_of_the_reporter(cast: Cast, reader: Actor) -> None:
    send(cast.soldier, at=cast.at)
    person = cast.soldier.person
    source = export_kinds()["reports"].source_of(reader)
    assert source is not None
    told = [[str(c.value(one)) for c in source.columns] for one in source.records(Ask(), 2)]
    assert len(told) == 1
    words = {person.name, person.ref, str(person.id), cast.soldier.actor.own_key}
    assert [word for word in words if any(word in cell for cell in told[0])] == []


def test_list_filters_are_none_about_the_reporter() -> None:
    forms = [name for kind in kinds_of_filter(ListFilter) for name in kind.base_fields]
    queries = [name for kind in kinds_of_filter(RecordQuery) for name in kind.model_fields]
    assert {"unit", "subject"} <= {*forms} & {*queries}, "there must be something to look at"
    assert about_reporter([*forms, *queries]) == []


def test_files_of_exports_filters_and_counts_never_name_who_reported() -> None:
    files = [source for source in product_sources() if is_about_lists(source)]
    assert len(files) > 15, "there must be something to look at"
    assert [mention for source in files for mention in mentions(source)] == []


# ---- planted mistakes ----


@pytest.mark.parametrize("name", ["reporter", "reported_by_person", "own_key", "melder_nr"])
def test_about_reporter_planted_name_is_found(name: str) -> None:
    assert about_reporter(["unit", name]) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "rows.filter(reporter_key=actor.own_key)",
        "rows.values('reporter_key')",
        "rows.filter(**{'reporter_key__in': keys})",
        "from baken.rooms.reports.models import Identity",
        "report.reporter_key",
    ],
)
def test_mentions_planted_mistake_is_named(text: str) -> None:
    [problem] = mentions(Source("src/baken/rooms/x/exports.py", text))
    assert "leave it out" in problem
