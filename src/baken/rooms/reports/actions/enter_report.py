"""Enters what somebody else told or wrote down: the report is theirs, the history says who entered it."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from baken.core.access import NOBODY, Actor, refuse_unless
from baken.core.files.content import CleanFile
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.queries import own_key_of
from baken.rooms.org.rules.place_codes import plain_code
from baken.rooms.reports.actions.nameless import nameless
from baken.rooms.reports.actions.take_in import Sending, Submitted, check_intake, take_in
from baken.rooms.reports.models import PaperForm, Report
from baken.rooms.reports.permits import CREATE_FOR
from baken.rooms.reports.queries.doors import form_numbered
from baken.rooms.reports.receipts import receipt_code
from baken.rooms.reports.rules import ANYWHERE, Arrived, Caller, Intake, caller_problems, placed
from baken.rooms.reports.texts import INTAKE_PROBLEMS


@dataclass(frozen=True)
class Teller:
    """The person who told it, as far as a report needs: who, of which unit, and with a log-in or not."""

    person: uuid.UUID
    unit_id: int | None
    has_account: bool


def enter_report(
    *,
    actor: Actor,
    intake: Intake,
    at: datetime,
    teller: Teller | None = None,
    form: str = "",
    key: str = "",
    files: Sequence[CleanFile] = (),
    arrived: Arrived = ANYWHERE,
) -> Submitted:
    """Store a report that somebody else told (``desk``) or wrote on paper; theirs, and not the actor's.

    Whoever told it finds it among their own reports. Without an account they get a receipt code, or
    have the one on the strip of the ``form``, which is entered once. An anonymous one keeps no
    moment; that the actor entered it stands in its history. Raises AccessDenied, FieldsRefused and
    KeyReused.
    """
    refuse_unless(actor, CREATE_FOR)
    whole = placed(intake, arrived)
    paper = _form_to_enter(plain_code(form)) if form else None
    _check(actor, whole, teller, at)
    sent_key = key or secrets.token_hex(16)
    sender, hidden = _sender(teller, whole), whole.identity == "anonymous"
    needs_code = paper is None and not (teller and teller.has_account)
    sending = Sending(
        intake=whole,
        sender=sender,
        signer=_signer(actor, hidden=hidden),
        asked_by=actor,
        sent_by=f"desk {actor.account}",
        key=sent_key,
        at=at,
        receipt=receipt_code(sent_key) if needs_code else "",
        receipt_digest=paper.receipt_digest if paper else "",
        files=nameless(files) if hidden else files,
        arrived=arrived,
        entered_by=actor,
        form=paper.number if paper else "",
        reserve=lambda: _reserve(paper),
        claim=lambda report: _claim(paper, report),
    )
    return take_in(sending)


def _check(actor: Actor, intake: Intake, teller: Teller | None, at: datetime) -> None:
    known = teller is not None
    caller = Caller(
        known=known,
        contact=intake.contact.strip(),
        is_self=known and teller is not None and teller.person == actor.person,
    )
    problems = caller_problems(intake, caller)
    if problems:
        raise FieldsRefused({name: str(INTAKE_PROBLEMS[code]) for name, code in problems.items()})
    check_intake(intake, at)


def _sender(teller: Teller | None, intake: Intake) -> Actor:
    """Whose report it is: nobody, a person who is known, or somebody known by how to reach them."""
    if intake.identity == "anonymous":
        return NOBODY
    if teller is None:
        return Actor(kind="caller")
    return Actor(
        kind="person",
        person=teller.person,
        own_key=own_key_of(teller.person),
        home_unit=teller.unit_id,
    )


def _signer(actor: Actor, *, hidden: bool) -> Actor:
    """Who stands in the history: who entered it; of an anonymous report on the day, without a moment."""
    if not hidden:
        return actor
    return replace(NOBODY, person=actor.person, name=actor.name, post=actor.post)


def _form_to_enter(number: str) -> PaperForm:
    """The form of a number; raises FieldsRefused when it was not printed here."""
    found = form_numbered(number)
    if found is None:
        text = _("No form with this number was printed here. Check it sign by sign.")
        raise FieldsRefused({"form_number": text})
    return found


def _reserve(paper: PaperForm | None) -> None:
    """Lock a form; raises FieldsRefused when it was entered before."""
    if paper is None:
        return
    row = PaperForm.objects.select_for_update().get(pk=paper.pk)
    if row.report_id is not None:
        raise FieldsRefused({"form_number": _("This form has been entered already.")})


def _claim(paper: PaperForm | None, report: Report) -> None:
    """Let a form be this report."""
    if paper is not None:
        PaperForm.objects.filter(pk=paper.pk).update(report=report)
