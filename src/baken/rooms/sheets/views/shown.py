"""What pages of a sheet show of its sections, risks and troubles."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from baken.core.instruments.definitions.model import PROFILE
from baken.core.instruments.filling import Asked, Outcome, Place, RaisedRisk
from baken.core.instruments.scoring import Score
from baken.rooms.library.queries import code_list
from baken.rooms.sheets.models import Sheet
from baken.rooms.sheets.queries.filled import Whole
from baken.rooms.sheets.texts import REPEATED_FOR, said

Shown = dict[str, Any]


def address_of(record: Sheet, part: str, repetition: str) -> str:
    """Where a section is filled in."""
    if repetition:
        return reverse("sheets:section-of", args=[record.ref, part, repetition])
    return reverse("sheets:section", args=[record.ref, part])


def place_query(place: Place) -> str:
    """A repetition as it stands in an address behind the key."""
    return f"?{urlencode({'voor': place.repetition})}" if place.repetition else ""


def parts_of(whole: Whole) -> list[tuple[str, str]]:
    """The code and repetition of every part to fill in, the profile first."""
    profile = [(PROFILE, "")] if whole.outcome.profile else []
    return profile + [(one.section.id, one.repetition) for one in whole.outcome.sections]


def parts_shown(
    record: Sheet, whole: Whole, only: Collection[tuple[str, str]] | None = None
) -> Iterator[Shown]:
    """Every part to fill in, or some, in the order of ``parts_of``, each with how far it is."""
    wanted = set(parts_of(whole)) if only is None else only
    missing = {(one.key, one.repetition) for one in whole.outcome.troubles}
    if whole.outcome.profile and (PROFILE, "") in wanted:
        yield _part(record, whole.outcome.profile, PROFILE, _("Profile"), "", missing)
    for one in whole.outcome.sections:
        if (one.section.id, one.repetition) not in wanted:
            continue
        label = whole.label_of(one.repetition)
        title = said(one.section.title)
        named = f"{title}: {label}" if label and not one.section.within else title
        part = _part(record, one.asked, one.section.id, named, one.repetition, missing)
        yield part | {"is_inner": bool(one.section.within)}


def _part(
    record: Sheet,
    asked: tuple[Asked, ...],
    code: str,
    title: str,
    repetition: str,
    missing: set[tuple[str, str]],
) -> Shown:
    questions = [one for one in asked if one.question.is_answered]
    return {
        "code": code,
        "title": title,
        "repetition": repetition,
        "url": address_of(record, code, repetition),
        "asked": len(questions),
        "answered": sum(one.is_answered for one in questions),
        "missing": sum(tuple(one.place) in missing for one in questions),
        "is_inner": False,
    }


def repeats_shown(whole: Whole) -> Iterator[Shown]:
    """What sections are filled in for, and what can be added."""
    shown = {one.section.id for one in whole.outcome.sections}
    too_few = {one.key for one in whole.outcome.troubles}
    for section in whole.definition.sections:
        rows = whole.repetitions.get(section.id, ())
        if section.repeat and (rows or section.id in shown | too_few or section.when is None):
            yield {
                "section": section.id,
                "title": said(section.title),
                "what": REPEATED_FOR[section.repeat.over],
                "rows": rows,
            }


def risks_shown(record: Sheet, whole: Whole, blind: Collection[Place] = ()) -> Iterator[Shown]:
    """The risks that answers brought, each with its class, who scored it, and where it is scored.

    Of those at ``blind`` places it is told that they were scored, and not how.
    """
    for one in whole.outcome.risks:
        rows = whole.scores.get(one.place, ())
        label = whole.label_of(one.place.repetition)
        address = reverse("sheets:score", args=[record.ref, one.place.key])
        is_blind = one.place in blind
        yield {
            "title": risk_title(one),
            "label": label,
            "hazard": _hazard(one),
            "current": None if is_blind else score_shown(one.current),
            "residual": None if is_blind else score_shown(one.residual),
            "is_blind": is_blind,
            "is_proposed": one.is_proposed,
            "scorers": len({row.by for row in rows}),
            "url": f"{address}{place_query(one.place)}" if one.trigger else "",
        }


def risk_title(one: RaisedRisk) -> str:
    """What a risk is called."""
    return said(one.trigger.title) if one.trigger else str((one.line or {}).get("title", ""))


def _hazard(one: RaisedRisk) -> str:
    code = one.trigger.hazard if one.trigger else str((one.line or {}).get("hazard", ""))
    found = code_list("hazards").get(code)
    return found.label if found else ""


def score_shown(score: Score | None) -> Shown | None:
    """A score for people: the class in the words of its model, its number or code, and the common class."""
    if score is None:
        return None
    number = "" if score.number is None else f"{score.number:g}"
    return {
        "text": said(score.native.text),
        "number": number or score.written or "",
        "common": score.common.value if score.common else "",
        "action": said(score.native.action),
    }


def troubles_shown(record: Sheet, whole: Whole) -> Iterator[Shown]:
    """What keeps the sheet from being complete, each with where to mend it."""
    questions, sections = whole.definition.questions, whole.definition.section_by_id
    for one in whole.outcome.troubles:
        if one.key in questions:
            question = questions[one.key]
            url = f"{address_of(record, question.section, one.repetition)}#{anchor_of(one.key)}"
            about = said(question.text)
        else:
            url, about = (
                f"{reverse('sheets:sheet', args=[record.ref])}#voor",
                said(sections[one.key].title),
            )
        label = whole.label_of(one.repetition)
        yield {"url": url, "about": f"{label}: {about}" if label else about, "text": said(one.text)}


def anchor_of(key: str) -> str:
    """The name of the place of a question on its page."""
    return f"q-{key.replace('.', '-')}"


def calculations_shown(whole: Whole, outcome: Outcome) -> list[tuple[str, Any]]:
    """What was calculated and has a name for people; unknown is said as such."""
    return [
        (said(one.text), value_shown(outcome.calculations.get(one.id)))
        for one in whole.definition.calculations
        if one.text
    ]


def value_shown(value: Any) -> str:
    """A worked-out value in words."""
    if value is None:
        return _("unknown")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, float):
        return f"{value:g}"
    return str(getattr(value, "value", value))


def follow_ups_shown(outcome: Outcome, titles: Mapping[str, str]) -> list[str]:
    """The further instruments that answers ask for, by their titles."""
    return [titles.get(one.instrument, one.instrument) for one in outcome.follow_ups]
