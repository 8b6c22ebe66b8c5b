"""What the fields of the steps of assessments can be chosen from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from baken.rooms.assessments.models import (
    Assessment,
    AssessmentCondition,
    AssessmentFollowUp,
)
from baken.rooms.assessments.rules import (
    GROUP,
    INPUT,
    LEFT_OUT,
    OPEN,
    SETTLED,
)
from baken.rooms.assessments.texts import (
    FOLLOW_UPS,
    OUTCOMES,
    SEND_BACK_TO,
    STANDINGS,
    VERDICTS,
)
from baken.rooms.library.queries import CodeItem, code_list
from baken.rooms.library.queries.instruments import announced_titles, instruments

BASIS = {INPUT: "rie_inputs", GROUP: "rie_risk_groups"}
INSTRUMENTS = "assessment_instruments"
FOLLOWING = "open_follow_ups"
KIND = "rie"
_LISTS = ("review_scopes", "review_reasons")
_WORDS: Mapping[str, Mapping[str, Any]] = {
    "basis_standings": {code: STANDINGS[code] for code in (SETTLED, LEFT_OUT)},
    "review_verdicts": VERDICTS,
    "review_outcomes": OUTCOMES,
    "send_back_to": SEND_BACK_TO,
    "follow_up_standings": {code: FOLLOW_UPS[code] for code in ("done", "dropped")},
}


def choices_of(name: str) -> Mapping[str, Any]:
    """The entries of a list by its name, by code."""
    if name in _WORDS:
        return _items(_WORDS[name])
    if name == "assessment_basis":
        return basis_items()
    if name == INSTRUMENTS:
        return instrument_items()
    if name == FOLLOWING:
        return _items(announced_titles())
    return code_list(name) if name in _LISTS else {}


def basis_items() -> dict[str, CodeItem]:
    """Everything that an assessment rests on or covers, by sort and code."""
    return {
        f"{sort}.{code}": item
        for sort, name in BASIS.items()
        for code, item in code_list(name).items()
    }


def instrument_items() -> dict[str, CodeItem]:
    """The instruments with which an RI&E can be made, each in its newest version."""
    found: dict[str, CodeItem] = {}
    for one in instruments():
        if one.kind == KIND and one.code not in found:
            found[one.code] = CodeItem(one.code, one.title.nl, one.title.en)
    return found


def follow_up_items(record: Assessment) -> dict[str, CodeItem]:
    """The further inventories of an assessment that are still to be done."""
    titles = announced_titles()
    rows = AssessmentFollowUp.objects.of(record).filter(standing="open").order_by("pk")
    return {
        one.instrument: CodeItem(
            one.instrument,
            titles.get(one.instrument, one.instrument),
            titles.get(one.instrument, ""),
        )
        for one in rows
    }


def condition_choices(record: Assessment) -> list[tuple[int, str]]:
    """The conditions of reviews of an assessment that are still to be met, by their number."""
    rows = AssessmentCondition.objects.of(record).filter(standing=OPEN).order_by("nth")
    return list(rows.values_list("nth", "text"))


def basis_name(sort: str, code: str) -> str:
    """What one thing it rests on or covers is called."""
    item = code_list(BASIS[sort]).get(code)
    return item.label if item else _("no longer known")


def _items(words: Mapping[str, Any]) -> dict[str, CodeItem]:
    return {code: CodeItem(code, str(text), str(text)) for code, text in words.items()}
