"""The questions of a section as its page shows them: control, who answered, evidence, what they bring."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse

from baken.core.instruments.definitions.vocabulary import NOT_ASKED
from baken.core.instruments.filling import Asked, Place, RaisedRisk
from baken.rooms.library.queries.instrument_pictures import pictures_shown
from baken.rooms.library.views.instruments.picture_rows import pictures_said
from baken.rooms.org.queries import persons_named
from baken.rooms.sheets.forms import SectionForm, name_of_question
from baken.rooms.sheets.forms.section import BY_UPLOAD, REASON, SEEN, WAS
from baken.rooms.sheets.models import Sheet, SheetAnswer, SheetRival
from baken.rooms.sheets.queries.filled import Whole
from baken.rooms.sheets.texts import said
from baken.rooms.sheets.views.answers import answer_shown
from baken.rooms.sheets.views.shown import (
    anchor_of,
    place_query,
    risk_title,
    score_shown,
    value_shown,
)

Shown = dict[str, Any]


def questions_shown(
    record: Sheet,
    whole: Whole,
    form: SectionForm,
    part: str,
    repetition: str,
    blind: Collection[Place] = (),
) -> Iterator[Shown]:
    """Every question that a part asks, in its order; one query for the names of people, one for pictures.

    Of risks at ``blind`` places it is not told how they were scored.
    """
    asked = [
        one
        for one in whole.outcome.asked
        if (one.question.section, one.place.repetition) == (part, repetition)
    ]
    names = persons_named(_people(whole, asked))
    risks = {one.place: one for one in whole.outcome.risks if one.trigger}
    pictures = pictures_shown(whole.definition, [one.question for one in asked])
    for one in asked:
        risk = risks.get(one.place)
        yield {
            **_question(record, whole, form, one, names),
            "pictures": pictures_said(one.question, pictures.get(one.question.key, ())),
            "risk": _risk(record, risk, is_blind=one.place in blind) if risk else None,
        }


def _people(whole: Whole, asked: list[Asked]) -> set[UUID]:
    places = {one.place for one in asked}
    rows: list[SheetAnswer | SheetRival] = [
        row for place, row in whole.answers.items() if place in places
    ]
    rows += [row for place, found in whole.rivals.items() if place in places for row in found]
    return {row.by for row in rows if row.by}


def _question(
    record: Sheet,
    whole: Whole,
    form: SectionForm,
    one: Asked,
    names: Mapping[Any, str],
) -> Shown:
    question, place = one.question, one.place
    name, row = name_of_question(place.key), whole.answers.get(place)
    takes_files = question.evidence != NOT_ASKED or question.form.type in BY_UPLOAD
    address = reverse("sheets:evidence", args=[record.ref, place.key])
    return {
        "anchor": anchor_of(place.key),
        "name": name,
        "text": said(question.text),
        "required": question.required,
        "help": said(question.help),
        "legal": said(question.legal),
        "controls": _controls(form, name) if question.is_answered else [],
        "is_composite": sum(1 for _one in _controls(form, name)) > 1,
        "reason": form[f"{name}{REASON}"] if f"{name}{REASON}" in form.fields else None,
        "hidden": [form[f"{name}{end}"] for end in (SEEN, WAS) if f"{name}{end}" in form.fields],
        "is_statement": not question.is_answered,
        "computed": value_shown(one.computed) if question.form.type == "computed" else "",
        "answer": answer_shown(question, row) if row else "",
        "by": names.get(row.by, "") if row and row.by else "",
        "at": row.at if row else None,
        "evidence": whole.evidence.get(place, ()),
        "evidence_url": f"{address}{place_query(place)}" if takes_files else "",
        "rivals": _rivals(whole, one, names),
    }


def _controls(form: SectionForm, name: str) -> list[Any]:
    beside = tuple(f"{name}{end}" for end in (SEEN, WAS, REASON))
    return [
        form[field]
        for field in form.fields
        if (field == name or field.startswith(f"{name}__")) and field not in beside
    ]


def _rivals(whole: Whole, one: Asked, names: Mapping[Any, str]) -> Shown | None:
    """The answers that stand beside each other, the one that stands now first."""
    rows = whole.rivals.get(one.place, ())
    if not rows:
        return None
    standing = whole.answers.get(one.place)
    told = [_rival(one, standing, names, 0)] if standing else []
    told += [_rival(one, row, names, row.serial) for row in rows]
    return {
        "rows": told,
        "seen": rows[-1].serial,
        "key": one.place.key,
        "repetition": one.place.repetition,
    }


def _rival(
    one: Asked, row: SheetAnswer | SheetRival, names: Mapping[Any, str], serial: int
) -> Shown:
    return {
        "serial": serial,
        "text": answer_shown(one.question, row),
        "by": names.get(row.by, "") if row.by else "",
        "at": row.at,
    }


def _risk(record: Sheet, risk: RaisedRisk, *, is_blind: bool) -> Shown:
    address = reverse("sheets:score", args=[record.ref, risk.place.key])
    return {
        "title": risk_title(risk),
        "score": None if is_blind else score_shown(risk.current),
        "is_proposed": risk.is_proposed,
        "url": f"{address}{place_query(Place(*risk.place))}",
    }
