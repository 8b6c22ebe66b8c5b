"""House rule 8: no migration is missing, none forks, none drops what is still in use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader

from tests.house.sources import Source, product_sources

pytestmark = pytest.mark.django_db


def our_labels() -> set[str]:
    """The labels of our own apps."""
    return {app.label for app in apps.get_app_configs() if app.name.startswith("baken.")}


def forks(leaves: Iterable[tuple[str, str]]) -> list[str]:
    """Apps with more than one last migration."""
    last: dict[str, list[str]] = {}
    for app, name in leaves:
        last.setdefault(app, []).append(name)
    return [
        f"{app}: {' and '.join(sorted(names))} both come last; let one depend on the other"
        for app, names in sorted(last.items())
        if len(names) > 1
    ]


def dropped(operations: Iterable[Any]) -> Iterator[str]:
    """The names of fields and models that operations remove or rename.

    A model that the same operations make anew under its old name, to change its key, is not dropped.
    """
    listed = list(operations)
    made = {one.name for one in listed if isinstance(one, migrations.CreateModel)}
    for operation in listed:
        if isinstance(operation, migrations.RemoveField | migrations.DeleteModel):
            yield operation.name
        elif isinstance(operation, migrations.RenameField | migrations.RenameModel):
            yield from {operation.old_name} - made


def still_used(names: Iterable[str], sources: Iterable[Source]) -> list[str]:
    """Dropped names that code of the same app still mentions."""
    kept = list(sources)
    return [
        f"{name} is dropped by a migration and stands in {source.path}:"
        " take it out of the code in one release and out of the database in the next"
        for name in names
        for source in kept
        if re.search(rf"\b{re.escape(name)}\b", source.text)
    ]


def test_migrations_none_is_missing() -> None:
    try:
        call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)
    except SystemExit:
        pytest.fail("the models say more than the migrations: run makemigrations and commit it")


def test_migrations_none_forks() -> None:
    assert forks(MigrationLoader(None).graph.leaf_nodes()) == []


def test_migrations_drop_nothing_that_is_in_use() -> None:
    problems = []
    for (label, _), migration in MigrationLoader(None).disk_migrations.items():
        if label in our_labels():
            place = apps.get_app_config(label).name.replace(".", "/")
            own = [source for source in product_sources() if place in source.path]
            problems += still_used(dropped(migration.operations), own)
    assert problems == []


# ---- planted mistakes ----


def test_forks_planted_fork_is_named() -> None:
    [problem] = forks([("reports", "0002_a"), ("reports", "0002_b"), ("org", "0001_initial")])
    assert problem.startswith("reports: 0002_a and 0002_b both come last")


@pytest.mark.parametrize(
    "operation",
    [
        migrations.RemoveField("Report", "place"),
        migrations.RenameField("Report", "place", "location"),
        migrations.RenameModel("place", "Location"),
    ],
)
def test_dropped_planted_column_in_use_is_named(operation: Any) -> None:
    used = Source("src/baken/rooms/reports/queries/x.py", "rows.filter(place=1)")
    unused = Source("src/baken/rooms/reports/queries/y.py", "replace = 1")
    [problem] = still_used(dropped([operation]), [used, unused])
    assert problem.startswith(
        "place is dropped by a migration and stands in src/baken/rooms/reports"
    )


def test_dropped_added_column_is_accepted() -> None:
    assert list(dropped([migrations.AddField("Report", "x", models.IntegerField())])) == []


def test_dropped_model_made_anew_is_accepted() -> None:
    anew = [migrations.RenameModel("Key", "FormerKey"), migrations.CreateModel("Key", [])]
    assert list(dropped(anew)) == []


def test_missing_planted_model_change_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    from baken.rooms.org.models import Unit

    monkeypatch.setattr(Unit._meta.get_field("site"), "max_length", 81)
    with pytest.raises(SystemExit):
        call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)
