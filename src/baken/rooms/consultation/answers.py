"""What consultations answer to the common questions; ``site.wiring`` lists them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from baken.core import clock
from baken.core.access import Actor
from baken.core.lists import counts_up_to, page_of
from baken.core.lists.figures import figure_of
from baken.core.page.addresses import record_address
from baken.core.questions import (
    InboxAsk,
    InboxCard,
    SearchHit,
    ThreadNode,
    UnitFigure,
)
from baken.core.questions.threads import Line, Relation, ThreadKind
from baken.core.records.references import reference_in
from baken.core.search.words import words_of
from baken.rooms.consultation.models import Consultation
from baken.rooms.consultation.permits import READ
from baken.rooms.consultation.queries.bodies import body_names
from baken.rooms.consultation.queries.inbox import consultations_waiting
from baken.rooms.consultation.queries.lists import LATE, OPEN, in_state, of_unit
from baken.rooms.consultation.queries.subjects import CONSULTED
from baken.rooms.consultation.queries.thread import consultation_nodes, nodes_of
from baken.rooms.consultation.rules import OPEN_STATES
from baken.rooms.consultation.texts import KINDS, REFUSALS
from baken.rooms.consultation.workflow import CONSULTATION
from baken.rooms.org.queries import tree
from baken.rooms.org.questions import OpenItems

MOST_COUNTED = 1000
WEIGHT, LATE_WEIGHT = 20, 40
RELATIONS = {CONSULTED: Relation(lazy("was put to a council or part in"), lazy("asks about"))}
MARKS = {
    "consultation.consultation.asked": lazy("Asked"),
    "consultation.consultation.answered": lazy("Answered"),
    "consultation.consultation.replied": lazy("Replied"),
    "consultation.consultation.withdrawn": lazy("Withdrawn"),
}
# In which somebody has a term: the body to answer, the side that asks to reply.
_WITH_TERM = ("asked", "answered")
# What the side that asks does next, by state: why, the step, and what the button says.
_NEXT = {
    "draft": (lazy("This draft was not asked yet."), "ask", lazy("Ask it")),
    "answered": (lazy("The body answered."), "reply", lazy("Reply")),
    "replied": (lazy("The reply was given. Is it complete?"), "close", lazy("Close")),
}
_NOTING = (
    REFUSALS["conditions_open"],
    "note_condition",
    lazy("Note what became of it"),
)


def inbox_cards(ask: InboxAsk) -> Iterable[InboxCard]:
    """What waits for an answer, and what the side that asks has to do."""
    waiting = consultations_waiting(ask.actor, ask.at, ask.limit)
    for one in waiting.to_answer:
        reason = _("Your %(kind)s is asked.") % {"kind": KINDS[one.kind]}
        yield _card(one, reason, "answer", _("Answer it"), ask.at)
    for one in waiting.to_handle:
        if one.state == "asked":
            yield _asked_card(one, ask.at)
            continue
        reason, step, action = _NOTING if _is_to_note(one) else _NEXT[one.state]
        yield _card(one, str(reason), step, str(action), ask.at)


def waiting_cards(ask: InboxAsk) -> Iterable[InboxCard]:
    """What the actor asked themselves and still waits for within its term."""
    waiting = consultations_waiting(ask.actor, ask.at, ask.limit).to_wait_for
    names = body_names(waiting)
    for one in waiting:
        yield InboxCard(
            ref=one.ref,
            title=one.title,
            reason=_("You asked it."),
            url=record_address(one),
            action=_("Open"),
            due=one.due_at,
            waiting_for=names[one.pk],
        )


def _is_to_note(one: Any) -> bool:
    """Whether nothing but its conditions keeps it from closing."""
    return one.state == "replied" and one.is_to_note


def _asked_card(one: Consultation, at: datetime) -> InboxCard:
    if one.proposed_on is not None:
        reason = _("The body asks for more time.")
        return _card(one, reason, "agree_to_more_time", _("Look at it"), at, leads=False)
    reason = _("The term has passed without an answer.")
    return _card(one, reason, "close_unanswered", _("Look at it"), at, leads=False)


def _card(
    one: Consultation, reason: str, step: str, action: str, at: datetime, *, leads: bool = True
) -> InboxCard:
    due = one.due_at if one.state in _WITH_TERM else None
    to_step = reverse("consultation:step", args=[one.ref, step])
    return InboxCard(
        ref=one.ref,
        title=one.title,
        reason=reason,
        url=to_step if leads else record_address(one),
        action=action,
        due=due,
        weight=LATE_WEIGHT if due is not None and due <= at else WEIGHT,
    )


def search_hits(actor: Actor, text: str, most: int) -> Iterable[SearchHit]:
    """Consultations within reach whose text holds every word, newest first; a reference finds one."""
    if not actor.holds(READ):
        return
    ref = reference_in(text)
    found = page_of(
        root=Consultation,
        actor=actor,
        permit=READ,
        narrow=(lambda rows: rows.filter(ref=ref)) if ref else None,
        words=None if ref else words_of(text),
        limit=most,
    )
    for one in found.items:
        kind, url = str(KINDS[one.kind]), record_address(one)
        yield SearchHit(_("Consultation"), one.ref, one.title, kind, url, one.number)


def thread_nodes(actor: Actor, record: Any) -> Iterable[ThreadNode]:
    """The life of a consultation, or of another record what was asked about it."""
    if isinstance(record, Consultation):
        return nodes_of(actor, record)
    return consultation_nodes(actor, record)


def thread_kinds() -> Iterable[ThreadKind]:
    """How a consultation looks on the whole thread."""
    yield ThreadKind(
        root=Consultation,
        code="consultation",
        name=_("Consultation"),
        column="decision",
        line=_line,
        marks=MARKS,
        relations=RELATIONS,
    )


def _line(one: Consultation, _in_full: bool) -> Line:
    """A consultation by its title, which names no persons."""
    return Line(
        title=one.title,
        state=str(CONSULTATION.states[one.state]),
        unit=tree().by_id[one.unit_id].name,
        on=clock.local_date(one.drafted_at),
    )


def unit_figures(actor: Actor, unit: Any, at: datetime) -> Iterable[UnitFigure]:
    """Open consultations of a unit and below, asked by or of it, and those whose term has passed."""
    if not any(grant.reach.ranges for grant in actor.grants_of(READ)):
        return
    units, inside = tree().ids_in((unit.range,)), of_unit(unit.code)
    states = {OPEN: _("Open consultations"), LATE: _("Consultations whose term has passed")}
    narrows = [partial(_narrowed, condition=inside & in_state(code, at)) for code in states]
    counts = (
        counts_up_to(
            root=Consultation, actor=actor, permit=READ, narrows=narrows, most=MOST_COUNTED
        )
        if units & actor.units_of(READ)
        else []
    )
    url = f"{reverse('consultation:consultations')}?unit={unit.code}"
    for place, (code, label) in enumerate(states.items()):
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
    """Open consultations that this unit asks or was asked: they end before it does.

    A draft is kept with the side that asks: the unit of the body neither hears of it nor waits for it.
    """
    mine = Q(unit=unit) | Q(owner_unit=unit)
    rows: Any = Consultation.objects.for_system(reason="open items")
    count = rows.filter(mine, state__in=OPEN_STATES).count()
    yield OpenItems(_("Open consultations"), count, reverse("consultation:consultations"))


def _narrowed(rows: Any, *, condition: Q) -> Any:
    return rows.filter(condition)
