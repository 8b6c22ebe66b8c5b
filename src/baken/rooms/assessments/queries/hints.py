"""What hints for a reviewer look at, and to whom and when they are given."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable
from datetime import datetime
from typing import Any

from baken.core import clock
from baken.core.access import Actor, may
from baken.core.instruments.risk_classes import RiskClass
from baken.core.instruments.scoring import CLASSES
from baken.rooms.assessments.models import Assessment
from baken.rooms.assessments.permits import DECIDE, REVIEW
from baken.rooms.assessments.queries.shown import Inside
from baken.rooms.assessments.rules.hints import Hint, Limits, Made, hints
from baken.rooms.library.queries import code_list, mandate_table, terms_of
from baken.rooms.measures.queries.about import kinds_of_plan
from baken.rooms.measures.rules.control import LOWER
from baken.rooms.org.queries import nearest_holders, tree
from baken.rooms.org.queries.places import workplace_types_of
from baken.rooms.register.queries.origins import RISK_TABLE
from baken.rooms.sheets.queries.filled import Whole
from baken.rooms.sheets.queries.reading import earlier_whole, whole_sheet

# While somebody judges it: before, it is still being made, and after that the judgement was given.
SHOWN_IN = ("in_expert_review", "approved")
CONTEXT, LINE = "non_operational", "organic"
TEXTS = ("text", "long_text")


def hints_of(actor: Actor, record: Assessment, inside: Inside, at: datetime) -> tuple[Hint, ...]:
    """Where who reviews or signs an assessment may look closer; nothing for anybody else, or at another time.

    As many queries however long it is. Nothing of it is kept. Source: domain reference, instruments, 15.
    """
    judges = any(may(actor, permit, record) for permit in (REVIEW, DECIDE))
    if record.state not in SHOWN_IN or not judges:
        return ()
    return hints(_made(record, inside, at), Limits(**terms_of("quality")))


def _made(record: Assessment, inside: Inside, at: datetime) -> Made:
    whole, earlier = whole_sheet(inside.sheet), earlier_whole(inside.sheet)
    risks, begun = whole.outcome.risks, clock.local_date(record.begun_at)
    taken = [one.taken_on for rows in whole.evidence.values() for one in rows if one.taken_on]
    numbers = {one.risk_number for one in inside.findings}
    plan = kinds_of_plan(table=RISK_TABLE, numbers=numbers, level=record.confidentiality)
    return Made(
        scores=[one.current.choice for one in risks if one.current and not one.is_proposed],
        residual=[
            one.residual.common.value for one in risks if one.residual and one.residual.common
        ],
        boundary=_boundary(record, at),
        moments=_moments(whole),
        pages=len({_page(whole, place) for place in whole.answers}),
        findings=len(risks),
        expects_findings=_expects_findings(record, whole),
        levels=[control in LOWER for control, _paid in plan],
        without_budget=sum(not paid for _control, paid in plan),
        evidence=len(taken),
        evidence_before=sum(one < begun for one in taken),
        headcounts=_headcounts(whole),
        words=_words(whole),
        earlier_words=_words(earlier) if earlier else (),
    )


def _boundary(record: Assessment, at: datetime) -> str:
    """The highest class that whoever commands the unit may accept; nothing when that is the lowest."""
    unit = tree().by_id[record.unit_id]
    holders = nearest_holders(roles=("commander",), unit=unit, at=at)
    level = max((one.unit.level for one in holders), default=0)
    table = mandate_table()
    rows = {
        one: table.row_for(context=CONTEXT, line=LINE, risk_class=one, days=1) for one in CLASSES
    }
    mine = [
        one for one in CLASSES if (row := rows[one]) and not row.posts and row.min_level <= level
    ]
    return mine[-1] if mine and mine[-1] != RiskClass.LOW.value else ""


def _moments(whole: Whole) -> dict[Hashable, Collection[datetime]]:
    found: dict[Hashable, list[datetime]] = defaultdict(list)
    for row in whole.answers.values():
        found[row.by].append(row.at)
    return dict(found)


def _page(whole: Whole, place: Any) -> tuple[str, str]:
    question = whole.definition.questions.get(place.key)
    return (question.section if question else "", place.repetition)


def _expects_findings(record: Assessment, whole: Whole) -> bool:
    """Whether the instrument is for a workplace where findings are expected, or the unit has one."""
    expecting = {
        c for c, item in code_list("workplace_types").items() if item.extra.get("expects_findings")
    }
    types = set(whole.definition.head.workplace_types) or workplace_types_of(record.unit_id)
    return bool(expecting & types)


def _headcounts(whole: Whole) -> list[bool]:
    asked = (
        one for one in whole.outcome.asked if one.question.form.answer_type.code == "headcount"
    )
    return [one.is_answered for one in asked]


def _words(whole: Whole) -> list[str]:
    """Every word that somebody typed, in small letters."""
    return [word for text in _texts(whole) for word in text.casefold().split()]


def _texts(whole: Whole) -> Iterable[str]:
    for place, row in whole.answers.items():
        question = whole.definition.questions.get(place.key)
        if question and question.form.answer_type.code in TEXTS and isinstance(row.value, str):
            yield row.value
        yield row.reason
