"""Who is told after a consultation took a step: the body, or the side that asks; safe to repeat."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from baken.rooms.consultation.models import Consultation
from baken.rooms.consultation.queries.bodies import speakers_of
from baken.rooms.notices.actions import notify
from baken.rooms.notices.queries import declare_notice
from baken.rooms.org.queries import nearest_holders, own_key_of, tree

ASKING_ROLES = ("commander",)
PAGE = Consultation.page_name
BODY, ASKER, BOTH = "body", "asker", "both"
PASSED = declare_notice(
    "consultation.term_passed",
    _("The term of consultation %(ref)s has passed without an answer."),
    PAGE,
    group="terms",
    by_mail="reference",
)
_TOLD = {
    "ask": _("Consultation %(ref)s asks for your answer."),
    "ask_more_time": _("More time was asked for consultation %(ref)s. Agree to it or refuse it."),
    "agree_to_more_time": _("You have more time for consultation %(ref)s."),
    "refuse_more_time": _("No more time was given for consultation %(ref)s."),
    "answer": _("Consultation %(ref)s was answered."),
    "close_unanswered": _("Consultation %(ref)s was closed without an answer."),
    "reply": _("A reply was given to the answer on consultation %(ref)s."),
    "note_condition": _("It was noted what became of a condition of consultation %(ref)s."),
    "withdraw": _("Consultation %(ref)s was withdrawn."),
}
CODES = {
    step: declare_notice(f"consultation.stepped.{step}", text, PAGE, by_mail="reference")
    for step, text in _TOLD.items()
}


def tell_about_consultation(event: Any, at: datetime) -> None:
    """Tell the side that has to know: the body, who asked, or both when the term has passed."""
    rows: Any = Consultation.objects.for_system(reason="deliver").filter(pk=event.record)
    record = rows.first()
    audience, step = event.payload.get("notice"), event.payload["step"]
    never_asked = step == "withdraw" and not event.payload.get("was_asked")
    if record is None or not audience or never_asked:
        return
    keys: set[str] = set()
    if audience in (BODY, BOTH):
        keys |= {own_key_of(one.person) for one in speakers_of(record, at)}
    if audience in (ASKER, BOTH):
        keys |= asking_keys(record, at)
    code = PASSED if step == "pass_term" else CODES[step]
    notify(to_keys=sorted(keys), code=code, record=record, at=event.at)


def asking_keys(record: Consultation, at: datetime) -> set[str]:
    """The keys of who wrote it, and of who commands the unit that asks, or the nearest above it."""
    unit = tree().by_id[record.unit_id]
    people = {one.person for one in nearest_holders(roles=ASKING_ROLES, unit=unit, at=at)}
    if record.asker:
        people.add(record.asker)
    return {own_key_of(one) for one in people}
