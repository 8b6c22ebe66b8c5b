"""Takes a report in: once, whole, and without a trace of whoever stays anonymous."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from baken.core import clock
from baken.core.access import NOBODY, Actor, Confidentiality, refuse_unless
from baken.core.access.roots import ordered_uuid
from baken.core.api.idempotency import (
    KeyReused,
    body_digest,
    earlier_record,
    remember,
    sender_digest,
)
from baken.core.files.content import CleanFile
from baken.core.files.store import new_file, write_file
from baken.core.records.numbers import anonymous_row_number, row_number
from baken.core.records.references import anonymous_reference, next_reference_beside_pool
from baken.core.workflow.advance import Change, begin
from baken.core.workflow.errors import FieldsRefused
from baken.core.workflow.fields import LONGEST_TEXT
from baken.core.workflow.parts import file_parts
from baken.rooms.org.queries import tree
from baken.rooms.org.queries.heirs import living, why_gone
from baken.rooms.reports.actions.alarm import raise_alarm
from baken.rooms.reports.actions.nameless import nameless
from baken.rooms.reports.actions.route import Sent, follow_route, route_received
from baken.rooms.reports.models import Draft, Identity, Report
from baken.rooms.reports.permits import CREATE
from baken.rooms.reports.queries.calendars import timetable_of
from baken.rooms.reports.queries.classified import site_named
from baken.rooms.reports.queries.naming import persons_in
from baken.rooms.reports.queries.parts import identity_part
from baken.rooms.reports.receipts import digest_of_code, receipt_code
from baken.rooms.reports.rules import Intake, intake_problems, triage_due
from baken.rooms.reports.rules.naming import ANSWERS, UNANSWERED
from baken.rooms.reports.texts import INTAKE_PROBLEMS

SEALED = ("story", "place", "immediate_action")


@dataclass(frozen=True)
class Submitted:
    """The stored report; ``receipt`` is the code to come back with, empty for one's own account.

    ``repeated`` tells that an earlier sending had already made the report.
    """

    report: Report
    receipt: str = ""
    repeated: bool = False


def submit_report(
    *,
    actor: Actor,
    intake: Intake,
    at: datetime,
    key: str = "",
    report_id: uuid.UUID | None = None,
    files: Sequence[CleanFile] = (),
) -> Submitted:
    """Store a report; the same key with the same content gives the same report and answer.

    ``key`` is the sender's own random key. An anonymous report is made by nobody, whoever is logged
    in: no person, no moment, a random identifier. Raises FieldsRefused with a message per field,
    KeyReused when the key was used for something else, AccessDenied without the permit.
    """
    sender = _sender(actor, intake)
    if not sender.is_nobody:
        refuse_unless(sender, CREATE)
    _check(intake, at)
    files = nameless(files) if sender.is_nobody else files
    sent_key = key or secrets.token_hex(16)
    digest = sender_digest(str(sender.account or "intake"), sent_key)
    body = body_digest({**_as_sent(intake), "files": [_digest(file) for file in files]})
    receipt = "" if sender.own_key else receipt_code(sent_key)
    try:
        with transaction.atomic():
            earlier = earlier_record(digest=digest, body=body, root=Report)
            if earlier is not None:
                return Submitted(earlier, receipt, repeated=True)
            _refuse_dissolved(intake)
            report = _new_report(sender, intake, at, receipt, report_id)
            report.names_person = _names_person(actor, intake)
            sent = route_received(report, at)
            report.owner_unit_id = sent.owner_id
            _store(report, sender, intake, at, files, sent)
            follow_route(report, sent, at)
            remember(digest=digest, body=body, record=report, at=at)
            _forget_draft(actor)
            if intake.still_dangerous:
                raise_alarm(report=report, at=at)
    except IntegrityError:
        # The same thing sent at the same moment: the other one was first.
        earlier = earlier_record(digest=digest, body=body, root=Report)
        if earlier is None:
            raise KeyReused from None
        return Submitted(earlier, receipt, repeated=True)
    return Submitted(report, receipt)


def _as_sent(intake: Intake) -> dict[str, object]:
    """What makes two sendings the same; what was not asked yet in an older version is left out."""
    sent = asdict(intake)
    return sent if intake.naming else {k: v for k, v in sent.items() if k != "naming"}


def _forget_draft(actor: Actor) -> None:
    """Also when the report is anonymous: a draft left behind would tell whose story it is."""
    if actor.account is not None and not actor.administers:
        Draft.objects.filter(account=actor.account).delete()


def _sender(actor: Actor, intake: Intake) -> Actor:
    return NOBODY if intake.identity == "anonymous" else actor


def _check(intake: Intake, at: datetime) -> None:
    problems = intake_problems(intake, now=at, longest=LONGEST_TEXT)
    if intake.unit_code and tree().find(intake.unit_code) is None:
        problems["unit"] = "no_unit"
    if problems:
        raise FieldsRefused({name: str(INTAKE_PROBLEMS[code]) for name, code in problems.items()})


def _refuse_dissolved(intake: Intake) -> None:
    """Only what is new is refused: a repeat gets the answer that its first try got."""
    named = tree().find(intake.unit_code) if intake.unit_code else None
    gone = why_gone(named) if named else ""
    if gone:
        raise FieldsRefused({"unit": gone})


def _new_report(
    sender: Actor, intake: Intake, at: datetime, receipt: str, report_id: uuid.UUID | None
) -> Report:
    day = clock.local_date(at)
    hidden = sender.is_nobody
    received = sender.moment(at)
    unit, site = _unit_of(sender, intake), site_named(intake.place)
    due_at = triage_due(
        received_at=received,
        still_dangerous=intake.still_dangerous,
        timetable=timetable_of(unit=unit, site=site),
        whole_day=hidden,
    )
    return Report(
        number=anonymous_row_number(day) if hidden else row_number(at),
        id=report_id or (uuid.uuid4() if hidden else ordered_uuid()),
        ref=(anonymous_reference if hidden else next_reference_beside_pool)("M", day),
        unit_id=unit,
        story=intake.story.strip(),
        place=intake.place.strip(),
        site_id=site,
        happened_at=received if intake.just_now else intake.happened_at,
        still_dangerous=intake.still_dangerous,
        immediate_action=intake.immediate_action.strip(),
        identity=intake.identity,
        channel=intake.channel,
        received_at=received,
        touched_at=received,
        due_at=due_at,
        stalls_at=due_at,
        reporter_key=sender.own_key or None,
        receipt_digest=digest_of_code(receipt) if receipt else None,
    )


def _store(
    report: Report,
    sender: Actor,
    intake: Intake,
    at: datetime,
    files: Sequence[CleanFile],
    sent: Sent,
) -> None:
    """Write the report with its files, who reported, and the first row of its history over all."""
    unnamed = sender.unnamed()
    distinct = {_digest(file): file for file in files}.values()
    kept = [(new_file(record=report, file=f, actor=unnamed, at=at), f) for f in distinct]
    identity = _identity(report, sender, intake)
    facts: dict[str, object] = {"identity": intake.identity, "channel": intake.channel}
    facts |= {"still_dangerous": True} if intake.still_dangerous else {}
    facts |= {"naming": report.names_person} if report.names_person else {}
    facts |= sent.facts
    change = Change(
        facts=facts,
        seal=SEALED,
        parts={**identity_part(identity), **file_parts(stored for stored, _ in kept)},
    )
    begin(
        record=report,
        code="reports.report.received",
        actor=unnamed,
        at=at,
        change=change,
        notice="handlers",
    )
    for stored, file in kept:
        write_file(stored=stored, file=file, at=at)
    if identity is not None:
        identity.save(force_insert=True)


def _names_person(actor: Actor, intake: Intake) -> str:
    """What the reporter said that it is about, or that nobody said so yet; nothing without a name."""
    if intake.naming in ANSWERS:
        return intake.naming
    named = persons_in(actor, (intake.story, intake.immediate_action))
    return UNANSWERED if named else ""


def _identity(report: Report, sender: Actor, intake: Intake) -> Identity | None:
    if intake.identity == "anonymous" or not (sender.person or intake.contact):
        return None
    confidential = intake.identity == "confidential"
    level = Confidentiality.SENSITIVE if confidential else Confidentiality.NORMAL
    return Identity(
        record=report,
        person=sender.person,
        contact=intake.contact.strip()[:200],
        confidentiality=level,
    )


def _unit_of(sender: Actor, intake: Intake) -> int:
    """The unit named; else the reporter's own, or what took over from it; else the top, where the
    central office looks.
    """
    here = tree()
    if intake.unit_code:
        named = here.find(intake.unit_code)
        if named is not None:
            return named.id
    return living(here.by_id[sender.home_unit]).id if sender.home_unit else here.roots[0].id


def _digest(file: CleanFile) -> str:
    return hashlib.sha256(file.data).hexdigest()
