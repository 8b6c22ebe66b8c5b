"""What assessments answer to the common questions; ``site.wiring`` lists them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from baken.core import clock
from baken.core.access import Actor
from baken.core.lists import counts_up_to, page_of
from baken.core.lists.figures import figure_of
from baken.core.page.addresses import record_address
from baken.core.questions import InboxAsk, InboxCard, SearchHit, ThreadNode, UnitFigure
from baken.core.questions.threads import Line, ThreadKind
from baken.core.records.references import reference_in
from baken.core.search.words import words_of
from baken.rooms.assessments.models import Assessment
from baken.rooms.assessments.permits import READ
from baken.rooms.assessments.queries.inbox import ToMeet, assessments_waiting
from baken.rooms.assessments.queries.lists import of_unit
from baken.rooms.assessments.queries.thread import assessment_nodes, nodes_of
from baken.rooms.assessments.rules import HOLDING, MAKING
from baken.rooms.assessments.workflow import ASSESSMENT
from baken.rooms.consultation.questions import Subject, SubjectKind, SubjectStanding
from baken.rooms.library.queries import code_list
from baken.rooms.org.queries import tree
from baken.rooms.org.questions import OpenItems

MOST_COUNTED = 1000
WEIGHT = 20
RIE = SubjectKind("assessment", lazy("RI&E"), Assessment._meta.label_lower)
MARKS = {
    "assessments.assessment.begun": lazy("Begun"),
    "assessments.assessment.signed": lazy("In force"),
    "assessments.assessment.change_noted": lazy("To be looked at again"),
    "assessments.assessment.review_called": lazy("To be looked at again"),
    "assessments.assessment.superseded": lazy("Replaced"),
    "assessments.assessment.expired": lazy("Expired"),
}
# What is next by state, for whom it waits: why, the step, and what the button says.
_NEXT = {
    "in_expert_review": (
        lazy("It waits for the review of an expert."),
        "review",
        lazy("Review it"),
    ),
    "approved": (lazy("It is approved and waits for your signature."), "sign", lazy("Sign it")),
    "review_due": (lazy("It must be looked at again."), "", lazy("Open")),
    "expired": (
        lazy("It expired: nothing holds in its place."),
        "renew",
        lazy("Make a new version"),
    ),
}


def inbox_cards(ask: InboxAsk) -> Iterable[InboxCard]:
    """What waits for an expert, for the head of a unit, to be looked at again, or to meet a condition."""
    waiting = assessments_waiting(ask.actor, clock.local_date(ask.at), ask.limit)
    for one in waiting.turns:
        reason, step, action = _NEXT[one.state]
        to_step = reverse("assessments:step", args=[one.ref, step]) if step else ""
        yield InboxCard(
            ref=one.ref,
            title=one.title,
            reason=_why(one) or str(reason),
            url=to_step or record_address(one),
            action=str(action),
            weight=WEIGHT,
        )
    for told in waiting.conditions:
        yield _condition_card(told)


def _why(one: Assessment) -> str:
    """Why it must be looked at again, when that is known."""
    item = code_list("review_reasons").get(one.reason) if one.state == "review_due" else None
    return _("It must be looked at again: %(why)s.") % {"why": item.label} if item else ""


def _condition_card(waiting: ToMeet) -> InboxCard:
    """One card for the conditions of one assessment, with how many are late."""
    reason = ngettext(
        "%(number)s condition of its review is still to be met.",
        "%(number)s conditions of its review are still to be met.",
        waiting.still_open,
    ) % {"number": waiting.still_open}
    if waiting.late:
        reason += " " + _("Late: %(number)s.") % {"number": waiting.late}
    return InboxCard(
        ref=waiting.record.ref,
        title=waiting.record.title,
        reason=reason,
        url=record_address(waiting.record),
        action=_("Open"),
        weight=WEIGHT,
    )


def search_hits(actor: Actor, text: str, most: int) -> Iterable[SearchHit]:
    """Assessments within reach whose text holds every word, newest first; a reference finds one."""
    if not actor.holds(READ):
        return
    ref = reference_in(text)
    found = page_of(
        root=Assessment,
        actor=actor,
        permit=READ,
        narrow=(lambda rows: rows.filter(ref=ref)) if ref else None,
        words=None if ref else words_of(text),
        limit=most,
    )
    for one in found.items:
        state = str(ASSESSMENT.states[one.state])
        yield SearchHit(_("RI&E"), one.ref, one.title, state, record_address(one), one.number)


def thread_nodes(actor: Actor, record: Any) -> Iterable[ThreadNode]:
    """The life of an assessment, or of another record from which assessment it came."""
    return nodes_of(record) if isinstance(record, Assessment) else assessment_nodes(actor, record)


def thread_kinds() -> Iterable[ThreadKind]:
    """How an assessment looks on the whole thread."""
    yield ThreadKind(
        root=Assessment,
        code="assessment",
        name=_("RI&E"),
        column="occurrence",
        line=_line,
        marks=MARKS,
    )


def _line(one: Assessment, _in_full: bool) -> Line:
    """An assessment by its title, which names no persons."""
    return Line(
        title=one.title,
        state=str(ASSESSMENT.states[one.state]),
        unit=tree().by_id[one.unit_id].name,
        on=clock.local_date(one.begun_at),
    )


def unit_figures(actor: Actor, unit: Any, at: datetime) -> Iterable[UnitFigure]:
    """Assessments of a unit and below that hold, and those that must be looked at again."""
    if not any(grant.reach.ranges for grant in actor.grants_of(READ)):
        return
    units, inside = tree().ids_in((unit.range,)), of_unit(unit.code)
    states = {
        "holding": (_("RI&E’s in force"), Q(state__in=HOLDING)),
        "review_due": (_("RI&E’s to be looked at again"), Q(state="review_due")),
    }
    narrows = [partial(_narrowed, condition=inside & told) for _label, told in states.values()]
    counts = (
        counts_up_to(root=Assessment, actor=actor, permit=READ, narrows=narrows, most=MOST_COUNTED)
        if units & actor.units_of(READ)
        else []
    )
    url = f"{reverse('assessments:assessments')}?unit={unit.code}"
    for place, (code, (label, _told)) in enumerate(states.items()):
        yield figure_of(
            actor=actor,
            permit=READ,
            units=units,
            label=label,
            url=f"{url}&state={code}",
            count=partial(counts.__getitem__, place),
            most=MOST_COUNTED,
        )


def open_items(unit: int) -> Iterable[OpenItems]:
    """Assessments of this unit that are made or hold: they are ended or replaced before it ends."""
    rows: Any = Assessment.objects.for_system(reason="open items")
    count = rows.filter(Q(unit=unit) | Q(owner_unit=unit), state__in=MAKING).count()
    yield OpenItems(_("RI&E’s being made"), count, reverse("assessments:assessments"))


def _narrowed(rows: Any, *, condition: Q) -> Any:
    return rows.filter(condition)


# ---- what councils are asked about ----


def subject_kinds() -> Iterable[SubjectKind]:
    """Assessments."""
    yield RIE


def subject_meant(actor: Actor, kind: str, ref: str) -> Iterable[Subject]:
    """The assessment of a reference or UUID that an actor reads."""
    if kind == RIE.code:
        rows: Any = Assessment.objects.visible_to(actor, READ).filter(Assessment.ref_condition(ref))
        yield from map(_subject, rows[:1])


def subjects_seen(actor: Actor, kind: str, numbers: Collection[int]) -> Iterable[Subject]:
    """Those among some assessments that an actor reads; one query."""
    if kind == RIE.code:
        rows: Any = Assessment.objects.visible_to(actor, READ).filter(pk__in=numbers)
        yield from map(_subject, rows)


def subject_standing(kind: str, number: int) -> Iterable[SubjectStanding]:
    """How closely an assessment is held, whoever reads it; anybody who reads it can be asked about it."""
    if kind == RIE.code:
        rows: Any = Assessment.objects.for_system(reason="subject").filter(pk=number)
        for level in rows.values_list("confidentiality", flat=True):
            yield SubjectStanding(level, can_be_asked=True)


def _subject(one: Assessment) -> Subject:
    return Subject(RIE.code, one.ref, one.title, record_address(one), one)
