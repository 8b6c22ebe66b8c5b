"""Keeps the options that are weighed, and what happens when nobody decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.workflow.advance import Change
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.register.models import Risk, RiskOption
from baken.rooms.register.queries.choices import choices_of
from baken.rooms.register.queries.decision_parts import options_part
from baken.rooms.register.workflow.weighing import OPTION_COLUMNS

MOST_OPTIONS = 10
LONGEST = 300
_COLUMNS = tuple(column.name for column in OPTION_COLUMNS)


def options_written(risk: Risk, actor: Actor, at: datetime, fields: Mapping[str, Any]) -> Change:
    """The options from now on: those that are said here, in the place of those of before.

    Raises FieldsRefused for more than ten, an option that does not say what is done, a text that is
    too long and a class that there is none of.
    """
    waiting = fields["effect_of_not_deciding"]
    said = _said(fields.get("options") or [])
    rows = [RiskOption(record=risk, nth=0, what=waiting)]
    rows += [RiskOption(record=risk, nth=nth, **row) for nth, row in enumerate(said, start=1)]
    return Change(
        facts={"options": len(said)},
        words={"effect_of_not_deciding": waiting},
        parts=options_part(rows),
        then=lambda record: _keep(record, rows),
    )


def _keep(risk: Risk, rows: Sequence[RiskOption]) -> None:
    RiskOption.objects.of(risk).delete()
    RiskOption.objects.bulk_create(rows)


def _said(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    errors: dict[str, str] = {}
    found = []
    for nth, row in enumerate(rows, start=1):
        said = _row(row, f"options.{nth}", errors)
        if any(said.values()):
            found.append(said)
    if len(found) > MOST_OPTIONS:
        errors["options"] = _("Give at most %(most)s options.") % {"most": MOST_OPTIONS}
    if errors:
        raise FieldsRefused(errors)
    return found


def _row(row: Mapping[str, Any], place: str, errors: dict[str, str]) -> dict[str, str]:
    """One option as it is kept; what is wrong with it is added to ``errors``."""
    unknown = sorted(str(name)[:40] for name in row.keys() - set(_COLUMNS))
    if unknown:
        errors[place] = _("Unknown: %(codes)s.") % {"codes": ", ".join(unknown)}
    said = {name: _text(row.get(name), f"{place}.{name}", errors) for name in _COLUMNS}
    if any(said.values()) and not said["what"]:
        errors.setdefault(f"{place}.what", _("Say what is done."))
    if said["expected_class"] and said["expected_class"] not in choices_of("risk_classes"):
        errors[f"{place}.expected_class"] = _("Choose one of the options shown.")
    return said


def _text(value: Any, place: str, errors: dict[str, str]) -> str:
    if value is None:
        return ""
    if not isinstance(value, str) or "\x00" in value:
        errors[place] = _("This must be text.")
        return ""
    text = value.strip()
    if len(text) > LONGEST:
        errors[place] = _("Use at most %(most)s characters.") % {"most": LONGEST}
    return text
