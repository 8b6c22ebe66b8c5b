"""What of risks can be taken away in a file, within what the actor may read and take away."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from baken.core.access import Actor, Confidentiality
from baken.core.export.columns import Column
from baken.core.export.kinds import Ask, ExportKind, Source
from baken.core.export.marking import LEVELS
from baken.rooms.library.queries import label_of, labels_of
from baken.rooms.org.queries import tree
from baken.rooms.register.models import Risk
from baken.rooms.register.permits import EXPORT
from baken.rooms.register.queries.exports import takable_risks
from baken.rooms.register.queries.independent import withheld_of
from baken.rooms.register.queries.lists import categories_by_risk
from baken.rooms.register.rules.turns import CURRENT
from baken.rooms.register.workflow import RISK

MOST_ROWS = 20_000  # over HTTP, in one request; the command line has no such limit


class Coded(NamedTuple):
    """A risk with its kinds of harm and what of its scores is kept back, read for the whole page."""

    one: Risk
    categories: list[str]
    withheld: frozenset[str]


def risk_columns() -> list[Column]:
    """A risk as the API gives it; who owns or stated it is no part of it."""
    return [
        _of("id", _("Identifier"), str),
        _of("ref", _("Reference")),
        _of("title", _("Title")),
        _of("scenario", _("What can happen?")),
        _of("hazard", _("Hazard"), word=lambda code: label_of("hazards", code)),
        Column(
            "categories",
            _("What kind of harm"),
            lambda record: record.categories,
            kind="codes",
            word=lambda codes: labels_of("risk_categories", codes),
        ),
        _of("context", _("In what kind of work"), word=lambda code: label_of("contexts", code)),
        _of("activity", _("During which activity")),
        _of("from_on", _("First day of the activity"), kind="day"),
        _of("until_on", _("Last day of the activity"), kind="day"),
        _of("group", _("Who is exposed")),
        _of("exposed", _("About how many people"), kind="number"),
        _of(
            "domains",
            _("Touches besides"),
            kind="codes",
            word=lambda codes: labels_of("domains", codes),
        ),
        _of("breaches_limit", _("Is a limit or prohibition of law broken?"), kind="yes_no"),
        _of("scoring_model", _("How it is scored")),
        _of("scoring_version", _("Version"), kind="number"),
        *(_class(kind, label) for kind, label in _CLASSES.items()),
        Column("urgent", _("Urgent"), _urgent, kind="yes_no"),
        Column("unit", _("Unit"), lambda record: _code(record.one.unit_id), word=_unit_name),
        Column(
            "owner_unit",
            _("Unit that acts"),
            lambda record: _code(record.one.owner_unit_id),
            word=_unit_name,
        ),
        Column("site", _("Location"), lambda record: _site(record.one.site_id)),
        Column("confidentiality", _("Confidentiality"), _confidentiality, word=_held),
        _of("state", _("State"), word=lambda state: str(RISK.states[state])),
        _of("suspended", _("Decision suspended"), kind="yes_no"),
        _of("identified_at", _("Stated"), kind="moment"),
        _of("scored_at", _("Scored"), kind="moment"),
        _of("due_at", _("To be done by"), kind="moment"),
        _of("review_on", _("To be looked at again by"), kind="day"),
        _of("closed_at", _("Closed"), kind="moment"),
    ]


_CLASSES = {
    "initial": _("Class without controls"),
    "current": _("Class as it is now"),
    "target": _("Class when the measures are done"),
    "residual": _("Class as it was decided on"),
}


def _class(kind: str, label: Any) -> Column:
    def value(record: Coded) -> str | None:
        return None if kind in record.withheld else getattr(record.one, f"{kind}_class") or None

    return Column(f"{kind}_class", label, value, word=lambda code: label_of("risk_classes", code))


def _urgent(record: Coded) -> bool | None:
    return None if CURRENT in record.withheld else record.one.urgent


def _of(name: str, label: Any, turned: Any = None, **more: Any) -> Column:
    read = attrgetter(f"one.{name}")
    value = (lambda record: turned(read(record))) if turned else read
    return Column(name, label, value, privacy=Risk.privacy.class_of(name) or "public", **more)


def _code(unit: int | None) -> str | None:
    return None if unit is None else tree().by_id[unit].code


def _unit_name(code: str) -> str:
    return tree().by_code[code].name


def _site(site: int | None) -> str:
    return tree().sites[site].code if site else ""


def _confidentiality(record: Coded) -> str:
    return str(record.one.get_confidentiality_display())


def _held(level: str) -> str:
    return str(LEVELS[Confidentiality[level.upper()]])


def _source(actor: Actor) -> Source | None:
    if not actor.holds(EXPORT):
        return None
    mine = takable_risks(actor)

    def records(ask: Ask, level: int) -> Iterator[Coded]:
        for page in mine.pages(ask, level):
            codes, kept_back = categories_by_risk(page), withheld_of(actor, page)
            for one in page:
                yield Coded(one, codes[one.pk], kept_back.get(one.pk, frozenset()))

    return Source(risk_columns(), records, mine.level)


RISKS = ExportKind("risks", _("Risks"), (EXPORT,), _source)
KINDS = (RISKS,)
