"""Ends a second reading of what was changed meanwhile, and tells who asked for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from baken.core.workflow.advance import Change
from baken.rooms.notices.actions import notify
from baken.rooms.notices.queries import declare_notice
from baken.rooms.org.queries import own_key_of
from baken.rooms.reports.models import Damage, Injury, Occurrence, OccurrenceCode
from baken.rooms.reports.queries.parts import code_part, harm_parts
from baken.rooms.reports.rules import CLASSES, lapses

TEXTS = ("title", "summary", "kind", "context")
LAPSED = declare_notice(
    "reports.second_reading_lapsed",
    _("%(ref)s was changed while it waited for a second reader. If need be, ask for one again."),
    "reports:occurrence",
    group="terms",
    by_mail="reference",
)


def no_more(occurrence: Occurrence) -> dict[str, Any]:
    """What to set when nothing waits for a second reader any more."""
    return {"second_reading": None, "asked_by": None, "asks_since": occurrence.raised_at}


def harm_and_codes(holder: Occurrence) -> dict[str, Any]:
    """The injuries, damage and codes of an occurrence now, as its history vouches for them."""
    rows = OccurrenceCode.objects.of(holder)
    codes = [(row.scheme, row.code) for row in rows]
    parts = harm_parts(Injury.objects.of(holder), Damage.objects.of(holder))
    return {**parts, **code_part(codes)}


def grounds_of(holder: Occurrence) -> dict[str, Any]:
    """What a second reader goes by, as it stands now."""
    return {name: getattr(holder, name) for name in (*TEXTS, *CLASSES)} | harm_and_codes(holder)


def with_lapse(occurrence: Occurrence, change: Change, at: datetime) -> Change:
    """A revision that also ends what waits for a second reader, when it changes what that goes by."""
    if not occurrence.second_reading:
        return change
    after = {**change.values, **change.parts}
    if not lapses(occurrence.second_reading, _changed(grounds_of(occurrence), after)):
        return change
    ended = replace(
        change,
        values={**change.values, **no_more(occurrence)},
        facts={**change.facts, "lapsed": occurrence.second_reading},
    )
    return ended.followed_by(partial(_tell, person=occurrence.asked_by, at=at))


def lapse_now(holder: Occurrence, before: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """End what waits at a locked occurrence that others changed; returns the facts of its step."""
    waits, person = holder.second_reading, holder.asked_by
    if not lapses(waits, _changed(before, grounds_of(holder)) if waits else ()):
        return {}
    ended = no_more(holder)
    for name, value in ended.items():
        setattr(holder, name, value)
    holder.save(update_fields=list(ended))
    _tell(holder, person=person, at=at)
    return {"lapsed": waits}


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterable[str]:
    return (name for name, value in before.items() if after.get(name) != value)


def _tell(occurrence: Occurrence, *, person: Any, at: datetime) -> None:
    if person is not None:
        notify(to_keys=[own_key_of(person)], code=LAPSED, record=occurrence, at=at)
