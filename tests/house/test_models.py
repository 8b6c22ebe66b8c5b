"""House rules 2 and 4: every table is of one kind, every field has a privacy class, every term exists."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from django.apps import apps
from django.db import models

from baken.core.access.managers import GuardedManager
from baken.core.access.roots import Root
from baken.core.records.privacy import Privacy
from baken.core.trail.registry import all_chains
from tests.house.sources import PRODUCT

KINDS = ("root", "child", "reference", "machinery")
CLASSES = ("public", "personal", "special", "secret")
RECORDS = PRODUCT / "core" / "records"
TERMS = yaml.safe_load((RECORDS / "retention.yaml").read_text(encoding="utf-8"))["terms"]
LIBRARY = yaml.safe_load((RECORDS / "library_tables.yaml").read_text(encoding="utf-8"))["tables"]


def ours(model: type[Any]) -> bool:
    """Whether a table is our own and not one of a library."""
    return model.__module__.startswith("baken.")


def tables() -> list[type[models.Model]]:
    """Every table, ours and those of libraries."""
    return apps.get_models(include_auto_created=True)


def kind_problems(model: type[Any]) -> Iterator[str]:
    """Why a model is not exactly one of the four kinds, each with what to do."""
    name, kind = model._meta.label, getattr(model, "kind_of_table", None)
    if kind not in KINDS:
        yield f"{name}: set kind_of_table to one of {', '.join(KINDS)}, not {kind!r}"
        return
    guarded = isinstance(model._default_manager, GuardedManager)
    is_root = issubclass(model, Root)
    if is_root != (kind == "root"):
        yield f"{name}: a root derives from core.access.roots.Root, and nothing else does"
    if guarded != (kind in ("root", "child")):
        yield f"{name}: roots and children have `objects = GuardedManager()`, and nothing else has"
    if kind == "child" and not _belongs_to_root(model):
        yield f"{name}: a child has a foreign key `record` to its root"
    if kind == "reference" and _classes_of(model) != {"public"}:
        yield f"{name}: public reference data holds nothing but public fields"


def _belongs_to_root(model: type[Any]) -> bool:
    fields = {field.name: field for field in model._meta.get_fields()}
    parent = getattr(fields.get("record"), "related_model", None)
    is_root = isinstance(parent, type) and issubclass(parent, Root)
    return is_root or (parent, model) in {(chain.root, chain.steps) for chain in all_chains()}


def _classes_of(model: type[Any]) -> set[str]:
    privacy = getattr(model, "privacy", Privacy(""))
    return {name for name in CLASSES if getattr(privacy, name)}


def privacy_problems(model: type[Any]) -> Iterator[str]:
    """Fields without or with two classes, classes without a field, and terms that do not exist."""
    name, privacy = model._meta.label, getattr(model, "privacy", None)
    if not isinstance(privacy, Privacy):
        yield f"{name}: say `privacy = Privacy(retention=…, public=(…), …)`"
        return
    if privacy.retention not in TERMS:
        yield f"{name}: the term {privacy.retention!r} is not in core/records/retention.yaml"
    classed = [field for one in CLASSES for field in getattr(privacy, one)]
    fields = {field.name for field in model._meta.local_concrete_fields}
    for field in sorted(fields - set(classed)):
        yield f"{name}.{field}: has no privacy class; is it public, personal, special or secret?"
    for field in sorted(set(classed) - fields):
        yield f"{name}.{field}: has a privacy class but is no field; take it out"
    for field in sorted({field for field in classed if classed.count(field) > 1}):
        yield f"{name}.{field}: stands in two privacy classes; choose one"


def library_problems(label: str, entry: dict[str, Any] | None) -> Iterator[str]:
    """What is missing about a library's table in library_tables.yaml."""
    if entry is None:
        yield f"{label}: classify this table of a library in core/records/library_tables.yaml"
    elif entry.get("kind") not in KINDS or entry.get("retention") not in TERMS:
        yield f"{label}: give a kind ({', '.join(KINDS)}) and a term of retention.yaml"
    elif entry.get("privacy") not in CLASSES:
        yield f"{label}: give the highest privacy class of its fields ({', '.join(CLASSES)})"


def test_kinds_of_every_model_of_ours_are_one() -> None:
    assert [p for model in tables() if ours(model) for p in kind_problems(model)] == []


def test_privacy_of_every_model_of_ours_is_complete() -> None:
    assert [p for model in tables() if ours(model) for p in privacy_problems(model)] == []


def test_tables_of_libraries_are_classified_in_one_file() -> None:
    labels = {model._meta.label for model in tables() if not ours(model)}
    problems = [p for label in sorted(labels) for p in library_problems(label, LIBRARY.get(label))]
    assert problems == []
    assert sorted(set(LIBRARY) - labels) == [], "these tables are gone; take them out of the file"


def test_retention_terms_are_all_used_and_say_why() -> None:
    used = {model.privacy.retention for model in tables() if ours(model)}  # type: ignore[attr-defined]
    used |= {entry["retention"] for entry in LIBRARY.values()}
    assert sorted(used - set(TERMS)) == []
    assert [name for name, term in TERMS.items() if not term.get("ground")] == []


# ---- planted mistakes: models that are never installed ----


def planted(called: str, **members: Any) -> type[Any]:
    """A model of a mistake, in an app that does not exist."""
    meta = type("Meta", (), {"app_label": "mistakes"})
    body = {"__module__": "baken.mistakes", "Meta": meta, **members}
    made = type(called, (models.Model,), body)
    apps.all_models.pop("mistakes", None)
    apps.clear_cache()
    return made


PUBLIC_ID = Privacy(retention="trail", public=("id",))


@pytest.mark.parametrize(
    ("members", "word"),
    [
        ({}, "set kind_of_table"),
        ({"kind_of_table": "table"}, "set kind_of_table"),
        ({"kind_of_table": "root"}, "derives from core.access.roots.Root"),
        ({"kind_of_table": "machinery", "objects": GuardedManager()}, "and nothing else has"),
        ({"kind_of_table": "child"}, "have `objects = GuardedManager()`"),
        ({"kind_of_table": "child", "objects": GuardedManager()}, "foreign key `record`"),
        (
            {"kind_of_table": "reference", "privacy": Privacy("trail", personal=("id",))},
            "nothing but public",
        ),
    ],
)
def test_kinds_planted_mistake_is_named(members: dict[str, Any], word: str) -> None:
    model = planted("Mistake", id=models.BigAutoField(primary_key=True), **members)
    assert word in " ".join(kind_problems(model))


@pytest.mark.parametrize(
    ("privacy", "word"),
    [
        (None, "say `privacy = Privacy("),
        (Privacy("forever", public=("id", "name")), "the term 'forever' is not in"),
        (Privacy("trail", public=("id",)), "Mistake.name: has no privacy class"),
        (Privacy("trail", public=("id", "name", "gone")), "Mistake.gone: has a privacy class but"),
        (Privacy("trail", public=("id", "name"), secret=("name",)), "stands in two"),
    ],
)
def test_privacy_planted_mistake_is_named(privacy: Privacy | None, word: str) -> None:
    model = planted(
        "Mistake",
        id=models.BigAutoField(primary_key=True),
        name=models.CharField(max_length=3),
        privacy=privacy,
    )
    [problem] = privacy_problems(model)
    assert word in problem


@pytest.mark.parametrize(
    "entry",
    [
        None,
        {},
        {"kind": "machinery", "retention": "x"},
        {"kind": "machinery", "retention": "trail"},
    ],
)
def test_library_planted_mistake_is_named(entry: dict[str, Any] | None) -> None:
    [problem] = library_problems("auth.Group", entry)
    assert problem.startswith("auth.Group: ")
